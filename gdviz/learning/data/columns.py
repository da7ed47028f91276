"""Chosen columns of a visitor's table under the names that formulas use, and such rows as a link carries them."""

import csv
import io
import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from gdviz.learning.data.cells import no_first
from gdviz.learning.data.dataset import NUMBER, SIGN, ZERO_ONE, Dataset
from gdviz.learning.data.decoding import TableError
from gdviz.learning.data.table import Table, read_table

YES = frozenset(
    "yes y true t on ok 1 pass passed positive pos present success won win alive active high "
    "ja j wahr oui o vrai sí si sì sim да 是 はい".split()
)
"""Words of two for the class that is coded 1."""
IDENTIFIER = re.compile(
    r"(?:.*(?:\b|_|(?<=[a-z])(?=I)))?(?:[iI][dD]s?|uuid|#|(?i:no|nr|num|number|key|code|zip|plz|postcode))\.?"
    r"|(?i:index|idx|row|unnamed: \d+)"
)
"""Headings of columns that tell rows apart and measure nothing: PassengerId, customer_id, Nr., row number."""
LONGEST_NAME = 40


def rows_from(table: Table, inputs: list[str], target: str, classes: tuple[str, str] | None = None) -> Dataset:
    """The data set of one or two inputs and a target; classes: the two texts to keep of a target with more.

    Inputs of two texts become 0 and 1. A target of two texts, or of the numbers 0 and 1 or −1 and 1, is one of classes.
    Raises TableError.
    """
    roles = dict(zip(("x",) if len(inputs) == 1 else ("x1", "x2"), inputs, strict=True)) | {"y": target}
    labels = {role: heading(table, name) for role, name in roles.items()}
    for role, name in list(roles.items())[:-1]:
        if name in table.levels:
            table, ends = _coded(table, name)
            labels[role] += f" ({ends[0]} = 0, {ends[1]} = 1)"
    levels = table.levels.get(target, ())
    pair = ordered(classes or levels) if levels else None
    dataset = table.dataset(roles, ZERO_ONE if levels else _kind(table, roles), classes=pair)
    note = " ".join(filter(None, (*table.notes, dataset.note)))
    return replace(dataset, labels=labels, note=note)


def usual_target(table: Table) -> str:
    """The last column that measures something; the last one where none does."""
    names = list(table.columns)
    return next((name for name in reversed(names) if not tells_rows_apart(table, name)), names[-1])


def usual_inputs(table: Table, target: str, count: int) -> list[str]:
    """As many inputs: first columns that measure something, then texts of two values, then dates and row numbers."""
    names = [name for name in table.columns if name != target]
    numbers = [name for name in names if name not in table.levels]
    pairs = [name for name in names if len(table.levels.get(name, ())) == 2]
    idle = [name for name in numbers if tells_rows_apart(table, name)]
    return ([name for name in numbers if name not in idle] + pairs + idle)[:count]


def tells_rows_apart(table: Table, name: str) -> bool:
    """Is a column only a date, an identifier, a number that counts the rows, or the same in all of them?"""
    values = table.columns[name][np.isfinite(table.columns[name])]
    counts = len(values) > 2 and values[0] in (0, 1) and bool((np.diff(values) == 1).all())
    nameless = not table.headings.get(name) and any(table.headings.values())  # the index that pandas writes
    named = nameless or bool(IDENTIFIER.fullmatch(heading(table, name)))
    return named or counts or name in table.dated or len(np.unique(values)) < 2


def heading(table: Table, name: str) -> str:
    """A column's heading as it was written, cut to 40 characters in one line."""
    return " ".join(table.headings.get(name, name).split())[:LONGEST_NAME] or name


def ordered(levels: tuple[str, ...]) -> tuple[str, str]:
    """Two texts, the one for 0 first: of yes and no, no; else in alphabetical order. Raises TableError."""
    if len(levels) != 2:
        raise TableError(f"The target has {len(levels)} different values; this model needs two.")
    low, high = no_first(sorted(levels, key=lambda text: (text.strip().lower() in YES, text)))
    return low, high


def _kind(table: Table, roles: dict[str, str]) -> str:
    """What a target of numbers is, by its values in the rows without gaps."""
    columns = [table.columns[name] for name in roles.values()]
    whole = np.all([np.isfinite(column) for column in columns], axis=0)
    values = np.unique(columns[-1][whole]).tolist()
    return {(0.0, 1.0): ZERO_ONE, (-1.0, 1.0): SIGN}.get(tuple(values), NUMBER)


def _coded(table: Table, name: str) -> tuple[Table, tuple[str, str]]:
    """The table with a column of two texts as 0 and 1, and the two. Raises TableError for more than two."""
    levels = table.levels[name]
    if len(levels) != 2:
        raise TableError(
            f"An input is a text of {len(levels)} different values: choose a column of numbers, or a text of two."
        )
    ends, places = ordered(levels), table.columns[name]
    coded = np.where(np.isfinite(places), places == levels.index(ends[1]), np.nan)
    left = {key: value for key, value in table.levels.items() if key != name}
    return replace(table, columns={**table.columns, name: coded}, levels=left), ends


def as_text(dataset: Dataset) -> str:
    """Rows as a link may carry them: comma-separated, headings first, classes by their names."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow([dataset.labels.get(name, name) for name in dataset.columns])
    *inputs, target = ([_written(value) for value in column] for column in dataset.columns.values())
    if dataset.classes:
        low = min(list(dataset.columns.values())[-1])
        target = [dataset.classes[int(value > low)] for value in list(dataset.columns.values())[-1]]
    writer.writerows(zip(*inputs, target, strict=True))
    return lines.getvalue().removesuffix("\n")


def _written(value: float) -> str:
    """The shortest decimal that is read back as the same number."""
    return f"{int(value)}" if value == int(value) and abs(value) < 1e15 else repr(float(value))


@lru_cache(maxsize=8)
def travelled(text: str) -> Dataset:
    """The rows that a link carries, the target last. Raises TableError."""
    table = read_table(text)
    names = list(table.columns)
    if len(names) > 3:
        raise TableError("A table in a link has one or two inputs and a target: two or three columns.")
    return rows_from(table, names[:-1], names[-1])
