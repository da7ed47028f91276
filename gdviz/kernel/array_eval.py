"""Trees and graphs evaluated on NumPy arrays, node by node, with IEEE infinities and NaN."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, reduce

import numpy as np

from gdviz.expression import Binary, Name, Negative, Node, Number
from gdviz.kernel.graph import Node as GraphNode
from gdviz.kernel.graph import reachable
from gdviz.kernel.operations import OPERATIONS, OPERATORS, UFUNCS

Call = Callable[[str, Sequence[np.ndarray]], np.ndarray]
"""(function of a tree, values of its arguments) → value."""
SPECIAL: Mapping[str, Callable[..., np.ndarray]] = {
    "step": lambda u: np.heaviside(u, 0.5),
    "sigmoid": lambda u: 1.0 / (1.0 + np.exp(-u)),
    "softplus": lambda u: np.logaddexp(0.0, u),
    "where": np.where,
}


def apply(op: str, *operands: np.ndarray) -> np.ndarray:
    """One operation of the graph on arrays."""
    special = SPECIAL.get(op)
    if special is not None:
        return special(*operands)
    value: np.ndarray = UFUNCS[OPERATIONS[op].ufunc](*operands)  # type: ignore[assignment]
    return value


def coordinatewise(word: str, values: Sequence[np.ndarray]) -> np.ndarray:
    """A function of a tree in each coordinate; min and max of any number of values."""
    return reduce(lambda a, b: apply(word, a, b), values) if word in ("min", "max") else apply(word, *values)


def evaluate_tree(tree: Node, names: Mapping[str, np.ndarray], call: Call = coordinatewise) -> np.ndarray:
    """The value of an expression whose names have these values."""
    if isinstance(tree, Number):
        return np.asarray(float(tree.value))
    if isinstance(tree, Name):
        return np.asarray(np.pi) if tree.name == "pi" else names[tree.name]
    if isinstance(tree, Negative):
        return np.negative(evaluate_tree(tree.operand, names, call))
    if isinstance(tree, Binary):
        return apply(OPERATORS[tree.operator], *(evaluate_tree(part, names, call) for part in (tree.left, tree.right)))
    return call(tree.function, [evaluate_tree(argument, names, call) for argument in tree.arguments])


def evaluate(outputs: Sequence[GraphNode], inputs: Mapping[str, np.ndarray | float]) -> list[np.ndarray]:
    """The outputs for these inputs (numbers or arrays that broadcast), as float64 arrays; never raises, never warns."""
    values = evaluate_all(outputs, inputs)
    return [np.asarray(values[output], dtype=np.float64) for output in outputs]


def evaluate_all(outputs: Sequence[GraphNode], inputs: Mapping[str, np.ndarray | float]) -> dict[GraphNode, np.ndarray]:
    """The value of every node that the outputs need."""
    values: dict[GraphNode, np.ndarray] = {}
    with np.errstate(all="ignore"):
        for node in _order(tuple(outputs)):
            if node.is_constant:
                values[node] = np.asarray(node.value, dtype=np.float64)
            elif node.op == "input":
                values[node] = np.asarray(inputs[node.name], dtype=np.float64)
            else:
                values[node] = apply(node.op, *(values[argument] for argument in node.arguments))
    return values


@lru_cache(maxsize=512)
def _order(outputs: tuple[GraphNode, ...]) -> list[GraphNode]:
    """Operands first; the same nodes are evaluated for every run of a loop."""
    return reachable(outputs)
