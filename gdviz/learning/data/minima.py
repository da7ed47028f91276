"""The lowest point of a data surface, where it has one, how narrow its valley is there, and a window that shows it."""

from dataclasses import replace

import numpy as np

from gdviz import symmetric
from gdviz.optimizers import METHODS, Oracle
from gdviz.settings import Stop
from gdviz.surface import Minimum, Point, Surface, Window

FURTHEST = 1e12
"""Weights beyond this are on their way to infinity."""
CLOSE = Stop(gradient=1e-13, step=1e-15)


def lowest(surface: Surface, starts: tuple[tuple[float, float], ...] = ((0.0, 0.0),)) -> tuple[Minimum, ...]:
    """The minima reached from these starts that are equally deep and the deepest; none if the loss falls for ever.

    Smooth losses by the trust-region method and Newton's last steps, others by Nelder and Mead's simplex.
    """
    ends = sorted(filter(None, (_from(surface, start) for start in starts)), key=lambda minimum: minimum.value)
    level = ends[0].value + 1e-9 * max(1.0, abs(ends[0].value)) if ends else 0.0
    distinct: list[Minimum] = []
    for minimum in ends:
        if minimum.value <= level and not any(_one_floor(surface, minimum, other, level) for other in distinct):
            distinct.append(minimum)
    return tuple(distinct)


def _one_floor(surface: Surface, one: Minimum, other: Minimum, level: float) -> bool:
    """Two answers that are the same point, or lie on one flat floor, as those of creased losses often do."""
    middle = np.add(one.point, other.point) / 2
    apart = float(np.hypot(*np.subtract(one.point, other.point)))
    return apart <= 1e-4 or float(surface.value(*middle)) <= level


def coarse_starts(surface: Surface, window: Window) -> tuple[tuple[float, float], ...]:
    """The six lowest points of a coarse grid over the window that are lower than their neighbours, best first."""
    xs, ys, z = surface.grid(window, (41, 41))
    padded = np.pad(np.where(np.isfinite(z), z, np.inf), 1, constant_values=np.inf)
    around = [padded[1 + i : 42 + i, 1 + j : 42 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
    rows, columns = np.nonzero(z <= np.min(around, axis=0))
    order = np.argsort(z[rows, columns])[:6]
    return tuple((float(xs[columns[i]]), float(ys[rows[i]])) for i in order)


def framed(surface: Surface, window: Window | None = None, start: Point | None = None) -> Surface:
    """The surface with its lowest minima as its own, and a window: this one, or one that shows them.

    For a loss that a visitor typed: the minimum is looked for from the origin and from the dips of a coarse grid. A
    given window is widened to minima near by, if it holds none; a start much higher than most of it is moved down.
    """
    starts = coarse_starts(surface, window or surface.window)
    minima = lowest(surface, starts if window else ((0.0, 0.0), *starts))
    drawn = _reaching(window, minima) if window else framing(surface, minima)
    inside = tuple(minimum for minimum in minima if _within(minimum.point, drawn))
    (x_low, x_high), (y_low, y_high) = drawn
    first = start or (x_low + 0.15 * (x_high - x_low), y_low + 0.8 * (y_high - y_low))
    first = _bearable(surface, drawn, first) if start else first
    return replace(surface, window=drawn, minima=inside, start=first)


def _reaching(window: Window, minima: tuple[Minimum, ...]) -> Window:
    """A window that holds none of the minima, widened to the first of them if it is not further than three windows."""
    if not minima or any(_within(minimum.point, window) for minimum in minima):
        return window
    sides = []
    for (low, high), place in zip(window, minima[0].point, strict=True):
        size = high - low
        if not low - 3 * size < place < high + 3 * size:
            return window
        margin = 0.2 * (max(high, place) - min(low, place))
        sides.append((min(low, place - margin), max(high, place + margin)))
    return sides[0], sides[1]


def _bearable(surface: Surface, window: Window, start: Point) -> Point:
    """The start, if its loss is not over three times as far above the lowest as half of the window's; else the nearest
    place of a coarse grid that is as low as the lowest quarter. A wall there would ask for a rate at which all else
    stands still.
    """
    xs, ys, z = surface.grid(window, (41, 41))
    if not np.isfinite(z).any():
        return start
    least, quarter, middle = np.nanquantile(np.where(np.isfinite(z), z, np.nan), (0.0, 0.25, 0.5))
    if float(surface.value(*start)) - least <= 3.0 * (middle - least):
        return start
    (x_low, x_high), (y_low, y_high) = window
    x, y = np.meshgrid(xs, ys)
    away = np.hypot((x - start[0]) / (x_high - x_low), (y - start[1]) / (y_high - y_low))
    row, column = np.unravel_index(np.argmin(np.where(z <= quarter, away, np.inf)), away.shape)
    return float(xs[column]), float(ys[row])


def _within(point: Point, window: Window) -> bool:
    return all(low <= coordinate <= high for coordinate, (low, high) in zip(point, window, strict=True))


def framing(surface: Surface, minima: tuple[Minimum, ...]) -> Window:
    """A window with the origin, where training usually begins, and the minima well inside.

    Its sides are as long as the surface is flat along them, so that a bowl looks round even if its units are not.
    """
    if not minima:
        return (-6.0, 6.0), (-6.0, 6.0)
    corners = np.array([(0.0, 0.0), *(minimum.point for minimum in minima)])
    low, high = corners.min(axis=0), corners.max(axis=0)
    flatness = _flatness(surface, minima[0])
    margin = 0.9 * max(float(np.max((high - low) / flatness)), 0.5) * flatness
    low, high = low - margin, high + margin
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def _flatness(surface: Surface, minimum: Minimum) -> np.ndarray:
    """How far one goes along each weight for a rise of one half."""
    xx, _, yy = (float(entry) for entry in surface.hessian(*minimum.point))
    if min(xx, yy) <= 0.0:
        xx, yy = 1.0, 1.0
    return 1.0 / np.sqrt([xx, yy])


def _from(surface: Surface, start: tuple[float, float]) -> Minimum | None:
    if surface.smooth:
        run = METHODS["trust_region"].run(Oracle(surface), np.array(start), 300, {}, CLOSE, FURTHEST)
        point = _polished(surface, run.points[-1])
    else:
        run = METHODS["nelder_mead"].run(Oracle(surface), np.array(start), 400, {}, Stop(), FURTHEST)
        point = _polished(surface, run.points[int(np.argmin(run.values))])
    x, y = (float(coordinate) for coordinate in point)
    if max(abs(x), abs(y)) >= FURTHEST or not np.isfinite(surface.value(x, y)):
        return None
    if surface.smooth and not _is_low(surface, start, (x, y)):
        return None
    return Minimum((x, y), float(surface.value(x, y)))


def _polished(surface: Surface, point: np.ndarray) -> np.ndarray:
    """The point of smallest gradient on a few steps of Newton's method."""
    run = METHODS["newton"].run(Oracle(surface), point, 8, {}, Stop(), FURTHEST)
    return run.points[int(np.argmin(np.hypot(*run.gradients.T)))]


def _is_low(surface: Surface, start: tuple[float, float], point: tuple[float, float]) -> bool:
    """A gradient of rounding size, and a curvature that has not died away on the road: flat far out is no minimum."""
    least, most = symmetric.eigenvalues(surface.hessian(*point))
    gx, gy = (float(entry) for entry in surface.gradient(*point))
    alive = most > 1e-6 * symmetric.eigenvalues(surface.hessian(*start))[1]
    level = least > 1e-13 * most and float(np.hypot(gx, gy)) < 1e-6 * max(1.0, most)
    # Far out a slope of rounding size is still a way down: what it takes off over such a distance must be nothing too.
    gain = abs(gx * point[0] + gy * point[1])
    return bool(
        alive and level and gain <= 1e-6 * max(abs(float(surface.value(*start))), abs(float(surface.value(*point))))
    )


def condition_number(surface: Surface, point: tuple[float, float]) -> float:
    """The Hessian's largest eigenvalue over its smallest, in absolute value; inf if that is 0, NaN if undefined.

    For gradient descent it is how many times narrower the valley is than long, squared.
    """
    sizes = np.abs(symmetric.eigenvalues(surface.hessian(*point)))
    if np.isnan(sizes).any():
        return np.nan
    return float(sizes.max() / sizes.min()) if sizes.min() > 1e-15 * sizes.max() else np.inf
