"""Steps that go too far: overshoots and zigzags."""

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.line import lowest_shares
from gdviz.analysis.diagnosis.run import DiagnosedRun, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind, apart, steps_word
from gdviz.numeral import numeral
from gdviz.trajectory import Array

VISIBLE = 0.01  # share of the window's diagonal
GAP = 10  # events of a kind nearer than this many steps are one
FEW = 3
RIGHT_ANGLE = 1e-9  # cosine that rounding may leave of it
NEARLY = 0.85  # a step whose lowest point lies beyond this share of it has all but hit it


def zigzags(run: DiagnosedRun, end: int) -> list[Event]:
    """Stretches of at least four visible steps, before step `end`, each of which reverses the last."""
    visible = run.lengths > VISIBLE * run.diagonal
    turns = reversals(run, 0, run.count - 1) & visible[1:] & visible[:-1] & (np.arange(1, run.count) < end)
    pieces = [(a, b + 1) for a, b in stretches(turns) if b - a >= 2 and not run.noise]
    return [zigzag_event(run, a, b) for a, b, _ in together(pieces, run.count)]


def reversals(run: DiagnosedRun, first: int, last: int) -> NDArray[np.bool_]:
    """Which steps after `first` up to `last` (from 0) turn back on the one before; a right angle does not."""
    steps, lengths = run.moves[first : last + 1], run.lengths[first : last + 1]
    dots = np.einsum("ij,ij->i", steps[1:], steps[:-1])
    return np.asarray(dots < -RIGHT_ANGLE * lengths[1:] * lengths[:-1])


def zigzag_event(run: DiagnosedRun, first: int, last: int) -> Event:
    """The event of a zigzag from step `first` to `last` (from 0), with its cause."""
    back = int(reversals(run, first, last).sum())
    how = "each reversing the last" if back == last - first else f"{back} of {last - first + 1} reversing the last"
    text = f"{steps_word(first + 1, last + 1)} zigzag, {how}: {zigzag_cause(run, first)}."
    return run.event(EventKind.ZIGZAG, first, text, last, f"zigzags for {last - first + 1} steps")


def zigzag_cause(run: DiagnosedRun, first: int) -> str:
    """The curvature across, times the rate where that is the whole step, and the curvature along."""
    low, high = run.eigenvalues(first)
    rate, length, valley = float(run.trajectory.rates[first]), numeral(run.lengths[first]), abs(low) < high / 2
    if run.is_plain(first) and rate * high > 1:
        text = (
            f"λ₁ = {numeral(high)} in the steepest direction, and α·λ₁ = {numeral(rate)} × "
            f"{numeral(high)} = {numeral(rate * high)}"
        )
        if rate * high < 2:
            text += ", between 1 and 2"
            if run.quadratic:
                text += f", so each step lands on the other side, {numeral(100 * (rate * high - 1))} % as far out"
        return text + (
            f"; along the valley λ₂ = {numeral(low)} and α·λ₂ = {numeral(rate * low)} only" if valley else ""
        )
    if valley:
        return f"the curvature is λ₁ = {numeral(high)} across the valley and λ₂ = {numeral(low)} along it"
    if not run.surface.smooth:
        return f"a kink lies between them, and steps {length} long cross it again and again"
    return f"steps {length} long at first are too long for a curvature of {numeral(max(abs(low), abs(high)))}"


def overshoots(run: DiagnosedRun, end: int) -> list[Event]:
    """Steps before step `end` past the lowest point along their own direction, and visibly so."""
    past = (run.slope_after > 0) & (run.lengths > 0) & (np.arange(run.count) < end)
    each = [part for a, b in stretches(past) if not run.noise for part in split_at_crossings(run, a, b)]
    each = [(a, b) for a, b in each if run.slope_before[a] < 0 and reach(run, a, b) > VISIBLE * run.diagonal]
    pieces, shares = [], {}
    for (first, last), share in zip(each, shares_of(run, [a for a, _ in each]), strict=True):
        rose = run.values[first + 1] > run.values[first]
        far = last > first or share < NEARLY
        visible = reach(run, first, last) - run.lengths[first] * share > VISIBLE * run.diagonal
        if visible and (rose or (far and not run.searches)):
            pieces.append((first, last))
            shares[first] = float(share)
    return [overshoot_event(run, *group, shares[group[0]]) for group in together(pieces, run.count)]


def reach(run: DiagnosedRun, first: int, last: int) -> float:
    """The way of the steps from `first` to `last`."""
    return float(run.lengths[first : last + 1].sum())


def shares_of(run: DiagnosedRun, steps: list[int]) -> Array:
    """The share of each of these steps at which f is lowest on its way."""
    return lowest_shares(run.surface, run.points[steps], run.moves[steps]) if steps else np.zeros(0)


def split_at_crossings(run: DiagnosedRun, a: int, b: int) -> list[tuple[int, int]]:
    """A stretch of steps past the low point, cut before each that starts downhill (a zigzag is all such)."""
    cuts = [i for i in range(a + 1, b + 1) if run.slope_before[i] < 0]
    return list(zip([a, *cuts], [*(c - 1 for c in cuts), b], strict=True))


def together(pieces: list[tuple[int, int]], count: int) -> list[tuple[int, int, int]]:
    """(first, last, how many) of neighbours less than GAP, or a twentieth of the run, apart; a fifth if many."""
    near = max(GAP, count // (20 if len(pieces) <= FEW else 5))
    groups: list[tuple[int, int, int]] = []
    for first, last in pieces:
        if groups and first - groups[-1][1] < near:
            groups[-1] = (groups[-1][0], last, groups[-1][2] + 1)
        else:
            groups.append((first, last, 1))
    return groups


def overshoot_event(run: DiagnosedRun, first: int, last: int, times: int, share: float) -> Event:
    """The event of `times` overshoots, the first at step `first` (from 0), by how much and why."""
    text = f"Step {first + 1} overshot: "
    if run.is_plain(first):
        rate, curvature = float(run.trajectory.rates[first]), run.curvature_along(first)
        product = rate * curvature
        shown, limit = apart(product, 2.0 if product > 2 else 1.0)
        text += (
            f"along it the mean curvature is {numeral(curvature)} and α times it is {numeral(rate)} × "
            f"{numeral(curvature)} = {shown}, more than {limit}; "
        )
    text += f"the lowest point on its way lay at {numeral(100 * share)} % of the step"
    text += f", it went {numeral(1 / share)} times as far" if share > 1e-6 else ""
    if run.values[first + 1] > run.values[first]:
        text += f", and f rose from {numeral(run.values[first])} to {numeral(run.values[first + 1])}"
    elif last > first and times == 1:
        top = float(run.values[first + 1 : last + 2].max())
        text += f", and the next steps carried on up to f = {numeral(top)}" if top > run.values[first + 1] else ""
    text += f"; {times} such steps until step {last + 1}." if times > 1 else "."
    phrase = f"overshoots ×{apart(1 / share, 1.0, 2)[0]}" if share > 1e-6 else "overshoots"
    return run.event(EventKind.OVERSHOOT, first, text, last, phrase)
