"""How a text is laid out as a table: what parts the columns, where the rows are, and whether they have headings."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from gdviz.learning.data.cells import has_total, is_bare, is_missing, is_number, is_title, refuse_decimal_commas
from gdviz.learning.data.decoding import TableError

Row = list[str]
DELIMITERS = (";", "\t", "|", ",", " ")
"""In order of preference: a comma may also be decimal, and spaces also stand in texts."""
MOST_COLUMNS = 50
LOOK = 60
_SINGLE = re.compile(r"(?:^|[,;\t|])[ ]?'[^'\n]*'(?=[ ]?(?:[,;\t|]|$))", re.MULTILINE)
_WORD = re.compile(r'"((?:[^"]|"")*)"(?!\S)|(\S+)')
_RULER = re.compile(r"\s*[:=+-]*-{2,}[:=+ -]*\s*")
_FRAME = re.compile(r"\s*\+[-=+]{2,}\+\s*")
"""+----+----+ of MySQL and of reStructuredText."""
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d", re.ASCII)


@dataclass(frozen=True)
class Layout:
    """head: the headings, made up if there are none (then `numbered`); rows: as wide as the headings.

    notes: what was left out or filled up.
    """

    head: Row
    rows: list[Row]
    delimiter: str
    numbered: bool
    notes: tuple[str, ...]


def laid_out(text: str) -> Layout:
    """The table in a text. Raises TableError."""
    lines = [line for line in text.split("\n") if line.strip()]
    lines, comment = _without_comments([line for line in lines if not _FRAME.fullmatch(line)])
    titled = re.match(r"\s*[^\n]+\n[ \t]*\n", text) is not None
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:  # Excel's own first line
        delimiter, lines = lines[0].strip()[4], lines[1:]
    else:
        delimiter = _sniffed(lines[:LOOK])
    try:
        rows = [row for row in _parted("\n".join(lines), delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        raise TableError("The quotation marks in this table do not match.") from None
    rows = [row for row in _unframed(rows) if not all(_RULER.fullmatch(cell) or not cell.strip() for cell in row)]
    if not rows:
        raise TableError("There are no rows in it.")
    title = titled and is_title(rows)
    rows = rows[title:]
    refuse_decimal_commas(rows)
    width = _usual_width(rows)
    if len(rows[0]) == width + 1 and rows[0][-1].strip() and not any(map(is_bare, rows[0])) and not is_title(rows):
        width += 1  # a last column with nothing in it
    while width > 2 and all(len(row) < width or not row[width - 1].strip() for row in rows):
        width -= 1  # a delimiter at the end of every line
    if width < 2:
        raise TableError("Only one column was found. Part the columns by commas, semicolons or tabs.")
    commented = [cell.strip() for cell in next(iter(_parted(comment, delimiter)), [])] if comment else []
    layout = _fitted(rows, width, delimiter, commented)
    return replace(layout, notes=(f"{_lines(1)} above the table is left out.", *layout.notes)) if title else layout


def _fitted(rows: list[Row], width: int, delimiter: str, comment: Row) -> Layout:
    """Every row as wide as most are: empty ends are cut, missing ends filled; the others are left out and counted."""
    notes: list[str] = []
    rows = [_trimmed(row, width) for row in rows]
    if len(rows[0]) == width - 1 > 1 and len(rows) > 1 and not any(map(is_number, rows[0])):
        rows = [["row", *rows[0]], *rows[1:]]  # as R writes the names of rows
    cut = rows
    first = next((place for place, row in enumerate(cut) if len(row) == width), 0)
    if 0 < first < len(rows) / 2 and all(len(row) < width for row in cut[:first]):
        notes.append(f"{_lines(first)} above the table {'is' if first == 1 else 'are'} left out.")
        cut = cut[first:]
    filled = [row + [""] * (width - len(row)) if width > len(row) > max(1, width // 2) else row for row in cut]
    fitting = [row for row in filled if len(row) == width]
    lost = len(filled) - len(fitting)
    if lost > 0.2 * len(filled) and (lost > 1 or len(fitting) < 3):
        raise TableError("The rows have different numbers of entries.")
    head, body, numbered = headings(fitting, comment)
    if lost:
        total = len(body) + lost
        notes.append(
            f"{lost} of {total} rows {'is' if lost == 1 else 'are'} left out: not as many entries as the others. "
            "A number with a comma needs quotation marks."
        )
    if not numbered and len(body) > 1 and _is_units(body):
        body = body[1:]
        notes.append("The line of units below the headings is left out.")
    if has_total(body):
        body = body[:-1]
        notes.append("The last row, a total, is left out.")
    return Layout(head, body, delimiter, numbered, tuple(notes))


def headings(rows: list[Row], comment: Row) -> tuple[Row, list[Row], bool]:
    """The headings, the rows below, and whether the headings are made up: the first row, a comment above it, or none.

    A first row with a number in it is no heading, unless its numbers are years over columns of something else.
    """
    first, body = [cell.strip() for cell in rows[0]], rows[1:]
    numbers = [place for place, cell in enumerate(first) if is_bare(cell)]
    if all(map(is_missing, first)) or (numbers and not _are_years(first, body, numbers)):
        if len(comment) == len(first) and not any(map(is_bare, comment)):
            return comment, rows, False
        return [f"column{i + 1}" for i in range(len(first))], rows, True
    return first, body, False


def _are_years(first: Row, body: list[Row], places: list[int]) -> bool:
    """Different years, beside a word, over columns that do not hold years."""
    cells = [first[place].strip() for place in places]
    if not all(_YEAR.fullmatch(cell) for cell in cells) or len(set(cells)) < len(cells) or len(places) == len(first):
        return False
    return bool(body) and not any(all(_YEAR.fullmatch(row[place].strip()) for row in body) for place in places)


def _is_units(body: list[Row]) -> bool:
    """A first row of words over columns of numbers."""
    first, rest = body[0], body[1 : LOOK + 1]
    columns = [[row[place] for row in rest if not is_missing(row[place])] for place in range(len(first))]
    of_numbers = [place for place, cells in enumerate(columns) if cells and all(map(is_number, cells))]
    words = [first[place] for place in of_numbers if not is_missing(first[place])]
    return len(of_numbers) >= 2 and len(words) >= 2 and not any(map(is_number, words))


def _without_comments(lines: list[str]) -> tuple[list[str], str]:
    """The lines below what a program says of its file, and the last of those that are left out."""
    last = ""
    while lines and lines[0].lstrip().startswith(("#", "%", "//")):
        last, lines = lines[0].lstrip().lstrip("#%/").strip(), lines[1:]
    return [line for line in lines if not line.startswith("# ")], last


def _trimmed(row: Row, width: int) -> Row:
    """Without the empty entries that a delimiter at the end makes."""
    while len(row) > width and not row[-1].strip():
        row = row[:-1]
    return row


def _unframed(rows: list[Row]) -> list[Row]:
    """Without the outer bars of a table drawn with them."""
    framed = rows and all(len(row) > 2 and not row[0].strip() and not row[-1].strip() for row in rows)
    return [row[1:-1] for row in rows] if framed else rows


def _lines(count: int) -> str:
    return "The first line" if count == 1 else f"The first {count} lines"


def _sniffed(lines: list[str]) -> str:
    """The delimiter that gives the same number of cells, more than one, in nearly all lines, and numbers in them."""
    tried: list[tuple[str, float, float]] = []
    for delimiter in DELIMITERS:
        try:
            rows = _parted("\n".join(lines), delimiter)
        except csv.Error:
            continue
        widths = Counter(map(len, rows))
        usual = [(width, count) for width, count in widths.most_common() if width > 1]
        if usual and usual[0][1] >= widths.most_common(1)[0][1]:
            cells = [cell for row in rows[1:] for cell in row]
            numbers = sum(is_missing(cell) or is_number(cell) for cell in cells) / max(1, len(cells))
            tried.append((delimiter, usual[0][1] / widths.total(), numbers))
    best: tuple[str, float, float] = (",", 0.0, 0.0)
    for one in tried:
        if one[1] > best[1] + 0.15 or (one[1] > best[1] - 0.15 and one[2] > best[2] + 0.4):
            best = one
    return best[0]


def _parted(text: str, delimiter: str) -> list[Row]:
    if delimiter == " ":
        return [_words(line) for line in text.split("\n") if line.strip()]
    quote = "'" if '"' not in text and len(_SINGLE.findall(text)) > text.count("\n") + 1 else '"'
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True, quotechar=quote))


def _words(line: str) -> Row:
    return [match.group(1) if match.group(1) is not None else match.group(2) for match in _WORD.finditer(line)]


def _usual_width(rows: list[Row]) -> int:
    """The width of most rows, without the empty entries at their ends."""
    widths = Counter(map(len, rows[1:] or rows))
    return widths.most_common(1)[0][0]
