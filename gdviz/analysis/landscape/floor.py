"""Down along the floors of narrow curved valleys, where Newton's method and compass search come to a halt."""

import numpy as np

from gdviz.analysis.landscape.reduction import Curve
from gdviz.analysis.landscape.unit_square import Chart, Mask, eigen, inside

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
