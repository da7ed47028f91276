"""Runs that end going round: the same few points again and again, or about without getting lower."""

from dataclasses import dataclass

import numpy as np

from .moves import VISIBLE
from .run import Run, stretches
from .words import Event, EventKind, say

LONGEST_PERIOD = 12


@dataclass(frozen=True)
class Cycle:
    """A run that ends going round: from step `first` (from 0), every `period` steps the same point (0: never)."""

    first: int
    period: int
    width: float


def cycle(run: Run) -> Cycle | None:
    """The cycle that the run ends in, if it is wide enough to be seen and does not shrink."""
    return periodic(run) or wandering(run)


def wandering(run: Run) -> Cycle | None:
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
    if (np.diff(run.values[-quarter:]) < 0).all():
        return None
    middle, reach = (last.max(axis=0) + last.min(axis=0)) / 2, np.ptp(last, axis=0)
    away = np.flatnonzero((np.abs(run.points - middle) > reach).any(axis=1))
    return Cycle(int(away[-1]) if away.size else 0, 0, width)


def periodic(run: Run) -> Cycle | None:
    """A cycle with a period of at most LONGEST_PERIOD steps."""
    for period in range(2, LONGEST_PERIOD + 1):
        tail = max(12, 4 * period)
        if run.count < tail + period:
            break
        back = np.hypot(*(run.points[period:] - run.points[:-period]).T)
        width = float(np.hypot(*np.ptp(run.points[-period - 1 :], axis=0)))
        same = back < 0.05 * width
        if width < VISIBLE * run.diagonal or not same[-tail:].all():
            continue
        lengths = run.lengths[-tail:]
        if lengths[tail // 2 :].mean() < 0.98 * lengths[: tail // 2].mean():
            continue
        return Cycle(stretches(same)[-1][0], period, width)
    return None


def cycle_event(run: Run, found: Cycle) -> Event:
    """A cycle with its cause: on two points of plain gradient descent, rate × mean curvature is 2."""
    i = found.first
    if not found.period:
        why = f"noise of σ = {say(run.knobs['noise'])} in the gradient" if run.noise else "steps that do not shrink"
        text = f"From step {i + 1} on it wanders about, up to {say(found.width)} wide, by {why}"
        text += f"; f gets no lower than {say(run.values[i + 1 :].min())}."
        return run.event(EventKind.CYCLE, i, text, run.count - 1)
    text = f"From step {i + 1} on it goes round between {found.period} points, {say(found.width)} apart at most"
    if found.period == 2 and run.is_plain(run.count - 1) and run.surface.smooth:
        rate, curvature = float(run.trajectory.rates[-1]), run.curvature_along(run.count - 1)
        text += (
            f": along the line between them the mean curvature is {say(curvature)}, and α times it is "
            f"{say(rate)} × {say(curvature)} = {say(rate * curvature)}, so each step undoes the last"
        )
    elif not run.surface.smooth:
        text += ": at a kink the slope does not fade, so a constant rate steps across it for ever"
    elif found.period == 2 and run.limit() is not None:
        rate, curvature = float(run.trajectory.rates[-1]), run.curvature_along(run.count - 1)
        text += (
            f": along the line between them α times the mean curvature is {say(rate)} × {say(curvature)} = "
            f"{say(rate * curvature)}, the stability threshold {say(run.limit() or 0.0)}"
        )
    elif run.limit() is None:
        text += ": with a constant rate its step does not shrink with the gradient"
    return run.event(EventKind.CYCLE, i, text + ".", run.count - 1)
