"""How a text is laid out as a table: what parts the columns, where the rows are, and whether they have headings."""

import csv
import io
from collections import Counter

from gdviz.data.cells import is_missing, number
from gdviz.data.decoding import TableError

Row = list[str]
DELIMITERS = (";", "\t", "|", ",", " ")
"""In order of preference: a comma may also be decimal, and spaces also stand in texts."""
MOST_COLUMNS = 50
LOOK = 60


def laid_out(text: str) -> tuple[list[Row], str]:
    """The rows, as wide as most of them, and the delimiter. Raises TableError."""
    lines = [line for line in text.split("\n") if line.strip()]
    while lines and lines[0].startswith("#"):  # what a program says of its file
        lines = lines[1:]
    told = lines[0].strip().lower() if lines else ""
    if told.startswith("sep=") and len(told) == 5:  # Excel's own first line
        delimiter, lines = lines[0].strip()[4], lines[1:]
    else:
        delimiter = _sniffed(lines[:LOOK])
    try:
        rows = [row for row in _parted("\n".join(lines), delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise TableError("The quotation marks in this table do not match.") from None
    if not rows:
        raise TableError("There are no rows in it.")
    width = _usual_width(rows)
    if width < 2:
        raise TableError("Only one column was found. Part the columns by commas, semicolons or tabs.")
    fitting = [row for row in rows if len(row) == width]
    if len(fitting) < 0.8 * len(rows):
        raise TableError("The rows have different numbers of entries.")
    return fitting, delimiter


def headings(rows: list[Row]) -> tuple[Row, list[Row]]:
    """The headings (made up if there are none: a first row with a number in it is no heading) and the rows below."""
    first = rows[0]
    if any(map(_is_number, first)) or all(map(is_missing, first)):
        return [f"column{i + 1}" for i in range(len(first))], rows
    return first, rows[1:]


def _is_number(cell: str) -> bool:
    return number(cell, True) == number(cell, True)


def _sniffed(lines: list[str]) -> str:
    """The delimiter that gives the same number of cells, more than one, in nearly all lines."""
    best, best_share = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in _parted("\n".join(lines), delimiter))
        except csv.Error:
            continue
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        share = count / max(1, widths.total())
        if width > 1 and share > best_share + 0.15:
            best, best_share = delimiter, share
    return best


def _parted(text: str, delimiter: str) -> list[Row]:
    if delimiter == " ":
        return [line.split() for line in text.split("\n") if line.strip()]
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True))


def _usual_width(rows: list[Row]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0]
