"""The Hessian at points where its formula is 0/0 although it has a limit there, as that of cos r at r = 0."""

from collections.abc import Callable

import numpy as np

from gdviz.argument import Array

ANGLES = 0.3 + np.arange(4) * np.pi / 4
"""Of the lines through the point on which the limit is taken, none along an axis or a diagonal."""
RADII = 2.0 ** -np.arange(6, 32, 4)
"""Shares of the point's size, at least of 1, at which it is looked for; a feature finer than the last is not seen."""
AGREEMENT, ROUND = 1e-8, 1e-3
"""How near two limits are to each other, and the means of the four lines, in shares of 1 + the limit."""


def fill_in_limits(
    hessian: Array, points: Array, gradient: Callable[[Array], Array], curvatures: Callable[[Array], Array]
) -> None:
    """Where a Hessian (3, n) at points (2, n) is NaN and the gradient is finite: set it to its limit, else all NaN.

    Means over a circle lose what is odd there, and Richardson's extrapolation what grows as the square of its radius.
    """
    holes = np.flatnonzero(np.isnan(hessian).any(axis=0))
    if holes.size:
        holes = holes[np.isfinite(gradient(points[:, holes])).all(axis=0)]
    if not holes.size:
        return
    hessian[:, holes] = before = np.full((3, holes.size), np.nan)
    with np.errstate(all="ignore"):
        for radius in RADII:
            wide, round_wide = _mean(points[:, holes], radius, curvatures)
            narrow, round_narrow = _mean(points[:, holes], radius / 2, curvatures)
            limit = (4.0 * narrow - wide) / 3.0
            size = 1.0 + np.abs(limit).max(axis=0)
            settled = (np.abs(limit - before).max(axis=0) <= AGREEMENT * size) & (
                np.maximum(round_wide, round_narrow) <= ROUND * size
            )
            hessian[:, holes[settled]] = limit[:, settled]
            holes, before = holes[~settled], limit[:, ~settled]


def _mean(points: Array, radius: float, curvatures: Callable[[Array], Array]) -> tuple[Array, Array]:
    """The mean (3, n) over a circle about each point, and how far the mean of one of its lines is from it (n,)."""
    reach = radius * np.maximum(1.0, np.abs(points).max(axis=0))
    ways = np.stack([np.cos(ANGLES), np.sin(ANGLES)])[:, :, None] * reach
    around = np.concatenate([points[:, None] + ways, points[:, None] - ways], axis=1)
    values = curvatures(around.reshape(2, -1)).reshape(3, 2, len(ANGLES), -1).mean(axis=1)
    mean = values.mean(axis=1)
    return mean, np.abs(values - mean[:, None]).max(axis=(0, 1))
