"""Sets on which f falls without bound or is level: their points, and pieces of lines and circles merged."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from gdviz.analysis.landscape.downhill import lowest_on_circles
from gdviz.analysis.landscape.unit_square import Chart, Landscape, Mask, inside, ring
from gdviz.analysis.landscape.valley import CROWDED, Valley, circle_through, line_through, linked, number
from gdviz.expression import name_plain
from gdviz.numeral import coordinate

ROUND = (0.01, 0.02, 0.04)  # radii, shares of the window, on which a set that goes on is met again
SCALES = (1e-4, 1e-6, 1e-8)
FAR = 10.0 ** np.arange(1, 9)


def falls(chart: Chart, u: np.ndarray) -> Mask:
    """Does f keep falling, by no less from scale to scale, as the circle round u (2, n) shrinks? A kink levels out."""
    lowest = []
    for scale in SCALES:
        values = chart.value((u[:, :, None] + scale * ring(16)[:, None, :]).reshape(2, -1)).reshape(u.shape[1], 16)
        lowest.append(np.where(np.isnan(values), np.inf, values).min(axis=1))
    with np.errstate(all="ignore"):
        first, second = lowest[0] - lowest[1], lowest[1] - lowest[2]
        bottomless = np.isneginf(chart.value(u)) | np.isneginf(lowest[-1])
        return np.asarray(bottomless | ((first > 0) & (second > 0.5 * first)))


def falls_ahead(surface: Landscape, points: np.ndarray, ways: np.ndarray) -> Mask:
    """At which points (2, n) f keeps falling along the ways (2, n), without slowing, from ten times their length on.

    A fall by at least twice as much at each ten times the distance is one without end (a linear one is ten times as
    much), as is one beyond what numbers hold.
    """
    path = points[:, :, None] + ways[:, :, None] * np.concatenate(([0.0], FAR))
    with np.errstate(all="ignore"):
        heights = np.asarray(surface.value(*path.reshape(2, -1))).reshape(path.shape[1:])
        drops = -np.diff(heights, axis=1)
        drops[np.logical_or.accumulate(np.isneginf(heights[:, 1:]), axis=1)] = np.inf
        return np.asarray((drops[:, 0] > 0) & (drops[:, 1:] >= 2 * drops[:, :-1]).all(axis=1))


def level(chart: Chart, centre: np.ndarray, u: np.ndarray) -> Mask:
    """Is f at u (2, n) as low as at centre (2,), compared with how it rises beside it? As on the floor of a valley."""
    beside = centre[:, None] + ROUND[0] * ring(16)
    here = float(chart.value(centre[:, None])[0])
    rise = float(np.nanmedian(chart.value(beside) - here)) if np.isfinite(chart.value(beside)).any() else 0.0
    return np.asarray(chart.value(u) - here <= 1e-9 * rise)


def again(chart: Chart, u: np.ndarray, alike: Callable[[np.ndarray], Mask]) -> np.ndarray:
    """The point u (2,) and where the set it lies in is met on circles round it (2, k)."""
    rings = lowest_on_circles(chart, np.repeat(u[:, None], len(ROUND), axis=1), np.array(ROUND))
    opposite = lowest_on_circles(chart, 2 * u[:, None] - rings, np.full(len(ROUND), 1e-3))
    met = np.concatenate([rings, opposite], axis=1)
    return np.concatenate([u[:, None], met[:, alike(met) & inside(met)]], axis=1)


def bottomless(chart: Chart, u: np.ndarray) -> tuple[list[tuple[float, float]], list[str]]:
    """One point of each connected set among the poles u (2, n), and where they lie in words."""
    points, words = [], []
    while u.shape[1]:
        group = linked(u)[0]
        some = u[:, group]
        if len(group) < 4:
            some = np.concatenate([again(chart, k, partial(falls, chart)) for k in some.T], axis=1)
        place = chart.plane(some)
        x, y = (float(k) for k in place[:, 0])
        straight = line_through(place.T, chart.size, chart.surface.variables) if some.shape[1] > 2 else None
        circle = circle_through(place.T, chart.size) if some.shape[1] > 3 else None
        if straight:
            word = f"along {straight.removeprefix('the line ')}"
        elif circle:
            word = f"along the circle of radius {number(circle[2])} about ({number(circle[0])}, {number(circle[1])})"
        else:
            word = f"{'along a curve through' if some.shape[1] > 3 else 'near'} ({number(x)}, {number(y)})"
        if word not in words:
            points.append((x, y))
            words.append(word)
        u = np.delete(u, group, axis=1)
    return points, words


LEVEL = 1e-13  # share of the window's height by which f may differ along a floor
SAME = 1e-7


def merged(chart: Chart, valleys: list[Valley]) -> list[Valley]:
    """One record of each shape; of several heights on one line, one that says so."""

    def kind(v: Valley) -> tuple[str, str]:
        return (v.shape, v.word if v.shape == CROWDED else "")

    records = []
    for shape, word in dict.fromkeys(map(kind, valleys)):
        pieces = [v for v in valleys if kind(v) == (shape, word)]
        values = [v.value for v in pieces]
        level = max(values) - min(values) <= SAME * chart.height
        whole = replace(
            min(pieces, key=lambda v: v.value),
            points=np.concatenate([v.points for v in pieces]),
            level=level and pieces[0].level,
            is_minimum=all(v.is_minimum for v in pieces),
            is_maximum=all(v.is_maximum for v in pieces),
        )
        records.append(stretched(chart, whole) if level and shape.startswith("the line") else whole)
    return records


def stretched(chart: Chart, floor: Valley) -> Valley:
    """The valley along a straight line, with the ends inside the window where f is no longer level."""
    u = chart.unit(floor.points.T)
    centre = u.mean(axis=1, keepdims=True)
    way = np.linalg.svd(u - centre)[0][:, :1]
    way = way * np.where(way.sum() < 0, -1.0, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        walls = np.where(
            np.abs(way) > 1e-9, np.stack([-centre / way, (1 - centre) / way]), np.array([[[-9.0]], [[9.0]]])
        )
    low, high = float(walls.min(axis=0).max()), float(walls.max(axis=0).min())
    along = np.sort(np.append((way * (u - centre)).sum(axis=0), np.linspace(low, high, 401)))

    def flat(t: np.ndarray) -> Mask:
        return np.asarray(np.abs(chart.value(centre + way * t) - floor.value) <= LEVEL * chart.height)

    stretch = longest(along, flat(along))
    if stretch.size < 3 or not flat(np.linspace(stretch[0], stretch[-1], 101)).all():
        return floor
    ends = [level_end(flat, float(stretch[0]), low), level_end(flat, float(stretch[-1]), high)]
    axis = 1 if np.ptp(floor.points[:, 0]) < 1e-6 * chart.size[0, 0] else 0
    place = [float(chart.plane(centre + way * t)[axis, 0]) for t in ends]
    open_ended = [abs(t - wall) < 1e-3 for t, wall in zip(ends, (low, high), strict=True)]
    if place[0] > place[1]:
        place, open_ended = place[::-1], open_ended[::-1]
    return replace(floor, shape=floor.shape + level_where(chart, axis, place, open_ended))


def level_where(chart: Chart, axis: int, place: list[float], open_ended: list[bool]) -> str:
    """Between which two coordinates a line is level, in words; open_ended: it goes on beyond the window there."""
    below, above = (coordinate(p, 5, noise=3e-6 * float(chart.size[axis, 0])) for p in place)
    name = name_plain(chart.surface.variables[axis])
    return {
        (True, True): "",
        (True, False): f" where {name} ≤ {above}",
        (False, True): f" where {name} ≥ {below}",
        (False, False): f" where {below} ≤ {name} ≤ {above}",
    }[open_ended[0], open_ended[1]]


def longest(along: np.ndarray, level: Mask) -> np.ndarray:
    """The longest stretch of places without a break in which f is level."""
    runs = np.split(along, np.flatnonzero(np.diff(level)) + 1)[0 if level[0] else 1 :: 2]
    return max(runs, key=np.ptp, default=along[:0])


def level_end(flat: Callable[[np.ndarray], Mask], place: float, wall: float) -> float:
    """How far from a level place towards the window's edge f stays level, by bisection."""
    if flat(np.array([wall]))[0]:
        return wall
    for _ in range(50):
        middle = (place + wall) / 2
        place, wall = (middle, wall) if flat(np.array([middle]))[0] else (place, middle)
    return place
