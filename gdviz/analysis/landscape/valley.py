"""Minima that are not isolated: floors of valleys, circles, plateaus, recognised and put into words."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape.unit_square import Chart, ring
from gdviz.checkpoint import checkpoint
from gdviz.expression import name_plain
from gdviz.numeral import coordinate

LINK = 0.06  # critical points nearer than this (share of the window) belong to one curve
FEWEST = 6
CROWDED = "curves that lie too close together to be told apart"
BETWEEN = 0.02  # share of the window's height by which f may differ between neighbours on one curve


@dataclass(frozen=True)
class Valley:
    """A connected set of critical points that is no point: some of its points (k, 2), its value and shape in words.

    is_minimum: f is nowhere lower beside it; is_maximum: nowhere higher. circle: (centre x, centre y, radius), if it
    is one. level: f is the same all along; on the steps of a stair it is not.
    """

    points: np.ndarray
    value: float
    is_minimum: bool
    shape: str
    circle: tuple[float, float, float] | None = None
    level: bool = True
    is_maximum: bool = False

    @property
    def word(self) -> str:
        return "minimum" if self.is_minimum else "maximum" if self.is_maximum else "critical"

    @property
    def sentence(self) -> str:
        if not self.level:
            return f"f is flat, at different heights, all over {self.shape}."
        return f"f = {number(self.value)} is {self.word} all along {self.shape}."

    def distance(self, point: np.ndarray) -> float:
        """Distance from a point (2,) to the nearest of the points, or to the circle."""
        if self.circle:
            x, y, radius = self.circle
            return abs(float(np.hypot(point[0] - x, point[1] - y)) - radius)
        return float(np.hypot(*(self.points - point).T).min())


def components(u: np.ndarray, values: np.ndarray, height: float) -> list[NDArray[np.int64]]:
    """Indices of the columns of u (2, n) of one value (n,) that hang together by links shorter than LINK.

    On a connected set of critical points f is constant; height: of f in the window, what the values are compared with.
    """
    order = np.argsort(values, kind="stable")
    levels = np.split(order, np.flatnonzero(np.diff(values[order]) > 1e-7 * height) + 1)
    return [level[group] for level in levels for group in linked(u[:, level])]


def linked(u: np.ndarray) -> list[NDArray[np.int64]]:
    """Indices of the columns of u (2, n) that hang together by links shorter than LINK."""
    cells: dict[
        tuple[int, int], list[int]
    ] = {}  # of half that size: what shares one, or has a side in common, is linked
    for index, (i, j) in enumerate(np.floor(2.0 * u / LINK).astype(int).T.tolist()):
        cells.setdefault((i, j), []).append(index)
    groups: list[NDArray[np.int64]] = []
    while cells:
        front, group = [cells.popitem()], list[int]()
        while front:
            checkpoint()
            (i, j), here = front.pop()
            group += here
            for beside in [(i + k, j + m) for k in range(-2, 3) for m in range(-2, 3)]:
                there = cells.get(beside)
                if there and np.abs(u[:, there, None] - u[:, None, here]).max(axis=0).min() < LINK:
                    front.append((beside, cells.pop(beside)))
        groups.append(np.sort(np.array(group)))
    return sorted(groups, key=lambda group: int(group[0]))


def is_extended(chart: Chart, u: np.ndarray) -> bool:
    """Are these too many and too far apart to be one ill-conditioned point, and is f between neighbours as at them?"""
    if u.shape[1] < FEWEST or float(np.ptp(u, axis=1).max()) <= LINK:
        return False
    some = u[:, :: max(1, u.shape[1] // 100)]
    gaps = np.hypot(*(some[:, :, None] - u[:, None, :]))
    nearest = u[:, np.where(gaps > 0, gaps, np.inf).argmin(axis=1)]
    rise = np.abs(chart.value((some + nearest) / 2) - chart.value(some))
    return bool(np.median(rise) < BETWEEN * chart.height)


def number(value: float) -> str:
    """Six significant digits, rounding noise as 0."""
    return coordinate(value, 6)


def line_through(points: np.ndarray, size: np.ndarray, names: tuple[str, str]) -> str | None:
    """The words for points (k, 2) on a straight line, else None."""
    x, y = points.T
    names = name_plain(names[0]), name_plain(names[1])
    for name, along, extent in zip(names, (x, y), size[:, 0], strict=True):
        if np.ptp(along) < 1e-6 * extent:
            return f"the line {name} = {number(float(along.mean()))}"
    slope, offset = np.polyfit(x, y, 1)
    if np.abs(slope * x + offset - y).max() > 1e-6 * size[1, 0]:
        return None
    tail = "" if abs(offset) < 1e-6 * size[1, 0] else f" {'+' if offset > 0 else '−'} {number(abs(offset))}"
    factor = {1.0: "", -1.0: "−"}.get(round(slope, 9), f"{number(slope)} ")
    return f"the line {names[1]} = {factor}{names[0]}{tail}"


def circle_through(points: np.ndarray, size: np.ndarray) -> tuple[float, float, float] | None:
    """Centre and radius of points (k, 2) on a circle (Kåsa's linear least squares), else None."""
    x, y = points.T
    system = np.stack([2 * x, 2 * y, np.ones_like(x)], axis=1)
    (cx, cy, rest), _, rank, _ = np.linalg.lstsq(system, x * x + y * y, rcond=None)
    squared = rest + cx * cx + cy * cy
    if rank < 3 or squared <= 0:
        return None
    radius = float(np.sqrt(squared))
    off = np.abs(np.hypot(x - cx, y - cy) - radius).max()
    return (float(cx), float(cy), radius) if off < 1e-6 * float(size.min()) else None


def describe(chart: Chart, u: np.ndarray) -> Valley:
    """The record of one connected set of critical points, given some of them at unit coordinates u (2, n)."""
    points, values = chart.plane(u).T, chart.value(u)
    value = float(np.median(values))
    beside = chart.value((u[:, :, None] + 1e-3 * ring(16)[:, None, :]).reshape(2, -1))
    room = 1e-12 * max(1.0, float(np.fmax.reduce(np.abs(values))))
    lowest, highest = bool(np.fmin.reduce(beside) >= value - room), bool(np.fmax.reduce(beside) <= value + room)
    circle = circle_through(points, chart.size)
    return Valley(points, value, lowest, shape_of(chart, u, points, circle), circle, is_maximum=highest)


def shape_of(chart: Chart, u: np.ndarray, points: np.ndarray, circle: tuple[float, float, float] | None) -> str:
    """What the set is: a line, a circle, a plateau, many curves or another curve, in words."""
    straight = line_through(points, chart.size, chart.surface.variables)
    if straight:
        return straight
    if circle:
        x, y, radius = (number(k) for k in circle)
        return f"the circle of radius {radius} about ({x}, {y})"
    if fills(u):
        bent = np.abs(chart.hessian(u)).max(axis=0) * 1e-4 > 1e-9 * chart.height
        return CROWDED if bent.mean() > 0.5 else "a plateau"
    x, y = (number(k) for k in points[len(points) // 2])
    return f"a curve through ({x}, {y})"


def fills(u: np.ndarray) -> bool:
    """Do the points fill an area? Then many boxes that hold some have all four neighbours holding some too."""
    bins = int(np.clip(np.sqrt(u.shape[1]) / 2, 16, 32))
    boxes = np.histogram2d(u[0], u[1], bins=bins, range=((0, 1), (0, 1)))[0] > 0
    amid = boxes[1:-1, 1:-1] & boxes[2:, 1:-1] & boxes[:-2, 1:-1] & boxes[1:-1, 2:] & boxes[1:-1, :-2]
    return bool(amid.sum() > 0.3 * boxes.sum())
