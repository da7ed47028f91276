"""Where a run stays: at a minimum or hovering about one, held by weight decay, or moved about by noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.climbs import bursts
from gdviz.analysis.diagnosis.moves import VISIBLE
from gdviz.analysis.diagnosis.run import DiagnosedRun, last_away, once
from gdviz.analysis.diagnosis.words import Event, EventKind
from gdviz.analysis.landscape import Kind, minima_beside
from gdviz.numeral import coordinates, numeral

AT = 2e-3  # share of the diagonal: so near a minimum is at it
GAP = 1e-5  # share of the heights: so little above a minimum is down at it
NEWTON_REACH = 0.02
HOVER = 10  # steps at least


@dataclass(frozen=True)
class Place:
    """A minimum that a run ended at: where, how deep, number in the survey (None: not in it), words for it.

    hover: how far from it the run keeps moving in its last quarter, None where it is at rest.
    """

    point: tuple[float, float]
    value: float
    number: int | None
    words: str
    hover: float | None = None


def down(run: DiagnosedRun, value: float) -> bool:
    """Is the run as low as a minimum of this value, but for GAP of the heights? Lower it is only across a jump of f."""
    return abs(float(run.values[-1]) - value) <= GAP * run.height


@once
def at_a_minimum(run: DiagnosedRun) -> Place | None:
    """The isolated minimum or valley floor the last point lies at, else the minimum Newton's method finds beside it."""
    end = run.points[-1]
    for number, m in enumerate(run.survey.minima):
        away = float(np.hypot(*np.subtract(m.point, end)))
        near = away < (NEWTON_REACH if m.kind is Kind.DEGENERATE else AT) * run.diagonal
        if near and down(run, m.value):
            return Place(m.point, m.value, number, f"the minimum {coordinates(m.point)}")
    for floor in run.survey.valleys:
        if floor.is_minimum and floor.distance(end) < NEWTON_REACH * run.diagonal and down(run, floor.value):
            x, y = (float(k) for k in end)
            return Place((x, y), floor.value, None, f"{coordinates(end)}, one of the minima of {floor.shape}")
    return outside_minimum(run)


def outside_minimum(run: DiagnosedRun) -> Place | None:
    """A minimum that the survey does not list (outside its window, say), by Newton's method from the last point."""
    end, outside = run.points[-1], bool(run.outside[-1])
    if run.survey.certified and not outside:
        return None
    minima = minima_beside(run.surface, end[:, None], AT * run.diagonal)
    if not minima.size:
        return None
    x, y = minima[:, 0].tolist()
    value = float(run.surface.value(x, y))
    if not down(run, value):
        return None
    return Place((x, y), value, None, f"the minimum {coordinates((x, y))}{' outside the window' if outside else ''}")


def resting_place(run: DiagnosedRun) -> Place | None:
    """The minimum at which the run has come to rest."""
    at_rest = still(run) if run.noise else run.count == 0 or float(run.lengths[-3:].max()) < 2 * AT * run.diagonal
    return at_a_minimum(run) if at_rest else None


def hovering(run: DiagnosedRun) -> Place | None:
    """The minimum that the last quarter of the run stays VISIBLE near, to and fro, without coming nearer for good."""
    quarter = run.count // 4
    if quarter < HOVER:
        return None
    last, half = run.points[-quarter - 1 :], quarter // 2
    back = (np.einsum("ij,ij->i", run.moves[1 - quarter :], run.moves[-quarter:-1]) < 0).mean()
    leaps = any(burst.until > run.count // 2 for burst in bursts(run, run.count))
    for number, m in enumerate(run.survey.minima):
        away = np.hypot(*(last - np.array(m.point)).T)
        to_and_fro = (np.diff(away) > 0).mean() > 0.2 or back > 0.5
        lasts = leaps or (to_and_fro and away[half:].max() > 0.8 * away[:half].max())
        if away.max() < VISIBLE * run.diagonal and lasts:
            return Place(m.point, m.value, number, f"the minimum {coordinates(m.point)}", float(away.max()))
    return None


def first_at(run: DiagnosedRun, place: Place) -> int:
    """The first frame from which the run stays at the minimum."""
    away = np.hypot(*(run.points - np.array(place.point)).T)
    far = np.flatnonzero(away > max(2 * AT * run.diagonal, 1.5 * float(away[-1 - run.count // 4 :].max())))
    return int(far[-1]) + 1 if far.size else 0


def arrival(run: DiagnosedRun, place: Place) -> Event:
    """The mark where the run comes to stay at the minimum it ends at."""
    frame = first_at(run, place)
    reach = float(np.hypot(*(run.points[frame:] - np.array(place.point)).T).max())
    where = f"within {numeral(reach)} of" if reach else "at"
    text = f"From frame {frame} on it stays {where} {place.words}; in that frame f = {numeral(run.values[frame])}, "
    text += f"slope {numeral(run.slopes[frame])}."
    return run.event(EventKind.CONVERGENCE, frame - 1, text, run.count - 1)


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
    if not in_balance(slope, decay, middle):
        return None
    pull = float(np.hypot(*middle))
    return (
        f"{text}, and weight decay pulls back towards the origin by {numeral(decay)} × {numeral(pull)} = "
        f"{numeral(decay * pull)}."
    )


def in_balance(slopes: np.ndarray, decay: np.ndarray | float, points: np.ndarray) -> NDArray[np.bool_]:
    """Are the slopes (2, …) at points (2, …) as large as what weight decay adds to them, with the other sign?"""
    return np.asarray(np.hypot(*(slopes + decay * points)) < BALANCE * np.hypot(*slopes))


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
    first = last_away(run, run.points[-(run.count // 4) - 1 :])
    return run.event(EventKind.NOISE, first, f"From step {first + 1} on: {noise_sentence(run)}", run.count - 1)
