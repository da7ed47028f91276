"""Steps that go too far: overshoots and zigzags, and the lowest point on the way of a step."""

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.run import DiagnosedRun, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind, steps_word
from gdviz.numeral import apart, numeral
from gdviz.surface import Surface

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
    return [zigzag_event(run, a, b) for a, _, b, _ in together(pieces, run.count)]


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
    pieces, shares, firsts = [], {}, [a for a, _ in each]
    lowest = lowest_shares(run.surface, run.points[firsts], run.moves[firsts]) if each else ()
    for (first, last), share in zip(each, lowest, strict=True):
        rose = run.values[first + 1] > run.values[first]
        far = last > first or share < NEARLY
        visible = reach(run, first, last) - run.lengths[first] * share > VISIBLE * run.diagonal
        if visible and (rose or (far and not run.searches)):
            pieces.append((first, last))
            shares[first] = float(share)
    return [overshoot_event(run, a, b, times, shares[a]) for a, _, b, times in together(pieces, run.count)]


def reach(run: DiagnosedRun, first: int, last: int) -> float:
    """The way of the steps from `first` to `last`."""
    return float(run.lengths[first : last + 1].sum())


def split_at_crossings(run: DiagnosedRun, a: int, b: int) -> list[tuple[int, int]]:
    """A stretch of steps past the low point, cut before each that starts downhill (a zigzag is all such)."""
    cuts = [i for i in range(a + 1, b + 1) if run.slope_before[i] < 0]
    return list(zip([a, *cuts], [*(c - 1 for c in cuts), b], strict=True))


def together(pieces: list[tuple[int, int]], count: int) -> list[tuple[int, int, int, int]]:
    """Neighbours less than GAP, or a twentieth of the run, apart; a fifth if many.

    Of each group the first step, the last of its first piece, the last of all, and how many pieces it has.
    """
    near = max(GAP, count // (20 if len(pieces) <= FEW else 5))
    groups: list[tuple[int, int, int, int]] = []
    for first, last in pieces:
        if groups and first - groups[-1][2] < near:
            groups[-1] = (*groups[-1][:2], last, groups[-1][3] + 1)
        else:
            groups.append((first, last, last, 1))
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


SAMPLES = 257
PARTS, ROUNDS = 8, 11
"""What is left of two gaps between samples: 2⁻⁷ · 8⁻¹¹ = 2⁻⁴⁰ of the step."""
EQUAL = 1e-12  # share of the heights on the way by which two low points are equally low


def lowest_shares(surface: Surface, starts: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Where (k,) on the way from starts (k, 2) by steps (k, 2) f is lowest: 0 at the start, 1 at the end.

    f is looked at in SAMPLES places; beside the lowest (the last of equals) the zero of ∇f along the step is bracketed
    to 1e-12.
    """
    shares = np.linspace(0.0, 1.0, SAMPLES)
    x, y = (starts[:, i, None] + shares * steps[:, i, None] for i in range(2))
    with np.errstate(all="ignore"):
        heights = np.asarray(surface.value(x, y), dtype=float) + np.zeros_like(x)
    heights = np.where(np.isnan(heights), np.inf, heights)
    least, most = heights.min(axis=1), np.where(np.isfinite(heights), heights, -np.inf).max(axis=1)
    low = heights <= (least + EQUAL * (most - least))[:, None]
    at = SAMPLES - 1 - low[:, ::-1].argmax(axis=1)
    left, right = shares[np.maximum(at - 1, 0)], shares[np.minimum(at + 1, SAMPLES - 1)]
    return refined(surface, starts, steps, left, right)


def refined(surface: Surface, starts: np.ndarray, steps: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The point (k,) between left and right where the slope along the step turns from down to up.

    Each round cuts what is left into PARTS and goes on with the first of them that ends uphill.
    """
    ends = slope_at(surface, starts, steps, np.stack((left, right), axis=1)).T
    first, last, some, grid = left, right, np.arange(len(left)), np.arange(PARTS + 1) / PARTS
    for _ in range(ROUNDS):
        shares = first[:, None] + (last - first)[:, None] * grid
        down = slope_at(surface, starts, steps, shares[:, 1:-1]) < 0
        part = np.where(down.all(axis=1), PARTS - 1, np.argmin(down, axis=1))
        first, last = shares[some, part], shares[some, part + 1]
    inside: NDArray[np.float64] = (first + last) / 2
    return np.where(ends[0] >= 0, left, np.where(ends[1] <= 0, right, inside))


def slope_at(surface: Surface, starts: np.ndarray, steps: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """∇f · step (k, m) at m shares (k, m) of each step."""
    x, y = (starts[:, i, None] + shares * steps[:, i, None] for i in range(2))
    with np.errstate(all="ignore"):
        gx, gy = surface.gradient(x, y)
    return np.asarray(gx * steps[:, :1] + gy * steps[:, 1:])


def diameter(points: np.ndarray) -> float:
    """The largest distance between two of the points (n, 2), to a few parts in a million."""
    turn = np.pi * np.arange(360) / 360
    along = points @ np.stack((np.cos(turn), np.sin(turn)))
    corners = points[np.unique([along.argmax(axis=0), along.argmin(axis=0)])]
    return float(np.hypot(*(corners[:, None] - corners).transpose(2, 0, 1)).max())
