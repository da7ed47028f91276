"""Small maps as plain values: the shaded picture of a surface, and panels in a row with signs and runs upon it."""

import base64
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.figures.player_payload import DrawnRun, Mark, packed_run
from gdviz.figures.style import DARK_GROUND, LIGHT_GROUND
from gdviz.surface import Surface, Window

SIZE = (264, 176)
Pixels = NDArray[np.uint8]
BANDS = 9
# The ends and the middle of a map's ground; where f is undefined it is hatched paper.
GROUND = {False: LIGHT_GROUND[::4], True: DARK_GROUND[::4]}
LINE = {False: "#47697f", True: "#7d97a4"}
BLANK = {False: "#ffffff", True: "#0b1116"}


@dataclass(frozen=True)
class Panel:
    """One small map: title, a few words in a tone (good, bad, plain), runs from a start (2,), signs, a sentence below.

    ground: {"light": uri, "dark": uri}, or basins as `basin_map.basin_picture` packs them.
    """

    title: str
    words: str
    window: Window
    variables: tuple[str, str]
    runs: Sequence[DrawnRun] = ()
    start: tuple[float, float] | None = None
    tone: str = "plain"
    marks: Sequence[Mark] = ()
    ground: Mapping[str, str] = field(default_factory=dict)
    basins: Mapping[str, Any] | None = None
    color: str = ""
    sentence: str | None = None


def row(panels: Sequence[Panel], *, layout: str = "row", follow: bool = False, play: str = "") -> dict[str, Any]:
    """Panels for the component: follow the player's frame, or play by themselves whenever `play` changes."""
    return {"panels": [packed(panel) for panel in panels], "layout": layout, "follow": follow, "play": play}


def packed(panel: Panel) -> dict[str, Any]:
    """One panel as the browser reads it."""
    return {
        "title": panel.title,
        "words": panel.words,
        "tone": panel.tone,
        "sentence": panel.sentence,
        "color": panel.color or (panel.runs[0].color if panel.runs else "#777777"),
        "window": [[float(low), float(high)] for low, high in panel.window],
        "variables": list(panel.variables),
        "start": list(map(float, panel.start)) if panel.start else None,
        "marks": [{"kind": mark.kind, "point": [float(k) for k in mark.point]} for mark in panel.marks],
        "runs": [packed_run(run) for run in panel.runs],
        "ground": dict(panel.ground),
        "basins": dict(panel.basins) if panel.basins else None,
    }


@lru_cache(maxsize=64)
def ground(surface: Surface, window: Window, size: tuple[int, int] = SIZE) -> dict[str, str]:
    """The surface as a shaded picture of this width and height for each theme, as data URIs."""
    bands = bands_of(surface, window, size)
    return {theme: uri(png(painted(bands, theme == "dark"))) for theme in ("light", "dark")}


def thumbnail_png(surface: Surface, size: tuple[int, int] = (96, 72), dark: bool = False) -> bytes:
    """The surface's window as a PNG of (width, height) pixels. Pure; raises nothing for blank or level surfaces."""
    return png(painted(bands_of(surface, None, size), dark))


@lru_cache(maxsize=512)
def thumbnail_uri(surface: Surface, size: tuple[int, int] = (96, 72), dark: bool = False) -> str:
    """The same picture as `data:image/png;base64,…`, kept for the next time it is asked for."""
    return uri(thumbnail_png(surface, size, dark))


def uri(picture: bytes) -> str:
    """A PNG as a data URI."""
    return "data:image/png;base64," + base64.b64encode(picture).decode("ascii")


def bands_of(surface: Surface, window: Window | None, size: tuple[int, int]) -> np.ndarray:
    """In which of the bands each pixel lies, seen from above; None: the surface's own window."""
    width, height = size
    _, _, z = surface.grid(window, (height, width))
    return heights(np.broadcast_to(z, (height, width))[::-1]) * BANDS


def heights(z: np.ndarray) -> np.ndarray:
    """f on a scale of 0 to 1 that shows valleys, half its logarithm and half its rank; NaN where undefined."""
    finite = np.isfinite(z)
    scaled = np.full(z.shape, np.nan)
    if not finite.any():
        return scaled
    above = z[finite] - z[finite].min()
    if not 0 < above.max() < np.inf:
        scaled[finite] = 0.5
        return scaled
    logarithm = np.log1p(above / max(float(np.quantile(above, 0.1)), 1e-6 * above.max()))
    logarithm /= logarithm.max()
    scaled[finite] = (logarithm + rank(logarithm)) / 2
    return scaled


def rank(heights: np.ndarray) -> np.ndarray:
    """The share of heights (0 to 1) that lie lower, but with limited contrast: a plain's tiny ripples stay tiny."""
    counts, edges = np.histogram(heights, bins=64, range=(0, 1))
    climb = np.cumsum(np.minimum(counts, 4 * counts.mean()))
    return np.interp(heights, edges, np.append(0, climb / climb[-1]))


def painted(bands: np.ndarray, dark: bool) -> Pixels:
    """Colours (height, width, 3): the ground shaded by band, a line wherever the band changes."""
    low, middle, high = (rgb(colour) for colour in GROUND[dark])
    share = np.nan_to_num(bands / BANDS)[..., None]
    ground = np.where(share < 0.5, low + 2 * share * (middle - low), middle + (2 * share - 1) * (high - middle))
    strength = 0.6 * contour_strength(bands)[..., None]
    colours = ground + strength * (rgb(LINE[dark]) - ground)
    colours[np.isnan(bands)] = rgb(BLANK[dark])
    return np.rint(colours).astype(np.uint8)


def contour_strength(bands: np.ndarray) -> np.ndarray:
    """How much of a contour line lies in each pixel, 0 to 1: its distance to the nearest level over its slope."""
    down, across = np.gradient(np.nan_to_num(bands))
    slope = np.hypot(down, across)
    away = np.abs(bands - np.clip(np.rint(bands), 1, BANDS - 1))
    near = np.clip(1.1 - away / np.maximum(slope, 1e-9), 0, 1)
    # Where levels crowd, lines would merge into a blot: they fade.
    return np.nan_to_num(near * np.clip(1.5 - 1.5 * slope, 0, 1))


def rgb(colour: str) -> np.ndarray:
    """Red, green, blue of #rrggbb."""
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], dtype=np.float64)


def png(pixels: Pixels) -> bytes:
    """An 8-bit RGB image (height, width, 3) as PNG (ISO/IEC 15948), without filters."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One PNG chunk: length, kind, data, checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
