"""Places on which f falls without bound, or is level, one by one and as lines, circles and curves."""

from collections.abc import Callable
from functools import partial

import numpy as np

from gdviz.analysis.landscape.circles import lowest_on_circles
from gdviz.analysis.landscape.unit_square import Array, Chart, Mask, inside
from gdviz.analysis.landscape.valley import circle_through, line_through, linked, number

ROUND = (0.01, 0.02, 0.04)  # radii, shares of the window, on which a set that goes on is met again
SCALES = (1e-4, 1e-6, 1e-8)


def falls(chart: Chart, u: Array) -> Mask:
    """Does f keep falling, by no less from scale to scale, as the circle round u (2, n) shrinks? A kink levels out."""
    angles = np.arange(16) * (2 * np.pi / 16) + 0.01
    ring = np.stack([np.cos(angles), np.sin(angles)])[:, None, :]
    lowest = []
    for scale in SCALES:
        values = chart.value((u[:, :, None] + scale * ring).reshape(2, -1)).reshape(u.shape[1], 16)
        lowest.append(np.where(np.isnan(values), np.inf, values).min(axis=1))
    with np.errstate(all="ignore"):
        first, second = lowest[0] - lowest[1], lowest[1] - lowest[2]
        bottomless = np.isneginf(chart.value(u)) | np.isneginf(lowest[-1])
        return np.asarray(bottomless | ((first > 0) & (second > 0.5 * first)))


def level(chart: Chart, centre: Array, u: Array) -> Mask:
    """Is f at u (2, n) as low as at centre (2,), compared with how it rises beside it? As on the floor of a valley."""
    angles = np.arange(16) * (2 * np.pi / 16) + 0.01
    ring = centre[:, None] + ROUND[0] * np.stack([np.cos(angles), np.sin(angles)])
    here = float(chart.value(centre[:, None])[0])
    rise = float(np.nanmedian(chart.value(ring) - here)) if np.isfinite(chart.value(ring)).any() else 0.0
    return np.asarray(chart.value(u) - here <= 1e-9 * rise)


def again(chart: Chart, u: Array, alike: Callable[[Array], Mask]) -> Array:
    """The point u (2,) and where the set it lies in is met on circles round it (2, k)."""
    rings = lowest_on_circles(chart, np.repeat(u[:, None], len(ROUND), axis=1), np.array(ROUND))
    opposite = lowest_on_circles(chart, 2 * u[:, None] - rings, np.full(len(ROUND), 1e-3))
    met = np.concatenate([rings, opposite], axis=1)
    return np.concatenate([u[:, None], met[:, alike(met) & inside(met)]], axis=1)


def bottomless(chart: Chart, u: Array) -> tuple[list[tuple[float, float]], list[str]]:
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


def sentence(words: tuple[str, ...], most: int) -> str:
    """ "f falls without bound along x = 0, along y = 0 and in 2 more places."."""
    more = len(words) - most
    listed = [*words[:most], *([f"in {more} more place{'s' if more > 1 else ''}"] if more > 0 else [])]
    return f"f falls without bound {', '.join(listed[:-1])}{' and ' if listed[1:] else ''}{listed[-1]}."
