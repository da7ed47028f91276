"""A map for paper as inline SVG: the surface's window, its axes, the start, and on the key the paths and the truth."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import numpy as np

from gdviz.figures import looks
from gdviz.figures.thumbnail import thumbnail_uri
from gdviz.lessons.worked import Worked
from gdviz.numeral import numeral
from gdviz.surface import Window
from gdviz.trajectory import Array
from gdviz.window import Point

WIDTH, HEIGHT, MARGIN = 560, 380, 34
PIXELS = (560, 380)
TICKS = 5
FAR = 2.0
"""So many windows from the middle a path ends on paper."""
DASHES = {"solid": "", "dash": "8 4", "dot": "2 4", "dashdot": "8 4 2 4", "longdash": "14 4", "longdashdot": "14 4 2 4"}


class Frame:
    """Where points of the window lie on the paper."""

    def __init__(self, window: Window) -> None:
        (self.left, right), (self.bottom, top) = window
        self.across, self.up = right - self.left, top - self.bottom

    def place(self, x: float, y: float) -> Point:
        """Where a point lies, at most some windows away."""
        across = float(np.clip((x - self.left) / self.across, -9, 10))
        up = float(np.clip((y - self.bottom) / self.up, -9, 10))
        return (MARGIN + across * WIDTH, HEIGHT - up * HEIGHT + 8)


def map_svg(worked: Worked, *, ground: bool = True, paths: bool = False, truth: Point | None = None,
            arrow: Point | None = None) -> str:  # fmt: skip
    """The map as SVG. ground: with the picture of the surface; paths: with the runs; truth, arrow: the right answer."""
    frame = Frame(worked.window)
    picture = thumbnail_uri(replace(worked.surface, window=worked.window), PIXELS) if ground else ""
    parts = [
        f'<svg viewBox="0 0 {WIDTH + MARGIN + 12} {HEIGHT + 34}" role="img" aria-label="Map" class="map">',
        f'<image href="{picture}" x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" preserveAspectRatio="none"/>'
        if ground
        else "",
        *axes(worked.window, frame),
        f'<svg x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" viewBox="{MARGIN} 8 {WIDTH} {HEIGHT}">',
        *(_paths(worked, frame) if paths else ()),
        *_marks(worked, frame, truth, arrow),
        "</svg>",
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def axes(window: Window, frame: Frame) -> list[str]:
    """The frame, ticks and their numbers."""
    (left, right), (bottom, top) = window
    parts = [f'<rect x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" class="frame"/>']
    for x in np.linspace(left, right, TICKS):
        across, _ = frame.place(float(x), bottom)
        parts.append(
            f'<text x="{across:.1f}" y="{HEIGHT + 26}" text-anchor="middle">{escape(numeral(float(x), 3))}</text>'
        )
        parts.append(f'<path d="M{across:.1f} {HEIGHT + 8}v5" class="frame"/>')
    for y in np.linspace(bottom, top, TICKS):
        _, up = frame.place(left, float(y))
        parts.append(f'<text x="{MARGIN - 8}" y="{up + 4:.1f}" text-anchor="end">{escape(numeral(float(y), 3))}</text>')
        parts.append(f'<path d="M{MARGIN} {up:.1f}h-5" class="frame"/>')
    return parts


def _paths(worked: Worked, frame: Frame) -> list[str]:
    parts = []
    styles = looks([run.run for run in worked.runs])
    for place, run in enumerate(worked.runs):
        style = styles[run.run.style]
        points = [frame.place(x, y) for x, y in _near(run.trajectory.points, worked.window).tolist()]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = DASHES.get(style.dash, "")
        parts.append(f'<polyline points="{line}" class="path" stroke="{style.color}" stroke-dasharray="{dash}"/>')
        parts.append(
            f'<text x="{MARGIN + 8}" y="{26 + 16 * place}" fill="{style.color}" class="run">{escape(run.label)}</text>'
        )
    return parts


def _near(points: Array, window: Window) -> Array:
    """The points up to the first that is far outside the window, and that one."""
    low, high = np.array(window).T
    far = np.flatnonzero((np.abs(points - (low + high) / 2) > FAR * (high - low)).any(axis=1))
    return points[: far[0] + 1] if far.size else points


def _marks(worked: Worked, frame: Frame, truth: Point | None, arrow: Point | None) -> list[str]:
    x, y = frame.place(*worked.start)
    parts = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="start"/>',
             f'<text x="{x + 9:.1f}" y="{y - 7:.1f}" class="label">start</text>']  # fmt: skip
    if truth:
        a, b = frame.place(*truth)
        parts.append(f'<path d="M{a - 7:.1f} {b - 7:.1f}l14 14m0 -14l-14 14" class="truth"/>')
    if arrow:
        a, b = _tip(worked, frame, arrow)
        parts.append(f'<path d="M{x:.1f} {y:.1f}L{a:.1f} {b:.1f}" class="truth"/>')
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" class="tip"/>')
    return parts


def _tip(worked: Worked, frame: Frame, arrow: Sequence[float]) -> Point:
    """The end of an arrow from the start, a fifth of the paper long."""
    x, y = frame.place(*worked.start)
    dx, dy = arrow[0] / frame.across * WIDTH, -arrow[1] / frame.up * HEIGHT
    length = float(np.hypot(dx, dy)) or 1.0
    return (x + 0.2 * WIDTH * dx / length, y + 0.2 * WIDTH * dy / length)
