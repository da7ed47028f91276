"""Steps that go too far or up: overshoots, zigzags, climbs."""

import numpy as np

from .run import Run, stretches
from .words import Event, EventKind, place, say, steps_word

VISIBLE = 0.01  # share of the window's diagonal
CLIMB = 0.05  # share of the heights the run passes through
GAP = 10  # events of a kind nearer than this many steps are one
FEW = 3
NEARLY = 0.85  # a step whose lowest point lies beyond this share of it has all but hit it


def zigzags(run: Run, end: int) -> list[Event]:
    """Stretches of at least four visible steps, before step `end`, each of which reverses the last."""
    dots = np.einsum("ij,ij->i", run.moves[1:], run.moves[:-1])
    seen = run.lengths > VISIBLE * run.diagonal
    turns = (dots < 0) & seen[1:] & seen[:-1] & (np.arange(1, run.count) < end)
    found = [(a, b + 1) for a, b in stretches(turns) if b - a >= 2 and not run.noise]
    return [zigzag_event(run, a, b) for a, b, _ in together(found, run.count)]


def zigzag_event(run: Run, first: int, last: int) -> Event:
    """The event of a zigzag from step `first` to `last` (from 0), with its cause."""
    text = f"{steps_word(first + 1, last + 1)} zigzag, each reversing the last: {zigzag_cause(run, first)}."
    return run.event(EventKind.ZIGZAG, first, text, last)


def zigzag_cause(run: Run, first: int) -> str:
    """The curvature across, times the rate where that is the whole step, and the curvature along."""
    low, high = run.eigenvalues(first)
    rate, length, valley = float(run.trajectory.rates[first]), say(run.lengths[first]), abs(low) < high / 2
    if run.is_plain(first) and rate * high > 1:
        text = f"λ₁ = {say(high)} in the steepest direction, and α·λ₁ = {say(rate)} × {say(high)} = {say(rate * high)}"
        if rate * high < 2:
            text += (
                f", between 1 and 2, so each step lands on the other side, {say(100 * (rate * high - 1))} % as far out"
            )
        return text + (f"; along the valley λ₂ = {say(low)} and α·λ₂ = {say(rate * low)} only" if valley else "")
    if valley:
        return f"the curvature is λ₁ = {say(high)} across the valley and λ₂ = {say(low)} along it"
    if not run.surface.smooth:
        return f"a kink lies between them, and steps {length} long cross it again and again"
    return f"steps {length} long at first are too long for a curvature of {say(max(abs(low), abs(high)))}"


def overshoots(run: Run, end: int) -> list[Event]:
    """Steps before step `end` past the lowest point along their own direction, and visibly so."""
    past = (run.slope_after > 0) & (run.lengths > 0) & (np.arange(run.count) < end)
    found = []
    for a, b in stretches(past) if not run.noise else []:
        for first, last in split_at_crossings(run, a, b):
            beyond = run.lengths[first : last + 1].sum() - run.lengths[first] * share_before(run, first)
            rose = run.values[first + 1] > run.values[first]
            far = last > first or share_before(run, first) < NEARLY
            if run.slope_before[first] < 0 and beyond > VISIBLE * run.diagonal and (rose or (far and not run.searches)):
                found.append((first, last))
    return [overshoot_event(run, *group) for group in together(found, run.count)]


def split_at_crossings(run: Run, a: int, b: int) -> list[tuple[int, int]]:
    """A stretch of steps past the low point, cut before each that starts downhill (a zigzag is all such)."""
    cuts = [i for i in range(a + 1, b + 1) if run.slope_before[i] < 0]
    return list(zip([a, *cuts], [*(c - 1 for c in cuts), b], strict=True))


def share_before(run: Run, i: int) -> float:
    """The share of step i that lies before the lowest point of the parabola through its two slopes."""
    fall, rise = -run.slope_before[i], run.slope_after[i]
    return float(fall / (fall + rise)) if fall > 0 else 0.0


def together(found: list[tuple[int, int]], count: int) -> list[tuple[int, int, int]]:
    """(first, last, how many) of neighbours less than GAP, or a twentieth of the run, apart; a fifth if many."""
    near = max(GAP, count // (20 if len(found) <= FEW else 5))
    groups: list[tuple[int, int, int]] = []
    for first, last in found:
        if groups and first - groups[-1][1] < near:
            groups[-1] = (groups[-1][0], last, groups[-1][2] + 1)
        else:
            groups.append((first, last, 1))
    return groups


def overshoot_event(run: Run, first: int, last: int, times: int) -> Event:
    """The event of `times` overshoots, the first at step `first` (from 0), by how much and why."""
    share = share_before(run, first)
    text = f"Step {first + 1} overshot: "
    if run.is_plain(first):
        rate, curvature = float(run.trajectory.rates[first]), run.curvature_along(first)
        text += (
            f"along it the curvature is {say(curvature)} and α times it is {say(rate)} × {say(curvature)} = "
            f"{say(rate * curvature)}, more than {'2' if rate * curvature > 2 else '1'}; "
        )
    ratio = 1 / max(share, 1e-9)
    text += f"the lowest point of its line lay at {say(100 * share)} % of the step, it went {say(ratio)} times as far"
    if run.values[first + 1] > run.values[first]:
        text += f", and f rose from {say(run.values[first])} to {say(run.values[first + 1])}"
    elif last > first and times == 1:
        top = float(run.values[first + 1 : last + 2].max())
        text += f", and the next steps carried on up to f = {say(top)}"
    text += f"; {times} such steps until step {last + 1}." if times > 1 else "."
    return run.event(EventKind.OVERSHOOT, first, text, last)


def climbs(run: Run, end: int) -> list[Event]:
    """Stretches before step `end` in which f rises by more than overshooting: carried up, or over a ridge."""
    rise = np.diff(run.values)
    crossing = (run.slope_before < 0) & (run.slope_after > 0)
    height = float(np.ptp(run.values[: end + 1]))
    share = 4 * CLIMB if run.noise else CLIMB
    found = [
        (a, b)
        for a, b in stretches((rise > 0) & ~crossing & (np.arange(run.count) < end))
        if run.values[b + 1] - run.values[a] > share * height and run.lengths[a : b + 1].sum() > VISIBLE * run.diagonal
    ]
    return [climb_event(run, first, last) for first, last, _ in together(found, run.count)]


def climb_event(run: Run, first: int, last: int) -> Event:
    """The event of a climb from step `first` to `last` (from 0), and what carried the run up."""
    top = float(run.values[first + 1 : last + 2].max())
    text = f"{steps_word(first + 1, last + 1)} climbed from f = {say(run.values[first])} to {say(top)}: "
    size = float(run.lengths[first] * np.hypot(*run.trajectory.gradients[first]))
    angle = float(np.degrees(np.arccos(np.clip(-run.slope_before[first] / max(size, 1e-300), -1, 1))))
    if run.sampled:
        text += "the mini-batches of these steps have slopes of their own"
    elif run.noise:
        text += f"the noise in the gradient (σ = {say(run.knobs['noise'])}) outweighed the slope"
    elif run.slope_before[first] < 0:
        text += f"a step of length {say(run.lengths[first])} went downhill at first and passed over higher ground"
    else:
        text += (
            f"what {run.name} remembers pointed {say(angle)}° away from straight downhill at {place(run.points[first])}"
        )
    return run.event(EventKind.ASCENT, first, text + ".", last)
