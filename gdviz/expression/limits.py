"""Complexity limits checked before differentiation: exponents, bits of exact numbers, size of the derivatives."""

import functools
from dataclasses import dataclass

from gdviz.expression.constants import MAX_EXPONENT, added, bits, combine, constant, folded, multiplied
from gdviz.expression.syntax import COMPARED, Binary, Call, ExpressionError, Name, Negative, Node, Number, parts

MAX_COST = 12_000
MAX_DEGREE = 1_000
MAX_BITS = 3_000
MAX_NODES = 2_000  # definitions and sums repeat their parts
MAX_HEIGHT = 160  # a sum of 150 terms is as deep as that

_STEEP = frozenset({"tan", "tanh", "sigmoid", "sech", "csch", "coth", "atan2", "hypot"})


@dataclass(frozen=True, slots=True)
class Counted:
    """value of a constant part or None; predicted sizes of f, f′, f″; nested exponents.

    bits: at most so many has the numerator and so many the denominator of an exact number that SymPy may make of it.
    """

    value: float | None
    sizes: tuple[int, int, int]
    bits: tuple[int, int]
    degree: int

    @property
    def cost(self) -> int:
        """Predicted nodes of the value, two gradient entries and three Hessian entries."""
        return self.sizes[0] + 2 * self.sizes[1] + 3 * self.sizes[2]


_VARIABLE = Counted(None, (1, 1, 0), (0, 0), 1)


def check(tree: Node) -> Counted:
    """The counts of a whole formula; raises ExpressionError at the part that goes over a limit."""
    counted = _count(tree)
    if counted.cost > MAX_COST:
        hint = "Use fewer products and powers of long parts."
        raise ExpressionError("This formula is too complicated to differentiate here.", _costliest(tree).span, hint)
    return counted


def check_size(tree: Node) -> None:
    """Raises ExpressionError for a tree of too many parts, before anything descends into it."""
    waiting, count = [(tree, 1)], 0
    while waiting:
        node, height = waiting.pop()
        count += 1
        if count > MAX_NODES or height > MAX_HEIGHT:
            raise ExpressionError("This formula is too long when it is written out.", tree.span, "Use fewer terms.")
        waiting += [(part, height + 1) for part in parts(node)]


def _count(node: Node) -> Counted:
    match node:
        case Number(number):
            return Counted(float(number), (1, 0, 0), bits(number), 1)
        case Name():
            value = constant(node)
            return _VARIABLE if value is None else Counted(value, (1, 0, 0), (0, 0), 1)
        case Negative(operand):
            inner = _count(operand)
            return Counted(None if inner.value is None else -inner.value, inner.sizes, inner.bits, inner.degree)
        case Binary(sign, left, right):
            return _binary(node, sign, _count(left), _count(right))
        case Call(function, arguments):
            return _call(node, function, [_count(argument) for argument in arguments])


def _binary(node: Binary, sign: str, left: Counted, right: Counted) -> Counted:
    if left.value is not None and right.value is not None:
        return _folded(node, combine(sign, (left.value, right.value), node.span))
    degree = max(left.degree, right.degree)
    if sign in COMPARED:
        counted = Counted(None, (left.sizes[0] + right.sizes[0] + 1, 0, 0), added(left.bits, right.bits), degree)
    elif sign in "+-":
        counted = Counted(None, _sum(left.sizes, right.sizes), added(left.bits, right.bits), degree)
    elif sign == "*":
        counted = Counted(None, _product(left.sizes, right.sizes), multiplied(left.bits, right.bits), degree)
    elif sign == "/":
        if right.value == 0:
            raise ExpressionError("This divides by zero.", node.right.span)
        below = _outer(right.sizes) if right.value is None else (1, 0, 0)
        counted = Counted(None, _product(left.sizes, below), multiplied(left.bits, right.bits[::-1]), degree)
    else:
        counted = _raised(node, left, right)
    return _within(counted, node)


def _raised(node: Binary, base: Counted, exponent: Counted) -> Counted:
    if exponent.value is None:
        if base.value is not None and base.value <= 0:
            hint = "The base must be positive when the exponent has letters."
            raise ExpressionError("This power is not a real number.", node.span, hint)
        if base.value is not None:
            return Counted(None, _outer(exponent.sizes), exponent.bits, exponent.degree)
        both = _product(base.sizes, _outer(exponent.sizes))
        return Counted(None, _outer(both), multiplied(base.bits, exponent.bits), max(base.degree, exponent.degree))
    size = abs(exponent.value)
    if size > MAX_EXPONENT:
        raise ExpressionError(f"Exponents above {MAX_EXPONENT} are not supported.", node.right.span)
    degree = base.degree * max(1, round(size))
    if degree > MAX_DEGREE:
        raise ExpressionError("These nested powers are too high.", node.span, f"At most {MAX_DEGREE} together.")
    times = max(1, round(size))
    return Counted(None, _outer(base.sizes), (base.bits[0] * times, base.bits[1] * times), degree)


def _call(node: Call, function: str, inner: list[Counted]) -> Counted:
    values = tuple(part.value for part in inner if part.value is not None)
    if len(values) == len(inner):
        return _folded(node, combine(function, values, node.span))
    counted = Counted(
        None,
        _applied(function, [part.sizes for part in inner]),
        functools.reduce(multiplied, (part.bits for part in inner)),
        max(part.degree for part in inner),
    )
    return _within(counted, node)


def _applied(function: str, inner: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Sizes of a call, as symbolic.py builds it: sec is 1/cos, cot is cos/sin, max of three is max of max."""
    first, *others = inner
    if function == "cot":
        return _product(_outer(first), _outer(_outer(first)))
    if function in ("sec", "csc"):
        return _outer(_outer(first))
    steep = function in _STEEP
    if not others:
        return _outer(first, steep)
    if function in ("where", "and", "or"):  # chosen in each derivative again
        value, slope, bend = functools.reduce(_sum, inner)
        return value + 1, slope + first[0] + 1, bend + first[0] + 1
    for other in others:
        first = _outer(_sum(first, other), steep)
    return first


def _sum(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _product(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    """Product rule; a constant factor has no derivative."""
    if not b[1]:
        return a[0] + b[0], a[1] + b[0], a[2] + b[0]
    if not a[1]:
        return a[0] + b[0], a[0] + b[1], a[0] + b[2]
    first = (a[1] + b[0]) + (a[0] + b[1])
    second = (a[2] + b[0]) + 2 * (a[1] + b[1]) + (a[0] + b[2])
    return a[0] + b[0], first, second


def _outer(u: tuple[int, int, int], steep: bool = False) -> tuple[int, int, int]:
    """Chain rule for a function of u; more where the derivative repeats the function, as for tan."""
    if steep:
        return u[0] + 1, 2 * u[0] + u[1] + 8, 6 * u[0] + 4 * u[1] + u[2] + 20
    return u[0] + 1, u[0] + u[1] + 4, 2 * u[0] + 2 * u[1] + u[2] + 10


def _folded(node: Node, value: float) -> Counted:
    return Counted(value, (1, 0, 0), folded(node, value), 1)


def _within(counted: Counted, node: Node) -> Counted:
    if sum(counted.bits) > MAX_BITS:
        raise ExpressionError("The numbers in this part grow too long.", node.span, "Use lower powers.")
    return counted


def _costliest(tree: Node) -> Node:
    """The smallest part that is too complicated by itself."""
    for part in parts(tree):
        if _count(part).cost > MAX_COST:
            return _costliest(part)
    return tree
