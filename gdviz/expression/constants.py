"""Constant folding in floating point: constant parts are real, finite and of reasonable size, or refused."""

import math
import operator
from collections.abc import Callable

from gdviz.expression.errors import ExpressionError
from gdviz.expression.tree import Binary, Call, Name, Negative, Node, Number, Span
from gdviz.expression.vocabulary import listed

LARGEST = 1e12

_NAMED = {"pi": math.pi, "e": math.e}


def _power(base: float, exponent: float) -> float:
    value = base**exponent
    if isinstance(value, complex):
        raise ValueError
    return value


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": _power,
}  # fmt: skip

COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
OPERATORS |= COMPARED

FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in listed("sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh")},
    **{name: getattr(math, name) for name in listed("exp log log10 log2 sqrt cbrt hypot atan2")},
    "sec": lambda u: 1 / math.cos(u), "csc": lambda u: 1 / math.sin(u), "cot": lambda u: 1 / math.tan(u),
    "sech": lambda u: 1 / math.cosh(u), "csch": lambda u: 1 / math.sinh(u), "coth": lambda u: 1 / math.tanh(u),
    "abs": abs, "max": max, "min": min, "sign": lambda u: float((u > 0) - (u < 0)),
    "floor": lambda u: float(math.floor(u)), "ceil": lambda u: float(math.ceil(u)),
    "sigmoid": lambda u: 1 / (1 + math.exp(-u)), "relu": lambda u: max(u, 0.0), "softplus": _softplus,
    "peak": max, "where": lambda c, a, b: a if c else b, "and": min, "or": max, "not": lambda c: float(not c),
}  # fmt: skip


def combine(operation: str, values: tuple[float, ...], span: Span) -> float:
    """The value of an operator or function of constants; raises ExpressionError if it is not real or too large."""
    if operation == "/" and values[1] == 0:
        raise ExpressionError("This divides by zero.", span)
    try:
        value = float(OPERATORS[operation](*values) if operation in OPERATORS else FUNCTIONS[operation](*values))
    except (ValueError, ZeroDivisionError):
        hint = "Roots and logarithms of negative numbers are not real."
        raise ExpressionError("This part is not a real number.", span, hint) from None
    except OverflowError:
        value = math.inf
    if abs(value) > LARGEST or math.isnan(value):
        raise ExpressionError("This part is too large.", span, "Constant parts may be up to 1e12 in size.")
    return value


def constant(node: Node) -> float | None:
    """The value of a part without letters, None if it has some; raises ExpressionError as `combine` does."""
    match node:
        case Number(number):
            return float(number)
        case Name(name):
            return _NAMED.get(name)
        case Negative(operand):
            value = constant(operand)
            return None if value is None else -value
        case Binary(sign, left, right):
            return _folded(sign, (left, right), node.span)
        case Call(function, arguments):
            return _folded(function, arguments, node.span)


def _folded(operation: str, parts: tuple[Node, ...], span: Span) -> float | None:
    """Looks from the right: in a long sum the left part is the long one."""
    if operation not in OPERATORS and operation not in FUNCTIONS:
        return None
    values: list[float] = []
    for part in reversed(parts):
        value = constant(part)
        if value is None:
            return None
        values.append(value)
    return combine(operation, tuple(reversed(values)), span)
