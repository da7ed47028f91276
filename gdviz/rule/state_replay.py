"""The states of a run, recomputed from its recorded points when they are first read."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from gdviz.kernel import define, evaluate, reachable
from gdviz.lazy import lazy_property
from gdviz.rule.loop_source import Tables, loop_source
from gdviz.rule.step_graph import StepGraph

RECORDED_COLUMNS = 5
"""Columns of a row that a record keeps: theta_x, theta_y, f, g_x, g_y."""


class Replay:
    """The states of a step (with recorded values, without calls), compiled with the recorded points as columns."""

    def __init__(self, step: StepGraph) -> None:
        self.step = step
        self.tables = Tables(step)
        before, after = step.inputs[RECORDED_COLUMNS:], step.outputs[RECORDED_COLUMNS:]
        needed = set(reachable(after))
        self._columns = [place for place in range(RECORDED_COLUMNS) if step.inputs[place] in needed]
        self._width = len(after)
        columns = [step.inputs[place] for place in self._columns]
        self._run = define("run", loop_source(step, before, after, self._width, columns))

    def __call__(
        self, rows: np.ndarray, memory: np.ndarray, inputs: Mapping[str, np.ndarray | float], first: int = 0
    ) -> np.ndarray:
        """The memory (n+1, k) along rows (n+1, 5), of which the first is that after step `first`, with this memory."""
        width, count = self._width, len(rows) - 1
        fixed, tables = self.tables(inputs, len(np.atleast_1d(inputs["t"])))
        pieces, done = [memory[None]], 0
        while width and done < count:
            recorded = [rows[done:-1, place].tolist() for place in self._columns]
            part = [table[first + done : first + count] for table in tables]
            flat, _ = self._run(range(count - done), *part, *recorded, *fixed, *pieces[-1][-1].tolist())
            flat = flat or self._redo(rows[done], pieces[-1][-1], inputs, first + done)
            pieces.append(np.array(flat).reshape(-1, width))
            done += len(pieces[-1])
        return np.concatenate(pieces) if width else np.empty((count + 1, 0))

    def _redo(
        self, row: np.ndarray, memory: np.ndarray, inputs: Mapping[str, np.ndarray | float], step: int
    ) -> list[float]:
        """One step in IEEE arithmetic."""
        values = {name: value[step] if isinstance(value, np.ndarray) else value for name, value in inputs.items()}
        values |= {node.name: float(v) for node, v in zip(self.step.inputs, (*row, *memory), strict=True)}
        return [float(value) for value in evaluate(self.step.outputs[RECORDED_COLUMNS:], values)]


class Memories(Mapping[str, np.ndarray]):
    """The states by name, (n+1,) or (n+1, 2), computed when first read."""

    def __init__(self, kinds: Mapping[str, int], compute: Callable[[], np.ndarray]) -> None:
        self._kinds = dict(kinds)
        self._compute = compute

    @lazy_property
    def _states(self) -> dict[str, np.ndarray]:
        columns, begin, states = self._compute(), 0, {}
        for name, kind in self._kinds.items():
            states[name] = columns[:, begin : begin + kind].copy() if kind > 1 else columns[:, begin].copy()
            begin += kind
        for memory in states.values():
            memory.flags.writeable = False
        return states

    def __getitem__(self, name: str) -> np.ndarray:
        return self._states[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def __repr__(self) -> str:
        return f"<states: {', '.join(self) or 'none'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)
