"""What is written in the cells of a column: numbers as people write them, gaps, or names of classes."""

import math
import re
from collections.abc import Sequence

import numpy as np

from gdviz.data.row_formula import Array

MISSING = frozenset(
    {"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing", "-", "--", "?", ".", "inf", "-inf"}
)
LARGEST = 1e12
MOST_LEVELS = 20
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[. ]\d{3})+)?,\d+(?:[eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?", re.ASCII)
_SAME = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "'": None})


def tidy(cell: str) -> str:
    """Without spaces round it, a percent sign behind it, and typographic minus signs."""
    return cell.translate(_SAME).strip().removesuffix("%").rstrip()


def is_missing(cell: str) -> bool:
    """One of the ways to say that there is nothing."""
    return tidy(cell).lower() in MISSING


def number(cell: str, decimal_comma: bool) -> float:
    """The number in a cell, NaN if there is none or it is beyond 1e12."""
    text = tidy(cell)
    if decimal_comma and _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    elif not _PLAIN.fullmatch(text):
        return math.nan
    value = float(text)
    return value if abs(value) <= LARGEST else math.nan


def has_decimal_comma(cells: Sequence[str], delimiter: str) -> bool:
    """Whether commas in this column are decimal: surely in 1,5; in 1,234 only where semicolons part the columns."""
    texts = [text for text in map(tidy, cells) if "," in text]
    if any(_DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text) for text in texts):
        return True
    return delimiter == ";" and any(_DECIMAL_COMMA.fullmatch(text) for text in texts)


def understood(cells: Sequence[str], delimiter: str) -> tuple[Array, tuple[str, ...]]:
    """Numbers (n,) with NaN for gaps, and no levels; or places among the levels, in alphabetical order.

    A column is of numbers if nine in ten of its cells are. With more than 20 levels it is all gaps.
    """
    comma = has_decimal_comma(cells, delimiter)
    values = np.array([number(cell, comma) for cell in cells])
    written = np.array([not is_missing(cell) for cell in cells])
    if np.isfinite(values).sum() >= 0.9 * written.sum() and np.isfinite(values).any():
        return values, ()
    names = [cell.strip() for cell in cells]
    levels = sorted({name for name, real in zip(names, written, strict=True) if real})
    if len(levels) > MOST_LEVELS:
        return np.full(len(cells), np.nan), ()
    place = {name: float(i) for i, name in enumerate(levels)}
    return np.array([place.get(name, np.nan) for name in names]), tuple(levels)
