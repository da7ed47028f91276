"""Constants: folded in floating point, or exact for SymPy while they are short; refused if not real, or too large."""

import math
import operator
from collections.abc import Callable
from fractions import Fraction

from gdviz.expression.syntax import COMPARED, Binary, Call, ExpressionError, Name, Negative, Node, Number, Span

LARGEST = 1e12
MAX_EXPONENT = 100

_NAMED = {"pi": math.pi, "e": math.e}


def _power(base: float, exponent: float) -> float:
    value = base**exponent
    if isinstance(value, complex):
        raise ValueError
    return value


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


OPERATORS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": _power, **COMPARED,
}  # fmt: skip

FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh".split()},
    **{name: getattr(math, name) for name in "exp log log10 log2 sqrt cbrt hypot atan2".split()},
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


LARGEST_EXACT = 10**6


def is_exact(value: Fraction | float) -> bool:
    """Does SymPy get this number as a fraction? All others as floats, which grow no longer by products and powers."""
    exact = Fraction(value)
    whole = exact.denominator == 1 and abs(exact) < LARGEST
    return whole or (isinstance(value, Fraction) and max(abs(exact.numerator), exact.denominator) <= LARGEST_EXACT)


def bits(value: Fraction | float) -> tuple[int, int]:
    """Of the numerator and of the denominator (0 for a whole number) as SymPy gets them."""
    exact = Fraction(value) if is_exact(value) else Fraction(0)
    return exact.numerator.bit_length(), (exact.denominator - 1).bit_length()


def added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Of a sum, in which SymPy may collect like terms."""
    return max(a[0] + b[1], a[1] + b[0]) + 1, a[1] + b[1]


def multiplied(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Of a product."""
    return a[0] + b[0], a[1] + b[1]


def folded(node: Node, value: float) -> tuple[int, int]:
    """Of a part without letters: fractions as typed and multiples of π stay exact, all others become floats."""
    match node:
        case Binary("/", Number(Fraction() as above), Number(Fraction() as below)):
            return bits(above / below)
        case Binary("*" | "/", Number(factor), Name("pi")) | Binary("*" | "/", Name("pi"), Number(factor)):
            return multiplied(bits(factor), bits(factor)[::-1])
    return bits(value)
