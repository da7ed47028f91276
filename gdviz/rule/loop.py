"""The compiled loops of a rule on a surface for one path, fast or with everything recorded, and why a step failed."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.kernel import Node, define, evaluate, evaluate_all
from gdviz.lazy import lazy_property
from gdviz.rule.loop_source import RECORDED_COLUMNS, Replay, Tables, loop_source, oracles
from gdviz.rule.step_graph import Formula, StepGraph
from gdviz.trajectory import Ending

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

    def __init__(self, step: StepGraph, formula: Formula) -> None:
        self.step = step
        self.tables = Tables(step)
        self.can_recover_from_nonfinite = not all(map(_keeps_nonfinite, step.inputs[2:], step.outputs[2:]))
        self._formula = formula
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
        rows = np.empty((len(flat) // 2, RECORDED_COLUMNS))
        rows[:, :2] = np.frombuffer(struct.pack(f"{len(flat)}d", *flat)).reshape(-1, 2)
        parameters = {name: inputs[f"p_{name}"] for name in self._formula.parameters}
        rows[:, 2:] = self._formula.at_orders((0, 1), np.ascontiguousarray(rows[:, :2].T), parameters).T
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

    def __init__(self, graph_of: Callable[[bool], StepGraph], formula: Formula | None) -> None:
        self._graph_of = graph_of
        self.points = PointsLoop(graph_of(True), formula) if formula is not None else None

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


Values = Mapping[Node, np.ndarray]
SURFACE = slice(2, 5)
"""Where f and its gradient stand in a row."""


def failure_cause(step: StepGraph, inputs: Mapping[str, np.ndarray | float]) -> Ending:
    """The ending of a step whose row is not finite; `inputs` hold the row before it and everything precomputed."""
    values = evaluate_all(step.outputs, inputs)
    own = [node for i, node in enumerate(step.outputs) if not 2 <= i < 5]
    failed = [node for node in own if not np.isfinite(values[node])]
    if failed:
        culprit = _culprit(failed[0], values)
        if _overflows(culprit, values):
            return Ending.OVERFLOW
        return Ending.DIVISION_BY_ZERO if culprit.op == "div" else Ending.LEFT_DOMAIN
    surface = [node for node in step.outputs[SURFACE] if not np.isfinite(values[node])]
    if surface and all(_overflows(_culprit(node, values), values) for node in surface):
        return Ending.OVERFLOW
    return Ending.LEFT_DOMAIN


def _culprit(node: Node, values: Values) -> Node:
    """Back from a bad node to the one whose operands were all finite."""
    while True:
        bad = [argument for argument in node.arguments if not np.isfinite(values[argument])]
        if not bad:
            return node
        node = bad[0]


def _overflows(node: Node, values: Values) -> bool:
    """Did a regular operation exceed the largest number?"""
    if not np.isinf(values[node]) or node.op in ("log", "log2", "log10", "atanh"):
        return False
    if node.op == "div":
        return bool(values[node.arguments[1]] != 0.0)
    return node.op != "pow" or bool(values[node.arguments[0]] != 0.0)
