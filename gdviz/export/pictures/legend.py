"""The legend of a picture: its runs by line and label, in rows that fit."""

from collections.abc import Iterator

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.pictures.lettering import letters_in
from gdviz.export.pictures.sheet import DASHES, Stroke, Theme, Words
from gdviz.figures import DrawnRun


def legend(contents: Contents, below: float, width: int, theme: Theme) -> Iterator[Stroke | Words]:
    """The runs by line and label, from a height on."""
    for row, placed in enumerate(legend_rows(contents, width)):
        for run, left in placed:
            y = below + 20 * row
            yield Stroke(np.array([[left, y - 4], [left + 28, y - 4]]), theme.run(run.color), 2.4, DASHES[run.dash])
            yield Words(run.label, left + 36, y, 13, theme.ink)


def legend_rows(contents: Contents, width: int) -> list[list[tuple[DrawnRun, float]]]:
    """Each row of the legend: runs with where they begin."""
    rows: list[list[tuple[DrawnRun, float]]] = [[]]
    left = 54.0
    for run in contents.runs:
        wide = 58 + 7.2 * letters_in(run.label)
        if rows[-1] and left + wide > width:
            rows, left = [*rows, []], 54.0
        rows[-1].append((run, left))
        left += wide
    return [row for row in rows if row]


def shortened(text: str, pixels: float, size: float) -> str:
    """Text that fits a width, at about half its size for each letter."""
    most = int(pixels / (0.54 * size))
    if letters_in(text) <= most:
        return text
    shown = text[: most - 1]
    while shown and letters_in(shown) > most - 1:
        shown = shown[:-1]
    return shown + "…"
