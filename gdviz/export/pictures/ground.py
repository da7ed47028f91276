"""The ground of a map for pictures: bands of colour and level lines, as pixels and as lines."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gdviz.export.pictures.sheet import Box, Pixels, Stroke, Theme
from gdviz.figures import rgb
from gdviz.surface import Surface, Window

# Corners of a cell are counted round it from the lower left; side k goes from corner k to corner k + 1.
CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))
SIDES = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),), 8: ((2, 3),), 9: ((2, 0),),
    11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
"""Which sides a line joins, by the corners above the level, one bit each."""

Edge = tuple[int, int, int]


def contour_lines(z: np.ndarray, level: float) -> Iterator[np.ndarray]:
    """Lines (n, 2) on which a grid (ny, nx) has a level, in columns and rows of the grid; none beside NaN.

    In a saddle cell the mean of the corners decides which of them are joined. A closed line ends where it begins.
    """
    segments = list(_segments(z, level))
    ends: dict[Edge, list[int]] = defaultdict(list)
    for place, segment in enumerate(segments):
        for edge in segment:
            ends[edge].append(place)
    used = [False] * len(segments)
    for place, (first, last) in enumerate(segments):
        if used[place]:
            continue
        used[place] = True
        forward = _grown(segments, ends, used, last)
        backward = _grown(segments, ends, used, first)
        yield np.array([_point(z, level, edge) for edge in [*backward[::-1], first, last, *forward]])


def _grown(segments: list[tuple[Edge, Edge]], ends: dict[Edge, list[int]], used: list[bool], edge: Edge) -> list[Edge]:
    """The edges that follow one, until the line ends or closes."""
    line: list[Edge] = []
    while True:
        following = next((place for place in ends[edge] if not used[place]), None)
        if following is None:
            return line
        used[following] = True
        first, last = segments[following]
        edge = last if first == edge else first
        line.append(edge)


def _segments(z: np.ndarray, level: float) -> Iterator[tuple[Edge, Edge]]:
    corners = [z[dy : len(z) - 1 + dy, dx : z.shape[1] - 1 + dx] for dx, dy in CORNERS]
    mean = np.mean(corners, axis=0)
    case = sum((corner > level).astype(int) << place for place, corner in enumerate(corners))
    case = np.where(np.isfinite(mean), case, 0)
    for row, column in zip(*np.nonzero((case > 0) & (case < 15)), strict=True):
        kind = int(case[row, column])
        above = bool(mean[row, column] > level)
        pairs = SIDES.get(kind) or (((0, 1), (2, 3)) if (kind == 5) == above else ((3, 0), (1, 2)))
        for one, other in pairs:
            yield _edge(int(row), int(column), one), _edge(int(row), int(column), other)


def _edge(row: int, column: int, side: int) -> Edge:
    """A side as its lower left corner and whether it goes up."""
    return ((row, column, 0), (row, column + 1, 1), (row + 1, column, 0), (row, column, 1))[side]


def _point(z: np.ndarray, level: float, edge: Edge) -> tuple[float, float]:
    row, column, up = edge
    low, high = z[row, column], z[row + up, column + 1 - up]
    share = float((level - low) / (high - low))
    return (column + (0 if up else share), row + (share if up else 0))


LEVELS = 22
SHAPE = (180, 180)
"""Points of the grid from which heights are scaled and level lines are traced."""


class Heights(NamedTuple):
    """How values become bands: band k lies between the levels k and k + 1, from 0 to LEVELS."""

    low: float
    scale: float
    knots: np.ndarray | None
    top: float
    bottom: float

    def bands(self, z: np.ndarray) -> np.ndarray:
        """Heights counted in bands, NaN where there is no value."""
        with np.errstate(all="ignore"):
            scaled = self._scaled(np.where(np.abs(z) < 1e300, z, np.nan))
            return np.asarray((scaled - self.bottom) / (self.top - self.bottom) * LEVELS)

    def _scaled(self, z: np.ndarray) -> np.ndarray:
        if self.knots is not None:
            return np.where(np.isnan(z), np.nan, np.interp(z, self.knots, np.linspace(0, 1, len(self.knots))))
        return z if self.scale == np.inf else np.log1p(np.maximum(0, z - self.low) / self.scale)


def heights_of(z: np.ndarray, mode: str) -> Heights:
    """The scale of heights for a grid of values; mode: log, quantile or linear, as in the player."""
    finite = z[np.isfinite(z) & (np.abs(z) < 1e300)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if finite.size and not high - low > 1e-12 * max(abs(low), abs(high)):
        return Heights(low, np.inf, None, low + 1, low - 1)
    if not finite.size or mode == "linear":
        return Heights(low, np.inf, None, high, low)
    if mode == "quantile":
        knots = np.quantile(finite, np.linspace(0, 1, 129)) + np.linspace(0, 1e-12, 129) * (high - low)
        return Heights(low, 1.0, knots, 1.0, 0.0)
    scale = max(float(np.quantile(finite, 0.02)) - low, 1e-9 * (float(np.median(finite)) - low or high - low))
    return Heights(low, scale, None, float(np.log1p((high - low) / scale)), 0.0)


def ground_pixels(
    surface: Surface, window: Window, shape: tuple[int, int], heights: Heights, theme: Theme, line: float = 0.8
) -> Pixels:
    """The ground as pixels (height, width, 3) with level lines `line` pixels wide; 0: none; hatched without a value."""
    (x0, x1), (y0, y1) = window
    high, wide = shape
    across, up = (x1 - x0) / wide, (y1 - y0) / high  # of the plane in a pixel, whose middle counts
    inner = ((x0 + across / 2, x1 - across / 2), (y0 + up / 2, y1 - up / 2))
    z = np.broadcast_to(surface.grid(inner, shape)[2], shape)[::-1]
    bands = heights.bands(z)
    edge, slope = np.rint(bands), _slope(bands)
    share = np.clip((bands - edge) / slope + 0.5, 0, 1)
    colors = _palette(theme)
    place = np.nan_to_num(np.clip(edge - 1 + share, 0, LEVELS - 1))
    lower = np.floor(place).astype(int)
    upper = np.minimum(lower + 1, LEVELS - 1)
    picture = colors[lower] + (place - lower)[..., None] * (colors[upper] - colors[lower])
    if line:
        near = np.clip(0.5 + line / 2 - np.abs(bands - edge) / slope, 0, 1) * np.clip(1.6 - 4 * slope, 0, 1)
        near = np.nan_to_num(near * ((edge > 0) & (edge < LEVELS)))[..., None] * theme.contour_share * 1.25
        picture += near * (rgb(theme.contour) - picture)
    hatched = np.isnan(bands)
    picture[hatched] = rgb(theme.paper)
    rows, columns = np.indices(shape)
    picture[hatched & ((rows + columns) % 8 < 1)] = rgb(theme.line)
    return np.asarray(np.rint(picture), dtype=np.uint8)


def level_lines(surface: Surface, box: Box, heights: Heights, theme: Theme) -> Iterator[Stroke]:
    """The level lines as strokes, traced on a grid by marching squares; one stroke a line."""
    xs, ys, z = surface.grid(box.window, SHAPE)
    bands = heights.bands(np.broadcast_to(z, SHAPE))
    for level in range(1, LEVELS):
        for line in contour_lines(bands, level):
            points = np.stack(
                [np.interp(line[:, 0], np.arange(len(xs)), xs), np.interp(line[:, 1], np.arange(len(ys)), ys)], axis=1
            )
            yield Stroke(box.pixels(points), theme.contour, 0.7, opacity=theme.contour_share)


def _slope(bands: np.ndarray) -> np.ndarray:
    """Bands in a pixel, the larger of both ways."""
    down, across = np.gradient(bands)
    return np.maximum(np.nan_to_num(np.hypot(down, across)), 1e-9)


def _palette(theme: Theme) -> np.ndarray:
    stops = np.array([rgb(color) for color in theme.ground])
    places = np.linspace(0, len(stops) - 1, LEVELS)
    return np.stack([np.interp(places, np.arange(len(stops)), stops[:, part]) for part in range(3)], axis=1)
