"""What a command shows: tables with plain numbers, or one JSON document, on stdout; a progress bar on stderr."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import Any

from gdviz.checkpoint import listen
from gdviz.cli.streams import columns
from gdviz.numeral import plain

SHARE = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}"
AFTER = 0.5
"""Seconds of work before the bar is shown."""

Cell = str | float | int


def shown(value: Cell) -> str:
    """A cell: numbers with six significant digits, as a shell can read them again."""
    return value if isinstance(value, str) else f"{value:.6g}" if isinstance(value, float) else str(value)


def table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Print aligned columns, numbers to the right."""
    cells = [list(head), *([shown(cell) for cell in row] for row in rows)]
    right = [bool(rows) and not isinstance(rows[0][k], str) for k in range(len(head))]
    widths = [max(columns(row[k]) for row in cells) for k in range(len(head))]
    for number, row in enumerate(cells):
        parts = [
            " " * (width - columns(cell)) + cell if to_right else cell + " " * (width - columns(cell))
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        line = "  ".join(parts).rstrip()
        print(bold(line) if number == 0 else line)


def bold(text: str) -> str:
    """Bold on a terminal that may be coloured (https://no-color.org), else as it is."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not sys.stdout.isatty()
    return text if plain else f"\N{ESCAPE}[1m{text}\N{ESCAPE}[0m"


def document(value: Any) -> None:
    """Print a value as JSON in a line; numbers to the last digit, null for what is not finite.

    Letters that the encoding of stdout may lack are escaped: other signs in their place could be quotation marks.
    """
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(plain(value), ensure_ascii=not unicode, allow_nan=False))


@contextmanager
def working(what: str, total: float | None = None) -> Iterator[Callable[[float], None]]:
    """Count the slices of the work done in this block; with a total, what is handed to the function that is yielded."""
    from tqdm import tqdm  # a command without a bar starts sooner

    bar = tqdm(
        total=total, desc=what, delay=AFTER, leave=False, file=sys.stderr, disable=not sys.stderr.isatty(),
        ncols=get_terminal_size().columns, bar_format=None if total is None else SHARE,
    )  # fmt: skip

    def done(so_far: float) -> None:
        bar.update(so_far - bar.n)

    def slice_done() -> None:
        bar.update()

    if total is None:
        listen(slice_done)
    try:
        yield done
    finally:
        listen()
        bar.close()
