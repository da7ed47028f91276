"""A formula as a short list of operations, for the browser to work out wherever and whenever it draws."""

from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.expression.tree import Node
from gdviz.kernel import Graph, reachable
from gdviz.kernel.translate import from_tree


def program(tree: Node, names: Sequence[str], constants: Mapping[str, float]) -> dict[str, Any]:
    """{"inputs": names, "steps": [[operation, place, …], …]}: the last step's value is the formula's.

    Places count inputs first, then steps; a constant is ["constant", number]. constants: letters whose value is known.
    """
    graph = Graph()
    inputs = {name: graph.input(f"in{place}") for place, name in enumerate(names)}
    root = from_tree(graph, tree, {**inputs, **{name: graph.constant(value) for name, value in constants.items()}})
    places = {node: place for place, node in enumerate(inputs.values())}
    steps: list[list[Any]] = []
    for node in reachable([root]):
        if node.op == "input":
            continue
        steps.append(["constant", node.value] if node.is_constant else [node.op, *(places[a] for a in node.arguments)])
        places[node] = len(names) + len(steps) - 1
    if root.op == "input":
        steps.append(["neg", places[root]])
        steps.append(["neg", len(names)])
    return {"inputs": list(names), "steps": steps}
