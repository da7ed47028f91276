"""From a typed tree, and from SymPy's derivatives, to the graph."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from gdviz.expression import syntax
from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.normal_form import (
    above_zero,
    aside,
    falling_power,
    norm,
    power,
    power_times_logarithm,
    product,
    push,
    radial,
    total,
    unit,
)
from gdviz.kernel.operations import OPERATIONS, OPERATORS

_CONSTANTS = {"pi": math.pi, "e": math.e}


def from_tree(graph: Graph, node: syntax.Node, names: Mapping[str, Node]) -> Node:
    """The graph's node for a typed formula; names gives the node of each variable and parameter.

    Recursion is bounded by the parser's nesting limit: long sums and products are walked, not descended.
    """
    match node:
        case syntax.Number(value):
            return graph.constant(float(value))
        case syntax.Name(name):
            return names[name] if name in names else graph.constant(_CONSTANTS[name])
        case syntax.Negative() | syntax.Binary("+") | syntax.Binary("-"):
            return total(graph, [(sign, from_tree(graph, term, names)) for sign, term in _signed(node, "+", "-")])
        case syntax.Binary("*") | syntax.Binary("/"):
            factors = [(side, from_tree(graph, factor, names)) for side, factor in _signed(node, "*", "/")]
            return product(graph, [f for side, f in factors if side > 0], [f for side, f in factors if side < 0])
        case syntax.Binary("^", base, exponent):
            if isinstance(base, syntax.Name) and base.name == "e" and "e" not in names:
                return graph.apply("exp", from_tree(graph, exponent, names))
            return power(graph, from_tree(graph, base, names), from_tree(graph, exponent, names))
        case syntax.Binary(sign, left, right):
            return graph.apply(OPERATORS[sign], from_tree(graph, left, names), from_tree(graph, right, names))
        case syntax.Call(function, arguments):
            return _call(graph, function, tuple(from_tree(graph, argument, names) for argument in arguments))
    raise ValueError("This part of the formula is not known to the kernels.")


def from_sympy(graph: Graph, expression: Any, names: Mapping[str, Node]) -> Node:
    """The graph's node for one of our SymPy expressions.

    SymPy is not imported: its objects say themselves what they are.
    """
    nodes: dict[Any, Node] = {}

    def visit(e: Any) -> Node:
        if e not in nodes:
            nodes[e] = translate(e)
        return nodes[e]

    def translate(e: Any) -> Node:
        if e.is_Symbol:
            return names[e.name]
        if e.is_number and not e.args:
            return graph.constant(float(e))
        if e.is_Add:
            return total(graph, [(1, visit(term)) for term in e.args])
        if e.is_Mul or e.is_Pow:
            return _sympy_product(graph, e.args if e.is_Mul else (e,), visit)
        operation, arguments = e.operation, [visit(a) for a in e.args]
        if operation in _SPELLED:
            return _SPELLED[operation](graph, *arguments)
        return graph.apply(operation, *arguments)

    return visit(expression)


def _sympy_product(graph: Graph, factors: tuple[Any, ...], visit: Callable[[Any], Node]) -> Node:
    above, below = [], []
    for factor in factors:
        if factor.is_Pow and factor.exp.is_number and factor.exp.is_negative:
            below.append(power(graph, visit(factor.base), graph.constant(-float(factor.exp))))
        elif factor.is_Pow:
            above.append(power(graph, visit(factor.base), visit(factor.exp)))
        elif factor.is_Rational and not factor.is_Integer and factor.q.bit_length() < 53:
            above.append(graph.constant(float(factor.p)))  # 2x/3 as typed, not 0.666…·x
            below.append(graph.constant(float(factor.q)))
        else:
            above.append(visit(factor))
    return product(graph, above, below)


def _signed(node: syntax.Node, plus: str, minus: str) -> list[tuple[int, syntax.Node]]:
    """The terms of a sum, or the factors of a product, in typed order: 1 behind the first sign, -1 behind the other."""
    waiting: list[tuple[int, syntax.Node]] = [(1, node)]
    parts: list[tuple[int, syntax.Node]] = []
    while waiting:
        sign, part = waiting.pop()
        match part:
            case syntax.Binary(operator, left, right) if operator in (plus, minus):
                waiting += [(sign if operator == plus else -sign, right), (sign, left)]
            case syntax.Negative(operand) if minus == "-":
                waiting.append((-sign, operand))
            case _:
                parts.append((sign, part))
    return parts


def _call(graph: Graph, function: str, arguments: tuple[Node, ...]) -> Node:
    """A function of the vocabulary, by its canonical name."""
    first = arguments[0]
    if function in _SPELLED:
        return _SPELLED[function](graph, *arguments)
    if OPERATIONS[function].arity == 2:  # max and min take up to four
        for argument in arguments[1:]:
            first = graph.apply(function, first, argument)
        return first
    return graph.apply(function, *arguments)


def _reciprocal(op: str) -> Callable[[Graph, Node], Node]:
    return lambda graph, u: graph.apply("div", 1.0, graph.apply(op, u))


def _quotient(above: str, below: str) -> Callable[[Graph, Node], Node]:
    return lambda graph, u: graph.apply("div", graph.apply(above, u), graph.apply(below, u))


_SPELLED: dict[str, Callable[..., Node]] = {
    "sec": _reciprocal("cos"),
    "csc": _reciprocal("sin"),
    "cot": _quotient("cos", "sin"),
    "sech": _reciprocal("cosh"),
    "csch": _reciprocal("sinh"),
    "coth": _reciprocal("tanh"),  # which stays 1 where cosh and sinh overflow
    "relu": lambda graph, u: graph.apply("max", u, 0.0),
    "peak": lambda graph, u, v: graph.apply("max", u, v),
    "root": lambda graph, u: above_zero(graph, graph.apply("sqrt", u)),
    "unit": unit,
    "aside": aside,
    "fall": falling_power,
    "radial": radial,
    "push": push,
    "hypot": norm,
    "powlog": power_times_logarithm,
    "and": lambda graph, u, v: graph.apply("min", u, v),
    "or": lambda graph, u, v: graph.apply("max", u, v),
    "not": lambda graph, u: graph.apply("sub", 1.0, u),
}
