"""Sums, products, powers and norms in one canonical order, so that a formula and its derivatives share nodes."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations

from gdviz.kernel.graph import Graph, Node

Term = tuple[float, Node]
_SEARCHED = 8


def total(graph: Graph, terms: Iterable[tuple[int, Node]]) -> Node:
    """The sum of (sign, node): positive terms first, in graph order, then the negative ones, constants last.

    A factor common to all terms is taken out: 200y - 200x² is 200(y - x²), which the formula itself may hold already.
    """
    constant, scaled = 0.0, []
    for sign, node in terms:
        if node.is_constant:
            constant += sign * node.value
        else:
            coefficient, base = split(node)
            scaled.append((sign * coefficient, base))
    common = _common_factor(scaled, constant)
    if common != 1.0:
        inner = _chain(graph, [(c / common, base) for c, base in scaled], constant / common)
        return graph.apply("mul", common, inner)
    return _chain(graph, scaled, constant)


def product(graph: Graph, numerators: Sequence[Node], denominators: Sequence[Node] = ()) -> Node:
    """The product of numerators over denominators; constants are multiplied together and applied last."""
    top, above = _powers(graph, numerators)
    bottom, below = _powers(graph, denominators)
    if not (_tame(above) and _tame(below)):  # x/0 is left to run time, and (1e12 x)^100 must not become inf x^100
        return _as_written(graph, numerators, denominators)
    coefficient = above / below
    if bottom is None:
        return graph.constant(coefficient) if top is None else graph.apply("mul", coefficient, top)
    if top is None:
        return graph.apply("div", coefficient, bottom)
    return graph.apply("mul", coefficient, graph.apply("div", top, bottom))


def _tame(coefficient: float) -> bool:
    return 1e-150 < abs(coefficient) < 1e150


def _as_written(graph: Graph, numerators: Sequence[Node], denominators: Sequence[Node]) -> Node:
    result = graph.constant(1.0)
    for op, factors in (("mul", numerators), ("div", denominators)):
        for factor, count in Counter(factors).items():
            result = graph.apply(op, result, graph.apply("pow", factor, count))
    return result


def split(node: Node) -> Term:
    """node as coefficient × base."""
    if node.op == "neg":
        return -1.0, node.arguments[0]
    if node.op == "mul":
        for one, other in (node.arguments, node.arguments[::-1]):
            if one.is_constant:
                return one.value, other
    return 1.0, node


def _common_factor(terms: Sequence[Term], constant: float) -> float:
    """The size shared by all coefficients, or a power of two that divides them all; 1 if not the constant too."""
    sizes = {abs(coefficient) for coefficient, _ in terms}
    if not sizes or len(terms) + (constant != 0.0) < 2:
        return 1.0
    size = min(sizes)
    if len(sizes) > 1 and not (size > 1.0 and math.frexp(size)[0] == 0.5):  # by which a division is exact
        return 1.0
    whole = size != 0.0 and all((other / size).is_integer() for other in sizes)
    whole = whole and (constant == 0.0 or (size.is_integer() and (constant / size).is_integer()))
    return size if whole else 1.0


def _chain(graph: Graph, terms: Sequence[Term], constant: float) -> Node:
    ordered = sorted(terms, key=lambda term: term[1].index)
    plus = [graph.apply("mul", c, base) for c, base in ordered if c >= 0.0]
    minus = [graph.apply("mul", -c, base) for c, base in ordered if not c >= 0.0]
    if not plus and constant <= 0.0 and minus:
        return graph.apply("neg", _add_up(graph, minus, -constant))
    if not plus:
        plus, constant = [graph.constant(constant)], 0.0
    result = _add_up(graph, plus, 0.0)
    for node in minus:
        result = graph.apply("sub", result, node)
    return graph.apply("add", result, constant)


def _add_up(graph: Graph, nodes: Sequence[Node], constant: float) -> Node:
    return graph.apply("add", _merge(graph, "add", nodes), constant)


def _powers(graph: Graph, factors: Sequence[Node]) -> tuple[Node | None, float]:
    """The product of the factors that are not constant (None if there are none), and of their constants."""
    coefficient = 1.0
    counts: Counter[Node] = Counter()
    for factor in factors:
        scale, base = (factor.value, None) if factor.is_constant else split(factor)
        coefficient *= scale
        if base is not None:
            counts[base] += 1
    ordered = sorted(counts, key=lambda node: -node.index)  # what x and y share before x and y
    powers = [graph.apply("pow", base, counts[base]) for base in ordered]
    return (_merge(graph, "mul", powers) if powers else None), coefficient


def _merge(graph: Graph, op: str, nodes: Sequence[Node]) -> Node:
    """The sum or product of nodes: pairs that exist already first, the rest from left to right."""
    left = list(nodes)
    while len(left) > 1:
        pair = _existing_pair(graph, op, left) if len(left) <= _SEARCHED else None
        one, other = pair or (left[0], left[1])
        left.remove(one)
        left.remove(other)
        left.insert(0, graph.apply(op, one, other))
    return left[0]


def _existing_pair(graph: Graph, op: str, nodes: Sequence[Node]) -> tuple[Node, Node] | None:
    for one, other in combinations(nodes, 2):
        if graph.find(op, *sorted((one, other), key=lambda node: node.index)):
            return one, other
    return None


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
