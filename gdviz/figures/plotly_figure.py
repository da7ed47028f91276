"""A run on its map as one Plotly figure, for a notebook or a page of one's own; the app draws with its player."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from gdviz.expression import name_plain
from gdviz.figures.played_scene import STYLES
from gdviz.figures.style import LIGHT_GROUND
from gdviz.numeral import coordinates, numeral
from gdviz.surface import Surface, Window
from gdviz.trajectory import Trajectory

SHAPE = (150, 150)
LEVELS = 22
HEIGHT = 620
"""Pixels, with title and slider: the map is about as high as it is wide in the column of a notebook."""
GROUND = LIGHT_GROUND[::4]


def figure(surface: Surface, runs: Mapping[str, Trajectory], window: Window | None = None) -> go.Figure:
    """The contour of a surface in levels that show its valleys, with the paths of the runs (label → trajectory).

    window: ((x low, x high), (y low, y high)), the surface's own if None; the axes keep to it, so that a diverging
    path runs off the edge. Colours and dashes are the app's (Okabe and Ito), in order.
    """
    (left, right), (bottom, top) = window = window or surface.window
    drawn = go.Figure([ground(surface, window), *(path(*run, place) for place, run in enumerate(runs.items()))])
    for minimum in surface.minima:
        star = {"symbol": "star", "size": 11, "color": "#1b1f24"}
        at = ([minimum.point[0]], [minimum.point[1]])
        text = f"minimum: f = {numeral(minimum.value, 6)}"
        drawn.add_scatter(x=at[0], y=at[1], mode="markers", marker=star, hovertext=text, showlegend=False)
    x, y = map(name_plain, surface.variables)
    drawn.update_xaxes(range=[left, right], title=x, constrain="domain")
    drawn.update_yaxes(range=[bottom, top], title=y)
    drawn.update_layout(title=surface.name or None, template="plotly_white", legend={"orientation": "h"}, height=HEIGHT)
    return drawn


def playable(
    surface: Surface, runs: Mapping[str, Trajectory], window: Window | None = None, frames: int = 60
) -> go.Figure:
    """The figure of `figure` with a slider through the steps, and Play; only the paths change, the contour stays.

    frames: how many at most, at even distances, the first and the last step among them.
    """
    drawn = figure(surface, runs, window)
    last = max(run.steps for run in runs.values())
    steps = np.unique(np.linspace(0, last, min(max(frames, 2), last + 1)).round().astype(int)).tolist()
    moving = list(range(1, len(runs) + 1))
    drawn.frames = [
        go.Frame(name=str(step), traces=moving, data=[up_to(run, step) for run in runs.values()]) for step in steps
    ]
    # Without redraw Plotly.js takes the contour away: plotly.js issue 4491.
    quick = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    marks = [{"label": str(step), "method": "animate", "args": [[str(step)], quick]} for step in steps]
    slider = {"steps": marks, "active": len(steps) - 1, "currentvalue": {"prefix": "step "}}
    playing = {**quick, "fromcurrent": False, "frame": {"duration": 50, "redraw": True}}
    play = {"label": "Play", "method": "animate", "args": [None, playing]}
    menu = {"type": "buttons", "buttons": [play], "x": 0, "y": -0.12, "xanchor": "right", "yanchor": "top"}
    return drawn.update_layout(sliders=[slider], updatemenus=[menu], legend={"y": 1.02, "yanchor": "bottom"})


def up_to(run: Trajectory, step: int) -> go.Scatter:
    """The points of a run until a step."""
    return go.Scatter(x=run.points[: step + 1, 0], y=run.points[: step + 1, 1])


def ground(surface: Surface, window: Window) -> go.Contour:
    """The contour trace: equally spaced levels of log(1 + height above the lowest value in view)."""
    xs, ys, z = surface.grid(window, SHAPE)
    shades = [[place / (len(GROUND) - 1), color] for place, color in enumerate(GROUND)]
    return go.Contour(
        x=xs,
        y=ys,
        z=heights(z),
        customdata=z,
        colorscale=shades,
        ncontours=LEVELS,
        line={"width": 0.6, "color": "rgba(28, 56, 78, 0.34)"},
        showscale=False,
        hovertemplate="(%{x:.4g}, %{y:.4g}) f = %{customdata:.6g}<extra></extra>",
    )


def heights(z: np.ndarray) -> np.ndarray:
    """log1p of the height above the lowest finite value, in units of the lower tenth; NaN where f has no value."""
    finite = z[np.isfinite(z)]
    if not finite.size:
        return np.full_like(z, np.nan)
    low = finite.min()
    unit = np.quantile(finite, 0.1) - low
    return np.log1p((np.where(np.isfinite(z), z, np.nan) - low) / (unit or 1.0))


def path(label: str, run: Trajectory, place: int) -> go.Scatter:
    """One run: a line through its points, the exact value and gradient norm of each on hover."""
    style = STYLES[place % len(STYLES)]
    about = np.stack([run.values, np.hypot(*run.gradients.T)], axis=1)
    return go.Scatter(
        x=run.points[:, 0],
        y=run.points[:, 1],
        customdata=about,
        name=label,
        mode="lines+markers",
        line={"color": style.color, "dash": style.dash, "width": 2},
        marker={"size": 3},
        text=[
            f"{coordinates(point, 6)} f = {numeral(value, 6)}, ‖∇f‖ = {numeral(slope)}"
            for point, (value, slope) in zip(run.points, about, strict=True)
        ],
        hovertemplate="%{text}",
    )
