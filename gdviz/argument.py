"""Arguments checked at the public door: numbers, counts, points, keys; a failure is a sentence that names the argument.

TypeError for what is no number at all, ValueError for a number or shape that cannot be used, UnknownKey for a key that
is in no table.
"""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.numeral import numeral

Value = TypeVar("Value")
MOST_STEPS = 10_000_000
"""Steps of a recorded run, which takes some 60 bytes a step."""


class UnknownKey(KeyError):  # noqa: N818 -- what it is; KeyError says that it is an error
    """A key that is in no table; printed as its sentence, without the quotes of a KeyError."""

    def __str__(self) -> str:
        return str(self.args[0])


class Table(dict[str, Value]):
    """Records by key, which may be written in any case; another key raises UnknownKey with the nearest."""

    def __init__(self, what: str, records: Mapping[str, Value]) -> None:
        super().__init__(records)
        self.what = what

    def __missing__(self, key: object) -> Value:
        return keyed(self, key, self.what)

    def __repr__(self) -> str:
        return f"<{len(self)} {self.what}s: {', '.join(self)}>"


def number(value: object, name: str, low: float = -math.inf, high: float = math.inf, finite: bool = True) -> float:
    """A number from low to high; finite: infinity is none."""
    if type(value) is float and low <= value <= high and math.isfinite(value):
        return value  # at every run, for every knob
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if not _is_number(value):
        raise TypeError(f"{name} is a number, not {_described(value)}.")
    result = _float(value)
    if math.isnan(result) or (finite and math.isinf(result)):
        raise ValueError(f"{name} is a {'finite ' if finite else ''}number, not {result}.")
    if not low <= result <= high:
        raise ValueError(f"{name} is {_between(low, high)}, not {numeral(result, 9)}.")
    return result


def count(value: object, name: str, low: int = 0, high: float = math.inf) -> int:
    """A whole number from low to high."""
    if type(value) is int and low <= value <= high:
        return value
    result = number(value, name)
    if result != int(result):
        raise ValueError(f"{name} is a whole number, not {numeral(result, 9)}.")
    return int(number(value, name, low, high))


def steps(value: object, name: str = "steps") -> int:
    """How many steps a recorded run may take."""
    number = count(value, name)
    if number > MOST_STEPS:
        raise ValueError(f"{name} is at most {numeral(MOST_STEPS)}.")
    return number


def text(value: object, name: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text, not {_described(value)}.")
    return value


def numbers(value: ArrayLike, name: str) -> np.ndarray:
    """Finite numbers, of whatever shape."""
    verb, array = "are" if name.endswith("s") else "is made of", _plain(value, name)
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} {verb} numbers, not {_described(_offender(value))}.")
    if np.ma.is_masked(value) or not np.isfinite(array).all():
        raise ValueError(f"{name} {verb} finite numbers.")
    return array.astype(np.float64)


def real(value: ArrayLike, name: str) -> np.ndarray:
    """Numbers of whatever shape, infinities and NaN among them; truth values are 0 and 1."""
    array = np.asarray(value, np.float64) if type(value) is float else _plain(value, name)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} is a number or an array of numbers, not {_described(_offender(value))}.")
    return array.astype(np.float64)


def point(value: ArrayLike, name: str = "start") -> np.ndarray:
    """A point (2,)."""
    array = numbers(value, name)
    if array.shape != (2,):
        raise ValueError(f"{name} is a point of two numbers, as (1, 2), not an array of shape {array.shape}.")
    return array


def points(value: ArrayLike, name: str = "starts") -> np.ndarray:
    """Points (n, 2), one a row; a single point (2,) is one row."""
    array = numbers(value, name)
    if array.shape == (2,):
        return array[None]
    if array.ndim != 2 or array.shape[1] != 2:
        advice = " Transpose it." if array.ndim == 2 and array.shape[0] == 2 else ""
        raise ValueError(f"{name} are points of shape (n, 2), one a row, not {array.shape}.{advice}")
    return array


def window(value: Any, name: str = "window") -> tuple[tuple[float, float], tuple[float, float]]:
    """((x low, x high), (y low, y high)), each low below its high."""
    array = numbers(value, name)
    if array.shape != (2, 2) or not (array[:, 0] < array[:, 1]).all():
        raise ValueError(f"{name} is ((x low, x high), (y low, y high)), each low below its high.")
    (a, b), (c, d) = array.tolist()
    return (a, b), (c, d)


def keyed(table: Mapping[str, Value], key: object, what: str) -> Value:
    """The entry of a key, whatever its case; UnknownKey with the nearest one."""
    plain = str(key).strip().lower().replace(" ", "_").replace("-", "_")
    if plain not in table:
        raise UnknownKey(f"There is no {what} {key!r}.{nearest(plain, table)}")
    return table[plain]


def nearest(word: str, words: Iterable[str]) -> str:
    """ " Did you mean …?" with the nearest of the words, else a list of them."""
    choices = list(words)
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f" Did you mean {near[0]}?"
    return f" There are {', '.join(choices)}." if choices else ""


def _between(low: float, high: float) -> str:
    if math.isinf(high):
        return f"at least {numeral(low, 9)}"
    return f"at most {numeral(high, 9)}" if math.isinf(low) else f"from {numeral(low, 9)} to {numeral(high, 9)}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _float(value: Any) -> float:
    """The number as a float; a whole number that none can hold is infinite."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def axes(value: ArrayLike, name: str) -> int:
    """How many axes an array has; 0 for a number alone."""
    return 0 if isinstance(value, float | int) else _plain(value, name).ndim


def shape(value: Any) -> tuple[int, int]:
    """(rows, columns), both at least 1."""
    if isinstance(value, str) or not isinstance(value, Sequence | np.ndarray) or len(value) != 2:
        raise ValueError("shape is two whole numbers, (rows, columns).")
    return count(value[0], "shape", low=1), count(value[1], "shape", low=1)


def _plain(value: ArrayLike, name: str) -> NDArray[Any]:
    """An array; numbers held as objects, as pandas holds some and NumPy whole numbers of many digits, become floats."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} {'are' if name.endswith('s') else 'is made of'} rows of different lengths.") from None
    if array.dtype.kind != "O" or not array.size or not all(map(_is_number, array.flat)):
        return array
    return np.array([_float(part) for part in array.flat]).reshape(array.shape)


def _offender(value: object) -> object:
    """What is no number in a nest of lists, else the value."""
    parts = value if isinstance(value, list | tuple) else ()
    return next((_offender(part) for part in parts if not _is_number(_offender(part))), value)


def _described(value: object) -> str:
    return f"the text {value!r:.60}" if isinstance(value, str) else "None" if value is None else type(value).__name__
