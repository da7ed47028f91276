"""The words around a picture: title, a line below it, and the legend of its runs in rows that fit."""

from collections.abc import Iterator

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.pictures.lettering import letters_in
from gdviz.export.pictures.sheet import DASHES, Box, Stroke, Theme, Words
from gdviz.figures import DrawnRun


def inscription(contents: Contents, below: str, box: Box, width: int, theme: Theme) -> Iterator[Stroke | Words]:
    """The title and a line below it, above the box; the runs by line and label below the box."""
    yield Words(shortened(contents.title, width - 60, 18), box.left, 26, 18, theme.ink, bold=True)
    yield Words(below, box.left, 48, 13, theme.muted)
    for row, placed in enumerate(legend_rows(contents, width)):
        for run, left in placed:
            y = box.top + box.height + 48 + 20 * row
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
