"""Canonical form of calls: pow is a power, log1p a logarithm, a logarithm to another base a quotient."""

from collections.abc import Callable
from fractions import Fraction

from gdviz.expression.library_calls import LIBRARY_FUNCTIONS, written_out
from gdviz.expression.tree import Binary, Call, Node, Number, Span


def _number(value: int | Fraction, span: Span) -> Number:
    return Number(Fraction(value), span)


def modulo(u: Node, v: Node, span: Span) -> Node:
    """u - v floor(u/v): the sign of v, as in Python and MATLAB."""
    return Binary("-", u, Binary("*", v, Call("floor", (Binary("/", u, v, span),), span), span), span)


def infix(sign: str, left: Node, right: Node, span: Span) -> Node:
    """left sign right; a//b is floor(a/b), a @ b the inner product."""
    match sign:
        case "@":
            return Call("dot", (left, right), span)
        case "//":
            return Call("floor", (Binary("/", left, right, span),), span)
        case "%":
            return modulo(left, right, span)
    return Binary(sign, left, right, span)


SPELLED: dict[str, Callable[..., Node]] = {  # functions defined by others
    "log1p": lambda u, span: Call("log", (Binary("+", _number(1, span), u, span),), span),
    "expm1": lambda u, span: Binary("-", Call("exp", (u,), span), _number(1, span), span),
    "exp2": lambda u, span: Binary("^", _number(2, span), u, span),
    "round": lambda u, span: Call("floor", (Binary("+", u, _number(Fraction(1, 2), span), span),), span),
    "mod": modulo,
}


def canonical_call(name: str, arguments: tuple[Node, ...], span: tuple[int, int], base: int | None = None) -> Node:
    """Canonical form of a call: pow and square are powers, a logarithm to another base is a quotient."""
    if name == "pow":
        return Binary("^", arguments[0], arguments[1], span)
    if name == "clip":
        return Call("min", (Call("max", arguments[:2], span), arguments[2]), span)
    if name == "square":
        return Binary("^", arguments[0], Number(Fraction(2), span), span)
    if name in LIBRARY_FUNCTIONS:
        return written_out(name, arguments, span)
    if name in SPELLED:
        return SPELLED[name](*arguments, span)
    if name == "log" and base is not None and len(arguments) == 1:
        arguments = (*arguments, Number(Fraction(base), span))
    if name == "log" and len(arguments) == 2:
        value, under = arguments
        if under in (Number(Fraction(2)), Number(Fraction(10))):
            return Call(f"log{under.value}", (value,), span)
        return Binary("/", Call("log", (value,), span), Call("log", (under,), span), span)
    return Call(name, arguments, span)
