"""A picture as a list of shapes in pixels, which SVG and a raster draw alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gdviz.figures.style import DARK_GROUND, DARK_SHADES, LIGHT_GROUND, LIGHT_SHADES

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Stroke:
    """A line through points (n, 2), or a filled outline; dash: lengths of lines and gaps; opacity of the line."""

    points: np.ndarray
    color: str
    width: float
    dash: tuple[float, ...] = ()
    closed: bool = False
    fill: str = ""
    opacity: float = 1.0


@dataclass(frozen=True)
class Words:
    """Text at a point; anchor: start, middle or end, along its base line."""

    text: str
    x: float
    y: float
    size: float
    color: str
    anchor: str = "start"
    bold: bool = False


@dataclass(frozen=True)
class Image:
    """Pixels (height, width, 3) stretched over a rectangle."""

    pixels: Pixels
    x: float
    y: float
    width: float
    height: float


Shape = Stroke | Words | Image


@dataclass(frozen=True)
class Sheet:
    """A whole picture: its size in pixels, its paper, its shapes from back to front, and what it shows."""

    width: int
    height: int
    paper: str
    shapes: tuple[Shape, ...]
    title: str = ""


@dataclass(frozen=True)
class Theme:
    """Colours of a picture; ground: nine stops from low to high; shades: a run's colour → the one on this ground."""

    paper: str
    ink: str
    muted: str
    line: str
    halo: str
    contour: str
    contour_share: float
    ground: tuple[str, ...]
    shades: dict[str, str] = field(default_factory=dict)

    def run(self, color: str) -> str:
        """The colour of a run on this ground."""
        return self.shades.get(color, color)


LIGHT = Theme(
    "#fcfbf8", "#1b2230", "#5b6370", "#c9c4b8", "#ffffff", "#1c384e", 0.34,
    LIGHT_GROUND, LIGHT_SHADES,
)  # fmt: skip
DARK = Theme(
    "#11151c", "#e9e6df", "#a3adbb", "#303846", "#040a10", "#bed7e6", 0.22,
    DARK_GROUND, DARK_SHADES,
)  # fmt: skip
"""Those of the player (base/look.js)."""

DASHES = {
    "solid": (),
    "dash": (8.0, 5.0),
    "dot": (1.5, 4.5),
    "dashdot": (9.0, 4.0, 1.5, 4.0),
    "longdash": (15.0, 6.0),
    "longdashdot": (15.0, 5.0, 1.5, 5.0),
}


@dataclass(frozen=True)
class Box:
    """A rectangle of a picture that shows a window ((x0, x1), (y0, y1)), y upwards."""

    left: float
    top: float
    width: float
    height: float
    window: tuple[tuple[float, float], tuple[float, float]]

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Points (n, 2) of the window in pixels."""
        (x0, x1), (y0, y1) = self.window
        x = self.left + (points[:, 0] - x0) / (x1 - x0) * self.width
        y = self.top + (y1 - points[:, 1]) / (y1 - y0) * self.height
        return np.stack([x, y], axis=1)

    def holds(self, points: np.ndarray) -> NDArray[np.bool_]:
        """Which pixels (n, 2) are inside."""
        right, bottom = self.left + self.width, self.top + self.height
        inside: NDArray[np.bool_] = (points[:, 0] >= self.left) & (points[:, 0] <= right)
        return inside & (points[:, 1] >= self.top) & (points[:, 1] <= bottom)


def clipped(points: np.ndarray, box: Box) -> Iterator[np.ndarray]:
    """The pieces of a line through pixels (n, 2) that lie in a box (Liang and Barsky 1984, segment by segment)."""
    piece: list[np.ndarray] = []
    for start, end in pairwise(points):
        shares = _inside(start, end, box)
        if shares is None:
            if len(piece) > 1:
                yield np.array(piece)
            piece = []
            continue
        enter, leave = shares
        piece = piece if piece and enter == 0 else [start + enter * (end - start)]
        piece.append(start + leave * (end - start))
        if leave < 1:
            yield np.array(piece)
            piece = []
    if len(piece) > 1:
        yield np.array(piece)


def _inside(start: np.ndarray, end: np.ndarray, box: Box) -> tuple[float, float] | None:
    """From which to which share of its length a segment lies in the box; None if it does not."""
    enter, leave = 0.0, 1.0
    bounds = ((box.left, box.left + box.width), (box.top, box.top + box.height))
    for axis, (low, high) in enumerate(bounds):
        first, delta = float(start[axis]), float(end[axis] - start[axis])
        if delta == 0:
            if not low <= first <= high:
                return None
            continue
        near, far = sorted(((low - first) / delta, (high - first) / delta))
        enter, leave = max(enter, near), min(leave, far)
    return (enter, leave) if enter < leave else None


def frame_of(
    box: Box, theme: Theme, marks: Sequence[tuple[str, float, str]], ruled: bool = False
) -> Iterator[Stroke | Words]:
    """The frame of a box with marks (axis, pixel, text) on its axes x and y; ruled: with a line across at each of y."""
    right, bottom = box.left + box.width, box.top + box.height
    for axis, place, _ in marks if ruled else ():
        if axis == "y":
            yield Stroke(np.array([[box.left, place], [right, place]]), theme.line, 0.7)
    corners = np.array([[box.left, box.top], [right, box.top], [right, bottom], [box.left, bottom]])
    yield Stroke(corners, theme.line, 1, closed=True)
    for axis, place, text in marks:
        if axis == "x":
            yield Words(text, place, bottom + 17, 12, theme.muted, "middle")
        else:
            yield Words(text, box.left - 7, place + 4, 12, theme.muted, "end")


def marks_at(box: Box, across: Mapping[float, str], up: Mapping[float, str]) -> list[tuple[str, float, str]]:
    """Marks (axis, pixel, text) at values of x and of y, each with its text."""
    (x0, _), (y0, _) = box.window
    at_x = box.pixels(np.array([[value, y0] for value in across]).reshape(-1, 2))[:, 0].tolist()
    at_y = box.pixels(np.array([[x0, value] for value in up]).reshape(-1, 2))[:, 1].tolist()
    return [
        *zip("x" * len(at_x), at_x, across.values(), strict=True),
        *zip("y" * len(at_y), at_y, up.values(), strict=True),
    ]
