"""Fast path: a compiled loop that records points only; values and gradients are computed afterwards, vectorised."""

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.kernel import Node, define
from gdviz.rule.loop_source import loop_source
from gdviz.rule.precomputed import Tables
from gdviz.rule.step_graph import StepGraph, Terrain
from gdviz.trajectory import Array

PROPAGATES_NONFINITE = {
    "add": (0, 1), "sub": (0, 1), "mul": (0, 1), "div": (0,), "neg": (0,), "abs": (0,), "sqrt": (0,)
}  # fmt: skip
"""Operands that make the result infinite or NaN once they are."""


class Stretch(NamedTuple):
    """Some steps: theta_x, theta_y, f, g_x, g_y after each (n, 5), and the loop's memory after the last."""

    rows: Array
    memory: Sequence[float]


class PointsLoop:
    """A plan (without recorded values and without calls) compiled for one path.

    No error handling: it stops before a step that raises, and lets infinities and NaN propagate.
    """

    def __init__(self, step: StepGraph, terrain: Terrain) -> None:
        self.step = step
        self.tables = Tables(step)
        self.can_recover_from_nonfinite = not all(map(_keeps_nonfinite, step.inputs[2:], step.outputs[2:]))
        self._terrain = terrain
        self._run = define("run", loop_source(step, step.inputs, step.outputs, recorded=2))

    def run(
        self,
        point: Sequence[float],
        memory: Sequence[float],
        inputs: Mapping[str, Array | float],
        fixed: Sequence[float],
        tables: Sequence[list[float]],
        count: int,
    ) -> Stretch:
        """At most `count` steps from a point and the loop's own memory there."""
        flat, memory = self._run(range(count), *tables, *fixed, *point, *memory)
        rows = np.empty((len(flat) // 2, 5))
        rows[:, :2] = np.frombuffer(struct.pack(f"{len(flat)}d", *flat)).reshape(-1, 2)
        parameters = {name: inputs[f"p_{name}"] for name in self._terrain.parameters}
        rows[:, 2:] = self._terrain.at_orders((0, 1), np.ascontiguousarray(rows[:, :2].T), parameters).T
        return Stretch(rows, memory)


def _keeps_nonfinite(old: Node, update: Node) -> bool:
    """Does a memory that was once infinite or NaN stay so? Then checking it after the last step is enough."""
    waiting = [update]
    while waiting:
        node = waiting.pop()
        if node is old:
            return True
        waiting += [node.arguments[place] for place in PROPAGATES_NONFINITE.get(node.op, ())]
    return False
