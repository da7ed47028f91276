"""Powers and norms as nodes of the graph, with the value at a tip or a zero that their derivatives need there."""

import math
from functools import reduce

from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.normal_form import product

TIP = 2.0**-997
"""What stands for a norm of 0 below a fraction: its reciprocal is finite, and exact."""


def power(graph: Graph, base: Node, exponent: Node) -> Node:
    """base^exponent, real: a constant whole exponent becomes products, of which a constant factor is kept apart."""
    if exponent.is_constant and exponent.value.is_integer() and 0 < exponent.value <= 100:
        return product(graph, [base] * int(exponent.value))
    return graph.apply("pow", base, exponent)


def above_zero(graph: Graph, root: Node) -> Node:
    """At 0 the smallest number there is: below the slope of what the root is of, 0 if that is 0 and infinite if not."""
    return graph.apply("max", root, math.ulp(0.0))


def norm(graph: Graph, *coordinates: Node) -> Node:
    """√(u² + v² + …)"""
    return reduce(lambda u, v: graph.apply("hypot", u, v), coordinates)


def radius(graph: Graph, *coordinates: Node) -> Node:
    """The norm of some coordinates; at 0 above 0, by so much that its reciprocal is finite."""
    ordered = sorted(coordinates, key=lambda node: node.index)  # u/r and v/r have one r
    return graph.apply("max", norm(graph, *ordered), TIP)


def unit(graph: Graph, u: Node, *others: Node) -> Node:
    """u over the norm of all, at the tip 0."""
    return graph.apply("mul", u, graph.apply("div", 1.0, radius(graph, u, *others)))


def aside(graph: Graph, u: Node, *others: Node) -> Node:
    """The norm of the others over that of all, at the tip 1."""
    rest = norm(graph, *others) if len(others) > 1 else graph.apply("abs", others[0])
    return graph.apply("mul", graph.apply("max", rest, TIP), graph.apply("div", 1.0, radius(graph, u, *others)))


def radial(graph: Graph, exponent: Node, *coordinates: Node) -> Node:
    """A power of the norm of some coordinates, infinite at the tip for an exponent below 0."""
    r = norm(graph, *sorted(coordinates, key=lambda node: node.index))
    if exponent.is_constant and exponent.value < 0.0:
        return graph.apply("div", 1.0, power(graph, r, graph.constant(-exponent.value)))
    return power(graph, r, exponent)


def push(graph: Graph, exponent: Node, *coordinates: Node) -> Node:
    """r^q·u/r, where r is the norm of u and the other coordinates."""
    return graph.apply("mul", radial(graph, exponent, *coordinates), unit(graph, *coordinates))


def falling_power(graph: Graph, base: Node, exponent: Node, times: Node) -> Node:
    """A derivative of base^exponent by its base, 0 where its coefficient e(e - 1)… is 0."""
    factors = [graph.apply("sub", exponent, float(k)) if k else exponent for k in range(int(times.value))]
    coefficient = product(graph, factors, [])
    derivative = graph.apply("mul", coefficient, graph.apply("pow", base, graph.apply("sub", exponent, times)))
    return graph.apply("where", graph.apply("ne", coefficient, 0.0), derivative, 0.0)


def power_times_logarithm(graph: Graph, base: Node, exponent: Node, times: Node) -> Node:
    """base^exponent·ln(base)^times, 0 where the power is 0."""
    raised = graph.apply("pow", base, exponent)
    both = graph.apply("mul", raised, graph.apply("pow", graph.apply("log", base), times))
    return graph.apply("where", graph.apply("ne", raised, 0.0), both, 0.0)
