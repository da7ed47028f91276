"""A visitor's table, from bytes or pasted text: columns of numbers and classes, with a note for each assumption."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.learning.data.cells import notation_of, understood
from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE, Dataset, class_names
from gdviz.learning.data.decoding import TableError, decoded, encoding_notes, without_garbled
from gdviz.learning.data.layout import MOST_COLUMNS, Row, laid_out
from gdviz.learning.data.literals import as_lines

LIBSVM_NOTE = "It is in the format of LIBSVM: a feature that is left out of a row is 0."
MOST_FEATURES = 50
_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?"
_LINE = re.compile(rf"\s*({_NUMBER})(?:\s+qid:[0-9]+)?((?:\s+(?:0|[1-9][0-9]{{0,6}}):{_NUMBER})*)\s*(?:#.*)?", re.ASCII)
_FEATURE = re.compile(r"([0-9]+):(\S+)")
KEPT_ROWS = 1_000
"""Rows that are worked with: a loss surface is drawn from tens of thousands of means over all of them."""


@dataclass(frozen=True, eq=False)
class Table:
    """columns: name (letters of any script, digits, underscores) → numbers (rows,) with NaN for gaps; for a text column
    the places among its levels. headings: name → as written in the file, not to be trusted. notes: what was left out
    or assumed. dated: names of columns of dates or times.
    """

    columns: Mapping[str, np.ndarray]
    levels: Mapping[str, tuple[str, ...]]
    headings: Mapping[str, str]
    notes: tuple[str, ...]
    dated: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """How many rows are kept."""
        return len(next(iter(self.columns.values())))

    def dataset(
        self, roles: Mapping[str, str], target: str = NUMBER, *, classes: tuple[str, str] | None = None, **about: str
    ) -> Dataset:
        """The rows without gaps in the chosen columns; roles: name in the formula → column, the target last.

        target: what the last role is made; two values or two texts become -1 and 1 (SIGN) or 0 and 1 (ZERO_ONE).
        classes: the two texts to keep of a target with more. Raises TableError with a sentence.
        """
        if not 2 <= len(roles) <= 4 or len(set(roles.values())) < len(roles):
            raise TableError("Choose two to four different columns.")
        if unknown := [column for column in roles.values() if column not in self.columns]:
            raise TableError("A chosen column is not in this table.") from KeyError(unknown[0])
        chosen = {role: self.columns[column] for role, column in roles.items()}
        last, source = list(roles.items())[-1]
        chosen[last], names = _as_target(chosen[last], self.levels.get(source, ()), target, classes)
        whole = np.all([np.isfinite(column) for column in chosen.values()], axis=0)
        if whole.sum() < 2:
            raise TableError("Fewer than two rows are complete in these columns.")
        lost = int(len(whole) - whole.sum())
        note = _lost(lost, len(whole)) if lost else ""
        complete = {role: column[whole] for role, column in chosen.items()}
        labels = {role: column.replace("_", " ") for role, column in roles.items()}
        described: dict[str, Any] = {"key": "own", "name": "Your data", "note": note} | about
        return Dataset(columns=complete, target=target, labels=labels, classes=names, **described)


def read_table(content: bytes | str) -> Table:
    """The table in a file or a pasted text. Of a long one rows are drawn, always the same. Raises TableError."""
    text = decoded(content)
    dense = as_dense_rows(text)
    layout = laid_out(dense or as_lines(text))
    head, body = without_garbled(layout.head), layout.rows
    notes = [*layout.notes, *([LIBSVM_NOTE] if dense else []), *encoding_notes(content, layout.head, head)]
    if not body:
        raise TableError("There are no rows below the headings.")
    if layout.numbered:
        notes.append("There are no headings: the columns are numbered.")
    if len(head) > MOST_COLUMNS:
        notes.append(f"The first {MOST_COLUMNS} of {len(head):,} columns are used.")
    if len(body) > KEPT_ROWS:
        notes.append(f"{KEPT_ROWS:,} of {len(body):,} rows, drawn with a fixed seed, are used.")
        places = np.sort(np.random.default_rng(0).choice(len(body), KEPT_ROWS, replace=False))
        body = [body[i] for i in places]
    return _table(head[:MOST_COLUMNS], body, layout.delimiter, notes)


def _table(head: Row, body: list[Row], delimiter: str, notes: list[str]) -> Table:
    names = identifiers(head)
    cells = [[row[place] for row in body] for place in range(len(head))]
    notation = notation_of(cells, delimiter)
    columns, levels, dated = {}, {}, set()
    for name, texts in zip(names, cells, strict=True):
        column = understood(texts, notation)
        if not np.isfinite(column.values).any():
            notes.append(f"The column {name} is left out: {column.why_not or 'it has no usable number'}.")
            continue
        columns[name] = column.values
        notes += [f"The column {name} {note}" for note in column.notes]
        if column.levels:
            levels[name] = column.levels
        if column.dated:
            dated.add(name)
    if len(columns) < 2:
        raise TableError(_too_few(notes))
    written = {name: heading for name, heading in zip(names, head, strict=True) if name in columns}
    return Table(columns, levels, written, tuple(notes), frozenset(dated))


def _lost(lost: int, total: int) -> str:
    """How many of the rows cannot be used, and why."""
    return f"{lost} of {total} rows {'is' if lost == 1 else 'are'} left out: gaps or other classes."


def _too_few(notes: list[str]) -> str:
    """The refusal of a table without two usable columns, with a reason if there is one."""
    why = next((note for note in notes if "is left out: " in note), "")
    reason = why.split("is left out: ")[1] if why else ""
    return "Fewer than two columns hold numbers or classes." + (f" Of one of the others: {reason}" if reason else "")


def identifiers(head: Row) -> list[str]:
    """Headings as different names of letters (of any script), digits and underscores, a letter first, ≤ 20 in all."""
    names: list[str] = []
    for place, heading in enumerate(head):
        plain = re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", heading)).strip("_")[:17].rstrip("_")
        if not plain or not plain[0].isalpha() or plain in ("e", "pi"):
            plain = f"column{place + 1}"
        taken, name = 2, plain
        while name in names:
            name, taken = f"{plain}_{taken}", taken + 1
        names.append(name)
    return names


def _as_target(
    values: np.ndarray, levels: tuple[str, ...], target: str, classes: tuple[str, str] | None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The last column as the target it is to be, and what its two values stand for."""
    if levels and target not in (SIGN, ZERO_ONE):
        raise TableError("The target is a text, and this model needs a number.")
    if target == NUMBER:
        return values, ()
    distinct = np.unique(values[np.isfinite(values)])
    if target == COUNT:
        if distinct.size and (distinct[0] < 0 or (distinct != np.round(distinct)).any()):
            raise TableError("Counts are whole numbers from 0.")
        return values, ()
    if classes is not None:
        if not set(classes) <= set(levels) or len(set(classes)) < 2:
            raise TableError("These classes are not in the column.")
        distinct = np.array([levels.index(name) for name in classes], dtype=np.float64)
    if distinct.size != 2:
        raise TableError(f"The target has {distinct.size} different values; this model needs two.")
    low = 0.0 if target == ZERO_ONE else -1.0
    coded = np.where(values == distinct[0], low, np.where(values == distinct[1], 1.0, np.nan))
    return coded, tuple(levels[int(v)] for v in distinct) if levels else class_names(distinct)


def as_dense_rows(text: str) -> str:
    """The same rows with headings and every feature, parted by tabs; empty where the text is in another format.

    Of more than MOST_FEATURES features the first are taken. A line of times such as `7 10:30 11:45` is none of these:
    in some row the features begin with 0 or 1.
    """
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines or ":" not in lines[0]:
        return ""
    rows: list[tuple[str, dict[int, str]]] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            return ""
        rows.append((match.group(1), {int(place): value for place, value in _FEATURE.findall(match.group(2))}))
    places = sorted({place for _, features in rows for place in features})
    if not places or places[0] > 1:
        return ""
    places = places[:MOST_FEATURES]
    head = ["label", *(f"feature{place}" for place in places)]
    body = ([label, *(features.get(place, "0") for place in places)] for label, features in rows)
    return "\n".join("\t".join(row) for row in (head, *body))
