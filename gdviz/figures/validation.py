"""Validation: errors against the degree of a polynomial as a chart, and the loss over rows set apart in words."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gdviz.figures.model_view import FitRun
from gdviz.figures.player_payload import DrawnRun, Mark
from gdviz.figures.style import Figure, title
from gdviz.learning.training import DegreeErrors, Fit, NetworkLoss
from gdviz.numeral import numeral
from gdviz.scene import Task

SMALLEST = 1e-4
"""Errors below this share of the largest training error are drawn there: the fit passes through every row."""
MOST = 1e6
"""Errors so many times the first are drawn at the top, as a triangle that points on."""


class AtEnd(NamedTuple):
    """What a run has reached at the degree that is shown: its error over the rows set apart, in its own colour."""

    label: str
    color: str
    error: float


def degree_chart(errors: DegreeErrors, degree: int, runs: Sequence[AtEnd] = ()) -> Figure:
    """Both errors of the least-squares fits, logarithmic; an upright line at the degree that is shown."""
    scale = max(float(errors.training[0]), float(errors.validation[0]), 1e-300)
    low, high = scale * SMALLEST, scale * MOST
    curves = [("learned from", errors.training), ("set apart", errors.validation)]
    traces = [_curve(errors, values, (low, high), word) for word, values in curves]
    traces += [_end(run, degree, min(max(run.error, low), high)) for run in runs if np.isfinite(run.error)]
    shown = np.clip(np.concatenate([errors.training, errors.validation]), low, high)
    layout = {
        "margin": {"l": 44, "r": 12, "t": 8, "b": 34},
        "xaxis": {"range": [0.5, len(errors.degrees) + 0.5], "dtick": 2, "tick0": 1, "title": title("degree")},
        "yaxis": {"type": "log", "range": _range(shown), "exponentformat": "power", "nticks": 6},
        "shapes": [{"type": "line", "x0": degree, "x1": degree, "y0": 0, "y1": 1, "yref": "paper", "layer": "below",
                    "line": {"color": "@ink", "width": 1.5, "dash": "dot"}}],
        "annotations": [_name(word, float(np.clip(values[-1], low, high))) for word, values in curves],
        "showlegend": False,
    }  # fmt: skip
    return {"traces": traces, "layout": layout, "height": 210}


def _range(shown: np.ndarray) -> list[float]:
    low, high = np.log10([shown.min(), shown.max()])
    return [float(low - 0.15), float(high + 0.15)]


def _curve(errors: DegreeErrors, values: np.ndarray, ends: tuple[float, float], word: str) -> Figure:
    """One curve: rows set apart hollow, as they are among the rows; what lies beyond the ends at them, pointing on."""
    low, high = ends
    signs = np.where(values > high, "triangle-up", np.where(values < low, "triangle-down", "circle"))
    hollow = word == "set apart"
    said = [f"degree {d:.0f}, {word}: {numeral(value)}" for d, value in zip(errors.degrees, values, strict=True)]
    return {
        "type": "scatter", "mode": "lines+markers", "text": said, "hoverinfo": "text",
        "x": errors.degrees.tolist(), "y": np.clip(values, low, high).tolist(),
        "line": {"color": "@ink", "width": 1.2 if hollow else 2},
        "marker": {"color": "@paper" if hollow else "@ink", "size": 8, "symbol": signs.tolist(),
                   "line": {"color": "@ink", "width": 1.5}},
    }  # fmt: skip


def _end(run: AtEnd, degree: int, height: float) -> Figure:
    return {
        "type": "scatter", "mode": "markers", "x": [degree], "y": [height], "hoverinfo": "text",
        "text": [f"{run.label}, set apart: {numeral(run.error)}"],
        "marker": {"symbol": "diamond", "size": 9, "color": f"@{run.color}", "line": {"width": 1, "color": "@paper"}},
    }  # fmt: skip


def _name(word: str, height: float) -> Figure:
    """A curve's name at its right end, between the two."""
    return {"x": 1, "xref": "paper", "y": float(np.log10(height)), "text": word, "showarrow": False, "xanchor": "right",
            "yshift": -11 if word == "set apart" else 11, "font": {"size": 11, "color": "@ink"}}  # fmt: skip


def early_stop(run: DrawnRun, shown: FitRun) -> Mark | None:
    """The frame with the lowest loss over the rows set apart, if the loss turns up after it."""
    if shown.stop is None or shown.checked is None:
        return None
    point, value = run.trajectory.points[shown.stop], float(shown.checked[shown.stop])
    text = f"Early stop. The loss over the rows set apart is lowest here: {numeral(value)}."
    return Mark("event", (float(point[0]), float(point[1])), text, value, shown.stop, run.id, "early stop")


def turning_words(shown: FitRun) -> str:
    """Where the loss over the rows set apart is lowest, and what it is at the end."""
    if shown.checked is None or not np.isfinite(shown.checked).any():
        return ""
    end = f"{numeral(shown.checked[-1])} at the end"
    if shown.stop is None:
        return f"Over the rows set apart {end}: it does not turn up."
    return f"Over the rows set apart lowest at step {shown.stop} ({numeral(shown.checked[shown.stop])}), {end}."


def ending(task: Task, shown: FitRun, made: Fit) -> list[str]:
    """The two losses at the end, and how many rows a network has right."""
    words = [turning_words(shown), f"Over the rows learned from {numeral(made.values[-1])} at the end."]
    losses = (task.training, task.validation)
    shares = [f"{loss.rows - round(loss.rows * loss.wrong(made.points[-1]))} of {loss.rows}" for loss in losses
              if isinstance(loss, NetworkLoss)]  # fmt: skip
    return [*words, f"{shares[0]} rows right, {shares[1]} set apart."] if shares else words


def least_squares(errors: DegreeErrors, degree: int) -> str:
    """What the least-squares fit of this degree reaches, and which degree is best."""
    learned, apart, best = errors.training[degree - 1], errors.validation[degree - 1], errors.best
    through = "0, through every row," if learned < 1e-12 * errors.training[0] else numeral(learned)
    both = f"error {through} over the rows learned from, {numeral(apart)} over"
    text = f"The least-squares fit of degree {degree}: {both}"
    lowest = "the lowest of all degrees" if best == degree else (
        f"lowest for degree {best}: {numeral(errors.validation[best - 1])}"
    )  # fmt: skip
    return f"{text} those set apart ({lowest}). Runs that have not arrived bend less than it."
