"""A film as an animated GIF: one palette, and of each frame only the rectangle that changed, the rest see-through."""

import struct
from typing import TYPE_CHECKING

import numpy as np

from gdviz.export.pictures.animation import (
    FRAME,
    LAST,
    Film,
    Progress,
    painted_frames,
    palette_of,
    union,
    with_progress,
)
from gdviz.export.pictures.pillow_modules import pillow

if TYPE_CHECKING:
    from PIL.Image import Image

CLEAR = 255
"""The place in the palette that shows what was there before."""


def gif_of(shown: Film, progress: Progress | None = None) -> bytes:
    """The film as GIF89a, played round and round."""
    image_module, _, _ = pillow()
    palette = palette_of(shown)
    parts = [header(shown.size, bytes(palette.getpalette() or []))]
    before = np.zeros(shown.size[::-1], np.uint8)
    for place, (frame, areas) in enumerate(with_progress(painted_frames(shown), len(shown.steps), progress)):
        box = union(areas)
        part = frame.crop(box).quantize(palette=palette, dither=image_module.Dither.NONE)
        pixels = np.asarray(part)
        under = before[box[1] : box[3], box[0] : box[2]]
        shown_pixels = pixels if place == 0 else np.where(pixels == under, np.uint8(CLEAR), pixels)
        before[box[1] : box[3], box[0] : box[2]] = pixels
        picture = image_module.fromarray(np.ascontiguousarray(shown_pixels))
        time = LAST if place == len(shown.steps) - 1 else FRAME
        parts += frame_bytes(picture, box[:2], time)
    return b"".join([*parts, b";"])


def header(size: tuple[int, int], palette: bytes) -> bytes:
    """Signature, size, the one palette of 256 colours, and that it is played for ever (Netscape's extension)."""
    screen = b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0)
    return screen + palette.ljust(768, b"\0")[:768] + b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


def frame_bytes(picture: "Image", offset: tuple[int, int], time: int) -> list[bytes]:
    """A frame that stays when the next comes, as Pillow compresses it."""
    from PIL.GifImagePlugin import getdata

    return list(getdata(picture, offset, duration=time, transparency=CLEAR, disposal=1))
