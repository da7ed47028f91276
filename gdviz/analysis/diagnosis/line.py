"""The lowest point on the way of a step, measured on the surface itself."""

import numpy as np
from numpy.typing import NDArray

from gdviz.surface import Surface
from gdviz.trajectory import Array

SAMPLES = 257
PARTS, ROUNDS = 8, 11
"""What is left of two gaps between samples: 2⁻⁷ · 8⁻¹¹ = 2⁻⁴⁰ of the step."""
EQUAL = 1e-12  # share of the heights on the way by which two low points are equally low


def lowest_shares(surface: Surface, starts: Array, steps: Array) -> Array:
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


def refined(surface: Surface, starts: Array, steps: Array, left: Array, right: Array) -> Array:
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


def slope_at(surface: Surface, starts: Array, steps: Array, shares: Array) -> Array:
    """∇f · step (k, m) at m shares (k, m) of each step."""
    x, y = (starts[:, i, None] + shares * steps[:, i, None] for i in range(2))
    with np.errstate(all="ignore"):
        gx, gy = surface.gradient(x, y)
    return np.asarray(gx * steps[:, :1] + gy * steps[:, 1:])


def diameter(points: Array) -> float:
    """The largest distance between two of the points (n, 2), to a few parts in a million."""
    turn = np.pi * np.arange(360) / 360
    along = points @ np.stack((np.cos(turn), np.sin(turn)))
    corners = points[np.unique([along.argmax(axis=0), along.argmin(axis=0)])]
    return float(np.hypot(*(corners[:, None] - corners).transpose(2, 0, 1)).max())
