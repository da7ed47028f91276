"""Rewritings that leave every IEEE result as it was (up to the sign of a zero), and powers as products."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gdviz.kernel.graph import Graph, Node

LARGEST_PRODUCT = 128


def simplify(graph: "Graph", op: str, nodes: "tuple[Node, ...]") -> "Node | None":
    """A cheaper node for the same value, or None. 0·x, x − x and x/x stay: they are NaN where x is not finite."""
    rewrite = _REWRITES.get(op)
    return rewrite(graph, *nodes) if rewrite else None


def _is(node: "Node", value: float) -> bool:
    return node.is_constant and node.value == value


def _is_power_of_two(node: "Node") -> bool:
    """A constant by which products are exact, as long as they neither overflow nor come near zero."""
    return node.is_constant and abs(math.frexp(node.value)[0]) == 0.5 and 2.0**-64 <= abs(node.value) <= 2.0**64


def _neg(graph: "Graph", a: "Node") -> "Node | None":
    if a.op == "neg":
        return a.arguments[0]
    if a.op == "sub":
        return graph.find("sub", a.arguments[1], a.arguments[0])
    return None


def _add(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    if _is(a, 0.0):
        return b
    if _is(b, 0.0):
        return a
    for one, other in ((a, b), (b, a)):
        if other.op == "neg":
            return graph.apply("sub", one, other.arguments[0])
        if other.is_constant and other.value < 0.0:
            return graph.apply("sub", one, -other.value)
    return None


def _sub(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    if _is(b, 0.0):
        return a
    if _is(a, 0.0):
        return graph.apply("neg", b)
    if b.op == "neg":
        return graph.apply("add", a, b.arguments[0])
    if b.is_constant and b.value < 0.0:
        return graph.apply("add", a, -b.value)
    turned = graph.find("sub", b, a)  # a - b = -(b - a) exactly
    return None if turned is None else graph.apply("neg", turned)


def _mul(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    for one, other in ((a, b), (b, a)):
        if _is(one, 1.0):
            return other
        if _is(one, -1.0):
            return graph.apply("neg", other)
        if one.is_constant and other.op == "neg":
            return graph.apply("mul", -one.value, other.arguments[0])
        if (
            _is_power_of_two(one)
            and other.op == "mul"
            and other.arguments[0].is_constant != other.arguments[1].is_constant
        ):
            constant, rest = sorted(other.arguments, key=lambda node: not node.is_constant)
            return graph.apply("mul", one.value * constant.value, rest)
    if a.op == b.op == "neg":
        return graph.apply("mul", a.arguments[0], b.arguments[0])
    return None


def _div(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    if _is_power_of_two(b):  # it has an exact reciprocal
        return graph.apply("mul", a, 1.0 / b.value)
    if b.op == "neg" and a.is_constant:
        return graph.apply("div", -a.value, b.arguments[0])
    return None


def _pow(graph: "Graph", a: "Node", b: "Node") -> "Node | None":
    if not b.is_constant:
        return None
    exponent = b.value
    if abs(exponent) in (0.5, 1.5):
        root = graph.apply("sqrt", a)
        power = root if abs(exponent) == 0.5 else graph.apply("mul", a, root)
    elif exponent.is_integer() and abs(exponent) <= LARGEST_PRODUCT:
        power = _product(graph, a, int(abs(exponent)))
    else:
        return None
    return graph.apply("div", 1.0, power) if exponent < 0.0 else power


def _product(graph: "Graph", a: "Node", exponent: int) -> "Node":
    """a^exponent by repeated squaring; halves are shared, so x, x², x³ and x⁴ cost three products together."""
    if exponent == 0:
        return graph.constant(1.0)
    if exponent == 1:
        return a
    half = _product(graph, a, exponent // 2)
    even = graph.apply("mul", half, half)
    return graph.apply("mul", even, a) if exponent % 2 else even


def _where(graph: "Graph", condition: "Node", a: "Node", b: "Node") -> "Node | None":
    if condition.is_constant:
        return a if condition.value else b
    return a if a is b else None


_REWRITES: "dict[str, Callable[..., Node | None]]" = {
    "neg": _neg,
    "add": _add,
    "sub": _sub,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "where": _where,
}
