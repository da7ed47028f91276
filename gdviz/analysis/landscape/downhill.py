"""What lies lower than a point: all round it on small circles, and along the floor of a narrow curved valley."""

from collections.abc import Callable

import numpy as np

from gdviz.analysis.landscape.reduction import Curve
from gdviz.analysis.landscape.unit_square import Chart, Mask, eigen, inside, ring

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


NARROW = 100.0  # one curvature is so many times the other
STEPS = 100
MOST = 60  # known points walked from


def leave_floors(chart: Chart, down: np.ndarray, saddles: np.ndarray) -> np.ndarray:
    """The points down (2, n), those in narrow valleys replaced by where the floor leads lower.

    With these, where the floors through the known saddles (2, k) lead. A floor that is level leads nowhere.
    """
    halted = np.flatnonzero(is_narrow(chart, down))
    origin = passes(chart, saddles)
    begun = np.concatenate([down[:, halted], origin, origin], axis=1)
    walked = walk(chart, np.concatenate([down[:, halted], both_ways(chart, origin)], axis=1))
    before = chart.value(begun)
    lower = chart.value(walked) < before - 1e-9 * np.abs(before) - 1e-18 * chart.height
    left = np.delete(down, halted[lower[: len(halted)]], axis=1)
    return np.concatenate([left, walked[:, lower]], axis=1)


def is_narrow(chart: Chart, u: np.ndarray) -> Mask:
    """Which of the points u (2, n) lie in a valley much steeper across than along."""
    with np.errstate(all="ignore"):
        values = eigen(chart.hessian(u))[0]
        return np.asarray(np.isfinite(values).all(axis=0) & (values[1] > NARROW * np.abs(values[0])))


def passes(chart: Chart, u: np.ndarray) -> np.ndarray:
    """The saddles among the points u (2, n) of which the floors of narrow valleys lead down, the lowest if many."""
    values = eigen(chart.hessian(u))[0]
    with np.errstate(all="ignore"):
        some = u[:, is_narrow(chart, u) & (values[0] < -1e-9 * values[1])]
    return some[:, np.argsort(chart.value(some), kind="stable")[:MOST]]


def both_ways(chart: Chart, u: np.ndarray) -> np.ndarray:
    """Points (2, 2n) a little to either side of the points u (2, n), along the floors of their valleys."""
    if not u.size:
        return u
    curve = Curve.through(chart, u)
    return np.concatenate([curve.follow(np.full((u.shape[1], 1), t))[0][:, :, 0] for t in (1e-3, -1e-3)], axis=1)


def walk(chart: Chart, u: np.ndarray) -> np.ndarray:
    """Where the floors through the points u (2, n) lead down to, inside the window.

    Each step goes along the direction of least curvature, then back across to the floor, so that its length is bounded
    by how the floor bends and not by how steep the walls are; it is kept if f is lower there.
    """
    if not u.size:
        return u
    u, value = u.copy(), chart.value(u)
    reach, last = np.full(u.shape[1], 0.02), np.zeros((2, u.shape[1]))
    for _ in range(STEPS):
        curve = Curve.through(chart, u)
        with np.errstate(all="ignore"):
            way = -curve.weak * np.sign((curve.weak * chart.gradient(u)).sum(axis=0))
            reach = np.where((way * last).sum(axis=0) < 0, reach / 4, reach)
            there, _, exists = curve.follow(((way * curve.weak).sum(axis=0) * reach)[:, None])
            there = there[:, :, 0]
            lower = exists & inside(there) & (chart.value(there) < value)
        u = np.where(lower, there, u)
        value, last = np.where(lower, chart.value(u), value), np.where(lower, way, last)
        reach = np.where(lower, np.minimum(1.5 * reach, 0.05), reach / 3)
        if (reach < 1e-9).all() or chart.work.over:
            break
    return u
