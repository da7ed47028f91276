"""Curvature along a path, and the loss of a quadratic split by it, as plain Plotly dictionaries."""

import math
from collections.abc import Sequence

import numpy as np

from gdviz.figures.style import BLUE, DEEPEST, MARGIN, VERMILLION, Figure, Line, log_axis, title
from gdviz.numeral import numeral


def sharpness_chart(paths: Sequence[tuple[Line, np.ndarray]], product: float | None = 2.0) -> Figure:
    """λmax of the Hessian along each path (n,), and the sharpest place where a run with each rate can stay, dotted.

    product: the largest α·λ of the rule (2 for gradient descent, 2(1 + β) for momentum); None for a rule without a law.
    """
    positive = [values[np.isfinite(values) & (values > 0)] for _, values in paths]
    levels = [product / line.rate for line, _ in paths] if product else []
    seen = np.concatenate([*positive, np.array(levels)])
    seen = seen if seen.size else np.ones(1)
    low, high = math.log10(seen.min()), math.log10(min(seen.max(), 1e6 * np.median(seen)))
    last = max(len(values) for _, values in paths) - 1
    traces = [curve(line, values) for line, values in paths]
    traces += [dotted(line, level, last) for (line, _), level in zip(paths, levels, strict=False)]
    air = 0.06 * max(high - low, 0.5)
    marked = [(line, math.log10(level)) for (line, _), level in zip(paths, levels, strict=False)]
    marked = [(line, height) for line, height in marked if low - air <= height <= high + air]
    notes = [
        {"x": across, "xref": "paper", "xanchor": "right", "y": height, "yanchor": "bottom",
         "text": f"{numeral(product or 0.0)}/α = {numeral(10**height)}", "showarrow": False,
         "font": {"size": 11, "color": line.color}}
        for (line, height), across in zip(marked, asides([height for _, height in marked], 1.5 * air), strict=True)
    ]  # fmt: skip
    layout = {
        "margin": MARGIN,
        "xaxis": {"range": [0, max(last, 1)], "title": title("step")},
        "yaxis": log_axis(low - air, high + 2 * air, "λmax(θₜ)", nticks=6),
        "annotations": notes,
    }  # fmt: skip
    return {"traces": traces, "layout": layout, "height": 330}


def asides(heights: Sequence[float], near: float) -> list[float]:
    """How far to the right each label ends, 1 at most: one that is near another in height stands beside it."""
    places: list[float] = []
    for k, height in enumerate(heights):
        taken = {places[j] for j in range(k) if abs(heights[j] - height) < near}
        places.append(next(place for place in (1.0 - 0.22 * j for j in range(k + 1)) if place not in taken))
    return places


def curve(line: Line, values: np.ndarray) -> Figure:
    """One path's sharpness."""
    shown = [float(v) if np.isfinite(v) and v > 0 else None for v in values]
    return {"type": "scatter", "mode": "lines", "x": list(range(len(values))), "y": shown, "name": line.name,
            "line": {"color": line.color, "dash": line.dash, "width": 2},
            "text": [*map(numeral, values)], "hovertemplate": "step %{x}: λmax %{text}<extra></extra>"}  # fmt: skip


def dotted(line: Line, level: float, last: int) -> Figure:
    """The sharpest place for one rate."""
    return {"type": "scatter", "mode": "lines", "x": [0, last], "y": [level] * 2, "hoverinfo": "skip",
            "line": {"color": line.color, "dash": "dot", "width": 1.3}}  # fmt: skip


def split_chart(split: np.ndarray, eigenvalues: np.ndarray) -> Figure:
    """The loss of one path split along the eigen-directions (n, 2): one line each, the slow one last to fall."""
    positive = split[np.isfinite(split) & (split > 0)]
    top = math.log10(positive.max()) if positive.size else 1.0
    bottom = max(math.log10(positive.min()) if positive.size else -1.0, top + math.log10(DEEPEST))
    traces = [
        {"type": "scatter", "mode": "lines", "x": list(range(len(split))),
         "y": [float(v) if v > 0 else None for v in split[:, k]], "line": {"color": color, "width": 2.2, "dash": dash},
         "name": f"along λ = {numeral(eigenvalues[k])}", "text": [*map(numeral, split[:, k])],
         "hovertemplate": "step %{x}: %{text}<extra></extra>"}
        for k, color, dash in ((1, f"@{VERMILLION}", "solid"), (0, f"@{BLUE}", "dash"))
    ]  # fmt: skip
    layout = {
        "margin": MARGIN,
        "xaxis": {"range": [0, max(len(split) - 1, 1)], "title": title("step")},
        "yaxis": log_axis(bottom - 0.3, top + 0.3, "½ λ u²"),
        "showlegend": True,
        "legend": {"x": 1, "xanchor": "right", "y": 1, "font": {"size": 11}},
    }
    return {"traces": traces, "layout": layout, "height": 300}
