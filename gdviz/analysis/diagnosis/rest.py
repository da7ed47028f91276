"""Runs that stop getting lower for a reason of their own: balanced by weight decay, or kept moving by noise."""

import numpy as np

from gdviz.analysis.diagnosis.moves import VISIBLE
from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.analysis.diagnosis.words import Event, EventKind
from gdviz.numeral import coordinates, numeral

BALANCE = 0.02  # share of the slope that decay may leave over where the two are in balance
DRIFT, CLEARLY = 0.5, 2.0  # shares of the spread of f in a quarter of the run by which a run that gets lower does so
WORK = 0.3  # share of the descent that the slopes promise which such a run keeps
STILL = 1e-4  # share of the diagonal within which a run is at rest


def balanced(run: DiagnosedRun) -> str | None:
    """The sentence of a run that stays where weight decay pulls as hard as the slope; None for another."""
    quarter, decay = run.count // 4 + 1, run.decay
    points, slopes = run.points[-quarter:], run.trajectory.gradients[-quarter:]
    middle, slope = points.mean(axis=0), slopes.mean(axis=0)
    size, width = float(np.hypot(*slope)), float(np.hypot(*np.ptp(points, axis=0)))
    if not decay or run.count < 10 or run.noise or not slope @ middle < 0 or width > VISIBLE * run.diagonal:
        return None
    near = f" within {numeral(width)} of" if width > STILL * run.diagonal else " at"
    text = f"It stays{near} {coordinates(middle)}, f = {numeral(run.values[-1])}, where the slope is {numeral(size)}"
    if run.decay_apart:
        if not cancelled(run, quarter) or size < 1e-6 * run.steepness:
            return None
        return (
            f"{text}: each step, weight decay of {numeral(decay)} takes it as far back towards the origin as the rest "
            "of the step leads away."
        )
    if float(np.hypot(*(slope + decay * middle))) > BALANCE * size:
        return None
    pull = float(np.hypot(*middle))
    return (
        f"{text}, and weight decay pulls back towards the origin by {numeral(decay)} × {numeral(pull)} = "
        f"{numeral(decay * pull)}."
    )


def cancelled(run: DiagnosedRun, quarter: int) -> bool:
    """Do the last steps hardly move it on, compared with what weight decay, apart from the gradient, takes off?"""
    taken = (run.trajectory.rates[-quarter:, None] * run.decay * run.points[-quarter - 1 : -1]).mean(axis=0)
    return float(np.hypot(*run.moves[-quarter:].mean(axis=0))) < 0.1 * float(np.hypot(*taken))


def still(run: DiagnosedRun) -> bool:
    """Does it hardly move in its last quarter?"""
    return float(np.hypot(*np.ptp(run.points[-run.count // 4 - 1 :], axis=0))) < STILL * run.diagonal


def noisy(run: DiagnosedRun) -> bool:
    """Does a run whose gradients are noisy get no lower any more, in its last quarter against the one before?

    It does where it ends lower than it began the quarter, and f falls on average by more than a part of its own
    spread, and of what its slopes promise.
    """
    quarter = run.count // 4
    if quarter < 3:
        return False
    before, after = run.values[-2 * quarter : -quarter], run.values[-quarter:]
    if after[-1] > run.values[-quarter - 1]:
        return True
    drop, spread = float(before.mean() - after.mean()), float(after.std())
    promised = -float(run.slope_before[-quarter:].sum())
    return not (drop > CLEARLY * spread or (drop > DRIFT * spread and drop > WORK * promised))


def noise_sentence(run: DiagnosedRun) -> str:
    """What moves the run, how far, and at which heights."""
    quarter = run.count // 4
    last = run.values[-quarter:]
    width = float(np.hypot(*np.ptp(run.points[-quarter:], axis=0)))
    rates = run.trajectory.rates[-quarter:]
    advice = " A rate that decays would let it settle." if len(rates) and rates[-1] >= rates[0] else ""
    return (
        f"{run.noise}, so it moves about: in its last {quarter} steps within {numeral(width)}, between f = "
        f"{numeral(last.min())} and {numeral(last.max())}.{advice}"
    )


def noise_event(run: DiagnosedRun) -> Event:
    """The mark from which the run stays where noise moves it about."""
    quarter = run.count // 4
    last = run.points[-quarter - 1 :]
    middle, reach = (last.max(axis=0) + last.min(axis=0)) / 2, np.ptp(last, axis=0)
    away = np.flatnonzero((np.abs(run.points - middle) > reach).any(axis=1))
    first = int(away[-1]) if away.size else 0
    return run.event(EventKind.NOISE, first, f"From step {first + 1} on: {noise_sentence(run)}", run.count - 1)
