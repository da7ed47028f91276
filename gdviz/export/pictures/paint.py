"""A sheet as pixels, by Pillow: smooth strokes, text in the app's typeface, the ground stretched to its place."""

import io
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from gdviz.checkpoint import checkpoint
from gdviz.export.pictures.lettering import pillow, write
from gdviz.export.pictures.sheet import Image as Area
from gdviz.export.pictures.sheet import Sheet, Stroke, Words

if TYPE_CHECKING:
    from PIL.Image import Image

FINE = 3
"""Strokes are drawn so many times larger and averaged."""


class Watched(io.BytesIO):
    """A file in memory; after each part that an encoder writes is a checkpoint, at which a host may end the work."""

    def write(self, part: Any) -> int:
        """Write, as io.BytesIO does."""
        checkpoint()
        return super().write(part)


def png_of(sheet: Sheet, scale: float) -> bytes:
    """The sheet as PNG, `scale` pixels for each of its own; 2 prints well."""
    file = Watched()
    dots = round(96 * scale)
    painted(sheet, scale).save(file, "PNG", optimize=False, dpi=(dots, dots), compress_level=6)
    return file.getvalue()


def painted(sheet: Sheet, scale: float = 1.0) -> "Image":
    """The sheet as an RGB image; after the shapes of each look is a checkpoint, at which a host may end the work."""
    image_module, _, _ = pillow()
    canvas: Image = image_module.new("RGB", (round(sheet.width * scale), round(sheet.height * scale)), sheet.paper)
    for kind, shapes in groupby(sheet.shapes, key=_kind):
        for_all = list(shapes)
        if kind[0] is Area:
            for area in for_all:
                _paste_area(canvas, area, scale)
        elif kind[0] is Words:
            for words in for_all:
                write(canvas, words, scale)
        else:
            draw_strokes(canvas, for_all, scale)
        checkpoint()
    return canvas


def _kind(shape: Stroke | Words | Area) -> tuple[object, ...]:
    """Strokes that may be drawn as one: of one look, open, and neighbours on the sheet."""
    if isinstance(shape, Stroke) and not shape.closed:
        return (Stroke, shape.color, shape.width, shape.opacity, shape.dash)
    return (type(shape), id(shape)) if isinstance(shape, Stroke) else (type(shape),)


def _paste_area(canvas: "Image", area: Any, scale: float) -> None:
    image_module, _, _ = pillow()
    size = (round(area.width * scale), round(area.height * scale))
    picture = image_module.fromarray(area.pixels)
    picture = picture if picture.size == size else picture.resize(size, image_module.Resampling.BICUBIC)
    canvas.paste(picture, (round(area.x * scale), round(area.y * scale)))


def draw_strokes(canvas: "Image", strokes: Sequence[Any], scale: float) -> tuple[int, int, int, int]:
    """Strokes of one look on an image; returns the rectangle that may have changed."""
    box = area_of(strokes, scale, canvas.size)
    if box[2] <= box[0]:
        return box
    for stroke in strokes:
        if stroke.fill:
            canvas.paste(stroke.fill, box, mask_of([stroke], box, scale, filled=True))
    mask = mask_of(strokes, box, scale)
    opacity = strokes[0].opacity
    canvas.paste(strokes[0].color, box, mask if opacity == 1 else mask.point(lambda share: round(share * opacity)))
    return box


def area_of(strokes: Sequence[Any], scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The rectangle of an image that strokes of one width touch: left, top, right, bottom; all 0 where they do not."""
    reach = strokes[0].width / 2 + 2
    low = np.min([stroke.points.min(axis=0) for stroke in strokes], axis=0) - reach
    high = np.max([stroke.points.max(axis=0) for stroke in strokes], axis=0) + reach
    left, top = (max(0, int(np.floor(edge * scale))) for edge in low)
    right, bottom = (min(int(np.ceil(edge * scale)), most) for edge, most in zip(high, size, strict=True))
    return (left, top, right, bottom) if right > left and bottom > top else (0, 0, 0, 0)


def mask_of(strokes: Sequence[Any], box: tuple[int, int, int, int], scale: float, filled: bool = False) -> "Image":
    """How much of each pixel of a rectangle strokes, or what they enclose, cover: 0 to 255."""
    image_module, draw_module, _ = pillow()
    wide, high = box[2] - box[0], box[3] - box[1]
    mask: Image = image_module.new("L", (FINE * wide, FINE * high))
    pen = draw_module.Draw(mask)
    for stroke in strokes:
        points = FINE * (stroke.points * scale - np.array(box[:2])) - 0.5
        if filled:
            pen.polygon(points.ravel().tolist(), fill=255)
            continue
        width = max(1, round(FINE * scale * stroke.width))
        closed = np.concatenate([points, points[:2]]) if stroke.closed else points
        for piece in dashed(closed, [FINE * scale * length for length in stroke.dash]):
            pen.line(piece.ravel().tolist(), fill=255, width=width, joint="curve")
            for x, y in (piece[0], piece[-1]):
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return mask.reduce(FINE)


def dashed(points: np.ndarray, pattern: Sequence[float], offset: float = 0.0) -> Iterator[np.ndarray]:
    """The lines of a dashed path through points (n, 2); pattern: lengths of line and gap in turn, empty: no gaps.

    The caps are round: they are taken from the gaps' length by the eye alone. offset: how much of the pattern is over.
    """
    if not len(pattern):
        yield points
        return
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    edges = np.cumsum([0.0, *pattern])
    start = -(offset % edges[-1])
    while start < along[-1]:
        for low, high in zip(edges[:-1:2], edges[1::2], strict=False):
            begin, end = max(0.0, start + low), min(along[-1], start + high)
            if end > begin:
                inner = points[(along > begin) & (along < end)]
                ends = [[np.interp(at, along, points[:, axis]) for axis in (0, 1)] for at in (begin, end)]
                yield np.concatenate([ends[:1], inner, ends[1:]])
        start += edges[-1]
