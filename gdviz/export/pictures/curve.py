"""A formula of one variable as the curve f(u), with every run on it: what its picture shows in place of a map."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.pictures.sheet import Box, Stroke, Theme, clipped
from gdviz.expression import name_plain
from gdviz.figures import DrawnRun, Mark, line_axis, rgb
from gdviz.surface import Surface, Window
from gdviz.trajectory import Trajectory

SAMPLES, AIR, WILD = 400, 0.07, 25
"""As in the player (line/curve.js): heights further from the middle ones than WILD of their spread run into a pole."""
ONE_PLACE = 1e-4
"""Of the window: signs that are nearer stand for one place."""
TANGENT, DOT_GAP = 78.0, 7.0
"""Pixels of a tangent to each side; between two steps that are dots of their own."""
ROUND = np.linspace(0, 2 * np.pi, 13)[:-1]
DOT = 1.2 * np.stack([np.cos(ROUND), np.sin(ROUND)], axis=1)


@dataclass(frozen=True)
class Curve:
    """f along its one variable, which is coordinate `axis` of the plane."""

    surface: Surface
    axis: int

    def heights(self, us: np.ndarray) -> np.ndarray:
        """f at places (n,), NaN where it has no value."""
        places = (us, np.zeros_like(us)) if self.axis == 0 else (np.zeros_like(us), us)
        heights = np.broadcast_to(np.asarray(self.surface.value(*places), dtype=np.float64), us.shape)
        return np.where(np.isfinite(heights), heights, np.nan)

    def view(self, low: float, high: float) -> Window:
        """A stretch of the variable, with the heights of the curve over it."""
        heights = np.sort(self.heights(np.linspace(low, high, SAMPLES + 1)))
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            return ((low, high), (-1.0, 1.0))
        bottom, first, third, top = (float(heights[int(share * (heights.size - 1))]) for share in (0, 0.25, 0.75, 1))
        if third > first:
            reach = WILD * (third - first)
            bottom, top = max(bottom, first - reach), min(top, third + reach)
        air = AIR * (top - bottom or abs(top) or 1.0)
        return ((low, high), (bottom - air, top + air))

    def placed(self, run: Trajectory) -> Trajectory:
        """A run with its points on the curve (u, f), and its gradients as slopes (f′, 0)."""
        slopes = np.stack([run.gradients[:, self.axis], np.zeros(len(run.gradients))], axis=1)
        return replace(run, points=np.stack([run.points[:, self.axis], run.values], axis=1), gradients=slopes)


@dataclass(frozen=True)
class OnCurve(Contents):
    """Contents whose points, signs and window are those of the curve."""

    curve: Curve = field(kw_only=True)


def on_curve(contents: Contents) -> Contents:
    """Contents as their picture shows them: on the curve for a formula of one variable, else as they are."""
    axis = line_axis(contents.surface)
    if axis is None or isinstance(contents, OnCurve):
        return contents
    curve = Curve(contents.surface, axis)
    u = np.array([contents.start[axis]])
    changed = {
        "window": curve.view(*contents.window[axis]),
        "start": (float(u[0]), float(curve.heights(u)[0])),
        "runs": tuple(replace(run, trajectory=curve.placed(run.trajectory)) for run in contents.runs),
        "marks": tuple(marks_on(curve, contents)),
    }
    return OnCurve(**{one.name: getattr(contents, one.name) for one in fields(contents)} | changed, curve=curve)


def marks_on(curve: Curve, contents: Contents) -> Iterator[Mark]:
    """Signs on the curve; the dots of a valley's floor are one minimum, the lowest of them the lowest one."""
    low, high = contents.window[curve.axis]
    minima: list[Mark] = []
    for mark in contents.marks:
        u = np.array([mark.point[curve.axis]])
        placed = replace(mark, point=(float(u[0]), float(curve.heights(u)[0])))
        if mark.kind != "floor":
            yield placed
        elif all(abs(other.point[0] - placed.point[0]) >= ONE_PLACE * (high - low) for other in minima):
            minima.append(placed)
    lowest = min((mark.point[1] for mark in minima), default=0.0)
    for mark in minima:
        yield replace(mark, kind="global" if mark.point[1] <= lowest + 1e-9 * max(1.0, abs(lowest)) else "minimum")


def axis_names(contents: Contents) -> tuple[str, str]:
    """What the axes of a picture are called."""
    first, second = map(name_plain, contents.surface.variables)
    if isinstance(contents, OnCurve):
        return ((first, second)[contents.curve.axis], "f")
    return first, second


def curve_shapes(contents: OnCurve, box: Box, theme: Theme) -> Iterator[Stroke]:
    """The curve, and the ground below it."""
    us = np.linspace(*box.window[0], 2 * round(box.width) + 1)
    pieces = list(_pieces(box.pixels(np.stack([us, contents.curve.heights(us)], axis=1)), box))
    floor = box.top + box.height
    share = 0.35 if sum(rgb(theme.paper)) > 380 else 0.5
    mixed = np.rint(np.array(rgb(theme.paper)) * (1 - share) + share * np.array(rgb(theme.ground[4]))).astype(int)
    ground = "#{:02x}{:02x}{:02x}".format(*mixed)
    for piece in pieces:
        under = np.clip(piece, (box.left, box.top), (box.left + box.width, floor))
        corners = np.array([[under[-1, 0], floor], [under[0, 0], floor]])
        yield Stroke(np.concatenate([under, corners]), ground, 0.5, closed=True, fill=ground)
    for piece in pieces:
        yield from (Stroke(part, theme.ink, 2.2) for part in clipped(piece, box))


def _pieces(pixels: np.ndarray, box: Box) -> Iterator[np.ndarray]:
    """The curve without gaps: cut where f has no value, and where it jumps across the whole picture."""
    pixels = np.stack([pixels[:, 0], np.clip(pixels[:, 1], box.top - box.height, box.top + 2 * box.height)], axis=1)
    with np.errstate(invalid="ignore"):
        cut = ~np.isfinite(pixels[:, 1]) | np.r_[False, np.abs(np.diff(pixels[:, 1])) > 1.5 * box.height]
    for piece in np.split(pixels, np.flatnonzero(cut)):
        part = piece[np.isfinite(piece[:, 1])]
        if len(part) > 1:
            yield part


def tangent(run: DrawnRun, step: int, box: Box, theme: Theme) -> Iterator[Stroke]:
    """The tangent where a run stands: its slope is the gradient, which the step is made of."""
    step = min(step, run.trajectory.steps)
    at = box.pixels(run.trajectory.points[step][None])[0]
    (x0, x1), (y0, y1) = box.window
    way = np.array([box.width / (x1 - x0), -run.trajectory.gradients[step, 0] * box.height / (y1 - y0)])
    if not np.isfinite([*at, *way]).all():
        return
    reach = TANGENT * way / np.hypot(*way)
    for piece in clipped(np.array([at - reach, at + reach]), box):
        yield Stroke(piece, theme.halo, 4)
        yield Stroke(piece, theme.run(run.color), 1.6)


def step_dots(pixels: np.ndarray, color: str, box: Box) -> list[Stroke]:
    """A dot at each step that is far enough from the one before; pixels (n, 2), the first of them drawn already."""
    gaps = np.hypot(*np.diff(pixels, axis=0).T)
    shown = pixels[1:][(gaps >= DOT_GAP) & box.holds(pixels[1:])]
    return [Stroke(at + DOT, color, 2, closed=True, fill=color) for at in shown]
