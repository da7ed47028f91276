"""The cheapest loop for one path: only the points are written down; values and gradients follow in one stroke."""

import struct
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from gdviz.kernel import Node, define, scalar_block
from gdviz.rule.precomputed import Tables
from gdviz.rule.step_graph import Plan, Terrain
from gdviz.rule.value_and_grad import slopes
from gdviz.trajectory import Array

Inputs = Mapping[str, Array | float]
STICKS = {"add": (0, 1), "sub": (0, 1), "mul": (0, 1), "div": (0,), "neg": (0,), "abs": (0,), "sqrt": (0,)}
"""Operands that make the result infinite or NaN once they are."""


class Stretch(NamedTuple):
    """Some steps: theta_x, theta_y, f, g_x, g_y after each (n, 5), and the loop's memory after the last."""

    rows: Array
    memory: Sequence[float]


class SwiftLoop:
    """A plan (not carried, without calls) compiled for one path.

    It knows of no trouble: it stops before a step that raises, and goes on with infinities and NaN.
    """

    def __init__(self, plan: Plan, terrain: Terrain) -> None:
        self.plan = plan
        self.tables = Tables(plan)
        self.forgetful = not all(map(_sticks, plan.before[2:], plan.after[2:]))
        self._surface = slopes(terrain)
        self._run = define("run", source(plan))

    def run(
        self,
        point: Sequence[float],
        memory: Sequence[float],
        inputs: Inputs,
        fixed: Sequence[float],
        tables: Sequence[list[float]],
        count: int,
    ) -> Stretch:
        """At most `count` steps from a point and the loop's own memory there."""
        flat, memory = self._run(range(count), *tables, *fixed, *point, *memory)
        rows = np.empty((len(flat) // 2, 5))
        rows[:, :2] = np.frombuffer(struct.pack(f"{len(flat)}d", *flat)).reshape(-1, 2)
        rows[:, 2:] = self._surface(rows[:, :2].T, inputs).T
        return Stretch(rows, memory)


def _sticks(old: Node, update: Node) -> bool:
    """Does a memory that was once infinite or NaN stay so? Then a look at the end is enough."""
    waiting = [update]
    while waiting:
        node = waiting.pop()
        if node is old:
            return True
        waiting += [node.arguments[place] for place in STICKS.get(node.op, ())]
    return False


def source(plan: Plan) -> str:
    """The text of `run`: nothing in it but our own names and numbers."""
    held = {node: f"r{i}" for i, node in enumerate(plan.before)}
    fixed = {node: f"k{i}" for i, node in enumerate(plan.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(plan.tables)}
    columns = [f"t{i}" for i in range(len(tables))]
    lines, outputs = scalar_block(plan.graph, plan.after, held | fixed | tables, "v")
    loop = f"{', '.join(tables.values())}, in zip({', '.join(columns)})" if columns else "_ in steps"
    return "\n".join(
        (
            f"def run({', '.join(('steps', *columns, *fixed.values(), *held.values()))}):",
            "    rows = []",
            "    try:",
            f"        for {loop}:",
            *(f"            {line}" for line in (*lines, *_handed_on(outputs))),
            "            rows += r0, r1",
            "    except (ArithmeticError, ValueError):",
            "        pass",
            f"    return rows, ({''.join(f'r{i}, ' for i in range(2, len(held)))})",
            "",
        )
    )


def _handed_on(outputs: Sequence[str]) -> list[str]:
    """The lines that replace the old row; all of the new is known before the first is replaced."""
    ready = {i for i, output in enumerate(outputs) if output.isidentifier() and output.startswith("v")}
    made = [f"o{i} = {output}" for i, output in enumerate(outputs) if i not in ready]
    return [*made, *(f"r{i} = {output if i in ready else f'o{i}'}" for i, output in enumerate(outputs))]
