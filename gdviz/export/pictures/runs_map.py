"""The map of runs as a sheet: ground, level lines, paths, signs, axes, title and legend."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.pictures.curve import OnCurve, axis_names, curve_shapes, on_curve, step_dots, tangent
from gdviz.export.pictures.ground import SHAPE, ground_pixels, heights_of, level_lines
from gdviz.export.pictures.legend import inscription, legend_rows, shortened
from gdviz.export.pictures.sheet import (
    DARK,
    DASHES,
    LIGHT,
    Box,
    Image,
    Sheet,
    Stroke,
    Theme,
    Words,
    clipped,
    frame_of,
    marks_at,
)
from gdviz.figures import DrawnRun, Mark
from gdviz.numeral import numeral, ticks
from gdviz.surface import Window

MOST_UNLIKE = 3
TRAIL, HALO = 2.2, 2.6
SPACING = 70
"""Pixels from mark to mark on an axis, about."""
ROUND = np.linspace(0, 2 * np.pi, 25)[:-1]
CIRCLE = np.stack([np.cos(ROUND), np.sin(ROUND)], axis=1)


def map_box(contents: Contents, width: int, height: int) -> Box:
    """The place of the map on a sheet, and what it shows: at equal scales where the spans are not too unlike."""
    rows = legend_rows(contents, width)
    left, top, right, bottom = 54, 62, 16, 40 + 20 * len(rows)
    box = Box(left, top, max(40, width - left - right), max(40, height - top - bottom), contents.window)
    return replace(box, window=true_window(contents, box))


def true_window(contents: Contents, box: Box) -> Window:
    """The window at equal scales, more of the plane in one axis; a surface without a formula keeps to its own."""
    spans = [high - low for low, high in contents.window]
    if (
        isinstance(contents, OnCurve)
        or not contents.surface.symbolic
        or not 1 / MOST_UNLIKE <= spans[0] / spans[1] <= MOST_UNLIKE
    ):
        return contents.window
    unit = max(spans[0] / box.width, spans[1] / box.height)
    (x0, x1), (y0, y1) = contents.window
    half_x, half_y = unit * box.width / 2, unit * box.height / 2
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return ((x - half_x, x + half_x), (y - half_y, y + half_y))


def map_sheet(contents: Contents, width: int = 900, height: int = 900, dark: bool = False, lines: bool = True) -> Sheet:
    """The whole map, every path to its end; lines: the level lines as strokes, else in the pixels of the ground."""
    contents = on_curve(contents)
    theme, box = DARK if dark else LIGHT, map_box(contents, width, height)
    shapes = [*ground_shapes(contents, box, theme, lines)]
    shapes += [stroke for run in contents.runs for stroke in trail(run, box, theme, halo=True)]
    shapes += [stroke for run in contents.runs for stroke in trail(run, box, theme)]
    if isinstance(contents, OnCurve):
        for run in contents.runs:
            shapes += step_dots(box.pixels(run.trajectory.points), theme.run(run.color), box)
            shapes += tangent(run, run.trajectory.steps, box, theme) if contents.view.arrows else []
    shapes += [*signs(contents, box, theme), *start_ring(contents, box, theme)]
    shapes += [shape for run in contents.runs for shape in head(run.trajectory.points[-1], run, box, theme)]
    return Sheet(width, height, theme.paper, (*shapes, *furniture(contents, box, theme, width)), contents.title)


def ground_shapes(contents: Contents, box: Box, theme: Theme, lines: bool) -> Iterator[Image | Stroke]:
    """The bands of colour, and the level lines; of a formula of one variable its curve."""
    if isinstance(contents, OnCurve):
        yield from curve_shapes(contents, box, theme)
        return
    surface = contents.surface
    heights = heights_of(np.broadcast_to(surface.grid(box.window, SHAPE)[2], SHAPE), contents.view.levels)
    shape = (round(box.height), round(box.width))
    pixels = ground_pixels(surface, box.window, shape, heights, theme, line=0 if lines else 0.8)
    yield Image(pixels, box.left, box.top, box.width, box.height)
    if lines:
        yield from level_lines(surface, box, heights, theme)


def trail(run: DrawnRun, box: Box, theme: Theme, halo: bool = False) -> Iterator[Stroke]:
    """A path, or its halo, clipped to the map; steps of less than a fifth of a pixel are left out."""
    for piece in clipped(thinned(box.pixels(run.trajectory.points)), box):
        if halo:
            yield Stroke(piece, theme.halo, TRAIL + HALO, opacity=0.85)
        else:
            yield Stroke(piece, theme.run(run.color), TRAIL, DASHES[run.dash])


def thinned(points: np.ndarray, least: float = 0.2) -> np.ndarray:
    """Pixels (n, 2) without those too close to the last one that stays; the ends stay."""
    chosen = [points[0]]
    for point in points[1:-1]:
        if np.abs(point - chosen[-1]).max() >= least:
            chosen.append(point)
    return np.array([*chosen, *points[1:][-1:]])


def head(point: np.ndarray, run: DrawnRun, box: Box, theme: Theme) -> Iterator[Stroke]:
    """Where a run stands: a disc."""
    at = box.pixels(np.asarray(point, dtype=np.float64)[None])
    if box.holds(at)[0]:
        yield Stroke(at + 5.5 * CIRCLE, theme.paper, 2, closed=True, fill=theme.run(run.color))


def start_ring(contents: Contents, box: Box, theme: Theme) -> Iterator[Stroke]:
    """The start: a ring."""
    at = box.pixels(np.array([contents.start]))
    if box.holds(at)[0]:
        yield Stroke(at + 7 * CIRCLE, theme.halo, 5, closed=True)
        yield Stroke(at + 7 * CIRCLE, theme.ink, 2.2, closed=True)


def signs(contents: Contents, box: Box, theme: Theme) -> Iterator[Stroke]:
    """The critical points of the surface, each kind in a shape of its own, as in the player."""
    for mark in contents.marks:
        at = box.pixels(np.array([mark.point]))
        if mark.run is None and box.holds(at)[0]:
            yield from sign(mark, at, theme)


def sign(mark: Mark, at: np.ndarray, theme: Theme) -> Iterator[Stroke]:
    """One sign at a pixel (1, 2)."""
    if mark.kind == "floor":
        yield Stroke(at + CIRCLE, theme.ink, 0.5, closed=True, fill=theme.ink)
        return
    outline = at + OUTLINES.get(mark.kind, OUTLINES["degenerate"])
    yield Stroke(outline, theme.halo, 4, closed=True)
    yield Stroke(outline, theme.ink, 1.5, closed=True, fill=theme.ink if mark.kind == "global" else theme.paper)
    if mark.kind == "minimum":
        yield Stroke(at + 1.3 * CIRCLE, theme.ink, 0.5, closed=True, fill=theme.ink)
    if mark.kind == "saddle":
        for slant in (1, -1):
            yield Stroke(at + 2.5 * np.array([[-1, -slant], [1, slant]]), theme.ink, 1.4)


def _polygon(corners: int, turn: float, radius: float) -> np.ndarray:
    angle = turn + 2 * np.pi * np.arange(corners) / corners
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


_STAR = np.where(np.arange(10) % 2, 0.45, 1.0)[:, None] * _polygon(10, -np.pi / 2, 7.6)
OUTLINES = {
    "minimum": 5.2 * CIRCLE,
    "global": _STAR,
    "saddle": _polygon(4, 0, 6.5),
    "maximum": _polygon(3, -np.pi / 2, 6.5),
    "degenerate": _polygon(4, np.pi / 4, 6.5),
}


def furniture(contents: Contents, box: Box, theme: Theme, width: int) -> Iterator[Stroke | Words]:
    """Axes, title, formula and legend."""
    sides = zip(box.window, (box.width, box.height), strict=True)
    across, up = ({value: numeral(value, 6) for value in ticks(*side, pixels / SPACING)} for side, pixels in sides)
    yield from frame_of(box, theme, marks_at(box, across, up))
    first, second = axis_names(contents)
    yield Words(first, box.left + box.width, box.top + box.height + 32, 13, theme.ink, "end", bold=True)
    yield Words(second, box.left - 38, box.top + 11, 13, theme.ink, bold=True)
    yield from inscription(contents, shortened(contents.formula, width - 60, 13), box, width, theme)
