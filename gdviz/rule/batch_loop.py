"""The compiled loop for thousands of paths at once: NumPy statements in place on contiguous chunks of paths."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz.kernel import CHUNK, COMPARISONS, Block, Node, batch_block, define, evaluate, working_names
from gdviz.rule.active_set import BatchOracles, Chunk, Finished, Inputs, Retirement
from gdviz.rule.loop_source import Tables, oracles
from gdviz.rule.step_graph import StepGraph

THREADED_CHUNK = 32768
"""With threads a chunk must be long enough to pay for the hand-over."""


Numbers = np.ndarray | NDArray[np.bool_]


class BatchLoop:
    """A step (without recorded values) compiled for many paths; `batched` are the inputs with a value for each path."""

    def __init__(self, step: StepGraph, batched: Collection[str]) -> None:
        self.step = step
        self.batched = tuple(sorted(batched))
        self.source, self.buffers, self.masks = source(step, self.batched)
        self.words = oracles(step.oracle_calls)
        self.tables = Tables(step)
        self.advance: Callable[..., None] = define("advance", self.source)

    def precomputed(self, inputs: Inputs, steps: int) -> tuple[list[Numbers], list[list[Numbers]]]:
        """Run constants as 0-d arrays, and the tables: a 0-d array for every step."""
        fixed, tables = self.tables(self._shared(inputs), steps)
        columns = [arrays(node, column) for node, column in zip(self.step.tables, tables, strict=True)]
        return [arrays(node, [number])[0] for node, number in zip(self.step.fixed, fixed, strict=True)], columns

    def finite(self, inputs: Inputs, steps: int) -> bool:
        """Whether run constants and tables are finite."""
        return self.tables.finite(self._shared(inputs), steps)

    def _shared(self, inputs: Inputs) -> dict[str, np.ndarray | float]:
        return {name: value for name, value in inputs.items() if name not in self.batched}

    def begin(self, points: np.ndarray, inputs: Inputs) -> np.ndarray:
        """The first rows (width, n): points, then the states as they begin."""
        rows = np.empty((len(self.step.inputs), points.shape[1]))
        rows[:2] = points
        if self.step.begin:
            starts = {"theta_x": points[0], "theta_y": points[1]}
            for row, value in zip(rows[2:], evaluate(self.step.begin, {**inputs, **starts}), strict=True):
                row[:] = value
        return rows


def arrays(node: Node, numbers: Sequence[float]) -> list[Numbers]:
    """0-d arrays of a node's numbers; a comparison is a mask where it is used."""
    return [np.array(number, np.bool_ if node.op in COMPARISONS else np.float64) for number in numbers]


class Printed(NamedTuple):
    """Statements, the names that they add, and the blocks whose working arrays they use, by prefix."""

    lines: list[str]
    names: Mapping[Node, str]
    blocks: Mapping[str, Block]


def source(step: StepGraph, batched: Sequence[str]) -> tuple[str, int, int]:
    """The text of `advance`, and how many buffers and masks it works in."""
    rows = {node: f"r{i}" for i, node in enumerate(step.inputs)}
    lanes = {step.graph.input(name): f"l{i}" for i, name in enumerate(batched)}
    fixed = {node: f"k{i}" for i, node in enumerate(step.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(step.tables)}
    scalars = [*fixed, *tables]
    asking = _calls(step, rows | lanes | fixed | tables, scalars)
    after = batch_block(step.graph, step.outputs, asking.names, "v", into=list(rows.values()), scalars=scalars)
    blocks = {**asking.blocks, "v": after}
    work = [name for prefix, block in blocks.items() for name in working_names(block, prefix)]
    work.sort(key=lambda name: "_k" in name)  # buffers first
    columns = ["steps", *(f"t{i}" for i in range(len(tables)))]
    arguments = (*columns, *oracles(step.oracle_calls), *fixed.values(), *rows.values(), *lanes.values(), *work)
    text = [
        f"def advance({', '.join(arguments)}):",
        f"    for {', '.join(('_', *tables.values()))}, in zip({', '.join(columns)}):",
        *(f"        {line}" for line in [*asking.lines, *after.lines] or ["pass"]),
        "",
    ]
    return "\n".join(text), sum(b.buffers for b in blocks.values()), sum(b.masks for b in blocks.values())


def _calls(step: StepGraph, names: Mapping[Node, str], scalars: Sequence[Node]) -> Printed:
    """The calls of a surface without a formula, each after what its point needs."""
    lines: list[str] = []
    blocks: dict[str, Block] = {}
    for number, call in enumerate(step.oracle_calls):
        block = blocks[f"w{number}"] = batch_block(step.graph, call.point, names, f"w{number}", scalars=scalars)
        answer = {node: f"q{number}_{i}" for i, node in enumerate(call.answer)}
        lines += [*block.lines, f"{', '.join(answer.values())}, = {call.word}({', '.join(block.expressions)})"]
        names = {**names, **answer}
    return Printed(lines, names, blocks)


def run_batch(
    loop: BatchLoop,
    points: np.ndarray,
    inputs: Inputs,
    steps: int,
    bound: float,
    retirement: Retirement | None,
    ask: BatchOracles,
    threads: int = 1,
) -> Finished:
    """Run all paths from points (2, n); `inputs` as for one path, those of the loop's batched names (n,)."""
    number = points.shape[1]
    finished = Finished(points.copy(), np.zeros(number, np.int64), np.zeros(number, np.int8))
    fixed, tables = loop.precomputed(inputs, steps)

    def run(first: int) -> None:
        part = slice(first, min(first + width, number))
        chunk_inputs = {**inputs, **{name: np.asarray(inputs[name])[part] for name in loop.batched}}
        rows = loop.begin(points[:, part], chunk_inputs)
        lanes = np.array([chunk_inputs[name] for name in loop.batched]).reshape(len(loop.batched), rows.shape[1])
        places = np.arange(part.start, part.stop)
        chunk = Chunk(
            loop.advance, loop.buffers, loop.masks, loop.words, rows, lanes, places, finished, bound, retirement, ask
        )
        chunk.run(fixed, tables, steps)

    width = CHUNK if threads == 1 else THREADED_CHUNK
    with ThreadPoolExecutor(threads) as pool:
        list((map if threads == 1 else pool.map)(run, range(0, number, width)))
    return finished
