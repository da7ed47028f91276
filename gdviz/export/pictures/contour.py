"""Level lines of a grid by marching squares, joined from cell to cell."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from gdviz.argument import Array

# Corners of a cell are counted round it from the lower left; side k goes from corner k to corner k + 1.
CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))
SIDES = {
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 6: ((0, 2),), 7: ((3, 2),), 8: ((2, 3),), 9: ((2, 0),),
    11: ((2, 1),), 12: ((1, 3),), 13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip
"""Which sides a line joins, by the corners above the level, one bit each."""

Edge = tuple[int, int, int]


def contour_lines(z: Array, level: float) -> Iterator[Array]:
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


def _segments(z: Array, level: float) -> Iterator[tuple[Edge, Edge]]:
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


def _point(z: Array, level: float, edge: Edge) -> tuple[float, float]:
    row, column, up = edge
    low, high = z[row, column], z[row + up, column + 1 - up]
    share = float((level - low) / (high - low))
    return (column + (0 if up else share), row + (share if up else 0))
