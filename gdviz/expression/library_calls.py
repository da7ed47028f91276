"""Functions of numerical libraries, each with the formula of u and v that it is read as."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from gdviz.expression.tree import Name, Node, Span, rebuilt

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
