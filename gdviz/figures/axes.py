"""Parts that the charts share: margins, axes of rates and of values, marked rates."""

import math
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.theory import Threshold

Figure = dict[str, Any]
MARGIN = {"l": 62, "r": 14, "t": 22, "b": 38}
DEEPEST = 1e-16
"""Where a logarithmic axis of f ends below its top: rounding is all there is underneath."""


class Line(NamedTuple):
    """A rate marked on a chart: its name, colour and dash."""

    rate: float
    name: str
    color: str
    dash: str = "solid"


def value_range(above: np.ndarray) -> tuple[float, float]:
    """Exponents between which the positive numbers lie, no deeper than rounding."""
    positive = above[np.isfinite(above) & (above > 0)]
    if not positive.size:
        return -1.0, 1.0
    top = math.log10(min(float(positive.max()), 1e4 * float(np.median(positive)) + 1e-300))
    bottom = max(math.log10(float(positive.min())), top + math.log10(DEEPEST))
    return bottom - 0.3, max(top, bottom + 0.5) + 0.3


def log_axis(rates: np.ndarray, words: str, **more: Any) -> Figure:
    """The axis of rates."""
    low, high = math.log10(rates[0]), math.log10(rates[-1])
    return {"type": "log", "range": [low, high], "title": title(words), "exponentformat": "power", "dtick": 1, **more}


def title(words: str) -> Figure:
    """The name of an axis."""
    return {"text": words, "font": {"size": 12}, "standoff": 6}


def vertical(line: Line) -> Figure:
    """A rate as an upright line."""
    return {"type": "line", "x0": line.rate, "x1": line.rate, "xref": "x", "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": line.color, "width": 1.8, "dash": line.dash}}  # fmt: skip


def label(line: Line) -> Figure:
    """Its name, above."""
    return {"x": math.log10(line.rate), "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom", "text": line.name,
            "showarrow": False, "font": {"size": 11, "color": line.color}}  # fmt: skip


def rows(z: np.ndarray) -> list[list[float | None]]:
    """A grid as JSON has it: None where there is no number."""
    return [[float(v) if np.isfinite(v) else None for v in line] for line in z]


def threshold_line(threshold: Threshold | None) -> list[Line]:
    """The largest rate as a line, if there is one to draw."""
    if threshold is None or not math.isfinite(threshold.rate):
        return []
    return [Line(threshold.rate, "measured limit" if threshold.measured else "limit", "@warn", "dash")]
