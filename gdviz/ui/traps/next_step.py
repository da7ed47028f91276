"""What to try next on the page of traps: a start from which one optimizer is trapped and the other is not."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins import Basins
from gdviz.numeral import coordinates
from gdviz.ui.widgets.next_step import NextStep

Cells = NDArray[np.bool_]
NEAR = 4
"""A start is shown from the middle of its region: where most cells within so many are of it too."""


def next_step(
    names: Sequence[str], maps: Sequence[Basins], start: tuple[float, float], begin: Callable[[float, float], None]
) -> NextStep | None:
    """names, maps: of the two optimizers; begin: makes a point the start. None until all cells are known."""
    if len(maps) < 2 or any(one.known < 1 for one in maps) or maps[0].labels.shape != maps[1].labels.shape:
        return None
    for caught, free in ((1, 0), (0, 1)):
        cells = trapped(maps[caught]) & reaches(maps[free])
        place = middle(maps[0], cells)
        if place and not cells[nearest(maps[0], start)]:
            words = (
                f"From {coordinates(place)} {names[caught]} is trapped, and {names[free]} reaches the lowest minimum."
            )
            return NextStep(words, "Start there", partial(begin, *place))
    if any(trapped(one).any() for one in maps):
        return NextStep("Give one of the two a larger rate or more momentum: from how many starts is it still trapped?")
    return None


def reaches(basins: Basins) -> Cells:
    """The starts that end at one of the lowest minima."""
    return np.isin(basins.labels, basins.deepest)


def trapped(basins: Basins) -> Cells:
    """The starts that end at another minimum."""
    return (basins.labels >= 0) & ~reaches(basins)


def nearest(basins: Basins, point: tuple[float, float]) -> tuple[int, int]:
    """Row and column of the start nearest to a point."""
    return int(np.abs(basins.ys - point[1]).argmin()), int(np.abs(basins.xs - point[0]).argmin())


def middle(basins: Basins, cells: Cells) -> tuple[float, float] | None:
    """The start of a region with the most of it around; None for an empty one."""
    if not cells.any():
        return None
    padded = np.pad(cells, NEAR).astype(float)
    around = np.lib.stride_tricks.sliding_window_view(padded, (2 * NEAR + 1,) * 2).sum(axis=(2, 3))
    row, column = np.unravel_index(np.where(cells, around, -1.0).argmax(), cells.shape)
    return float(basins.xs[column]), float(basins.ys[row])
