"""Every critical point in a window, searched for from a grid; isolated points apart from connected sets."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape import critical, valley
from gdviz.analysis.landscape.critical import CriticalPoint
from gdviz.analysis.landscape.newton import SPREAD, Points, seeds, zeros
from gdviz.analysis.landscape.reduction import FLOOR, traced
from gdviz.analysis.landscape.unit_square import Chart, Mask, distinct, lowest_first
from gdviz.analysis.landscape.valley import Valley

COARSE, FINE = 48, 128  # seeds a side: the first look, and the second when the first finds many
MANY = 100
LISTED = 1000  # no more points than this are described


@dataclass
class Search:
    """The points found so far, and how many places of those described last are too flat to be called points."""

    chart: Chart
    points: Points
    unresolved: int = 0

    @property
    def u(self) -> np.ndarray:
        return self.points.u

    @property
    def flat(self) -> Mask:
        """Which are degenerate: of higher order, not isolated, or of unknown order."""
        return np.asarray(self.points.order != 1)

    def add(self, u: np.ndarray, distance: np.ndarray) -> None:
        """Adds points, ill-conditioned ones moved to where they truly are, with what else there is beside them."""
        flat = critical.degenerate(self.chart, u, distance)
        sharp, dim = np.flatnonzero(~flat), np.flatnonzero(flat)
        dim = dim[distinct(u[:, dim], distance[dim], tolerance=SPREAD)]
        doubtful = critical.one_sided(self.chart, u[:, sharp])
        weak, sharp = sharp[doubtful], sharp[~doubtful]
        around, beside = Points.near(self.chart, u[:, dim], distance[dim])
        there, more = Points.near(self.chart, u[:, weak], distance[weak])
        lost = there.order == 0  # f is no short series there, but Newton did arrive
        certain = Points.simple(u[:, np.append(sharp, weak[lost])], distance[np.append(sharp, weak[lost])])
        beside = np.concatenate([beside, more], axis=1)
        extra, _ = Points.near(self.chart, beside, np.full(beside.shape[1], critical.DELTA))
        self.points = self.points.with_more(certain, around, there.take(~lost), extra).merged()


def flat_at(chart: Chart, u: np.ndarray) -> Mask:
    """Where gradient and Hessian are exactly 0: a plateau, or a tail too small for double precision."""
    nothing: Mask = ~np.any(chart.gradient(u), axis=0) & ~np.any(chart.hessian(u), axis=0)
    return nothing


def plateau(chart: Chart, u: np.ndarray, flat: Mask) -> Valley:
    """The record of the flat part of the grid of seeds."""
    values = chart.value(u)
    value = float(np.median(values[flat]))
    whole = bool(flat.all())
    shape = "the whole window" if whole else f"a plateau (about {max(0.01, flat.mean()):.0%} of the window)"
    level = bool(np.ptp(values[flat]) <= 1e-12 * max(1.0, abs(value)))
    is_minimum = level and bool(np.nanmin(values) >= value)
    return Valley(chart.plane(u[:, flat]).T, value, is_minimum, shape, level=level)


def search(chart: Chart) -> tuple[Search, list[Valley]]:
    """The first look, or the second if the first finds many; and the plateaus."""
    grid = seeds(COARSE)
    flat = flat_at(chart, grid)
    candidates = Search(chart, Points.simple(np.empty((2, 0)), np.empty(0)))
    candidates.add(*zeros(chart, grid[:, ~flat]))
    if candidates.u.shape[1] > MANY and not candidates.flat.any():
        candidates.add(*zeros(chart, seeds(FINE)))
    if not flat.any():
        return candidates, []
    ring = 1e-4 * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    beside = (
        np.any([flat_at(chart, candidates.u + step[:, None]) for step in ring], axis=0) if candidates.u.size else []
    )
    steep = ~np.asarray(beside, dtype=bool)
    candidates.points = candidates.points.take(steep)
    return candidates, [plateau(chart, grid, flat)]


def _apart(chart: Chart, u: np.ndarray, order: NDArray[np.int64]) -> Mask:
    """Which points of a connected set stand alone in truth, as the centre of rings of the same height."""
    alone, some = np.zeros(len(order), dtype=bool), np.flatnonzero(order == 0)
    if some.size and len(some) < len(order) and not chart.work.over:
        alone[some] = critical.stand_alone(chart, u[:, some])
    return alone


def records(chart: Chart, candidates: Search) -> tuple[list[CriticalPoint], list[Valley], np.ndarray]:
    """The isolated points, the connected sets, and the unit coordinates of the former (2, n)."""
    order = candidates.points.order
    dim = np.flatnonzero(order < 1)
    groups = [dim[g] for g in valley.components(candidates.u[:, dim], chart.value(candidates.u[:, dim]), chart.height)]
    extended = [g for g in groups if (order[g] == FLOOR).any() or valley.is_extended(chart, candidates.u[:, g])]
    extended = [g[~_apart(chart, candidates.u[:, g], order[g])] for g in extended]
    swallowed = np.concatenate([*extended, np.array([], dtype=int)])
    single = np.setdiff1d(np.arange(candidates.u.shape[1]), swallowed)
    vague = single[order[single] == 0]
    vague = vague[~critical.isolated(chart, candidates.u[:, vague])]
    candidates.unresolved, single = len(vague), np.setdiff1d(single, vague)
    if len(single) > LISTED:
        single = single[lowest_first(chart.value(candidates.u[:, single]), 1e-9 * chart.height)[:LISTED]]
    points = candidates.points.take(single)
    described = critical.describe(chart, points, candidates.u)
    return described, [valley.describe(chart, traced(chart, candidates.u[:, g])) for g in extended], points.u
