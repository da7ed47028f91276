"""A loop for one path as source text, the numbers it takes from before the run, and the replay of a run's states."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from gdviz.kernel import Node, define, evaluate, reachable, scalar_block
from gdviz.rule.step_graph import Call, StepGraph


def loop_source(
    step: StepGraph,
    inputs: Sequence[Node],
    outputs: Sequence[Node],
    recorded: int,
    columns: Sequence[Node] = (),
    calls: Sequence[Call] = (),
) -> str:
    """The function `run(steps, *columns, *oracles, *fixed, *inputs)` → (rows, the inputs that are not recorded).

    In every step the outputs take the place of the inputs, of which the first `recorded` are appended to the flat list
    rows. columns: nodes with a number for each step, those of the step's tables first. The loop ends before a step
    that raises.
    """
    held = {node: f"r{i}" for i, node in enumerate(inputs)}
    fixed = {node: f"k{i}" for i, node in enumerate(step.fixed)}
    varying = {node: f"a{i}" for i, node in enumerate((*step.tables, *columns))}
    asking, answers = _ask(step, calls, held | fixed | varying)
    lines, written = scalar_block(step.graph, outputs, held | fixed | varying | answers, "v")
    tables = [f"t{i}" for i in range(len(varying))]
    counter = [("n", "steps")] if calls or not tables else []
    each = [*counter, *zip(varying.values(), tables, strict=True)]
    names = list(held.values())
    return _function(
        ["steps", *tables, *oracles(calls), *fixed.values(), *names],
        f"for {_tuple(name for name, _ in each)} in zip({_tuple(table for _, table in each)}):",
        [*asking, *lines, *_replaced(written), f"rows += ({_tuple(names[:recorded])})"],
        _tuple(names[recorded:]),
    )


def _function(arguments: Sequence[str], loop: str, body: Sequence[str], rest: str) -> str:
    lines = [
        f"def run({', '.join(arguments)}):",
        "    rows = []",
        "    try:",
        f"        {loop}",
        *(f"            {line}" for line in body),
        "    except (ArithmeticError, ValueError):",
        "        pass",
        f"    return rows, ({rest})",
        "",
    ]
    return "\n".join(lines)


def _tuple(parts: Iterable[str]) -> str:
    """The inside of a tuple: a comma after each."""
    return "".join(f"{part}, " for part in parts)


def oracles(calls: Sequence[Call]) -> tuple[str, ...]:
    """The words of the calls, once each."""
    return tuple(dict.fromkeys(call.word for call in calls))


def _ask(step: StepGraph, calls: Sequence[Call], names: Mapping[Node, str]) -> tuple[list[str], dict[Node, str]]:
    """The lines of the calls, each after what its point needs, and the names of the answers."""
    lines: list[str] = []
    answers: dict[Node, str] = {}
    for number, call in enumerate(calls):
        needed, point = scalar_block(step.graph, call.point, {**names, **answers}, f"w{number}_")
        answers |= {node: f"q{number}_{i}" for i, node in enumerate(call.answer)}
        arguments = ["n", *point] if call.word.startswith("batch_") else point
        targets = ", ".join(answers[node] for node in call.answer)
        lines += [*needed, f"{targets}, = {call.word}({', '.join(arguments)})"]
    return lines, answers


def _replaced(outputs: Sequence[str]) -> list[str]:
    """The lines that replace the old row; all of the new is computed before the first is replaced."""
    ready = {i for i, output in enumerate(outputs) if output.isidentifier() and output.startswith("v")}
    made = [f"o{i} = {output}" for i, output in enumerate(outputs) if i not in ready]
    return [*made, *(f"r{i} = {output if i in ready else f'o{i}'}" for i, output in enumerate(outputs))]


Numbers = tuple[list[float], list[list[float]]]
LONGEST_CACHED = 2000
"""The longest run whose tables are cached for the next."""


class Tables:
    """Run constants and tables of a step; the last are cached, as a start that is dragged keeps the same knobs."""

    def __init__(self, step: StepGraph) -> None:
        self.step = step
        self._last: tuple[tuple[object, ...], tuple[Numbers, bool]] = ((), (([], []), True))

    def __call__(self, inputs: Mapping[str, np.ndarray | float], steps: int) -> Numbers:
        """Numbers, and columns of length `steps`. `inputs` hold t, alpha, knobs."""
        return self._computed(inputs, steps)[0]

    def finite(self, inputs: Mapping[str, np.ndarray | float], steps: int) -> bool:
        """Whether all of them are numbers that arithmetic may go on with."""
        return self._computed(inputs, steps)[1]

    def _computed(self, inputs: Mapping[str, np.ndarray | float], steps: int) -> tuple[Numbers, bool]:
        numbers = [item for item in inputs.items() if isinstance(item[1], float)]
        key = (steps, *numbers) if len(numbers) == len(inputs) - 1 and steps <= LONGEST_CACHED else ()
        last_key, last = self._last
        if key and key == last_key:
            return last
        values = evaluate((*self.step.fixed, *self.step.tables), inputs)
        fixed = [float(value) for value in values[: len(self.step.fixed)]]
        columns = [np.broadcast_to(value, (steps,)).tolist() for value in values[len(self.step.fixed) :]]
        result = (fixed, columns), all(bool(np.isfinite(value).all()) for value in values)
        if key:
            self._last = key, result
        return result


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
