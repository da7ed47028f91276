"""The lowest point on the way of a step, measured on the surface itself."""

import numpy as np
from numpy.typing import NDArray

from gdviz.surface import Surface
from gdviz.trajectory import Array

SAMPLES = 257
ROUNDS = 60
EQUAL = 1e-12  # share of the heights on the way by which two low points are equally low


def lowest_shares(surface: Surface, starts: Array, steps: Array) -> Array:
    """Where (k,) on the way from starts (k, 2) by steps (k, 2) f is lowest: 0 at the start, 1 at the end.

    f is looked at in SAMPLES places; beside the lowest (the last of equals) ∇f along the step is bisected to rounding.
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


def refined(surface: Surface, starts: Array, steps: Array, left: Array, right: Array) -> Array:
    """The point (k,) between left and right where the slope along the step turns from down to up, by bisection."""
    ends = [slope_at(surface, starts, steps, share) for share in (left, right)]
    for _ in range(ROUNDS):
        middle = (left + right) / 2
        down = slope_at(surface, starts, steps, middle) < 0
        left, right = np.where(down, middle, left), np.where(down, right, middle)
    inside: NDArray[np.float64] = (left + right) / 2
    return np.where(ends[0] >= 0, left, np.where(ends[1] <= 0, right, inside))


def slope_at(surface: Surface, starts: Array, steps: Array, share: Array) -> Array:
    """∇f · step (k,) at these shares of the steps."""
    with np.errstate(all="ignore"):
        gx, gy = surface.gradient(*(starts + share[:, None] * steps).T)
    return np.asarray(gx * steps[:, 0] + gy * steps[:, 1])


def diameter(points: Array) -> float:
    """The largest distance between two of the points (n, 2), to a few parts in a million."""
    turn = np.pi * np.arange(360) / 360
    along = points @ np.stack((np.cos(turn), np.sin(turn)))
    corners = points[np.unique([along.argmax(axis=0), along.argmin(axis=0)])]
    return float(np.hypot(*(corners[:, None] - corners).transpose(2, 0, 1)).max())
