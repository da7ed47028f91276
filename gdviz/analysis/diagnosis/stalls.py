"""Stretches in which a run hardly moves although it is at no minimum: plateaus and saddles."""

from dataclasses import dataclass

import numpy as np

from gdviz.analysis.diagnosis.run import DiagnosedRun, once, stretches
from gdviz.analysis.diagnosis.words import Event, EventKind, Verdict
from gdviz.analysis.landscape import Kind
from gdviz.numeral import coordinates, numeral

CREEP = 0.01  # share of the diagonal that a stalled run moves at most in a span of steps
FLAT = 0.01  # share of the typical slope below which a slope is small
AWAY = 0.05  # share of the diagonal: how near a saddle is near
BESIDE = 0.01  # share of the diagonal: beside a critical point that is as flat as a plateau
WORDS = {Kind.SADDLE: "saddle", Kind.MAXIMUM: "maximum", Kind.DEGENERATE: "degenerate point"}
EVENTS = {
    "saddle": (EventKind.SADDLE_STALL, EventKind.SADDLE_ESCAPE),
    "maximum": (EventKind.MAXIMUM_STALL, EventKind.MAXIMUM_ESCAPE),
    "degenerate point": (EventKind.DEGENERATE_STALL, EventKind.DEGENERATE_ESCAPE),
}
VERDICTS = {"saddle": Verdict.SADDLE, "maximum": Verdict.MAXIMUM, "degenerate point": Verdict.DEGENERATE}


@dataclass(frozen=True)
class Stall:
    """Frames first to last in which the run hardly moves; saddle (2,) if it is held by one, else a plateau."""

    first: int
    last: int
    saddle: tuple[float, float] | None
    kind: str = "saddle"


def span(run: DiagnosedRun) -> int:
    """How many steps a run must hardly move in to be stalled: a twentieth of them, at least ten."""
    return max(10, run.count // 20)


def slow(run: DiagnosedRun) -> list[tuple[int, int]]:
    """Frames between which the run moved less than CREEP over a span of steps, on a small slope."""
    width = span(run)
    if run.count < width:
        return []
    travelled = np.concatenate([[0.0], np.cumsum(run.lengths)])
    still = np.zeros(run.count + 1, dtype=bool)
    for i in np.flatnonzero(travelled[width:] - travelled[:-width] < CREEP * run.diagonal):
        still[i : i + width + 1] = True
    return [(a, b) for a, b in stretches(still & (run.slopes <= 10 * FLAT * run.steepness)) if b - a >= width]


def stationary(run: DiagnosedRun, point: np.ndarray) -> tuple[tuple[float, float], str] | None:
    """The critical point that is no minimum within AWAY of a point, and its kind; None if there is none."""
    near = [
        (float(np.hypot(*np.subtract(p.point, point))), p.point, WORDS[p.kind])
        for p in run.survey.critical_points
        if not p.is_minimum and (p.kind is Kind.DEGENERATE or curved(run, max(np.abs(p.eigenvalues))))
    ]
    x, y = (float(k) for k in point)
    for floor in run.survey.valleys:
        if not floor.is_minimum:
            kind = WORDS[Kind.MAXIMUM if floor.is_maximum else Kind.DEGENERATE]
            near.append((floor.distance(point), (x, y), kind))
    distance, place_, kind = min(near, default=(np.inf, (0.0, 0.0), ""))
    return (place_, kind) if distance < AWAY * run.diagonal else None


def is_plateau(run: DiagnosedRun, frame: int) -> bool:
    """Is f flat here, in slope and in curvature, for a run that has far to go down? Flat to rounding is flat."""
    slope = run.slopes[frame]
    bend = float(np.nanmax(np.abs(run.eigenvalues(frame)), initial=0.0))
    needed, height = run.slope_to_go(frame), run.height_to_go(frame)
    level = slope < min(FLAT * needed, 10 * FLAT * height / run.diagonal)
    return bool(slope == bend == 0 or (level and bend * run.diagonal < 20 * FLAT * needed))


def flattest(run: DiagnosedRun, first: int, last: int) -> int:
    """The frame of the least slope, from first to last."""
    return first + int(run.slopes[first : last + 1].argmin())


def slope_words(slope: float) -> str:
    """A slope; of one too small to be written, that too."""
    return numeral(slope) if slope else "0, to the precision of the numbers"


def curved(run: DiagnosedRun, eigenvalue: float) -> bool:
    """Does a second derivative this large matter for the slopes of the window?"""
    return eigenvalue * run.diagonal > 20 * FLAT * run.gentleness


def in_no_hurry(run: DiagnosedRun, frame: int) -> bool:
    """Is plain gradient descent slow here only because its rate is too small for any curvature, in all its steps?"""
    last = min(frame, run.count - 1)
    steepest = float(np.nanmax(np.abs(run.eigenvalues(frame)), initial=0.0))
    return run.is_plain(last) and float(run.trajectory.rates.sum()) * steepest < 0.5


def near_minimum(run: DiagnosedRun, frame: int) -> bool:
    """Is a known minimum, or valley floor, nearer than any saddle and within AWAY?"""
    point = run.points[frame]
    shallow = {
        m.point for m in run.survey.minima if not (m.kind is Kind.DEGENERATE or m.kink or curved(run, m.eigenvalues[1]))
    }
    gaps = [float(np.hypot(*np.subtract(m, point))) for m, _ in run.minima if m not in shallow]
    gaps += [v.distance(point) for v in run.survey.valleys if v.is_minimum]
    return min(gaps, default=np.inf) < AWAY * run.diagonal


@once
def stalls(run: DiagnosedRun) -> list[Stall]:
    """Every stall: its slowest frame shows what holds it."""
    result = []
    for a, b in slow(run):
        frame = flattest(run, a, b)
        near = stationary(run, run.points[frame])
        if near and not in_no_hurry(run, frame) and not (near_minimum(run, frame) and run.eigenvalues(frame)[0] >= 0):
            result.append(Stall(a, b, *near))
        elif not near_minimum(run, frame) and is_plateau(run, frame):
            beside = near and float(np.hypot(*np.subtract(near[0], run.points[frame]))) < BESIDE * run.diagonal
            result.append(Stall(a, b, *near) if near and beside else Stall(a, b, None))
    return result


def stall_events(run: DiagnosedRun) -> list[Event]:
    """Stalls, and escapes from saddles, with what holds and what frees the run."""
    events = []
    for stall in stalls(run):
        i, until = max(stall.first - 1, 0), max(stall.last - 1, 0)
        if stall.saddle is None:
            events.append(run.event(EventKind.PLATEAU_STALL, i, plateau_sentence(run, stall), until))
            continue
        stalled, freed = EVENTS[stall.kind]
        events.append(run.event(stalled, i, saddle_sentence(run, stall), until))
        if stall.last < run.count:
            events.append(run.event(freed, stall.last, escape_sentence(run, stall)))
    return events


def plateau_sentence(run: DiagnosedRun, stall: Stall) -> str:
    """How flat it is where the run hardly moves, against the slope that its way down needs."""
    moved = float(run.lengths[stall.first : stall.last].sum())
    where = f"on a plateau near {coordinates(run.points[stall.first])}"
    text = f"From step {max(stall.first, 1)} to {stall.last} it "
    text += f"moved only {numeral(moved)} {where}" if moved else f"did not move, {where}"
    text += f": the slope is down to {slope_words(run.slopes[flattest(run, stall.first, stall.last)])}"
    if run.floor < run.values[stall.first]:
        text += (
            f", while the way down to f = {numeral(run.floor)} takes {numeral(run.slope_to_go(stall.first))} on "
            "average, over the window's diagonal"
        )
    return f"{text}."


def saddle_sentence(run: DiagnosedRun, stall: Stall) -> str:
    """Which critical point holds the run, and how little of the gradient points the way out."""
    frame = flattest(run, stall.first, stall.last)
    low, high = run.eigenvalues(frame)
    where = f"the {stall.kind} {coordinates(stall.saddle or (0, 0))}"
    text = f"From step {max(stall.first, 1)} to {stall.last} it stalls at {where}, where the slope is down to "
    text += numeral(run.slopes[frame])
    if stall.kind == WORDS[Kind.DEGENERATE]:
        return f"{text} and the curvature, in one direction, to {numeral(min(abs(low), abs(high)))}."
    outward = abs(float(run.trajectory.gradients[frame] @ run.direction(frame)))
    if outward <= 1e-14 * run.steepness:
        return f"{text}: the gradient has no part along the way out (λ = {numeral(low)}), so no step leaves by it."
    return f"{text}; along the way out, where λ = {numeral(low)}, it is {numeral(outward)}."


def escape_sentence(run: DiagnosedRun, stall: Stall) -> str:
    """Where the run gets away from a saddle, and how fast its distance grows, where a law gives it."""
    low = float(run.eigenvalues(flattest(run, stall.first, stall.last))[0])
    text = f"Step {stall.last + 1} escapes from the {stall.kind} {coordinates(stall.saddle or (0, 0))}"
    rate = float(run.trajectory.rates[min(stall.last, run.count - 1)])
    if low < 0 and run.is_plain(min(stall.last, run.count - 1)):
        growth = 1 - rate * low
        return (
            f"{text}: along the direction of λ = {numeral(low)} each step multiplies the distance by 1 + α·|λ| = "
            f"{numeral(growth)}, tenfold in {numeral(np.log(10) / np.log(growth))} steps."
        )
    return f"{text}: along the direction of λ = {numeral(low)} it has moved far enough for the slope to grow."
