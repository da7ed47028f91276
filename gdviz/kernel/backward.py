"""Derivatives by the chain rule, backwards through the graph: what two partial derivatives share is computed once.

SymPy multiplies numbers out (2(x + y² - 7) becomes 2x + 2y² - 14), so that less of the formula is met again.
"""

from collections.abc import Sequence

from gdviz.kernel.canonical import product, total
from gdviz.kernel.graph import Graph, Node, reachable

COSTS = {"div": 2, "sqrt": 2, "exp": 5, "sin": 5, "cos": 5}
"""Of an operation, as multiples of an addition."""
SMOOTH = frozenset({"input", "constant", "add", "sub", "neg", "mul", "sqrt", "exp", "sin", "cos"})


def gradient(graph: Graph, value: Node, variables: Sequence[Node]) -> tuple[Node, ...] | None:
    """The partial derivatives of a formula made of sums, products, roots, exponentials and waves; else None.

    Others have kinks, poles or cancelling factors, where two forms of a derivative may differ.
    """
    needed = reachable([value])
    if not all(node.op in SMOOTH and _is_simple(node) for node in needed):
        return None
    moving = set(variables)
    for node in needed:
        if any(argument in moving for argument in node.arguments):
            moving.add(node)
    parts: dict[Node, list[tuple[int, Node]]] = {node: [] for node in (*variables, *moving)}
    parts[value] = [(1, graph.constant(1.0))]
    for node in reversed(needed):
        if node in moving and node.arguments:
            slope = total(graph, parts[node])
            for argument, sign, above, below in _partials(graph, node):
                if argument in moving:
                    parts[argument].append((sign, product(graph, [slope, *above], below)))
    return tuple(total(graph, parts[variable]) for variable in variables)


def cost(outputs: Sequence[Node]) -> int:
    """Of computing the outputs once."""
    return sum(COSTS.get(node.op, 1) for node in reachable(outputs) if node.arguments)


def _is_simple(node: Node) -> bool:
    """Not a product of roots, which SymPy would have made one."""
    return node.op != "mul" or all(argument.op != "sqrt" or _has_number(node) for argument in node.arguments)


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
            return [(first, 1, [graph.constant(0.5)], [node])]
        case "exp":
            return [(first, 1, [node], [])]
        case "sin":
            return [(first, 1, [graph.apply("cos", first)], [])]
    return [(first, -1, [graph.apply("sin", first)], [])]
