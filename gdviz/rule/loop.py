"""The compiled forms of one rule on one surface for one path: a fast loop that records points only, and a full one."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.kernel import Node, define, evaluate
from gdviz.lazy import lazy_property
from gdviz.rule.loop_source import Tables, loop_source, oracles
from gdviz.rule.state_replay import Replay
from gdviz.rule.step_graph import StepGraph, Terrain

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
    ) -> np.ndarray:
        """At most `count` steps from `row`, the first being step `first`: (n, width), ending before one that raises."""
        functions = (ask[word] for word in oracles(self.step.oracle_calls))
        rows, _ = self._run(range(first, first + count), *tables, *functions, *fixed, *row)
        return np.frombuffer(struct.pack(f"{len(rows)}d", *rows)).reshape(-1, self.width)

    def inputs(self, row: Row, inputs: Mapping[str, np.ndarray | float], ask: Oracles) -> dict[str, np.ndarray | float]:
        """Everything a step from `row` depends on, the surface's answers included, by the graph's names."""
        values = {**inputs, **{node.name: value for node, value in zip(self.step.inputs, row, strict=True)}}
        for call in self.step.oracle_calls:
            point = [float(value) for value in evaluate(call.point, values)]
            arguments = (int(float(inputs["t"])), *point) if call.word.startswith("batch_") else point
            values |= zip((node.name for node in call.answer), ask[call.word](*arguments), strict=True)
        return values

    def redo(self, row: Row, inputs: Mapping[str, np.ndarray | float], ask: Oracles) -> np.ndarray:
        """One step from `row` in IEEE arithmetic, (width,): where floats raise there is an infinity or NaN."""
        return np.array([float(value) for value in evaluate(self.step.outputs, self.inputs(row, inputs, ask))])


PROPAGATES_NONFINITE = {
    "add": (0, 1), "sub": (0, 1), "mul": (0, 1), "div": (0,), "neg": (0,), "abs": (0,), "sqrt": (0,)
}  # fmt: skip
"""Operands that make the result infinite or NaN once they are."""


class Stretch(NamedTuple):
    """Some steps: theta_x, theta_y, f, g_x, g_y after each (n, 5), and the loop's memory after the last."""

    rows: np.ndarray
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
        inputs: Mapping[str, np.ndarray | float],
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


class Loop:
    """A rule on a surface: `points` where it has a formula, `recording` for failing steps and for other surfaces.

    graph_of: the step with its values recorded and in the order in which the rule is written (False), or without them
    and with its strength reduced (True).
    """

    def __init__(self, graph_of: Callable[[bool], StepGraph], terrain: Terrain | None) -> None:
        self._graph_of = graph_of
        self.points = PointsLoop(graph_of(True), terrain) if terrain is not None else None

    @property
    def step(self) -> StepGraph:
        """The step, in whatever form there is."""
        return self.points.step if self.points else self.recording.step

    @lazy_property
    def recording(self) -> RecordingLoop:
        """The loop that records everything in every step."""
        return RecordingLoop(self._graph_of(False))

    @lazy_property
    def replay(self) -> Replay:
        """The states along given points."""
        return Replay(self.recording.step)
