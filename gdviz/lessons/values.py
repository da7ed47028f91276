"""Values of terms: numbers, points, series along a run and words, and what is done with them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from gdviz.lessons.lesson import LessonError


class Pair(NamedTuple):
    """A point of the map, or an arrow."""

    x: float
    y: float


Value = float | Pair | np.ndarray | str
"""An array is a series along a run, one number a frame."""

NAMES = {"pi": float(np.pi), "e": float(np.e)}


POINT_PARTS: Mapping[str, Callable[[Pair], float]] = {
    "x": lambda point: point.x,
    "y": lambda point: point.y,
    "length": lambda point: float(np.hypot(*point)),
}


def number(value: Value, what: str = "A number") -> float:
    """The value as one number; LessonError if it is none."""
    if isinstance(value, Pair | str) or np.ndim(value):
        raise LessonError(f"{what} stands there, and this is {kind_of(value)}.")
    return float(value)


def pair(value: Value, what: str = "A point") -> Pair:
    """The value as a point or arrow; LessonError if it is none."""
    if not isinstance(value, Pair):
        raise LessonError(f"{what} stands there, and this is {kind_of(value)}.")
    return value


def kind_of(value: Value) -> str:
    """What a value is, in words."""
    if isinstance(value, Pair):
        return "a point"
    if isinstance(value, str):
        return "a word"
    return "a number" if np.ndim(value) == 0 else "a row of numbers along a run"


def _numeric(value: Value) -> float | np.ndarray:
    if isinstance(value, Pair | str):
        raise LessonError(f"A number stands there, and this is {kind_of(value)}.")
    return np.float64(value) if np.ndim(value) == 0 else np.asarray(value, dtype=np.float64)


def _per_part(act: Callable[[float, float], float], left: Value, right: Value) -> Pair:
    (a, b), (c, d) = pair(left), pair(right)
    return Pair(act(a, c), act(b, d))


ARITHMETIC: Mapping[str, Callable[..., float | np.ndarray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "and": lambda a, b: (np.asarray(a) != 0) & (np.asarray(b) != 0),
    "or": lambda a, b: (np.asarray(a) != 0) | (np.asarray(b) != 0),
    "not": lambda a: np.asarray(a) == 0,
    "neg": np.negative,
}


def operate(operation: str, values: list[Value]) -> Value:
    """The result of an operation: numbers and rows as NumPy has it, points by their parts; a truth is 1 or 0."""
    points = [isinstance(value, Pair) for value in values]
    if operation == "neg" and points[0]:
        x, y = pair(values[0])
        return Pair(-x, -y)
    if all(points) and operation in ("+", "-"):
        act = (lambda a, b: a + b) if operation == "+" else (lambda a, b: a - b)
        return _per_part(act, *values)
    if any(points) and not all(points) and operation in ("*", "/") and (points[0] or operation == "*"):
        point, factor = values if points[0] else reversed(values)
        scale = number(plain(1 / np.float64(number(factor))) if operation == "/" else factor)
        return Pair(pair(point).x * scale, pair(point).y * scale)
    if operation in ("==", "!=") and all(isinstance(value, str) for value in values):
        return float((values[0] == values[1]) == (operation == "=="))
    return plain(ARITHMETIC[operation](*map(_numeric, values)))


def plain(value: object) -> Value:
    """A result of NumPy as a float or a float64 row."""
    row = np.asarray(value, dtype=np.float64)
    return float(row) if row.ndim == 0 else row


def _angle(first: Value, second: Value) -> float:
    """Degrees between two arrows, 0 to 180; NaN if one has no length."""
    (a, b), (c, d) = pair(first, "An arrow"), pair(second, "An arrow")
    if not (np.hypot(a, b) and np.hypot(c, d)):
        return float("nan")
    return float(abs(np.degrees(np.arctan2(a * d - b * c, a * c + b * d))))


def _distance(first: Value, second: Value) -> float:
    (a, b), (c, d) = pair(first), pair(second)
    return float(np.hypot(c - a, d - b))


def _dot(first: Value, second: Value) -> float:
    (a, b), (c, d) = pair(first, "An arrow"), pair(second, "An arrow")
    return a * c + b * d


def _row(function: Callable[..., object]) -> Callable[..., Value]:
    return lambda *values: plain(function(*map(_numeric, values)))


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Value]]] = {
    **{name: (1, _row(getattr(np, name))) for name in ("sqrt", "log", "exp", "abs", "ceil", "floor", "sin", "cos")},
    **{name: (1, _row(getattr(np, name))) for name in ("tan", "sign", "log10")},
    "acos": (1, _row(np.arccos)),
    "degrees": (1, _row(np.degrees)),
    "min": (2, _row(np.minimum)),
    "max": (2, _row(np.maximum)),
    "norm": (1, lambda arrow: float(np.hypot(*pair(arrow, "An arrow")))),
    "angle": (2, _angle),
    "distance": (2, _distance),
    "dot": (2, _dot),
    "point": (2, lambda x, y: Pair(number(x), number(y))),
}
"""name → (arguments, what it does); `angle` is in degrees; sin, cos, tan and acos are in radians."""
