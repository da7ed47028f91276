"""A map or a curve for paper as inline SVG: window, axes, start, and on the key the paths and the truth."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import numpy as np

from gdviz.figures import looks, thumbnail_uri
from gdviz.lessons.case import Case
from gdviz.numeral import numeral, ticks
from gdviz.surface import Point, Window

WIDTH, HEIGHT, MARGIN = 560, 380, 48
PIXELS = (560, 380)
TICKS = 5
AIR = 0.07
"""Of the heights, above and below a curve."""
FAR = 2.0
"""So many windows from the middle a path ends on paper."""
DASHES = {"solid": "", "dash": "8 4", "dot": "2 4", "dashdot": "8 4 2 4", "longdash": "14 4", "longdashdot": "14 4 2 4"}


class Frame:
    """Where points of the window lie on the paper."""

    def __init__(self, window: Window) -> None:
        self.window = window
        (self.left, right), (self.bottom, top) = window
        self.across, self.up = right - self.left, top - self.bottom

    def place(self, x: float, y: float) -> Point:
        """Where a point lies, at most some windows away."""
        across = float(np.clip((x - self.left) / self.across, -9, 10))
        up = float(np.clip((y - self.bottom) / self.up, -9, 10))
        return (MARGIN + across * WIDTH, HEIGHT - up * HEIGHT + 8)


def map_svg(case: Case, *, ground: bool = True, paths: bool = False, truth: Point | None = None,
            arrow: Point | None = None) -> str:  # fmt: skip
    """The map as SVG, or the curve of a formula of one variable. ground: with the picture of the surface; paths: with
    the runs; truth, arrow: the right answer.
    """
    if ground and case.free is not None:
        return curve_svg(case, 1 - case.free, paths=paths, truth=truth, arrow=arrow)
    frame = Frame(case.window)
    picture = thumbnail_uri(replace(case.surface, window=case.window), PIXELS) if ground else ""
    image = f'<image href="{picture}" x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" preserveAspectRatio="none"/>'
    ways = [run.trajectory.points for run in case.runs]
    drawn = [*(_paths(case, frame, ways) if paths else ()), *_marks(frame, case.start, truth, arrow)]
    return _svg("Map", case.window, frame, [image] if ground else [], drawn)


def curve_svg(case: Case, axis: int, *, paths: bool, truth: Point | None, arrow: Point | None) -> str:
    """The curve of a formula of one variable, which is coordinate `axis` of the plane, with what `map_svg` draws."""
    us = np.linspace(*case.window[axis], WIDTH)
    heights = _heights(case, axis, us)
    finite = heights[np.isfinite(heights)]
    low, high = np.quantile(finite, [0, 0.98]).tolist() if finite.size else (0.0, 1.0)
    air = AIR * (high - low or 1.0)
    window = (case.window[axis], (low - air, high + air))
    frame = Frame(window)
    line = [frame.place(u, f) for u, f in zip(us.tolist(), heights.tolist(), strict=True) if np.isfinite(f)]
    curve = f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in line)}" class="curve"/>'
    ways = [np.stack([run.trajectory.points[:, axis], run.trajectory.values], axis=1) for run in case.runs]

    def on_it(point: Point) -> Point:
        return (point[axis], float(_heights(case, axis, np.array([point[axis]]))[0]))

    marks = _marks(
        frame, on_it(case.start), truth and on_it(truth), arrow and (float(np.sign(arrow[axis])) or 1.0, 0.0)
    )
    return _svg("Curve", window, frame, [], [curve, *(_paths(case, frame, ways) if paths else ()), *marks])


def _heights(case: Case, axis: int, us: np.ndarray) -> np.ndarray:
    """f at places of its one variable."""
    zeros = np.zeros_like(us)
    return np.broadcast_to(np.asarray(case.surface.value(*((us, zeros) if axis == 0 else (zeros, us)))), us.shape)


def _svg(name: str, window: Window, frame: Frame, ground: Sequence[str], drawn: Sequence[str]) -> str:
    """The ground, the axes, and over them what is cut off at the frame."""
    parts = [
        f'<svg viewBox="0 0 {WIDTH + MARGIN + 12} {HEIGHT + 34}" role="img" aria-label="{name}" class="map">',
        *ground,
        *axes(window, frame),
        f'<svg x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" viewBox="{MARGIN} 8 {WIDTH} {HEIGHT}">',
        *drawn,
        "</svg>",
        "</svg>",
    ]
    return "\n".join(parts)


def axes(window: Window, frame: Frame) -> list[str]:
    """The frame, ticks and their numbers."""
    (left, right), (bottom, top) = window
    parts = [f'<rect x="{MARGIN}" y="8" width="{WIDTH}" height="{HEIGHT}" class="frame"/>']
    for x in ticks(left, right, TICKS):
        across, _ = frame.place(x, bottom)
        parts.append(f'<text x="{across:.1f}" y="{HEIGHT + 26}" text-anchor="middle">{escape(numeral(x, 4))}</text>')
        parts.append(f'<path d="M{across:.1f} {HEIGHT + 8}v5" class="frame"/>')
    for y in ticks(bottom, top, TICKS):
        _, up = frame.place(left, y)
        parts.append(f'<text x="{MARGIN - 8}" y="{up + 4:.1f}" text-anchor="end">{escape(numeral(y, 4))}</text>')
        parts.append(f'<path d="M{MARGIN} {up:.1f}h-5" class="frame"/>')
    return parts


def _paths(case: Case, frame: Frame, ways: Sequence[np.ndarray]) -> list[str]:
    """The runs. ways: their points (n, 2) on the paper's axes."""
    parts = []
    styles = looks([run.run for run in case.runs])
    for place, (run, way) in enumerate(zip(case.runs, ways, strict=True)):
        style = styles[run.run.style]
        points = [frame.place(x, y) for x, y in _near(way, frame.window).tolist()]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dash = DASHES.get(style.dash, "")
        parts.append(f'<polyline points="{line}" class="path" stroke="{style.color}" stroke-dasharray="{dash}"/>')
        parts.append(
            f'<text x="{MARGIN + 8}" y="{26 + 16 * place}" fill="{style.color}" class="run">{escape(run.label)}</text>'
        )
    return parts


def _near(points: np.ndarray, window: Window) -> np.ndarray:
    """The points up to the first that is far outside the window, and that one."""
    low, high = np.array(window).T
    far = np.flatnonzero((np.abs(points - (low + high) / 2) > FAR * (high - low)).any(axis=1))
    return points[: far[0] + 1] if far.size else points


def _marks(frame: Frame, start: Point, truth: Point | None, arrow: Point | None) -> list[str]:
    x, y = frame.place(*start)
    parts = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="start"/>',
             f'<text x="{x + 9:.1f}" y="{y - 7:.1f}" class="label">start</text>']  # fmt: skip
    if truth:
        a, b = frame.place(*truth)
        parts.append(f'<path d="M{a - 7:.1f} {b - 7:.1f}l14 14m0 -14l-14 14" class="truth"/>')
    if arrow:
        a, b = _tip((x, y), frame, arrow)
        parts.append(f'<path d="M{x:.1f} {y:.1f}L{a:.1f} {b:.1f}" class="truth"/>')
        parts.append(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" class="tip"/>')
    return parts


def _tip(start: Point, frame: Frame, arrow: Sequence[float]) -> Point:
    """The end of an arrow from the start on the paper, a fifth of it long."""
    x, y = start
    dx, dy = arrow[0] / frame.across * WIDTH, -arrow[1] / frame.up * HEIGHT
    length = float(np.hypot(dx, dy)) or 1.0
    return (x + 0.2 * WIDTH * dx / length, y + 0.2 * WIDTH * dy / length)
