"""Runs as a film: the map is drawn once, and from frame to frame only what the paths change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gdviz.argument import count
from gdviz.export.contents import Contents
from gdviz.export.pictures.curve import OnCurve, on_curve, step_dots, tangent
from gdviz.export.pictures.lettering import pillow, write
from gdviz.export.pictures.paint import area_of, dashed, draw_strokes, mask_of, painted
from gdviz.export.pictures.runs_map import HALO, TRAIL, furniture, ground_shapes, head, map_box, signs, start_ring
from gdviz.export.pictures.sheet import DARK, DASHES, LIGHT, Box, Shape, Sheet, Stroke, Theme, Words, clipped
from gdviz.figures import DrawnRun

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_FRAMES, MOST_PIXELS = 300, 1400
PALETTE = 200
Area = tuple[int, int, int, int]


class Film(NamedTuple):
    """What is painted: the steps of its frames, its map, its colours and how much it weighs on the page."""

    contents: Contents
    steps: list[int]
    box: Box
    theme: Theme
    size: tuple[int, int]


def film(contents: Contents, frames: int = 150, size: int = 900, dark: bool = False) -> Film:
    """The frames, at even distances of the longest run, its first and last step among them.

    frames: how many at most, up to 300; size: pixels each way, up to 1400. Raises ValueError beyond.
    """
    count(frames, "frames", 2, MOST_FRAMES)
    count(size, "size", 200, MOST_PIXELS)
    last = max([0, *(run.trajectory.steps for run in contents.runs)])
    contents = on_curve(contents)
    steps = np.unique(np.linspace(0, last, min(frames, last + 1)).round().astype(int)).tolist()
    return Film(contents, steps, map_box(contents, size, size), DARK if dark else LIGHT, (size, size))


def words_of(shown: Film) -> str:
    """How many frames of which size, in words: "150 frames of 900 × 900 pixels for 500 steps"."""
    return f"{len(shown.steps)} frames of {shown.size[0]} × {shown.size[1]} pixels for {shown.steps[-1]:,} steps"


def background(shown: Film) -> "Image":
    """Everything but the paths."""
    contents, box, theme = shown.contents, shown.box, shown.theme
    shapes: list[Shape] = [*ground_shapes(contents, box, theme, lines=False), *signs(contents, box, theme)]
    shapes += [*start_ring(contents, box, theme), *furniture(contents, box, theme, shown.size[0])]
    return painted(Sheet(*shown.size, theme.paper, tuple(shapes)))


@dataclass(frozen=True)
class Layers:
    """The map with the halos of the paths, and above it the paths: their colours, and how much they cover."""

    under: "Image"
    colors: "Image"
    cover: "Image"

    @classmethod
    def over(cls, under: "Image") -> "Layers":
        """No paths yet."""
        image_module, _, _ = pillow()
        return cls(under, image_module.new("RGB", under.size), image_module.new("L", under.size))

    def add(self, strokes: list[Stroke], color: str) -> Area:
        """Paint strokes of one colour above what is there; returns the rectangle that may have changed."""
        area = area_of(strokes, 1, self.under.size)
        if area[2] > area[0]:
            mask = mask_of(strokes, area, 1)
            self.colors.paste(color, area, mask.point(lambda share: 255 if share else 0))
            self.cover.paste(255, area, mask)
        return area

    def part(self, area: Area) -> "Image":
        """A rectangle of all of it."""
        image: Image = self.under.crop(area)
        image.paste(self.colors.crop(area), (0, 0), self.cover.crop(area))
        return image


def painted_frames(shown: Film) -> Iterator[tuple["Image", list[Area]]]:
    """Each frame as an RGB image, and the rectangles in which it may differ from the frame before.

    The image is painted on for the next frame: copy it to keep it.
    """
    layers = Layers.over(background(shown))
    before, done, lengths = layers.under.copy(), 0, [0.0] * len(shown.contents.runs)
    stale: list[Area] = []
    for place, step in enumerate(shown.steps):
        fresh: list[Area] = []
        for index, run in enumerate(shown.contents.runs):
            fresh += _extended(layers, shown, run, (done, step), lengths, index)
        for area in [*stale, *fresh]:
            before.paste(layers.part(area), area[:2])
        heads = [area for run in shown.contents.runs for area in _headed(before, shown, run, step)]
        heads.append(_counted(before, shown, step))
        yield before, [(0, 0, *shown.size)] if place == 0 else [*stale, *fresh, *heads]
        stale, done = heads, step


def _extended(
    layers: "Layers", shown: Film, run: DrawnRun, between: tuple[int, int], lengths: list[float], index: int
) -> list[Area]:
    """Paint the steps that are new; a dashed path goes on where its pattern stopped."""
    points = shown.box.pixels(run.trajectory.points[between[0] : between[1] + 1])
    areas: list[Area] = []
    if len(points) < 2:
        return areas
    color, pattern = shown.theme.run(run.color), DASHES[run.dash]
    for piece in clipped(points, shown.box):
        areas.append(draw_strokes(layers.under, [Stroke(piece, shown.theme.halo, TRAIL + HALO, opacity=0.85)], 1))
        strokes = [Stroke(part, color, TRAIL) for part in dashed(piece, pattern, lengths[index])]
        areas += [layers.add(strokes, color)] if strokes else []
        lengths[index] += float(np.hypot(*np.diff(piece, axis=0).T).sum())
    if isinstance(shown.contents, OnCurve):
        areas += [layers.add([dot], color) for dot in step_dots(points, color, shown.box)]
    return areas


def _headed(canvas: "Image", shown: Film, run: DrawnRun, step: int) -> Iterator[Area]:
    if isinstance(shown.contents, OnCurve) and shown.contents.view.arrows:
        for line in tangent(run, step, shown.box, shown.theme):
            yield draw_strokes(canvas, [line], 1)
    point = run.trajectory.points[min(step, run.trajectory.steps)]
    for disc in head(point, run, shown.box, shown.theme):
        yield draw_strokes(canvas, [disc], 1)


def _counted(canvas: "Image", shown: Film, step: int) -> Area:
    """The step, right above the map."""
    right, top = shown.box.left + shown.box.width, shown.box.top
    area = (round(right) - 110, round(top) - 24, round(right), round(top) - 4)
    canvas.paste(shown.theme.paper, area)
    write(canvas, Words(f"step {step}", right, top - 10, 13, shown.theme.ink, "end", bold=True), 1)
    return area


def palette_of(shown: Film) -> "Image":
    """One palette for all frames: of the last one, and the colours of the runs; the last of 256 stays free."""
    image_module, _, _ = pillow()
    layers = Layers.over(background(shown))
    for index, run in enumerate(shown.contents.runs):
        _extended(layers, shown, run, (0, shown.steps[-1]), [0.0] * len(shown.contents.runs), index)
    image = layers.part((0, 0, *shown.size)).quantize(
        PALETTE, method=image_module.Quantize.MEDIANCUT, dither=image_module.Dither.NONE
    )
    colors = (image.getpalette() or [])[: 3 * PALETTE]
    exact = [*(shown.theme.run(run.color) for run in shown.contents.runs), shown.theme.ink, shown.theme.paper]
    colors += [int(color[place : place + 2], 16) for color in dict.fromkeys(exact) for place in (1, 3, 5)]
    holder: Image = image_module.new("P", (1, 1))
    holder.putpalette(colors[: 3 * 255] + [0] * (768 - len(colors[: 3 * 255])))
    return holder
