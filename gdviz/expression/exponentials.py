"""Parts of a formula as sums of exponentials, and powers of sums of squares as powers of a norm."""

import math
from fractions import Fraction
from functools import reduce

from gdviz.expression.constants import constant
from gdviz.expression.syntax import Binary, Call, Name, Negative, Node, Number

MOST = 8
ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))
Terms = dict[Node, Node]
"""Exponent a → coefficient c; exponent 0 for what is no exponential."""


def expanded(node: Node) -> Terms:
    """The terms of a part; one of exponent 0 if there is no exponential in it, or there are more than MOST."""
    match node:
        case Call("exp", (a,)) | Binary("^", Name("e"), a):
            return {a: ONE}
        case Call("cosh", (u,)):
            return {u: number(0.5), Negative(u): number(0.5)}
        case Call("sinh", (u,)):  # tanh u·cosh u, which is exact near 0
            half = Binary("*", number(0.5), Call("tanh", (u,)))
            return {u: half, Negative(u): half}
        case Negative(u):
            return {a: negated(c) for a, c in expanded(u).items()}
        case Binary(("+" | "-") as operator, left, right):
            terms = expanded(left)
            for a, c in expanded(right).items():
                terms[a] = Binary(operator, terms[a], c) if a in terms else negated(c) if operator == "-" else c
            return terms if len(terms) <= MOST else {ZERO: node}
        case Binary("*" | "/", left, right):
            return _multiplied(node, expanded(left), expanded(right))
    return {ZERO: node}


def _multiplied(node: Binary, left: Terms, right: Terms) -> Terms:
    if not (has_exponential(left) or has_exponential(right)) or len(left) * len(right) > MOST:
        return {ZERO: node}
    if node.operator == "/" and len(right) > 1:
        return {ZERO: node}
    terms: Terms = {}
    for a, c in left.items():
        for b, d in right.items():
            exponent, factor = (add(a, b), times(c, d)) if node.operator == "*" else (subtract(a, b), divide(c, d))
            terms[exponent] = Binary("+", terms[exponent], factor) if exponent in terms else factor
    return terms


def has_exponential(terms: Terms) -> bool:
    """Whether some exponent is not 0."""
    return any(a != ZERO for a in terms)


def positive(terms: Terms) -> bool:
    """Whether all coefficients are positive numbers."""
    return all((constant(c) or 0.0) > 0.0 for c in terms.values())


def largest(terms: Terms) -> Node:
    """The largest exponent. Of several it is taken as a constant in derivatives: no sum depends on its own scale."""
    return reduce(lambda a, b: Call("peak", (a, b)), terms)


def scaled(terms: Terms) -> Node:
    """The sum over its largest exponential: Σ c·e^(a - largest)."""
    if len(terms) == 1:
        return next(iter(terms.values()))
    peak = largest(terms)
    return reduce(add, (times(c, exponential(subtract(a, peak))) for a, c in terms.items()))


def logarithm(terms: Terms) -> Node:
    """ln of a sum with positive coefficients: a + softplus(b - a) for e^a + e^b, and so on."""
    (a, c), *others = sorted(terms.items(), key=lambda term: term[0] != ZERO)
    level = constant(c) or 1.0
    total = a
    for b, d in others:
        rise = add(subtract(b, total), number(math.log((constant(d) or 1.0) / level)))
        total = add(total, Call("softplus", (rise,)))
    return add(total, number(math.log(level)))


def exponential(a: Node) -> Node:
    """e^a."""
    return ONE if a == ZERO else Call("exp", (a,))


def number(value: float) -> Number:
    """A literal: whole numbers exactly."""
    return Number(Fraction(int(value)) if float(value).is_integer() else value)


def negated(a: Node) -> Node:
    """-a."""
    return a.operand if isinstance(a, Negative) else ZERO if a == ZERO else Negative(a)


def add(a: Node, b: Node) -> Node:
    """a + b."""
    return b if a == ZERO else a if b == ZERO else Binary("+", a, b)


def subtract(a: Node, b: Node) -> Node:
    """a - b."""
    return ZERO if a == b else a if b == ZERO else negated(b) if a == ZERO else Binary("-", a, b)


def times(a: Node, b: Node) -> Node:
    """a·b."""
    return b if a == ONE else a if b == ONE else Binary("*", a, b)


def divide(a: Node, b: Node) -> Node:
    """a/b."""
    return a if b == ONE else Binary("/", a, b)


LARGEST_POWER = 50.0
MOST_SQUARES = 8  # squares in a sum


def power_of_norm(base: Node, exponent: Node) -> Node | None:
    """base^exponent for a base that is a sum of squares and an exponent that is not a whole number; else None."""
    p = constant(exponent)
    if constant(base) is not None or (p is not None and (p.is_integer() or abs(p) > LARGEST_POWER)):
        return None
    roots = _roots(base)
    if not roots or len(roots) > MOST_SQUARES:
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
