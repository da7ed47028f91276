"""Our reading of generated tables and of the included files against pandas.read_csv with the right arguments.

`python -m tests.compare_pandas [COUNT]` prints how many agree, and what differs.
"""

import io
import random
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gdviz.learning.data import read_table
from gdviz.learning.data.included import FOLDER

GAPS = ("", "NA", "NaN", "NULL", "n/a", "#N/A", "N/A", "null")
DELIMITERS = (",", ";", "\t", "|")


class Generated(NamedTuple):
    """A table as text, the arguments with which pandas reads it, and what was made."""

    text: str
    arguments: dict[str, Any]
    made: str


def tables(count: int, seed: int = 0) -> Iterator[Generated]:
    """Tables of every mix of delimiter, decimal mark, grouping, gaps, quotes, ends of lines and marks."""
    chance = random.Random(seed)
    for _ in range(count):
        delimiter = chance.choice(DELIMITERS)
        decimal = chance.choice(".,")
        group = chance.choice(("", "", {".": ",", ",": "."}[decimal], "'" if decimal == "." else ""))
        gap, quoted = chance.choice(GAPS), chance.random() < 0.3
        needs_quotes = delimiter in (decimal, group)
        rows, width = chance.randint(5, 40), chance.randint(2, 6)
        lines = [delimiter.join(f"c{i}" for i in range(width))]
        share = chance.choice((0.0, 0.1, 0.25))
        for _ in range(rows):
            cells = [gap if chance.random() < share else _number(chance, decimal, group, i) for i in range(width)]
            cells = cells if any(cell != gap for cell in cells) else [_number(chance, decimal, group, 0), *cells[1:]]
            lines.append(delimiter.join(f'"{cell}"' if quoted or (needs_quotes and cell) else cell for cell in cells))
        end = chance.choice(("\n", "\r\n"))
        text = chance.choice(("", "\ufeff")) + end.join(lines) + chance.choice(("", end))
        arguments = {"sep": delimiter, "decimal": decimal, "thousands": group or None}
        yield Generated(text, arguments, f"{delimiter!r} {decimal!r} {group!r} {gap!r} quoted={quoted}")


def _number(chance: random.Random, decimal: str, group: str, place: int) -> str:
    """A number; each column has its own count of decimals, one of them always tells how commas are meant."""
    value = chance.choice((1, -1)) * chance.random() * 10 ** chance.randint(0, 6)
    decimals = (2, 1, 4, 2, 5, 1)[place]
    text = f"{value:,.{decimals}f}" if group else f"{value:.{decimals}f}"
    return text.translate(str.maketrans({",": group, ".": decimal}))


def difference(table: Generated) -> str:
    """What our reading and that of pandas disagree on; empty for nothing."""
    expected = pd.read_csv(io.StringIO(table.text.lstrip("\ufeff")), **table.arguments)
    found = read_table(table.text.encode())
    numbers = [name for name in expected.columns if expected[name].notna().any()]
    if list(found.columns) != numbers:
        return f"{table.made}: columns {list(found.columns)}, not {numbers}"
    for name in numbers:
        ours, theirs = found.columns[name], expected[name].to_numpy(dtype=np.float64)
        if ours.shape != theirs.shape or not np.allclose(ours, theirs, rtol=1e-12, equal_nan=True):
            return f"{table.made}: column {name}: {ours[:4]}, not {theirs[:4]}"
    return ""


def included() -> Iterator[tuple[str, str]]:
    """Each included file, and what differs in its columns of numbers."""
    for path in sorted(FOLDER.glob("*.csv")):
        expected, found = pd.read_csv(path, comment="#"), read_table(path.read_bytes())
        wrong = [
            str(name)
            for name in expected.select_dtypes("number").columns
            if len(expected) <= 1000
            and not np.allclose(found.columns[str(name)], expected[name].to_numpy(float), equal_nan=True)
        ]
        yield path.name, ", ".join(wrong)


def main(count: int) -> None:
    """Print the figures."""
    found = [difference(table) for table in tables(count)]
    print(f"{sum(not one for one in found)} of {count} generated tables are read alike.")
    print("\n".join(one for one in found if one))
    for name, wrong in included():
        print(f"{name}: {wrong or 'alike'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
