"""Minima found by going down: where the gradient does not exist, where Newton missed one, and where f has no floor."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from gdviz.analysis.landscape import extent, valley
from gdviz.analysis.landscape.critical import CriticalPoint, kink
from gdviz.analysis.landscape.downhill import leave_floors, lowest_on_circles, slope_vanishes, uphill_all_round
from gdviz.analysis.landscape.newton import SPREAD
from gdviz.analysis.landscape.unit_square import Chart, distinct, inside, length, lowest_first, ring
from gdviz.checkpoint import checkpoint

GRID = 129
MOST = 200  # low places followed down
ROW = 6


@dataclass(frozen=True)
class Lows:
    """Where going down led: unit points (2, n); and the lowest point of the edge with its value."""

    ends: np.ndarray
    edge: tuple[tuple[float, float], float]


@dataclass(frozen=True)
class Sharp:
    """Minima without gradient, floors of kinked valleys, and places where f falls without bound."""

    kinks: tuple[CriticalPoint, ...]
    valleys: tuple[valley.Valley, ...]
    poles: tuple[tuple[float, float], ...]
    falls: tuple[str, ...]


def low_places(chart: Chart) -> np.ndarray:
    """Inner grid points (2, k) no higher than their eight neighbours, lowest first."""
    along = np.linspace(0.0, 1.0, GRID)
    u, v = np.meshgrid(along, along)
    z = chart.value(np.stack([u.ravel(), v.ravel()])).reshape(GRID, GRID)
    z = np.where(np.isnan(z), np.inf, z)
    offsets = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    around = [z[1 + i : GRID - 1 + i, 1 + j : GRID - 1 + j] for i, j in offsets]
    inner = z[1:-1, 1:-1]
    rows, columns = np.nonzero((inner <= np.min(around, axis=0)) & (inner < np.max(around, axis=0)))
    order = lowest_first(inner[rows, columns], 1e-9 * chart.height)[:MOST]
    return np.stack([along[columns[order] + 1], along[rows[order] + 1]])


def lowest_of_edge(chart: Chart) -> tuple[tuple[float, float], float]:
    """The lowest point of the window's edge, by a fine grid and closer looks at its best place."""
    sides = np.array([[0.0, 1, 1, 0, 0], [0, 0, 1, 1, 0]])

    def place(t: np.ndarray) -> np.ndarray:
        return np.stack([np.interp(t, np.arange(5), side) for side in sides])

    t, reach = np.linspace(0, 4, 4097), 4 / 4096
    for _ in range(8):
        z = chart.value(place(t))
        best = float(t[np.argmin(np.where(np.isnan(z), np.inf, z))])
        t = np.clip(np.append(best, np.linspace(best - reach, best + reach, 65)), 0, 4)
        reach /= 32
    u = place(np.array([best]))
    x, y = (float(k) for k in chart.plane(u)[:, 0])
    return (x, y), float(chart.value(u)[0])


def go_down(chart: Chart, u: np.ndarray) -> np.ndarray:
    """Compass search (Hooke & Jeeves 1961, in 16 directions that turn) from u (2, n) down to steps of 1e-12."""
    size = np.full(u.shape[1], 0.5 / GRID)
    value, columns = chart.value(u), np.arange(u.shape[1])
    for turn in range(150):
        # Axes and diagonals every other time, where kinks of sums and differences lie; else turned by golden angles.
        tried = u[:, :, None] + size[:, None] * ring(16, (turn % 2) * 2.399963 * turn)[:, None, :]
        values = chart.value(tried.reshape(2, -1)).reshape(-1, 16)
        values = np.where(np.isnan(values), np.inf, values)
        best = values.argmin(axis=1)
        better = values[columns, best] < value
        u = np.where(better, tried[:, columns, best], u)
        value = np.where(better, values[columns, best], value)
        size = np.where(better, size, size * (0.5 if turn % 2 else 1.0))
        if (size < 1e-12).all() or chart.work.over:
            break
    return u


def follow(chart: Chart, points: np.ndarray) -> Lows:
    """Where every low place of a grid leads that no known critical point (2, n) explains by being near and as low.

    In narrow valleys this goes on along the floor, and from known points in such valleys both ways.
    """
    low = low_places(chart)
    depth, floor = chart.value(low), chart.value(points)
    unexplained = [not is_explained(u, height, points, floor) for u, height in zip(low.T, depth, strict=True)]
    down = go_down(chart, low[:, unexplained])
    down = leave_floors(chart, down, points)
    within = np.all((down > 1e-6) & (down < 1 - 1e-6), axis=0)
    edge = lowest_of_edge(chart)
    for u in down[:, ~within & inside(down)].T:  # a narrow valley may cross the edge between samples
        x, y = (float(k) for k in chart.plane(u[:, None])[:, 0])
        edge = min(edge, ((x, y), float(chart.value(u[:, None])[0])), key=lambda low: low[1])
    down = down[:, within]
    return Lows(down[:, distinct(down, chart.value(down), tolerance=1e-5)], edge)


def is_explained(u: np.ndarray, height: float, points: np.ndarray, floor: np.ndarray) -> bool:
    """Is one of the known points (2, k), at heights floor (k,), near u (2,) and no higher?"""
    checkpoint()
    return bool(((length(points - u[:, None]) < 2.5 / GRID) & (floor <= height)).any())


def follow_valley_floor(chart: Chart, u: np.ndarray) -> np.ndarray:
    """Down along the floors of kinked valleys from u (2, n), from circle to circle until those of 1e-9 are higher."""
    radius, value = np.full(u.shape[1], 0.05), chart.value(u)
    for _ in range(80):
        there = lowest_on_circles(chart, u, radius)
        values = chart.value(there)
        better = values < value
        u, value = np.where(better, there, u), np.where(better, values, value)
        radius = np.where(better, radius, radius / 4)
        if (radius < 1e-9).all() or chart.work.over:
            break
    return u


def unknown_lows(chart: Chart, ends: np.ndarray, points: np.ndarray) -> list[np.ndarray]:
    """Of the places (2, n) those (2,) that are no known critical points and from which it goes up all round."""
    return [u for u in ends.T if not is_known(chart, u, points) and uphill_all_round(chart, u)]


def is_known(chart: Chart, u: np.ndarray, points: np.ndarray) -> bool:
    """Whether u (2,) is one of the critical points (2, n), or of a smooth curve that one of them stands for."""
    checkpoint()
    nearest = float(length(points - u[:, None]).min(initial=np.inf))
    return nearest < 1e-4 or (nearest < SPREAD and slope_vanishes(chart, u))


def classify_lows(chart: Chart, ends: np.ndarray, points: np.ndarray) -> Sharp:
    """What the places (2, n) are that going down led to, other than known critical points (2, k)."""
    ends = ends[:, [not is_known(chart, u, points) for u in ends.T]]
    deep = extent.falls(chart, ends)
    poles, words = extent.bottomless(chart, ends[:, deep])
    fresh = unknown_lows(chart, ends[:, ~deep], points)
    if len(fresh) >= ROW:
        # So many may lie in a row along one kinked valley whose floor no fixed direction follows.
        slid = follow_valley_floor(chart, np.array(fresh).T)
        slid = slid[:, np.all((slid > 1e-6) & (slid < 1 - 1e-6), axis=0)]
        fresh = unknown_lows(chart, slid[:, distinct(slid, chart.value(slid), tolerance=1e-3)], points)
    sharp = np.array(fresh).reshape(-1, 2).T
    groups = valley.components(sharp, chart.value(sharp), chart.height)
    long = [group for group in groups if valley.is_extended(chart, sharp[:, group])]
    floors, single = [sharp[:, group] for group in long], list[np.ndarray]()
    for k in np.setdiff1d(np.arange(sharp.shape[1]), np.concatenate([*long, np.array([], dtype=int)])):
        seen = extent.again(chart, sharp[:, k], partial(extent.level, chart, sharp[:, k]))
        (floors if seen.shape[1] > 3 else single).append(seen)
    shapes = {v.shape: v for v in (valley.describe(chart, floor) for floor in floors)}
    rings = [v for v in shapes.values() if v.circle]
    near = 1e-5 * float(chart.size.min())
    kinks = [kink(chart, u[:, 0]) for u in single]
    kinks = [k for k in kinks if all(ring.distance(np.array(k.point)) > near for ring in rings)]
    return Sharp(tuple(kinks), tuple(shapes.values()), tuple(poles), tuple(words))
