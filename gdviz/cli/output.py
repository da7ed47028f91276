"""Results on stdout: tables with plain numbers for people and pipes, or one JSON document."""

import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np

from gdviz.cli.failures import columns

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
    print(json.dumps(_plain(value), ensure_ascii=not unicode, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, np.generic):
        return _plain(value.item())
    return None if isinstance(value, float) and not math.isfinite(value) else value
