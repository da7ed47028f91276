"""A small data set as a short text for a link, for visitors who choose to send their rows along."""

import base64
import binascii
import math
import re
import zlib

import numpy as np

from gdviz.learning.data.dataset import COUNT, NUMBER, SIGN, ZERO_ONE, Dataset
from gdviz.learning.data.decoding import TableError

LONGEST = 1500
"""Characters: links beyond two thousand are cut by some programs."""
_MOST_BYTES = 40_000
_LETTERS = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_TARGETS = {"n": NUMBER, "c": COUNT, "s": SIGN, "z": ZERO_ONE}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,17}(?:\.\d{1,25})?(?:e[+-]?\d{1,3})?", re.ASCII)


def embedded(data: Dataset) -> str:
    """Columns and target as letters that a link may hold; numbers survive exactly, names and labels do not all.

    Raises TableError for a set that is too large for a link.
    """
    letter = next(letter for letter, target in _TARGETS.items() if target == data.target)
    lines = [letter, *(f"{name} {' '.join(map(_written, column))}" for name, column in data.columns.items())]
    packed = zlib.compress("\n".join(lines).encode("ascii"), 9)
    text = base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
    if len(text) > LONGEST:
        raise TableError("These data are too large to be part of a link.")
    return text


def from_embedded(text: str) -> Dataset:
    """The data set in a link. Raises TableError for anything that `embedded` would not write."""
    try:
        lines = _unpacked(text).split("\n")
        columns = dict(_column(line) for line in lines[1:])
        target = _TARGETS[lines[0]]
    except (ValueError, KeyError, zlib.error, binascii.Error):
        raise TableError("The data in this link cannot be read.") from None
    lengths = {len(column) for column in columns.values()}
    if not 2 <= len(columns) <= 4 or len(columns) != len(lines) - 1 or len(lengths) != 1 or min(lengths) < 2:
        raise TableError("The data in this link cannot be read.")
    return Dataset("own", "Data from a link", columns, target)


def _unpacked(text: str) -> str:
    if not _LETTERS.fullmatch(text) or len(text) > LONGEST:
        raise ValueError
    machine = zlib.decompressobj()
    content = machine.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), _MOST_BYTES)
    if not machine.eof:
        raise ValueError
    return content.decode("ascii")


def _column(line: str) -> tuple[str, np.ndarray]:
    name, *numbers = line.split(" ")
    if not _NAME.fullmatch(name) or not all(map(_NUMBER.fullmatch, numbers)):
        raise ValueError
    values = np.array([float(number) for number in numbers])
    if not all(math.isfinite(value) and abs(value) <= 1e12 for value in values):
        raise ValueError
    return name, values


def _written(value: float) -> str:
    """The shortest decimal that is read back as the same number."""
    return f"{int(value)}" if value == int(value) and abs(value) < 1e15 else repr(float(value))
