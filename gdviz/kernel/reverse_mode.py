"""Derivatives by the chain rule, backwards through the graph: what two partial derivatives share is computed once.

SymPy multiplies numbers out (2(x + y² - 7) becomes 2x + 2y² - 14), so that less of the formula is met again.
"""

from collections.abc import Sequence

from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.normal_form import product, split, total

Part = tuple[Node, int, Node]
"""slope, sign, own: what one use of a node adds to its derivative."""
COSTS = {"div": 2, "sqrt": 2, "exp": 5, "sin": 5, "cos": 5}
"""Of an operation, as multiples of an addition."""
TIP = 1e-200
"""Below every square root of a float but 0: the slope 0.5/TIP, times the slope 0 of a sum of squares, is 0."""
SMOOTH = frozenset({"input", "constant", "add", "sub", "neg", "mul", "sqrt", "exp", "sin", "cos"})


def gradient(graph: Graph, value: Node, variables: Sequence[Node]) -> tuple[Node, ...] | None:
    """The partial derivatives of a formula made of sums, products, roots, exponentials and waves; else None.

    What has a slope in common is added before it is multiplied by it. Other formulas have kinks, poles or cancelling
    factors, where two forms of a derivative may differ.
    """
    needed = reachable([value])
    if not all(node.op in SMOOTH and _is_simple(node) for node in needed):
        return None
    moving = set(variables)
    for node in needed:
        if any(argument in moving for argument in node.arguments):
            moving.add(node)
    one = graph.constant(1.0)
    parts: dict[Node, list[Part]] = {node: [] for node in moving}
    if value in moving:
        parts[value] = [(one, 1, one)]
    for node in reversed(needed):
        if node in moving and node.arguments:
            slope = _gathered(graph, parts[node])
            factor, base = _apart(graph, slope)
            for argument, sign, above, below in _partials(graph, node):
                if argument in moving:
                    parts[argument].append((base, sign, product(graph, [factor, *above], below)))
    return tuple(_gathered(graph, parts[variable]) for variable in variables)


def _apart(graph: Graph, slope: Node) -> tuple[Node, Node]:
    """The constant factor of a slope, and the rest."""
    if slope.is_constant:
        return slope, graph.constant(1.0)
    coefficient, base = split(slope)
    return graph.constant(coefficient), base


def _gathered(graph: Graph, parts: Sequence[Part]) -> Node:
    """The sum of slope × own; those of one slope are added before they are multiplied."""
    groups: dict[Node, list[tuple[int, Node]]] = {}
    for slope, sign, own in parts:
        groups.setdefault(slope, []).append((sign, own))
    return total(graph, [(1, product(graph, [slope, total(graph, terms)])) for slope, terms in groups.items()])


def cost(outputs: Sequence[Node]) -> int:
    """Of computing the outputs once."""
    return sum(COSTS.get(node.op, 1) for node in reachable(outputs) if node.arguments)


def _is_simple(node: Node) -> bool:
    """Not a product of roots, which SymPy would have made one; a root only of what is level where it is 0."""
    if node.op == "sqrt":
        return _never_negative(node.arguments[0])
    return node.op != "mul" or all(argument.op != "sqrt" or _has_number(node) for argument in node.arguments)


def _never_negative(node: Node) -> bool:
    """A sum of squares, times positive numbers."""
    if node.is_constant:
        return node.value >= 0.0
    if node.op == "add" or (node.op == "mul" and node.arguments[0] is not node.arguments[1]):
        return all(map(_never_negative, node.arguments))
    return node.op in ("mul", "exp", "sqrt")


def _has_number(product: Node) -> bool:
    return any(argument.is_constant for argument in product.arguments)


def _partials(graph: Graph, node: Node) -> list[tuple[Node, int, list[Node], list[Node]]]:
    """For each operand: sign, factors and divisors in the derivative of the node."""
    first, last = node.arguments[0], node.arguments[-1]
    match node.op:
        case "add":
            return [(first, 1, [], []), (last, 1, [], [])]
        case "sub":
            return [(first, 1, [], []), (last, -1, [], [])]
        case "neg":
            return [(first, -1, [], [])]
        case "mul" if first is last:
            return [(first, 1, [graph.constant(2.0), first], [])]
        case "mul":
            return [(first, 1, [last], []), (last, 1, [first], [])]
        case "sqrt":
            return [(first, 1, [graph.constant(0.5)], [graph.apply("max", node, TIP)])]
        case "exp":
            return [(first, 1, [node], [])]
        case "sin":
            return [(first, 1, [graph.apply("cos", first)], [])]
    return [(first, -1, [graph.apply("sin", first)], [])]
