"""Runs that end going round: the same few points again and again, or about without getting lower."""

from dataclasses import dataclass

import numpy as np

from gdviz.analysis.diagnosis.moves import VISIBLE, diameter
from gdviz.analysis.diagnosis.run import DiagnosedRun, last_away, once, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind
from gdviz.analysis.landscape import Kind
from gdviz.numeral import apart, coordinates, numeral

LONGEST_PERIOD = 12
SHORTEST = 10  # steps of going about that are worth a word
NARROWEST = 1e-9  # share of the diagonal below which going round is rounding
SLOWEST = 1e-5  # share of the height above the floor by which a change in an eighth of the run is one
LASTING = 0.05  # share of the height above the floor that a cycle may still lose or gain for ever after


@dataclass(frozen=True)
class Cycle:
    """A run that ends going round: from step `first` (from 0), every `period` steps the same point (0: never)."""

    first: int
    period: int
    width: float


@once
def wandering(run: DiagnosedRun) -> Cycle | None:
    """Going about in the last quarter of the run without getting lower: no period, but no progress either."""
    quarter = run.count // 4
    if quarter < 10:
        return None
    best = [float(run.values[-(k + 1) * quarter : -k * quarter or None].min()) for k in (1, 0)]
    lengths = [float(run.lengths[-(k + 1) * quarter : -k * quarter or None].mean()) for k in (1, 0)]
    last = run.points[-quarter:]
    width = float(np.hypot(*np.ptp(last, axis=0)))
    progress = best[0] - best[1] > 0.05 * np.ptp(run.values[-quarter:])
    ballistic = np.hypot(*(last[-1] - last[0])) > 0.5 * run.lengths[-quarter:].sum()
    if progress or ballistic or lengths[1] < 0.9 * lengths[0] or width < VISIBLE * run.diagonal:
        return None
    changes = np.diff(run.values[-quarter:])
    if (changes < 0).all() or (changes > 0).all():  # it goes away, not about
        return None
    first = max(last_away(run, last), last_rest(run, lengths[1]))
    if run.count - first < SHORTEST:
        return None
    return Cycle(first, 0, diameter(run.points[first + 1 :]))


def last_rest(run: DiagnosedRun, usual: float) -> int:
    """The last frame before which ten steps were short, a tenth of the usual on average; 0 for none."""
    means = np.convolve(run.lengths, np.full(10, 0.1), "valid")
    short = np.flatnonzero(means < 0.1 * usual)
    return int(short[-1]) + 10 if short.size else 0


@once
def periodic(run: DiagnosedRun) -> Cycle | None:
    """A cycle with a period of at most LONGEST_PERIOD steps, whatever its width, that neither shrinks nor grows."""
    for period in range(2, LONGEST_PERIOD + 1):
        tail = max(12, 4 * period)
        if run.count < tail + period:
            break
        width = float(np.hypot(*np.ptp(run.points[-period - 1 :], axis=0)))
        back = np.hypot(*(run.points[period:] - run.points[:-period]).T)
        if width < NARROWEST * run.diagonal or not (back[-tail:] < 0.05 * width).all():
            continue
        lengths = run.lengths[-tail:]
        if lengths[tail // 2 :].mean() < 0.98 * lengths[: tail // 2].mean() or drift(run, period):
            continue
        room = max(0.02 * width, 1.5 * float(back[-tail:].max()))
        phase = run.points[-period:][(np.arange(run.count + 1) - run.count - 1) % period]
        first = stretches(np.hypot(*(run.points - phase).T) <= room)[-1][0]
        return Cycle(first, period, diameter(run.points[first:]))
    return None


def drift(run: DiagnosedRun, period: int) -> int:
    """1 where a run that returns every `period` steps keeps rising, -1 where it keeps falling, 0 where it settles.

    From two spans of steps: they change f by D₁ and D₂ at equal phases. Such changes add up to D₂ρ/(1 - ρ) from there
    on, ρ = D₂/D₁: a zigzag close to the stability threshold loses or gains all its height, a cycle next to nothing.
    """
    half = max(2 * period, run.count // 8) // period * period
    if run.count < 2 * half:
        return 0
    early, middle, late = (float(run.values[-1 - k * half]) for k in (2, 1, 0))
    one, two = middle - early, late - middle
    if abs(two) <= max(SLOWEST * (late - run.floor), 1e-12 * abs(late)) or one * two <= 0:
        return 0
    ratio = two / one
    rest = abs(two) * ratio / (1 - ratio) if ratio < 1 else np.inf
    return int(np.sign(two)) if rest > LASTING * max(late - run.floor, 0.0) else 0


def cycle_event(run: DiagnosedRun, cycle: Cycle) -> Event:
    """A cycle with its cause."""
    i = cycle.first
    if cycle.period:
        text = f"From step {i + 1} on it goes round between {cycle.period} points, {numeral(cycle.width)} apart at most"
    else:
        text = f"From step {i + 1} on it wanders about, up to {numeral(cycle.width)} wide"
        text += f", and f gets no lower than {numeral(run.values[i + 1 :].min())}"
    why = pair_cause(run) if cycle.period == 2 else ""
    why = why or rate_cause(run, cycle) or rule_cause(run)
    phrase = f"cycles between {cycle.period} points" if cycle.period else "wanders about"
    return run.event(EventKind.CYCLE, i, f"{text}{': ' if why else ''}{why}.", run.count - 1, phrase)


def pair_cause(run: DiagnosedRun) -> str:
    """Of two points: the slope changes between them by the rule's own threshold over the rate, or jumps at a kink."""
    rate, curvature = float(run.trajectory.rates[-1]), run.curvature_along(run.count - 1)
    ends = [float(np.abs(run.eigenvalues(k)).max()) for k in (run.count, run.count - 1)]
    if not run.surface.smooth and not max(ends) > 0.1 * curvature and slope_jumps(run):
        slopes = (float(s / run.lengths[-1]) for s in (run.slope_before[-1], run.slope_after[-1]))
        down, up = map(numeral, slopes)
        return f"on the way from one to the other the slope jumps from {down} to {up} at a kink, it does not fade"
    limit = run.limit()
    if limit is None:
        return ""
    whole, words = run.product(rate, curvature)
    if abs(whole - limit) > 1e-2 * limit:
        return ""
    undone = (
        ", so each step undoes the last"
        if run.is_plain(run.count - 1)
        else f", the stability threshold {numeral(limit)}"
    )
    return f"along the line between them the mean curvature is {numeral(curvature)}, and {words}{undone}"


def rate_cause(run: DiagnosedRun, cycle: Cycle) -> str:
    """The rate against the curvature: of the minimum about which it goes, else the largest where it has been."""
    limit, rate = run.limit(), float(run.trajectory.rates[-1])
    if limit is None or rate <= 0:
        return ""
    points = run.points[cycle.first :]
    low, high = points.min(axis=0), points.max(axis=0)
    curved = [m for m in run.survey.minima if m.kind is Kind.MINIMUM and not m.kink]
    for minimum in (m for m in curved if (np.clip(m.point, low, high) == m.point).all()):
        whole, words = run.product(rate, float(minimum.eigenvalues[1]), "λ₁")
        if whole > limit:
            bound = apart(limit, whole)[0]
            return f"at the minimum {coordinates(minimum.point)} {words}, above the stability threshold {bound}"
    frames = range(max(cycle.first, run.count - 400), run.count + 1)
    steepest = max(frames, key=lambda k: np.nan_to_num(run.eigenvalues(k)[1], nan=-np.inf))
    curvature = float(run.eigenvalues(steepest)[1])
    whole, words = run.product(rate, curvature, "λ₁")
    if whole > limit:
        return f"at {coordinates(run.points[steepest])} {words}, above the stability threshold {apart(limit, whole)[0]}"
    return step_cause(run, frames)


def step_cause(run: DiagnosedRun, frames: range) -> str:
    """The step of plain gradient descent along which f bends most, on average."""
    if not run.is_plain(run.count - 1):
        return ""
    step = max(frames[:-1], key=run.curvature_along)
    curvature = run.curvature_along(step)
    whole, words = run.product(run.rate(step), curvature)
    if not whole > 1:
        return ""
    bound = apart(2.0 if whole > 2 else 1.0, whole)[0]
    start = coordinates(run.points[step])
    return f"along the step from {start} the mean curvature is {numeral(curvature)} and {words}, above {bound}"


def rule_cause(run: DiagnosedRun) -> str:
    """What keeps such a rule going."""
    last = run.trajectory.rates[-min(run.count, 20) :]
    if run.key == "newton":
        return "each step leads to where the parabola fitted at the last point is flat, and from there back again"
    if not run.surface.smooth and run.is_plain(run.count - 1) and slope_jumps(run):
        return "at a kink the slope does not fade, so steps of a constant rate cross it again and again"
    if run.scaled and last.max() <= last.min() * (1 + 1e-9):
        return "its steps are scaled by the size of the gradients, so they do not shrink with the gradient"
    return ""


HALVINGS = 50  # of a step, down to neighbouring floats
LEAST = 0.05  # of the change of slope over a step: a step may cross several kinks, and over a bend next to none is left


def slope_jumps(run: DiagnosedRun) -> bool:
    """Is a good part of the change of slope along the last step in one place, as at a kink, and not over a bend?"""
    low, high = run.points[-2].copy(), run.points[-1].copy()

    def slope(point: np.ndarray) -> float:
        return float(np.dot(run.surface.gradient(*point), run.points[-1] - run.points[-2]))

    whole = abs(slope(high) - slope(low))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        nearer_low = abs(slope(middle) - slope(low)) > abs(slope(high) - slope(middle))
        low, high = (low, middle) if nearer_low else (middle, high)
    return abs(slope(high) - slope(low)) > LEAST * whole
