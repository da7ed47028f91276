"""Interval arithmetic: bounds of a formula for all points of a box, rounding included (Moore 1966)."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint
from gdviz.kernel import Node, reachable

Interval = tuple[np.ndarray, np.ndarray]  # lower and upper bounds, one for each box
PI = np.pi
ULPS = 4 * 2.0**-52  # how far the library's functions may be off, generously; + - * / sqrt are off by a quarter of it


def wider(low: np.ndarray, high: np.ndarray) -> Interval:
    """Outward by the rounding of one operation; what is not a number may be anything."""
    low, high = low - ULPS * np.abs(low) - 1e-320, high + ULPS * np.abs(high) + 1e-320
    lost = np.isnan(low) | np.isnan(high)
    return np.where(lost, -np.inf, low), np.where(lost, np.inf, high)


def hull(*values: np.ndarray) -> Interval:
    """From the least to the largest of some values that were computed with one rounding each."""
    return wider(np.minimum.reduce(values), np.maximum.reduce(values))


def add(a: Interval, b: Interval) -> Interval:
    """a + b."""
    return wider(a[0] + b[0], a[1] + b[1])


def negative(a: Interval) -> Interval:
    """-a, exactly."""
    return -a[1], -a[0]


def multiply(a: Interval, b: Interval) -> Interval:
    """a·b; of an interval with itself the square, which is never below 0."""
    if a is b:
        return even(np.square)(a)
    return hull(a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])


def divide(a: Interval, b: Interval) -> Interval:
    """a/b; anything at all where b holds 0."""
    through = (b[0] <= 0) & (b[1] >= 0)
    low, high = hull(a[0] / b[0], a[0] / b[1], a[1] / b[0], a[1] / b[1])
    return np.where(through, -np.inf, low), np.where(through, np.inf, high)


def rising(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[Interval], Interval]:
    """A function that nowhere falls."""
    return lambda a: wider(function(a[0]), function(a[1]))


def even(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[Interval], Interval]:
    """A function of |u| that nowhere falls in it."""
    return lambda a: rising(function)(absolute(a))


def absolute(a: Interval) -> Interval:
    """|a|, exactly."""
    least = np.maximum(np.maximum(a[0], -a[1]), 0.0)
    return least, np.maximum(np.abs(a[0]), np.abs(a[1]))


def rising_from_zero(function: Callable[[np.ndarray], np.ndarray]) -> Callable[[Interval], Interval]:
    """A root or logarithm of the part of the box inside the domain; not a number, so anything, where there is none."""
    return lambda a: wider(function(np.maximum(a[0], 0.0)), function(a[1]))


def holds(a: Interval, phase: float, period: float) -> NDArray[np.bool_]:
    """Does the interval hold a point phase + k·period? Yes too when rounding leaves it open."""
    low, high = (a[0] - phase) / period, (a[1] - phase) / period
    slack = 1e-14 * (1 + np.maximum(np.abs(low), np.abs(high)))
    return ~np.greater(np.ceil(low - slack), high + slack)


def wave(function: Callable[[np.ndarray], np.ndarray], top: float) -> Callable[[Interval], Interval]:
    """Sine or cosine, with a maximum at `top` and a minimum half a period on."""

    def bounds(a: Interval) -> Interval:
        low, high = hull(function(a[0]), function(a[1]))
        low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
        return np.where(holds(a, top + PI, 2 * PI), -1.0, low), np.where(holds(a, top, 2 * PI), 1.0, high)

    return bounds


def tangent(a: Interval) -> Interval:
    """tan; anything at all where the box holds a pole."""
    pole = holds(a, PI / 2, PI)
    low, high = rising(np.tan)(a)
    return np.where(pole, -np.inf, low), np.where(pole, np.inf, high)


def power(a: Interval, b: Interval) -> Interval:
    """a^b; an exponent that is one whole number for all boxes is a product, any other needs a base above 0."""
    exponent = float(b[0].flat[0]) if b[0].size else 1.0
    if (b[0] == exponent).all() and (b[1] == exponent).all() and exponent == round(exponent):
        n = abs(round(exponent))
        whole = even(lambda u: u**n)(a) if n % 2 == 0 else rising(lambda u: u**n)(a)
        one = np.ones_like(a[0])
        return whole if exponent >= 0 else divide((one, one), whole)
    low, high = hull(a[0] ** b[0], a[0] ** b[1], a[1] ** b[0], a[1] ** b[1])
    outside = a[0] < 0
    return np.where(outside, -np.inf, low), np.where(outside, np.inf, high)


def hypotenuse(a: Interval, b: Interval) -> Interval:
    """√(a² + b²)."""
    (al, ah), (bl, bh) = absolute(a), absolute(b)
    return wider(np.hypot(al, bl), np.hypot(ah, bh))


def angle(y: Interval, x: Interval) -> Interval:
    """atan2, anything between -π and π where the box meets the half-line on which it jumps."""
    low, high = hull(*(np.arctan2(v, u) for v in y for u in x))
    jump = (x[0] <= 0) & (y[0] <= 0) & (y[1] >= 0)
    return np.where(jump, -3.15, low), np.where(jump, 3.15, high)


def truth(surely: np.ndarray, perhaps: np.ndarray) -> Interval:
    """A comparison: 1 where it holds all over the box, 0 where nowhere, else anything between."""
    return surely.astype(float), perhaps.astype(float)


def where(condition: Interval, a: Interval, b: Interval) -> Interval:
    """a where the condition surely holds, b where it surely fails, else the hull of both."""
    surely, never = condition[0] == 1, condition[1] == 0
    low = np.where(surely, a[0], np.where(never, b[0], np.minimum(a[0], b[0])))
    return low, np.where(surely, a[1], np.where(never, b[1], np.maximum(a[1], b[1])))


OPERATIONS: dict[str, Callable[..., Interval]] = {
    "neg": negative,
    "abs": absolute,
    "sign": rising(np.sign),
    "step": rising(lambda u: np.heaviside(u, 0.5)),
    "sqrt": rising_from_zero(np.sqrt),
    "cbrt": rising(np.cbrt),
    "exp": rising(np.exp),
    "log": rising_from_zero(np.log),
    "log2": rising_from_zero(np.log2),
    "log10": rising_from_zero(np.log10),
    "sin": wave(np.sin, PI / 2),
    "cos": wave(np.cos, 0.0),
    "tan": tangent,
    "asin": rising(np.arcsin),
    "acos": lambda a: wider(np.arccos(a[1]), np.arccos(a[0])),
    "atan": rising(np.arctan),
    "sinh": rising(np.sinh),
    "cosh": even(np.cosh),
    "tanh": rising(np.tanh),
    "asinh": rising(np.arcsinh),
    "acosh": rising(np.arccosh),
    "atanh": rising(np.arctanh),
    "floor": rising(np.floor),
    "ceil": rising(np.ceil),
    "sigmoid": rising(lambda u: 1 / (1 + np.exp(-u))),
    "softplus": rising(lambda u: np.logaddexp(u, 0.0)),
    "add": add,
    "sub": lambda a, b: add(a, negative(b)),
    "mul": multiply,
    "div": divide,
    "pow": power,
    "max": lambda a, b: (np.maximum(a[0], b[0]), np.maximum(a[1], b[1])),
    "min": lambda a, b: (np.minimum(a[0], b[0]), np.minimum(a[1], b[1])),
    "hypot": hypotenuse,
    "atan2": angle,
    "lt": lambda a, b: truth(a[1] < b[0], a[0] < b[1]),
    "le": lambda a, b: truth(a[1] <= b[0], a[0] <= b[1]),
    "gt": lambda a, b: truth(a[0] > b[1], a[1] > b[0]),
    "ge": lambda a, b: truth(a[0] >= b[1], a[1] >= b[0]),
    "ne": lambda a, b: truth((a[1] < b[0]) | (a[0] > b[1]), (a[0] != b[1]) | (a[1] != b[0])),
    "where": where,
}


def enclose(outputs: tuple[Node, ...], inputs: dict[str, Interval], count: int) -> list[Interval]:
    """Bounds of the outputs on each of `count` boxes, given bounds of the inputs by name (arrays (count,))."""
    bounds: dict[Node, Interval] = {}
    with np.errstate(all="ignore"):
        for node in reachable(outputs):
            if node.is_constant:
                constant = np.full(count, node.value)
                bounds[node] = constant, constant
            elif node.op == "input":
                bounds[node] = inputs[node.name]
            else:
                checkpoint()
                bounds[node] = OPERATIONS[node.op](*(bounds[a] for a in node.arguments))
    return [bounds[output] for output in outputs]
