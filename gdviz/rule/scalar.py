"""The fused loop for one path: gradient and rule in one generated function of plain floats."""

import struct
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from gdviz.kernel import define, scalar_block
from gdviz.rule.ieee import evaluate
from gdviz.rule.plan import Plan
from gdviz.trajectory import Array

Row = Sequence[float]
Rows = list[float]


class ScalarLoop:
    """A plan compiled for one path. Rows are flat: theta_x, theta_y, f, g_x, g_y, then the states."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.width = len(plan.before)
        self._run: Callable[..., Rows] = define("run", source(plan))

    def tables(self, inputs: Mapping[str, Array | float], steps: int) -> tuple[list[float], list[list[float]]]:
        """What is known before the run: numbers, and for each step a row of numbers. `inputs` hold t, alpha, knobs."""
        values = evaluate((*self.plan.fixed, *self.plan.tables), inputs)
        fixed = [float(value) for value in values[: len(self.plan.fixed)]]
        return fixed, [np.broadcast_to(v, (steps,)).tolist() for v in values[len(self.plan.fixed) :]]

    def run(self, row: Row, fixed: Sequence[float], tables: Sequence[list[float]], count: int) -> Array:
        """At most `count` steps from `row`: (n, width), ending early before a step that raises."""
        rows = self._run(range(count), *tables, *fixed, *row)
        return np.frombuffer(struct.pack(f"{len(rows)}d", *rows)).reshape(-1, self.width)

    def redo(self, row: Row, inputs: Mapping[str, Array | float]) -> Array:
        """One step from `row` in IEEE arithmetic, (width,): where floats raise there is an infinity or NaN."""
        held = {node.name: value for node, value in zip(self.plan.before, row, strict=True)}
        return np.array([float(value) for value in evaluate(self.plan.after, {**inputs, **held})])


def source(plan: Plan) -> str:
    """The text of `run`: nothing in it but our own names and numbers."""
    held = {node: f"r{i}" for i, node in enumerate(plan.before)}
    fixed = {node: f"k{i}" for i, node in enumerate(plan.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(plan.tables)}
    lines, outputs = scalar_block(plan.graph, plan.after, held | fixed | tables, "v")
    columns = [f"t{i}" for i in range(len(tables))]
    return "\n".join(
        (
            f"def run({', '.join(('count', *columns, *fixed.values(), *held.values()))}):",
            "    rows = []",
            "    try:",
            f"        for {', '.join(('_', *tables.values()))}, in zip({', '.join(('count', *columns))}):",
            *(f"            {line}" for line in lines),
            f"            row = ({', '.join(outputs)})",
            f"            {', '.join(held.values())} = row",
            "            rows += row",
            "    except (ArithmeticError, ValueError):",
            "        pass",
            "    return rows",
            "",
        )
    )
