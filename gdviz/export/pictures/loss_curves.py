"""The loss curves of runs as a sheet: f against step, on a logarithmic axis above the lowest known value."""

from collections.abc import Iterator

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.pictures.legend import inscription, legend_rows
from gdviz.export.pictures.sheet import (
    DARK,
    DASHES,
    LIGHT,
    Box,
    Sheet,
    Stroke,
    Theme,
    Words,
    clipped,
    frame_of,
    marks_at,
)
from gdviz.figures import DrawnRun
from gdviz.numeral import SUPERSCRIPTS, numeral, ticks

DECADES = 14
"""At most, below the highest value: lower is rounding."""


def curves_sheet(contents: Contents, width: int = 900, height: int = 500, dark: bool = False) -> Sheet:
    """f against step of every run; logarithmic where all values are above 0 and span more than one power of ten."""
    theme = DARK if dark else LIGHT
    curves = [run.trajectory.values for run in contents.runs]
    powers = logarithmic(curves)
    shown = [np.log10(np.maximum(values, 1e-300)) if powers else values for values in curves]
    last = max([1, *(len(values) - 1 for values in shown)])
    box = Box(
        64, 62, width - 84, height - 106 - 20 * len(legend_rows(contents, width)), ((0, last), spread(shown, powers))
    )
    shapes = [
        *marks(box, theme, powers),
        *(s for run, y in zip(contents.runs, shown, strict=True) for s in curve(run, y, box, theme)),
    ]
    words = f"f against step{', logarithmic' if powers else ''}"
    shapes += inscription(contents, words, box, width, theme)
    return Sheet(width, height, theme.paper, tuple(shapes), f"{contents.title}: {words}")


def logarithmic(curves: list[np.ndarray]) -> bool:
    """Whether powers of ten suit the values."""
    values = np.concatenate(curves) if curves else np.ones(1)
    values = values[np.isfinite(values)]
    return bool(values.size) and bool((values >= 0).all()) and values.max() > 10 * max(values.min(), 1e-300)


def spread(shown: list[np.ndarray], powers: bool) -> tuple[float, float]:
    """From the lowest to the highest value, with some room."""
    values = np.concatenate(shown) if shown else np.zeros(1)
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    low = max(low, high - DECADES) if powers else low
    room = 0.04 * (high - low) or 1.0
    return (low - room, high + room)


def marks(box: Box, theme: Theme, powers: bool) -> Iterator[Stroke | Words]:
    """The frame, its marks, and a line across at each of the upright axis."""
    (x0, x1), (y0, y1) = box.window
    across = {value: numeral(value, 6) for value in ticks(x0, x1, box.width / 90) if value == int(value)}
    heights = [value for value in ticks(y0, y1, box.height / 55) if not powers or value == int(value)]
    up = {value: power(value) if powers else numeral(value) for value in heights}
    yield from frame_of(box, theme, marks_at(box, across, up), ruled=True)
    yield Words("step", box.left + box.width, box.top + box.height + 32, 13, theme.ink, "end", bold=True)


def power(exponent: float) -> str:
    """A power of ten as people write it."""
    return numeral(10.0**exponent) if -3 < exponent < 4 else f"10{str(int(exponent)).translate(SUPERSCRIPTS)}"


def curve(run: DrawnRun, values: np.ndarray, box: Box, theme: Theme) -> Iterator[Stroke]:
    """One curve, where it is finite."""
    points = box.pixels(np.stack([np.arange(len(values)), values], axis=1))
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) > 1:
        yield from (Stroke(piece, theme.run(run.color), 2, DASHES[run.dash]) for piece in clipped(points, box))
