"""A Python function as value, gradient and Hessian of points: derivatives by PyTorch or JAX, else by differences."""

import hashlib
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from gdviz.kernel import autodiff
from gdviz.kernel.autodiff import Order
from gdviz.kernel.functions import Functions

BY_DIFFERENCES = (
    "Its derivatives are central differences of five points: where f is smooth, the gradient to about 11 digits of "
    "f's size over the distance in which it changes, the Hessian to about 9."
)
FROM_GRADIENT = "Its Hessian is the central difference of the gradient at five points, to about 11 digits."
ONE_BY_ONE = "The function takes single numbers only, so points are evaluated one at a time."
FIRST = {-2: 1 / 12, -1: -2 / 3, 1: 2 / 3, 2: -1 / 12}
SECOND = {-2: -1 / 12, -1: 4 / 3, 0: -5 / 2, 1: 4 / 3, 2: -1 / 12}
"""Fornberg 1988, Mathematics of Computation 51, table 1: weights of fourth order."""
EPS = float(np.finfo(float).eps)


def callable_functions(
    f: Callable[..., Any],
    gradient: Callable[..., Any] | None,
    hessian: Callable[..., Any] | None,
    sample: np.ndarray,
    name: str,
) -> Functions:
    """The functions of f(x, y), with its gradient(x, y) → (gx, gy) and hessian(x, y) → (hxx, hxy, hyy) if given.

    sample (2, n): points at which f must be defined; their values name the surface. Raises TypeError for what is no
    function, ValueError with a sentence for one that cannot be evaluated or whose results have another shape.
    """
    for what, one in (("f", f), ("gradient", gradient), ("hessian", hessian)):
        if not callable(one) and (what == "f" or one is not None):
            raise TypeError(f"{what} is a function of x and y, not {type(one).__name__}.")
    exact = autodiff.functions_of(f, sample, sys.modules) if gradient is None else None
    notes: list[str] = []
    if exact is not None:
        value, slope, bend = exact.value, exact.gradient, exact.hessian
        notes.append(f"Its derivatives are exact, by {exact.library}.")
    else:
        value = _on_points(f, sample, notes)
        slope = partial(_rows, gradient, 2) if gradient else partial(_differences, value)
        bend = partial(_differences_of, slope) if gradient else partial(_second_differences, value)
        notes.append(FROM_GRADIENT if gradient and not hessian else "" if gradient else BY_DIFFERENCES)
    if hessian:
        bend = partial(_rows, hessian, 3)
    for order, (what, function) in enumerate((("f", value), ("gradient", slope), ("hessian", bend))):
        _checked(what, function, order + 1, sample)
    if not np.isfinite(value(sample)).any():
        raise ValueError(f"f has no real value at any of the {sample.shape[1]} points of its window that were tried.")
    _each_by_itself(value, sample)
    digest = hashlib.sha256(value(sample).tobytes() + slope(sample).tobytes()).hexdigest()[:12]
    return Functions(f"{name}(x, y) in Python, {digest}", value, slope, bend, notes=tuple(filter(None, notes)))


def _checked(what: str, function: Order, rows: int, sample: np.ndarray) -> None:
    """Raises ValueError with a sentence where the results do not fit the points."""
    try:
        result = np.asarray(function(sample), np.float64)
    except (TypeError, ValueError, ArithmeticError, RuntimeError, AttributeError) as error:
        raise ValueError(f"{what} cannot be evaluated on arrays of numbers: {_said(error)}") from error
    if result.size != rows * sample.shape[1]:
        raise ValueError(
            f"{what} gives {result.size} numbers for {sample.shape[1]} points; {rows} for each are expected."
        )


def _each_by_itself(value: Order, sample: np.ndarray) -> None:
    """Raises ValueError for an f that mixes the points of its arrays, as one that sums over them does."""
    together = float(value(sample)[0])
    alone = float(np.asarray(value(sample[:, :1])).ravel()[0])
    if not np.isclose(together, alone, rtol=1e-9, atol=0.0, equal_nan=True):
        raise ValueError("f gives another value at a point where it is handed more of them: it works point by point.")


def _on_points(f: Callable[..., Any], sample: np.ndarray, notes: list[str]) -> Order:
    """f on points (2, n); one at a time where it refuses arrays, as functions with `if` and math.sin do."""

    together, singly = partial(_together, f), partial(_singly, f)
    try:
        with np.errstate(all="ignore"):
            together(sample)
    except (TypeError, ValueError, ArithmeticError):
        notes.append(ONE_BY_ONE)
        return singly
    return together


def _together(f: Callable[..., Any], points: np.ndarray) -> np.ndarray:
    return np.broadcast_to(_real(f(points[0], points[1])), points.shape[1:])


def _singly(f: Callable[..., Any], points: np.ndarray) -> np.ndarray:
    return np.array([_single(f, x, y) for x, y in points.T.tolist()])


def _real(result: Any) -> np.ndarray:
    """Results as float64. Raises TypeError for None and for complex numbers, which NumPy would take as well."""
    if result is None or np.iscomplexobj(result):
        raise TypeError(f"it returns {'None' if result is None else 'complex numbers'}")
    return np.asarray(result, np.float64)


def _single(f: Callable[..., Any], x: float, y: float) -> float:
    """f at one point; NaN where Python's arithmetic raises, as in 1/0 and math.log(-1)."""
    try:
        return float(_real(f(x, y)))
    except (ZeroDivisionError, OverflowError):
        return float("nan")
    except ValueError as error:
        if "domain" in str(error) or "expected a" in str(error):  # math's own, "math domain error" until Python 3.13
            return float("nan")
        raise


def _rows(function: Callable[..., Sequence[Any]], count: int, points: np.ndarray) -> np.ndarray:
    """The parts that a function gives for x and y, as rows (count, n)."""
    parts = function(points[0], points[1])
    if len(parts) != count:
        raise ValueError(f"it returns {len(parts)} parts, where {count} are expected")
    return np.stack([np.broadcast_to(_real(part), points.shape[1:]) for part in parts])


def _steps(points: np.ndarray, root: int) -> np.ndarray:
    """How far apart the points of a difference lie, (2, n): the root of the rounding error, times the coordinate."""
    return EPS ** (1 / root) * np.maximum(1.0, np.abs(points))


def _moved(points: np.ndarray, steps: np.ndarray, across: int, up: int) -> np.ndarray:
    return points + np.stack((across * steps[0], up * steps[1]))


def _differences(value: Order, points: np.ndarray) -> np.ndarray:
    """The gradient by central differences; the error is about eps^(4/5) of f."""
    h = _steps(points, 5)
    gx = sum(weight * value(_moved(points, h, k, 0)) for k, weight in FIRST.items()) / h[0]
    gy = sum(weight * value(_moved(points, h, 0, k)) for k, weight in FIRST.items()) / h[1]
    return np.stack((gx, gy))


def _differences_of(gradient: Order, points: np.ndarray) -> np.ndarray:
    """The Hessian by central differences of the gradient, made symmetric."""
    h = _steps(points, 5)
    along_x = sum(weight * gradient(_moved(points, h, k, 0)) for k, weight in FIRST.items()) / h[0]
    along_y = sum(weight * gradient(_moved(points, h, 0, k)) for k, weight in FIRST.items()) / h[1]
    return np.stack((along_x[0], (along_x[1] + along_y[0]) / 2, along_y[1]))


def _second_differences(value: Order, points: np.ndarray) -> np.ndarray:
    """The Hessian by central differences of the value; the error is about eps^(2/3) of f."""
    h = _steps(points, 6)
    hxx = sum(weight * value(_moved(points, h, k, 0)) for k, weight in SECOND.items()) / h[0] ** 2
    hyy = sum(weight * value(_moved(points, h, 0, k)) for k, weight in SECOND.items()) / h[1] ** 2
    pairs = ((j, k, a * b) for j, a in FIRST.items() for k, b in FIRST.items())
    hxy = sum(weight * value(_moved(points, h, j, k)) for j, k, weight in pairs) / (h[0] * h[1])
    return np.stack((hxx, hxy, hyy))


def _said(error: Exception) -> str:
    """The first line of an error that a function raised."""
    line = str(error).splitlines()[0].rstrip(".") if str(error) else "it raised an error"
    return f"{line}." if isinstance(error, ValueError) else f"{line} ({type(error).__name__})."
