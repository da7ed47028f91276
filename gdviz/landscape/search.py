"""Every critical point in a window, searched for from a grid, and the isolated told from the connected."""

from dataclasses import dataclass

import numpy as np

from . import critical, valley
from .chart import Array, Chart, Mask
from .critical import CriticalPoint
from .newton import distinct, seeds, zeros
from .valley import Valley

COARSE, FINE = 48, 128  # seeds a side: the first look, and the second when the first finds many
MANY = 100
LISTED = 1000  # no more points than this are described


@dataclass
class Search:
    """The points found so far (2, n), the length of the last Newton step, and which are degenerate."""

    chart: Chart
    u: Array
    distance: Array

    def __post_init__(self) -> None:
        self.settle()

    def settle(self) -> None:
        """Mark the degenerate points and merge those, seen dimly, that are one."""
        flat = critical.degenerate(self.chart, self.u, self.distance)
        sharp = np.flatnonzero(~flat)
        dim = np.flatnonzero(flat)
        dim = dim[distinct(self.u[:, dim], self.distance[dim], tolerance=2e-3)]
        kept = np.concatenate([sharp, dim])
        self.u, self.distance = self.u[:, kept], self.distance[kept]
        self.flat: Mask = np.arange(len(kept)) >= len(sharp)

    def add(self, u: Array, distance: Array) -> None:
        together, distances = np.concatenate([self.u, u], axis=1), np.concatenate([self.distance, distance])
        kept = distinct(together, distances)
        self.u, self.distance = together[:, kept], distances[kept]
        self.settle()


def flat_at(chart: Chart, u: Array) -> Mask:
    """Where gradient and Hessian are exactly 0: a plateau, or a tail too small for double precision."""
    nothing: Mask = ~np.any(chart.gradient(u), axis=0) & ~np.any(chart.hessian(u), axis=0)
    return nothing


def plateau(chart: Chart, u: Array, flat: Mask) -> Valley:
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
    found = Search(chart, *zeros(chart, grid[:, ~flat]))
    if found.u.shape[1] > MANY and not found.flat.any():
        found.add(*zeros(chart, seeds(FINE)))
    if not flat.any():
        return found, []
    ring = 1e-4 * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    beside = np.any([flat_at(chart, found.u + step[:, None]) for step in ring], axis=0) if found.u.size else []
    kept = ~np.asarray(beside, dtype=bool)
    found.u, found.distance, found.flat = found.u[:, kept], found.distance[kept], found.flat[kept]
    return found, [plateau(chart, grid, flat)]


def records(chart: Chart, found: Search) -> tuple[list[CriticalPoint], list[Valley], Array]:
    """The isolated points, the connected sets, and the unit coordinates of the former (2, n)."""
    dim = np.flatnonzero(found.flat)
    groups = [dim[g] for g in valley.components(found.u[:, dim], chart.value(found.u[:, dim]), chart.height)]
    extended = [g for g in groups if valley.is_extended(chart, found.u[:, g])]
    swallowed = np.concatenate([*extended, np.array([], dtype=int)])
    single = np.setdiff1d(np.arange(found.u.shape[1]), swallowed)
    if len(single) > LISTED:
        single = single[np.argsort(chart.value(found.u[:, single]), kind="stable")[:LISTED]]
    u = found.u[:, single]
    points = critical.describe(chart, u, found.flat[single], found.u)
    return points, [valley.describe(chart, found.u[:, g]) for g in extended], u
