"""Powers of sums of squares as powers of a norm: (u² + v²)^p = hypot(u, v)^(2p), which neither over- nor underflows."""

import math

from gdviz.expression.constants import constant
from gdviz.expression.exponentials import number, times
from gdviz.expression.tree import Binary, Call, Node

LARGEST_POWER = 50.0
MOST = 8  # squares in a sum


def power_of_norm(base: Node, exponent: Node) -> Node | None:
    """base^exponent for a base that is a sum of squares and an exponent that is not a whole number; else None."""
    p = constant(exponent)
    if constant(base) is not None or (p is not None and (p.is_integer() or abs(p) > LARGEST_POWER)):
        return None
    roots = _roots(base)
    if not roots or len(roots) > MOST:
        return None
    norm = Call("hypot", tuple(roots)) if len(roots) > 1 else Call("abs", (roots[0],))
    if p is None:
        return Binary("^", norm, times(number(2.0), exponent))
    if p == 0.5:
        return norm
    again = power_of_norm(roots[0], number(2.0 * p)) if len(roots) == 1 else None
    return again or Binary("^", norm, number(2.0 * p))


def _roots(node: Node) -> list[Node]:
    """What squared and added is the node; nothing if the node is not seen to be a sum of squares."""
    value = constant(node)
    if value is not None:
        return [number(math.sqrt(value))] if value > 0.0 else []
    match node:
        case Binary("^", Call("hypot" | "abs", roots), exponent) if constant(exponent) == 2.0:
            return list(roots)
        case Binary("^", base, exponent):
            half = (constant(exponent) or 1.0) / 2.0
            return [] if not half.is_integer() else [base if half == 1.0 else Binary("^", base, number(half))]
        case Binary("*", left, right) if left == right:
            return [left]
        case Binary("*", Binary("*", rest, left), right) if left == right:
            return [times(a, left) for a in _roots(rest)]
        case Binary("+", left, right):
            first, last = _roots(left), _roots(right)
            return first + last if first and last else []
        case Binary("*", left, right):
            return [times(a, b) for a in _roots(left) for b in _roots(right)]
        case Binary("/", left, right) if len(below := _roots(right)) == 1:
            return [Binary("/", a, below[0]) for a in _roots(left)]
    return []
