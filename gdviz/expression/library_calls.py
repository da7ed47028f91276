"""Calls in the functions of the grammar: those of numerical libraries, powers, logarithms to any base."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

from gdviz.expression.syntax import Binary, Call, Name, Node, Number, Span, rebuilt

FORMULAS: Mapping[str, str] = {
    "asec": "acos(1/u)",
    "acsc": "asin(1/u)",
    "acot": "atan(1/u)",
    "asech": "acosh(1/u)",
    "acsch": "asinh(1/u)",
    "acoth": "atanh(1/u)",
    "sind": "sin(pi/180*u)",
    "cosd": "cos(pi/180*u)",
    "tand": "tan(pi/180*u)",
    "sinpi": "sin(pi*u)",
    "cospi": "cos(pi*u)",
    "radians": "pi/180*u",
    "exp10": "10^u",
    "rsqrt": "1/sqrt(u)",
    "reciprocal": "1/u",
    "negative": "-u",
    "cube": "u^3",
    "silu": "u*sigmoid(u)",
    "softsign": "u/(1 + abs(u))",
    "logit": "log(u/(1 - u))",
    "heaviside": "1/2*(1 + sign(u))",
    "trunc": "sign(u)*floor(abs(u))",
    "add": "u + v",
    "subtract": "u - v",
    "multiply": "u*v",
    "divide": "u/v",
    "logaddexp": "log(exp(u) + exp(v))",
    "xlogy": "u*log(v)",
    "rem": "u - v*sign(u/v)*floor(abs(u/v))",
}
LIBRARY_FUNCTIONS: Mapping[str, tuple[int, int]] = {
    name: (2, 2) if "v" in formula else (1, 1) for name, formula in FORMULAS.items()
} | {"heaviside": (1, 2), "clip": (3, 3)}
"""Function → (fewest, most) arguments; the second of heaviside, as NumPy has it, is its value at 0, here always ½."""


def written_out(name: str, arguments: tuple[Node, ...], span: Span) -> Node:
    """The call in functions of the grammar, all of it at the call's place in the text."""
    return _with_arguments(_tree(name), dict(zip("uv", arguments, strict=False)), span)


@cache
def _tree(name: str) -> Node:
    from gdviz.expression.dialect import FORMULA
    from gdviz.expression.parser import parse
    from gdviz.expression.tokens import tokenize

    return parse(tokenize(FORMULAS[name], FORMULA), FORMULA)


def _with_arguments(node: Node, arguments: Mapping[str, Node], span: Span) -> Node:
    if isinstance(node, Name) and node.name in arguments:
        return arguments[node.name]
    return replace(rebuilt(node, lambda part: _with_arguments(part, arguments, span)), span=span)


def _number(value: int | Fraction, span: Span) -> Number:
    return Number(Fraction(value), span)


def modulo(u: Node, v: Node, span: Span) -> Node:
    """u - v floor(u/v): the sign of v, as in Python and MATLAB."""
    return Binary("-", u, Binary("*", v, Call("floor", (Binary("/", u, v, span),), span), span), span)


def infix(sign: str, left: Node, right: Node) -> Node:
    """left sign right; a//b is floor(a/b), a @ b the inner product."""
    span = (left.span[0], right.span[1])
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
