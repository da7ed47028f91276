"""The picture of a card: a map or a curve with the ball at its start, or rows as a scatter; as SVG in a data URI."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from gdviz.figures.small_maps import BANDS, BLANK, heights, painted, png, uri
from gdviz.figures.style import BLUE, DARK_GROUND, DARK_SHADES, LIGHT_GROUND
from gdviz.surface import Point, Surface, Window

SIZE = WIDTH, HEIGHT = 264, 132
BALL, DOT, MOST_DOTS, MARGIN = 6, 2, 200, 14
COARSE = (12, 24)
"""Rows and columns by which two pictures are compared."""
INK = {False: "#16212b", True: "#eef2f4"}
LINE = {False: BLUE, True: DARK_SHADES[BLUE]}
PAPER = {False: LIGHT_GROUND[-1], True: BLANK[True]}
GROUND = {False: LIGHT_GROUND[4], True: DARK_GROUND[4]}


@dataclass(frozen=True, eq=False)
class Picture:
    """kind: of map, curve and rows; coarse: it in a few shades of 0 to 1, COARSE; parts: dark → what is drawn."""

    kind: str
    coarse: np.ndarray
    parts: Callable[[bool], str]

    def uri(self, dark: bool) -> str:
        """As `data:image/svg+xml,…`."""
        text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{self.parts(dark)}</svg>'
        return "data:image/svg+xml," + quote(text, safe="/:;,=+ '()")

    def unlike(self, other: "Picture") -> float:
        """How much another picture differs, 0 to 1."""
        return 1.0 if self.kind != other.kind else float(np.sqrt(np.mean((self.coarse - other.coarse) ** 2)))


def map_picture(surface: Surface, window: Window, start: Point) -> Picture:
    """The ground of a window, seen from above, and the ball."""

    def shades(size: tuple[int, int]) -> np.ndarray:
        _, _, z = surface.grid(window, size)
        return heights(np.broadcast_to(z, size)[::-1])

    (left, right), (bottom, top) = window
    across, up = (start[0] - left) / (right - left), (start[1] - bottom) / (top - bottom)

    def parts(dark: bool) -> str:
        ground = uri(png(painted(shades((HEIGHT, WIDTH)) * BANDS, dark)))
        return (
            f'<image href="{ground}" width="{WIDTH}" height="{HEIGHT}"/>{ball(across * WIDTH, (1 - up) * HEIGHT, dark)}'
        )

    return Picture("map", np.nan_to_num(shades(COARSE), nan=1.0), parts)


def curve_picture(surface: Surface, axis: int, stretch: tuple[float, float], start: float) -> Picture:
    """The curve of a formula of one variable, coordinate `axis` of the plane, and the ball on it."""

    def curve(us: np.ndarray) -> np.ndarray:
        return np.broadcast_to(np.asarray(surface.value(*((us, 0 * us) if axis == 0 else (0 * us, us)))), us.shape)

    us = np.linspace(*stretch, WIDTH)
    along = np.where(np.isfinite(curve(us)), curve(us), np.nan)
    low, high = np.nanquantile(along, [0, 0.98]) if np.isfinite(along).any() else (0.0, 1.0)

    def pixel(values: np.ndarray) -> np.ndarray:
        share = (values - low) / ((high - low) or 1.0)
        return np.asarray(np.clip(HEIGHT - MARGIN - share * (HEIGHT - 3 * MARGIN), -HEIGHT, 2 * HEIGHT))

    def parts(dark: bool) -> str:
        line = " ".join(f"{x},{y:.1f}" for x, y in enumerate(pixel(along)) if np.isfinite(y))
        x = (start - stretch[0]) / (stretch[1] - stretch[0]) * WIDTH
        y = float(pixel(curve(np.array([start])))[0])
        return (
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER[dark]}"/>'
            f'<polygon points="0,{HEIGHT} {line} {WIDTH},{HEIGHT}" fill="{GROUND[dark]}"/>'
            f'<polyline points="{line}" fill="none" stroke="{LINE[dark]}" stroke-width="2"/>'
            f"{ball(x, y - BALL if np.isfinite(y) else -BALL, dark)}"
        )

    rows, columns = np.linspace(0, HEIGHT, COARSE[0]), np.linspace(0, WIDTH - 1, COARSE[1]).astype(int)
    coarse = rows[:, None] > np.nan_to_num(pixel(along), nan=HEIGHT)[columns]
    return Picture("curve", coarse.astype(np.float64), parts)


def rows_picture(x: np.ndarray, y: np.ndarray) -> Picture:
    """Rows of two columns as dots."""
    chosen = slice(None, None, max(1, len(x) // MOST_DOTS))
    across, up = (span(column[chosen]) for column in (x, y))
    coarse, _, _ = np.histogram2d(1 - up, across, bins=COARSE, range=((0, 1), (0, 1)))
    place = np.stack([MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)], axis=1)

    def parts(dark: bool) -> str:
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{DOT}"/>' for a, b in place)
        return f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER[dark]}"/><g fill="{LINE[dark]}">{dots}</g>'

    return Picture("rows", np.minimum(coarse, 1.0), parts)


def span(column: np.ndarray) -> np.ndarray:
    """A column from 0 to 1."""
    low, high = float(column.min()), float(column.max())
    return (column - low) / ((high - low) or 1.0)


def ball(x: float, y: float, dark: bool) -> str:
    """The start, at a place in pixels."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{BALL}" fill="{PAPER[dark]}" stroke="{INK[dark]}" stroke-width="2.5"/>'
    )
