"""Evaluates nodes of a graph on arrays, one by one, with IEEE infinities and NaN: never raises, never warns."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from gdviz.kernel import Node, reachable
from gdviz.kernel.array_eval import apply
from gdviz.trajectory import Array


def evaluate(outputs: Sequence[Node], inputs: Mapping[str, Array | float]) -> list[Array]:
    """The outputs for these inputs (numbers or arrays that broadcast), as float64 arrays."""
    values = evaluate_all(outputs, inputs)
    return [np.asarray(values[output], dtype=np.float64) for output in outputs]


def evaluate_all(outputs: Sequence[Node], inputs: Mapping[str, Array | float]) -> dict[Node, Array]:
    """The value of every node that the outputs need."""
    values: dict[Node, Array] = {}
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
def _order(outputs: tuple[Node, ...]) -> list[Node]:
    """Operands first; the same nodes are evaluated for every run of a loop."""
    return reachable(outputs)
