"""Numerically stable forms of formulas, in which no part overflows by itself: ln(1 + e^x) as softplus."""

import math
from fractions import Fraction

from gdviz.expression.constants import constant
from gdviz.expression.tree import Binary, Call, Name, Negative, Node, Number

MOST = 3  # terms of a sum: each one more doubles what is written


def steady(node: Node) -> Node:
    """The same function as a tree in which logarithms of sums of exponentials, and quotients by them, are bounded."""
    match node:
        case Negative(operand):
            return Negative(steady(operand), node.span)
        case Call(function, arguments):
            call = Call(function, tuple(map(steady, arguments)), node.span)
            return _logarithm(call) if function == "log" and len(arguments) == 1 else call
        case Binary(operator, left, right):
            both = Binary(operator, steady(left), steady(right), node.span)
            if operator == "^" and constant(both.right) == -1:
                both = Binary("/", Number(Fraction(1)), both.left, both.span)
            return _quotient(both) if both.operator == "/" else both
    return node


def _logarithm(node: Call) -> Node:
    """ln(e^a + e^b) = a + softplus(b - a), and so on; ln σ(u) = -softplus(-u); ln(1 - σ(u)) = -softplus(u)."""
    (inner,) = node.arguments
    match inner:
        case Call("sigmoid", (u,)):
            return Negative(Call("softplus", (Negative(u),)))
        case Binary("-", Number(one), Call("sigmoid", (u,))) if one == 1:
            return Negative(Call("softplus", (u,)))
    exponents = _exponents(inner)
    if exponents is None:
        return node
    first, *others = exponents
    for other in others:
        rise = Call("softplus", (_difference(other, first),))
        first = rise if _is_zero(first) else Binary("+", first, rise)
    return first


def _quotient(node: Binary) -> Node:
    """a/(c + e^u) = a·σ(ln c - u)/c, and e^u/(c + e^u) = σ(u - ln c); and quotients by cosh and sinh."""
    if hyperbolic := _hyperbolic(node):
        return hyperbolic
    exponents = _exponents(node.right)
    if exponents is None or len(exponents) != 2:
        return node
    level, u = exponents
    if not isinstance(level, Number):
        return node
    if _exponent(node.left) == u:
        return Call("sigmoid", (_difference(u, level),))
    share = Call("sigmoid", (_difference(level, u),))
    whole = share if constant(node.left) == 1 else Binary("*", node.left, share)
    return whole if _is_zero(level) else Binary("*", whole, Number(math.exp(-float(level.value))))


def _hyperbolic(node: Binary) -> Node | None:
    """sinh u/cosh u = tanh u, cosh u/sinh u = coth u, a/cosh u = a·sech u and a/sinh u = a·csch u."""
    match node.left, node.right:
        case Call("sinh", above), Call("cosh", below) if above == below:
            return Call("tanh", above)
        case Call("cosh", above), Call("sinh", below) if above == below:
            return Call("coth", above)
        case left, Call(("cosh" | "sinh") as function, arguments):
            share: Node = Call("sech" if function == "cosh" else "csch", arguments)
            return share if constant(left) == 1 else Binary("*", left, share)
        case left, Binary("^", Call("cosh", arguments), power) if (constant(power) or 0) > 0:
            share = Binary("^", Call("sech", arguments), power)
            return share if constant(left) == 1 else Binary("*", left, share)
    return None


def _exponents(node: Node) -> list[Node] | None:
    """The exponents of a sum of two or three terms c·e^u with c > 0, constants first; None of anything else."""
    terms: list[Node] = []
    while isinstance(node, Binary) and node.operator == "+":
        terms.append(node.right)
        node = node.left
    candidates = [_exponent(term) for term in [node, *reversed(terms)]]
    exponents = [u for u in candidates if u is not None]
    if (
        len(exponents) < len(candidates)
        or not 2 <= len(candidates) <= MOST
        or all(isinstance(u, Number) for u in exponents)
    ):
        return None
    return sorted(exponents, key=lambda u: not isinstance(u, Number))


def _exponent(node: Node) -> Node | None:
    """u for a term e^u, u + ln c for c·e^u, ln c for a constant c; None where that is not real."""
    value = constant(node)
    if value is not None:
        return Number(Fraction(0) if value == 1 else math.log(value)) if value > 0 else None
    match node:
        case Call("exp", (u,)) | Binary("^", Name("e"), u):
            return u
        case Binary("*", left, right):
            for factor, rest in ((left, right), (right, left)):
                inner, level = _exponent(rest), constant(factor)
                if level is not None and level > 0 and inner is not None:
                    return inner if level == 1 else Binary("+", inner, Number(math.log(level)))
    return None


def _is_zero(node: Node) -> bool:
    return isinstance(node, Number) and node.value == 0


def _difference(a: Node, b: Node) -> Node:
    if _is_zero(b):
        return a
    if _is_zero(a):
        return b.operand if isinstance(b, Negative) else Negative(b)
    return Binary("-", a, b)
