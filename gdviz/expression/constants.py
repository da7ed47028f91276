"""Constant parts, folded in floating point by us: real, finite and of reasonable size, or refused."""

import math
import operator
from collections.abc import Callable

from gdviz.expression.errors import ExpressionError
from gdviz.expression.tree import Binary, Call, Name, Negative, Node, Number, Span

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

FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh".split()},
    **{name: getattr(math, name) for name in "exp log log10 log2 sqrt cbrt hypot atan2".split()},
    "sec": lambda u: 1 / math.cos(u), "csc": lambda u: 1 / math.sin(u), "cot": lambda u: 1 / math.tan(u),
    "sech": lambda u: 1 / math.cosh(u), "csch": lambda u: 1 / math.sinh(u), "coth": lambda u: 1 / math.tanh(u),
    "abs": abs, "max": max, "min": min, "sign": lambda u: float((u > 0) - (u < 0)),
    "floor": lambda u: float(math.floor(u)), "ceil": lambda u: float(math.ceil(u)),
    "sigmoid": lambda u: 1 / (1 + math.exp(-u)), "relu": lambda u: max(u, 0.0), "softplus": _softplus,
}  # fmt: skip


def combine(operation: str, values: tuple[float, ...], span: Span) -> float:
    """The value of an operator or function of constants; raises ExpressionError if it is not real or too large."""
    try:
        if operation == "/" and values[1] == 0:
            raise ExpressionError("This divides by zero.", span)
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
        case Number(value):
            return float(value)
        case Name(name):
            return _NAMED.get(name)
        case Negative(operand):
            value = constant(operand)
            return None if value is None else -value
        case Binary(sign, left, right):
            operation, parts = sign, (left, right)
        case Call(function, arguments):
            operation, parts = function, arguments
    values = [constant(part) for part in parts]
    known = tuple(value for value in values if value is not None)
    if len(known) < len(values) or (operation not in OPERATORS and operation not in FUNCTIONS):
        return None
    return combine(operation, known, node.span)
