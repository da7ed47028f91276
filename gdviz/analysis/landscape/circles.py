"""What f does on small circles about a point."""

from collections.abc import Callable

import numpy as np

from gdviz.analysis.landscape.unit_square import Chart, Mask, ring

Height = Callable[[np.ndarray], np.ndarray]


def lowest_around(chart: Chart, u: np.ndarray, radius: np.ndarray) -> Mask:
    """Is f at each u (2, n) lower than all round it? By the smallest circle on which f differs by more than rounding.

    The circles are of radius (n,), a quarter of that, and so on; narrow dips are looked for on each.
    No, where the work is over.
    """
    here, lowest = chart.value(u), np.zeros(u.shape[1], dtype=bool)
    for shrink in 4.0 ** -np.arange(6):
        if chart.work.over:
            break
        around = (u[:, :, None] + shrink * radius[:, None] * ring(64)[:, None, :]).reshape(2, -1)
        rise = chart.value(around).reshape(u.shape[1], 64) - here[:, None]
        seen = np.abs(rise).max(axis=1, initial=0.0) > 1e-12 * np.abs(here)
        least = np.minimum(rise.min(axis=1), chart.value(lowest_on_circles(chart, u, shrink * radius)) - here)
        lowest = np.where(seen, least > 0, lowest)
    return lowest


def uphill_all_round(chart: Chart, u: np.ndarray) -> bool:
    """Does the gradient point outward on small circles round u (2,)? Beside a smooth slope or valley it does not."""
    ways = ring(64)
    with np.errstate(all="ignore"):
        return bool(all(((chart.gradient(u[:, None] + r * ways) * ways).sum(axis=0) > 0).all() for r in (1e-5, 1e-8)))


def slope_vanishes(chart: Chart, u: np.ndarray) -> bool:
    """Does the gradient about u (2,) shrink as fast as the circle it is taken on, as near a smooth zero?"""
    with np.errstate(all="ignore"):
        wide, narrow = (np.hypot(*chart.gradient(u[:, None] + r * ring(64))).max() for r in (1e-5, 1e-8))
        return bool(narrow <= 2e-3 * wide)


def lowest_on_circles(chart: Chart, u: np.ndarray, radius: np.ndarray, height: Height | None = None) -> np.ndarray:
    """The lowest point (2, n) of the circle of radius (n,) about each u (2, n), however narrow the dip there.

    height: of points (2, k), f if None. From 32 directions the best four are zoomed in on, down to rounding.
    """
    angles = np.arange(32) * (2 * np.pi / 32) + np.zeros((u.shape[1], 1))

    def heights(angle: np.ndarray) -> np.ndarray:
        around = u[:, :, None] + radius[:, None] * np.stack([np.cos(angle), np.sin(angle)])
        values = (height or chart.value)(around.reshape(2, -1)).reshape(angle.shape)
        return np.where(np.isnan(values), np.inf, values)

    best = np.take_along_axis(angles, np.argsort(heights(angles), axis=1)[:, :4], axis=1)
    width = 2 * np.pi / 32
    for _ in range(24):
        tried = best[:, :, None] + width * np.linspace(-1, 1, 9)
        values = heights(tried.reshape(len(best), 36)).reshape(tried.shape)
        best = np.take_along_axis(tried, values.argmin(axis=2)[:, :, None], axis=2)[:, :, 0]
        width /= 4
        if chart.work.over:
            break
    chosen = np.take_along_axis(best, heights(best).argmin(axis=1)[:, None], axis=1)[:, 0]
    return u + radius * np.stack([np.cos(chosen), np.sin(chosen)])


def is_lowest(chart: Chart, u: np.ndarray) -> Mask:
    """Is no f on circles of a thousandth of the window and less lower than at u (2, n), even along a narrow floor?"""
    here = chart.value(u)
    radii = (np.full(u.shape[1], r) for r in (1e-3, 1e-5))
    rings = [chart.value(lowest_on_circles(chart, u, radius)) >= here for radius in radii]
    return np.logical_and.reduce(rings)
