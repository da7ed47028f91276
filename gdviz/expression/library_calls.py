"""Calls in the functions of the grammar: those of numerical libraries, powers, logarithms to any base."""

from collections.abc import Mapping
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
    "clip": "min(max(u, v), w)",
    "log1p": "log(1 + u)",
    "expm1": "exp(u) - 1",
    "exp2": "2^u",
    "round": "floor(u + ½)",
    "mod": "u - v*floor(u/v)",  # the sign of v, as in Python and MATLAB
    "pow": "u^v",
    "square": "u^2",
}
"""What is written out in the functions of the grammar; u, v, w are the arguments."""
LIBRARY_FUNCTIONS: Mapping[str, tuple[int, int]] = {
    name: (1 + ("v" in formula) + ("w" in formula),) * 2 for name, formula in FORMULAS.items()
} | {"heaviside": (1, 2)}
"""Function → (fewest, most) arguments; the second of heaviside, as NumPy has it, is its value at 0, here always ½."""


def _written_out(name: str, arguments: tuple[Node, ...], span: Span) -> Node:
    """The call in functions of the grammar, all of it at the call's place in the text."""
    return _with_arguments(_tree(name), dict(zip("uvw", arguments, strict=False)), span)


@cache
def _tree(name: str) -> Node:
    from gdviz.expression.parser import parse
    from gdviz.expression.tokens import tokenize
    from gdviz.expression.vocabulary import FORMULA

    return parse(tokenize(FORMULAS[name], FORMULA), FORMULA)


def _with_arguments(node: Node, arguments: Mapping[str, Node], span: Span) -> Node:
    if isinstance(node, Name) and node.name in arguments:
        return arguments[node.name]
    return replace(rebuilt(node, lambda part: _with_arguments(part, arguments, span)), span=span)


def infix(sign: str, left: Node, right: Node) -> Node:
    """left sign right; a//b is floor(a/b), a @ b the inner product."""
    span = (left.span[0], right.span[1])
    match sign:
        case "@":
            return Call("dot", (left, right), span)
        case "//":
            return Call("floor", (Binary("/", left, right, span),), span)
        case "%":
            return _written_out("mod", (left, right), span)
    return Binary(sign, left, right, span)


def canonical_call(name: str, arguments: tuple[Node, ...], span: Span, base: int | None = None) -> Node:
    """Canonical form of a call: functions of libraries are written out, a logarithm to another base is a quotient."""
    if name in FORMULAS:
        return _written_out(name, arguments, span)
    if name == "log" and base is not None and len(arguments) == 1:
        arguments = (*arguments, Number(Fraction(base), span))
    if name == "log" and len(arguments) == 2:
        value, under = arguments
        if under in (Number(Fraction(2)), Number(Fraction(10))):
            return Call(f"log{under.value}", (value,), span)
        return Binary("/", Call("log", (value,), span), Call("log", (under,), span), span)
    return Call(name, arguments, span)
