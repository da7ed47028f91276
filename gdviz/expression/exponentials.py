"""Parts of a formula as sums of exponentials Σ c·e^a, and such a sum scaled by its largest exponential."""

import math
from fractions import Fraction
from functools import reduce

from gdviz.expression.constants import constant
from gdviz.expression.tree import Binary, Call, Name, Negative, Node, Number

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
