"""Colours of runs and minima (Okabe and Ito 2008) and of maps, and what charts share: margins, axes, marked rates."""

import math
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.theory import Threshold

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW, INK = "#E69F00", "#56B4E9", "#B8A900", "#111111"

LIGHT_GROUND = ("#6f9cb3", "#81a6ba", "#93b1c1", "#a4bcc8", "#b5c6ce", "#c6d1d5", "#d7dcdc", "#e8e8e3", "#f9f3ea")
DARK_GROUND = ("#0c1b27", "#13232e", "#1a2b36", "#21333e", "#283c46", "#30444f", "#374d57", "#3f5660", "#476068")
"""Stops from low to high; uniform steps of lightness, muted so that paths stand out."""
LIGHT_SHADES = {PURPLE: "#C4679B", SKY: "#43A6E0"}
DARK_SHADES = {
    BLUE: "#3FA2E0",
    VERMILLION: "#F2762E",
    GREEN: "#1DBE91",
    PURPLE: "#DE93BC",
    ORANGE: "#F0AE1C",
    SKY: "#7CC8F4",
    YELLOW: "#F0E442",
    INK: "#EEEEEE",
}
"""A colour → the shade that is as clear on that ground; itself where none is named."""


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


def log_axis(low: float, high: float, words: str, **more: Any) -> Figure:
    """A logarithmic axis between two exponents, with its name."""
    return {"type": "log", "range": [low, high], "title": title(words), "exponentformat": "power", **more}


def rate_axis(rates: np.ndarray, **more: Any) -> Figure:
    """The axis of learning rates, the first and the last of these at its ends."""
    return log_axis(math.log10(rates[0]), math.log10(rates[-1]), "learning rate α", dtick=1, **more)


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
