"""Valleys merged: pieces of one line or circle put together, and how far along a line f is level."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from gdviz.analysis.landscape.unit_square import Array, Chart, Mask
from gdviz.analysis.landscape.valley import CROWDED, Valley
from gdviz.expression.to_latex import name_plain
from gdviz.numeral import coordinate

LEVEL = 1e-13  # share of the window's height by which f may differ along a floor
SAME = 1e-7


def merged(chart: Chart, valleys: list[Valley]) -> list[Valley]:
    """One record of each shape; of several heights on one line, one that says so."""

    def kind(v: Valley) -> tuple[str, str]:
        return (v.shape, v.word if v.shape == CROWDED else "")

    found = []
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
        found.append(stretched(chart, whole) if level and shape.startswith("the line") else whole)
    return found


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

    def flat(t: Array) -> Mask:
        return np.asarray(np.abs(chart.value(centre + way * t) - floor.value) <= LEVEL * chart.height)

    held = longest(along, flat(along))
    if held.size < 3 or not flat(np.linspace(held[0], held[-1], 101)).all():
        return floor
    ends = [end(flat, float(held[0]), low), end(flat, float(held[-1]), high)]
    axis = 1 if np.ptp(floor.points[:, 0]) < 1e-6 * chart.size[0, 0] else 0
    place = [float(chart.plane(centre + way * t)[axis, 0]) for t in ends]
    open_ended = [abs(t - wall) < 1e-3 for t, wall in zip(ends, (low, high), strict=True)]
    if place[0] > place[1]:
        place, open_ended = place[::-1], open_ended[::-1]
    return replace(floor, shape=floor.shape + where(chart, axis, place, open_ended))


def where(chart: Chart, axis: int, place: list[float], open_ended: list[bool]) -> str:
    """Between which two coordinates a line is level, in words; open_ended: it goes on beyond the window there."""
    below, above = (coordinate(p, 5, noise=3e-6 * float(chart.size[axis, 0])) for p in place)
    name = name_plain(chart.surface.variables[axis])
    return {
        (True, True): "",
        (True, False): f" where {name} ≤ {above}",
        (False, True): f" where {name} ≥ {below}",
        (False, False): f" where {below} ≤ {name} ≤ {above}",
    }[open_ended[0], open_ended[1]]


def longest(along: Array, level: Mask) -> Array:
    """The longest stretch of places without a break in which f is level."""
    runs = np.split(along, np.flatnonzero(np.diff(level)) + 1)[0 if level[0] else 1 :: 2]
    return max(runs, key=np.ptp, default=along[:0])


def end(flat: Callable[[Array], Mask], held: float, wall: float) -> float:
    """How far from a level place towards the window's edge f stays level, by bisection."""
    if flat(np.array([wall]))[0]:
        return wall
    for _ in range(50):
        middle = (held + wall) / 2
        held, wall = (middle, wall) if flat(np.array([middle]))[0] else (held, middle)
    return held
