"""Formulas, and models of rows, as short lists of operations that the browser works out wherever it draws."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.expression import Node as SyntaxNode
from gdviz.expression import read
from gdviz.kernel import Graph, Node, from_tree, reachable
from gdviz.learning.data import row_formula
from gdviz.learning.training import Network, Polynomial
from gdviz.scene import unused_coordinate
from gdviz.surface import Surface

LONGEST = 2000
"""Nodes of a surface's formula that a browser works out at thousands of points without a wait."""


def program(formula: SyntaxNode, names: Sequence[str], constants: Mapping[str, float]) -> dict[str, Any]:
    """{"inputs": names, "steps": [[operation, place, …], …]}: the last step's value is the formula's.

    Places count inputs first, then steps; a constant is ["constant", number]. constants: letters whose value is known.
    """
    graph = Graph()
    inputs = {name: graph.input(f"in{place}") for place, name in enumerate(names)}
    root = from_tree(graph, formula, {**inputs, **{name: graph.constant(value) for name, value in constants.items()}})
    return _written(root, inputs)


def surface_program(surface: Surface) -> dict[str, Any] | None:
    """f as a program of the two variables, with its parameters set; None without a formula, or for a very long one."""
    if not surface.symbolic:
        return None
    graph = Graph()
    inputs = {name: graph.input(f"in{place}") for place, name in enumerate(surface.variables)}
    x, y = inputs.values()
    (root,) = surface.instantiate(graph, x, y, order=0)
    parameters = {graph.input(f"p_{name}"): graph.constant(value) for name, value in surface.parameters.items()}
    (root,) = graph.graft([root], parameters)
    nodes = reachable([root])
    if len(nodes) > LONGEST or not all(math.isfinite(node.value) for node in nodes if node.is_constant):
        return None
    return _written(root, inputs)


def line_axis(surface: Surface) -> int | None:
    """Which coordinate of a formula of one variable occurs, 0 or 1: it is drawn as a curve; None for other surfaces."""
    if (unused := unused_coordinate(surface)) is None:
        return None
    written = surface_program(surface)
    return 1 - unused if written and written["steps"][-1][0] != "constant" else None


def _written(root: Node, inputs: Mapping[str, Node]) -> dict[str, Any]:
    places = {node: place for place, node in enumerate(inputs.values())}
    steps: list[list[Any]] = []
    for node in reachable([root]):
        if node.op == "input":
            continue
        steps.append(["constant", node.value] if node.is_constant else [node.op, *(places[a] for a in node.arguments)])
        places[node] = len(inputs) + len(steps) - 1
    if root.op == "input":
        steps.append(["neg", places[root]])
        steps.append(["neg", len(inputs)])
    return {"inputs": list(inputs), "steps": steps}


def formula_model(
    prediction: str,
    row_loss: str,
    weights: tuple[str, str],
    columns: tuple[str, ...],
    values: Mapping[str, float],
    *,
    classes: bool,
    link: str = "",
    places: Sequence[float] = (),
) -> dict[str, Any]:
    """A model of two weights; columns: inputs, then the target. Raises ExpressionError as `read` does.

    link: how the chance of the second class follows from the prediction, for drawing: "logistic" (1/(1 + e^−p)),
    "shifted" (p + 1/2), or "" where the prediction itself is drawn. places: the only values of its one input, at which
    the prediction is drawn as a bar.
    """
    said = read(prediction, weights, columns)
    lost = row_formula(row_loss, weights, columns).reading
    names = (*weights, *columns)
    letters = dict(values)
    return {
        "kind": "formula",
        "weights": list(weights),
        "classes": classes,
        "link": link,
        "places": list(map(float, places)),
        "prediction": program(said.tree, names, {n: letters.get(n, 1.0) for n in said.parameters}),
        "loss": program(lost.tree, names, {n: letters.get(n, 1.0) for n in lost.parameters}),
    }


def polynomial_model(features: Polynomial) -> dict[str, Any]:
    """A polynomial whose powers were brought to standard units."""
    scaled = {"means": features.means.tolist(), "spreads": features.spreads.tolist()}
    return {"kind": "polynomial", "classes": False, **scaled}


def network_model(network: Network) -> dict[str, Any]:
    """One hidden layer; its output's sign is the class."""
    return {"kind": "network", "classes": True, "hidden": network.hidden, "activation": network.activation}
