"""What a run remembered, worked out again from its points when somebody asks."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np

from gdviz.kernel import define, reachable, scalar_block
from gdviz.rule.graph_eval import evaluate
from gdviz.rule.precomputed import Tables
from gdviz.rule.step_graph import Plan
from gdviz.trajectory import Array

SEEN = 5
"""Columns of a row that a record keeps: theta_x, theta_y, f, g_x, g_y."""
EMPTY = "def run(steps):\n    return []\n"


class Replay:
    """The memory's lines of a plan (carried, without calls), compiled with the recorded points as columns."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tables = Tables(plan)
        needed = set(reachable(plan.after[SEEN:]))
        self._columns = [place for place in range(SEEN) if plan.before[place] in needed]
        self._width = len(plan.after) - SEEN
        self._run: Callable[..., list[float]] = define("run", source(plan, self._columns) if self._width else EMPTY)

    def __call__(self, rows: Array, memory: Array, inputs: Mapping[str, Array | float], first: int = 0) -> Array:
        """The memory (n+1, k) along rows (n+1, 5), of which the first is that after step `first`, with this memory."""
        width, count = self._width, len(rows) - 1
        fixed, tables = self.tables(inputs, len(np.atleast_1d(inputs["t"])))
        found, done = [memory[None]], 0
        while width and done < count:
            seen = [rows[done:-1, place].tolist() for place in self._columns]
            part = [table[first + done : first + count] for table in tables]
            flat = self._run(range(count - done), *part, *seen, *fixed, *found[-1][-1].tolist())
            flat = flat or self._redo(rows[done], found[-1][-1], inputs, first + done)
            found.append(np.array(flat).reshape(-1, width))
            done += len(found[-1])
        return np.concatenate(found) if width else np.empty((count + 1, 0))

    def _redo(self, row: Array, memory: Array, inputs: Mapping[str, Array | float], step: int) -> list[float]:
        """One step in IEEE arithmetic."""
        told = {name: value[step] if isinstance(value, np.ndarray) else value for name, value in inputs.items()}
        told |= {node.name: float(v) for node, v in zip(self.plan.before, (*row, *memory), strict=True)}
        return [float(value) for value in evaluate(self.plan.after[SEEN:], told)]


def source(plan: Plan, columns: list[int]) -> str:
    """The text of `run`: nothing in it but our own names and numbers."""
    held = {node: f"r{i}" for i, node in enumerate(plan.before[SEEN:])}
    seen = {plan.before[place]: f"s{place}" for place in columns}
    fixed = {node: f"k{i}" for i, node in enumerate(plan.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(plan.tables)}
    each = [*tables.values(), *seen.values()]
    lines, outputs = scalar_block(plan.graph, plan.after[SEEN:], held | seen | fixed | tables, "v")
    return "\n".join(
        (
            f"def run({', '.join(('steps', *(f'{name}s' for name in each), *fixed.values(), *held.values()))}):",
            "    rows = []",
            "    try:",
            f"        for {', '.join(('_', *each))}, in zip({', '.join(('steps', *(f'{name}s' for name in each)))}):",
            *(f"            {line}" for line in lines),
            f"            row = ({''.join(f'{output}, ' for output in outputs)})",
            f"            {', '.join(held.values())}, = row",
            "            rows += row",
            "    except (ArithmeticError, ValueError):",
            "        pass",
            "    return rows",
            "",
        )
    )


class Memories(Mapping[str, Array]):
    """The memory by name, (n+1,) or (n+1, 2), worked out at the first look."""

    def __init__(self, kinds: Mapping[str, int], work_out: Callable[[], Array]) -> None:
        self._kinds = dict(kinds)
        self._work_out = work_out

    @cached_property
    def _known(self) -> dict[str, Array]:
        columns, begin, known = self._work_out(), 0, {}
        for name, kind in self._kinds.items():
            known[name] = columns[:, begin : begin + kind].copy() if kind > 1 else columns[:, begin].copy()
            begin += kind
        return known

    def __getitem__(self, name: str) -> Array:
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)
