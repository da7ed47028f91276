"""Value and gradient of a formula at many points in one stroke, what they share computed once."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from gdviz.kernel import Graph, batch_block, define, reachable
from gdviz.rule.step_graph import Terrain
from gdviz.trajectory import Array


class Slopes:
    """A compiled kernel; parameters are arguments by their names p_<name>."""

    def __init__(self, terrain: Terrain) -> None:
        graph = Graph()
        x, y = graph.input("theta_x"), graph.input("theta_y")
        outputs = terrain.instantiate(graph, x, y, 1)
        given = [node for node in reachable(outputs, stop=(x, y)) if node.op == "input"]
        self._parameters = [node.name for node in given]
        names = {x: "x", y: "y"} | {node: f"p{i}" for i, node in enumerate(given)}
        results = ["f", "gx", "gy"]
        block = batch_block(graph, outputs, names, into=results, scalars=given)
        self._buffers, self._masks = block.buffers, block.masks
        work = [f"v_b{i}" for i in range(block.buffers)] + [f"v_k{i}" for i in range(block.masks)]
        lines = (
            f"def slopes({', '.join((*names.values(), *results, *work))}):",
            *(f"    {s}" for s in block.lines),
            "",
        )
        self._function: Callable[..., None] = define("slopes", "\n".join(lines))

    def __call__(self, points: Array, inputs: Mapping[str, Array | float]) -> Array:
        """f, gx, gy (3, n) at points (2, n), a few thousand at most. Never warns; NaN or inf where undefined."""
        xs, ys = np.ascontiguousarray(points)
        count = len(xs)
        found, work = np.empty((3, count)), np.empty((self._buffers, count))
        parameters = [np.array(inputs[name]) for name in self._parameters]
        with np.errstate(all="ignore"):
            self._function(xs, ys, *parameters, *found, *work, *np.empty((self._masks, count), bool))
        return found


@lru_cache(maxsize=128)
def slopes(terrain: Terrain) -> Slopes:
    """The kernel of this formula, shared by all rules."""
    return Slopes(terrain)
