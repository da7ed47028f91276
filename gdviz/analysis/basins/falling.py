"""Ends of runs from which f falls without bound: there is no minimum to reach there."""

import numpy as np
from numpy.typing import NDArray

from gdviz.surface import Surface, Window

FAR = 10.0 ** np.arange(1, 9)
"""Window diagonals straight down the slope at which f is looked at."""


def falls_without_bound(surface: Surface, window: Window, points: np.ndarray) -> NDArray[np.bool_]:
    """At which points (2, n) f keeps falling straight down the slope, without slowing, as far as numbers go.

    Only points outside the window can be such; a fall of f by at least twice as much at each ten times the distance
    is one without end (a linear one is ten times as much).
    """
    (left, right), (bottom, top) = window
    x, y = points
    falling = ~((left <= x) & (x <= right) & (bottom <= y) & (y <= top))
    outside = np.flatnonzero(falling)
    with np.errstate(all="ignore"):
        slope = np.array(surface.gradient(*points[:, outside]))
        down = -slope / np.hypot(*slope) * np.hypot(right - left, top - bottom)
        path = points[:, outside, None] + down[:, :, None] * np.concatenate(([0.0], FAR))
        heights = np.asarray(surface.value(*path.reshape(2, -1))).reshape(path.shape[1:])
        drops = -np.diff(heights, axis=1)
        drops[np.isneginf(heights[:, 1:])] = np.inf  # beyond what numbers hold
        falling[outside] = (drops[:, 0] > 0) & (drops[:, 1:] >= 2 * drops[:, :-1]).all(axis=1)
    return falling
