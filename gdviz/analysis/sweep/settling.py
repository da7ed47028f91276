"""How a run went: whether it left the window, when it settled, and how low; and the order of several runs by this."""

from typing import NamedTuple

import numpy as np

from gdviz.surface import Window
from gdviz.trajectory import Ending, Trajectory

TOLERANCE = 1e-3
"""A run has settled when its slope stays below this share of the slope at the start."""
SAME_DEPTH = 1e-4
"""Runs that settle within this share of the whole descent of each other are equally deep."""
TAIL = 0.2
"""What has not settled is judged by the highest value of this share of its steps, the last ones."""
GONE = {Ending.OVERFLOW, Ending.BEYOND_BOUND, Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START}


class Outcome(NamedTuple):
    """How a run went: did it leave the window or diverge, after how many steps did it settle, and how low is it."""

    lost: bool
    settled: int | None
    value: float


def outcome(trajectory: Trajectory, window: Window) -> Outcome:
    """How a run went, over the steps it took."""
    (left, right), (bottom, top) = window
    x, y = trajectory.points.T
    stays = bool(np.all((left <= x) & (x <= right) & (bottom <= y) & (y <= top)))
    if trajectory.ending in GONE or not stays:
        return Outcome(True, None, -float(trajectory.steps))
    slopes = np.hypot(*trajectory.gradients.T)
    steep = np.flatnonzero(~(slopes <= TOLERANCE * slopes[0]))
    settled = int(steep[-1]) + 1 if steep.size else 0
    if settled <= trajectory.steps:
        return Outcome(False, settled, float(trajectory.values[-1]))
    last = max(1, round(TAIL * len(trajectory.values)))
    return Outcome(False, None, float(trajectory.values[-last:].max()))


def ranked(outcomes: list[Outcome]) -> list[int]:
    """Places of the outcomes, the best first: settled before moving, then by depth, steps to settle, and value."""
    depths = depth_classes(outcomes)

    def rank(place: int) -> tuple[bool, bool, int, float, float]:
        one = outcomes[place]
        if one.settled is None:
            return (one.lost, True, 0, 0.0, one.value)
        return (False, False, depths[place], one.settled, one.value)

    return sorted(range(len(outcomes)), key=rank)


def depth_classes(outcomes: list[Outcome]) -> list[int]:
    """For each outcome how many SAME_DEPTHs of the whole descent it lies above the lowest that settled."""
    lowest = min((one.value for one in outcomes if one.settled is not None), default=0.0)
    highest = max((one.value for one in outcomes if not one.lost), default=0.0)
    room = SAME_DEPTH * (highest - lowest)
    return [int((one.value - lowest) / room) if room > 0 and one.settled is not None else 0 for one in outcomes]
