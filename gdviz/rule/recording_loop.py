"""The compiled loop for one path that records everything: point, value, gradient and states after every step."""

import struct
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from gdviz.kernel import define, evaluate
from gdviz.rule.loop_source import loop_source, oracles
from gdviz.rule.precomputed import Tables
from gdviz.rule.step_graph import StepGraph
from gdviz.trajectory import Array

Row = Sequence[float]
Oracles = Mapping[str, Callable[..., Sequence[float]]]
"""value, grad, hess: (x, y) → floats; batch_value, batch_grad, batch_hess: (t, x, y) → floats."""


class RecordingLoop:
    """A plan compiled for one path. Rows are flat: theta_x, theta_y, f, g_x, g_y, then the states."""

    def __init__(self, step: StepGraph) -> None:
        self.step = step
        self.width = len(step.inputs)
        self.asks_batches = any(call.word.startswith("batch_") for call in step.oracle_calls)
        self._run = define("run", loop_source(step, step.inputs, step.outputs, self.width, calls=step.oracle_calls))
        self.tables = Tables(step)

    def run(
        self, row: Row, fixed: Sequence[float], tables: Sequence[list[float]], first: int, count: int, ask: Oracles
    ) -> Array:
        """At most `count` steps from `row`, the first being step `first`: (n, width), ending before one that raises."""
        functions = (ask[word] for word in oracles(self.step.oracle_calls))
        rows, _ = self._run(range(first, first + count), *tables, *functions, *fixed, *row)
        return np.frombuffer(struct.pack(f"{len(rows)}d", *rows)).reshape(-1, self.width)

    def inputs(self, row: Row, inputs: Mapping[str, Array | float], ask: Oracles) -> dict[str, Array | float]:
        """Everything a step from `row` depends on, the surface's answers included, by the graph's names."""
        values = {**inputs, **{node.name: value for node, value in zip(self.step.inputs, row, strict=True)}}
        for call in self.step.oracle_calls:
            point = [float(value) for value in evaluate(call.point, values)]
            arguments = (int(float(inputs["t"])), *point) if call.word.startswith("batch_") else point
            values |= zip((node.name for node in call.answer), ask[call.word](*arguments), strict=True)
        return values

    def redo(self, row: Row, inputs: Mapping[str, Array | float], ask: Oracles) -> Array:
        """One step from `row` in IEEE arithmetic, (width,): where floats raise there is an infinity or NaN."""
        return np.array([float(value) for value in evaluate(self.step.outputs, self.inputs(row, inputs, ask))])
