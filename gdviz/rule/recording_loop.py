"""The fused loop for one path: gradient and rule in one generated function of plain floats."""

import struct
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from gdviz.kernel import Node, define, scalar_block
from gdviz.rule.graph_eval import evaluate
from gdviz.rule.precomputed import Tables
from gdviz.rule.step_graph import Plan
from gdviz.trajectory import Array

Row = Sequence[float]
Rows = list[float]
Questions = Mapping[str, Callable[..., Sequence[float]]]
"""value, grad, hess: (x, y) → floats; batch_value, batch_grad, batch_hess: (t, x, y) → floats."""


class ScalarLoop:
    """A plan compiled for one path. Rows are flat: theta_x, theta_y, f, g_x, g_y, then the states."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.width = len(plan.before)
        self.asks_batches = any(call.word.startswith("batch_") for call in plan.calls)
        self._run: Callable[..., Rows] = define("run", source(plan))
        self.tables = Tables(plan)

    def run(
        self, row: Row, fixed: Sequence[float], tables: Sequence[list[float]], first: int, count: int, ask: Questions
    ) -> Array:
        """At most `count` steps from `row`, the first being step `first`: (n, width), ending before one that raises."""
        questions = (ask[word] for word in words(self.plan))
        rows = self._run(range(first, first + count), *tables, *questions, *fixed, *row)
        return np.frombuffer(struct.pack(f"{len(rows)}d", *rows)).reshape(-1, self.width)

    def inputs(self, row: Row, inputs: Mapping[str, Array | float], ask: Questions) -> dict[str, Array | float]:
        """Everything a step from `row` depends on, the surface's answers included, by the graph's names."""
        told = {**inputs, **{node.name: value for node, value in zip(self.plan.before, row, strict=True)}}
        for call in self.plan.calls:
            point = [float(value) for value in evaluate(call.point, told)]
            asked = (int(float(inputs["t"])), *point) if call.word.startswith("batch_") else point
            told |= zip((node.name for node in call.answer), ask[call.word](*asked), strict=True)
        return told

    def redo(self, row: Row, inputs: Mapping[str, Array | float], ask: Questions) -> Array:
        """One step from `row` in IEEE arithmetic, (width,): where floats raise there is an infinity or NaN."""
        return np.array([float(value) for value in evaluate(self.plan.after, self.inputs(row, inputs, ask))])


def words(plan: Plan) -> tuple[str, ...]:
    """The questions a plan asks, once each."""
    return tuple(dict.fromkeys(call.word for call in plan.calls))


def source(plan: Plan) -> str:
    """The text of `run`: nothing in it but our own names and numbers."""
    held = {node: f"r{i}" for i, node in enumerate(plan.before)}
    fixed = {node: f"k{i}" for i, node in enumerate(plan.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(plan.tables)}
    columns = ["steps", *(f"t{i}" for i in range(len(tables)))]
    asked, answers = _questions(plan, held | fixed | tables)
    lines, outputs = scalar_block(plan.graph, plan.after, held | fixed | tables | answers, "v")
    return "\n".join(
        (
            f"def run({', '.join((*columns, *words(plan), *fixed.values(), *held.values()))}):",
            "    rows = []",
            "    try:",
            f"        for {', '.join(('n', *tables.values()))}, in zip({', '.join(columns)}):",
            *(f"            {line}" for line in (*asked, *lines)),
            f"            row = ({', '.join(outputs)})",
            f"            {', '.join(held.values())} = row",
            "            rows += row",
            "    except (ArithmeticError, ValueError):",
            "        pass",
            "    return rows",
            "",
        )
    )


def _questions(plan: Plan, names: Mapping[Node, str]) -> tuple[list[str], dict[Node, str]]:
    """The lines that ask, each after what its point needs, and the names of the answers."""
    lines: list[str] = []
    answers: dict[Node, str] = {}
    for number, call in enumerate(plan.calls):
        needed, point = scalar_block(plan.graph, call.point, {**names, **answers}, f"w{number}_")
        answers |= {node: f"q{number}_{i}" for i, node in enumerate(call.answer)}
        arguments = ["n", *point] if call.word.startswith("batch_") else point
        told = ", ".join(answers[node] for node in call.answer)
        lines += [*needed, f"{told}, = {call.word}({', '.join(arguments)})"]
    return lines, answers
