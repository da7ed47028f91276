"""The loop for thousands of paths at once: NumPy statements in place on contiguous chunks, finished paths retired."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from gdviz.kernel import Node, batch_block, define
from gdviz.kernel.operations import COMPARISONS
from gdviz.rule.active_set import Chunk, Finished, Inputs, ManyQuestions, Retirement
from gdviz.rule.graph_eval import evaluate
from gdviz.rule.step_graph import Plan
from gdviz.trajectory import Array

CHUNK = 8192
"""Paths worked on together: a handful of such rows stays in the second-level cache."""
THREADED_CHUNK = 32768
"""With threads a chunk must be long enough to be worth handing over."""


Known = Array | NDArray[np.bool_]


class ManyLoop:
    """A plan (not carried) compiled for many paths; `lanes` are the inputs that differ from path to path."""

    def __init__(self, plan: Plan, lanes: Collection[str]) -> None:
        self.plan = plan
        self.lanes = tuple(sorted(lanes))
        self.source, self.buffers, self.masks = source(plan, self.lanes)
        self.words = tuple(dict.fromkeys(call.word for call in plan.calls))
        self.advance: Callable[..., None] = define("advance", self.source)

    def known(self, inputs: Inputs, steps: int) -> tuple[list[Known], list[list[Known]]]:
        """What is known before the run, as 0-d arrays, and for every step."""
        given = {name: value for name, value in inputs.items() if name not in self.lanes}
        nodes = (*self.plan.fixed, *self.plan.tables)
        # a comparison is a mask where it is used
        values = [
            value.astype(bool) if node.op in COMPARISONS else value
            for node, value in zip(nodes, evaluate(nodes, given), strict=True)
        ]
        columns = [np.broadcast_to(value, (steps,)).tolist() for value in values[len(self.plan.fixed) :]]
        return values[: len(self.plan.fixed)], [[np.array(number) for number in column] for column in columns]

    def finite(self, inputs: Inputs, steps: int) -> bool:
        """Whether what is known before the run are numbers that arithmetic may go on with."""
        given = {name: value for name, value in inputs.items() if name not in self.lanes}
        values = evaluate((*self.plan.fixed, *self.plan.tables), given)
        return all(bool(np.isfinite(value[:steps] if value.ndim else value).all()) for value in values)

    def begin(self, points: Array, inputs: Inputs) -> Array:
        """The first rows (width, n): points, then the states as they begin."""
        rows = np.empty((len(self.plan.before), points.shape[1]))
        rows[:2] = points
        if self.plan.begin:
            held = {"theta_x": points[0], "theta_y": points[1]}
            for row, value in zip(rows[2:], evaluate(self.plan.begin, {**inputs, **held}), strict=True):
                row[:] = value
        return rows


def source(plan: Plan, lanes: Sequence[str]) -> tuple[str, int, int]:
    """The text of `advance`, and how many buffers and masks it works in."""
    rows = {node: f"r{i}" for i, node in enumerate(plan.before)}
    lane = {plan.graph.input(name): f"l{i}" for i, name in enumerate(lanes)}
    fixed = {node: f"k{i}" for i, node in enumerate(plan.fixed)}
    tables = {node: f"a{i}" for i, node in enumerate(plan.tables)}
    columns = ["steps", *(f"t{i}" for i in range(len(tables)))]
    names: dict[Node, str] = rows | lane | fixed | tables
    scalars = [*fixed, *tables]
    lines: list[str] = []
    buffers: list[str] = []
    masks: list[str] = []
    for number, call in enumerate(plan.calls):
        block = batch_block(plan.graph, call.point, names, f"w{number}", scalars=scalars)
        answer = {node: f"q{number}_{i}" for i, node in enumerate(call.answer)}
        lines += [*block.lines, f"{', '.join(answer.values())}, = {call.word}({', '.join(block.expressions)})"]
        names |= answer
        buffers += [f"w{number}_b{i}" for i in range(block.buffers)]
        masks += [f"w{number}_k{i}" for i in range(block.masks)]
    block = batch_block(plan.graph, plan.after, names, "v", into=list(rows.values()), scalars=scalars)
    buffers += [f"v_b{i}" for i in range(block.buffers)]
    masks += [f"v_k{i}" for i in range(block.masks)]
    asked = dict.fromkeys(call.word for call in plan.calls)
    arguments = (*columns, *asked, *fixed.values(), *rows.values(), *lane.values(), *buffers, *masks)
    body = [*lines, *block.lines] or ["pass"]
    text = [
        f"def advance({', '.join(arguments)}):",
        f"    for {', '.join(('_', *tables.values()))}, in zip({', '.join(columns)}):",
        *(f"        {line}" for line in body),
        "",
    ]
    return "\n".join(text), len(buffers), len(masks)


def many(
    loop: ManyLoop,
    points: Array,
    inputs: Inputs,
    steps: int,
    bound: float,
    retirement: Retirement | None,
    ask: ManyQuestions,
    threads: int = 1,
) -> Finished:
    """Run all paths from points (2, n); `inputs` as for one path, those of the loop's lanes (n,)."""
    number = points.shape[1]
    finished = Finished(points.copy(), np.zeros(number, np.int64), np.zeros(number, np.int8))
    fixed, tables = loop.known(inputs, steps)

    def run(first: int) -> None:
        part = slice(first, min(first + width, number))
        mine = {**inputs, **{name: np.asarray(inputs[name])[part] for name in loop.lanes}}
        rows = loop.begin(points[:, part], mine)
        lanes = np.array([mine[name] for name in loop.lanes]).reshape(len(loop.lanes), rows.shape[1])
        places = np.arange(part.start, part.stop)
        chunk = Chunk(
            loop.advance, loop.buffers, loop.masks, loop.words, rows, lanes, places, finished, bound, retirement, ask
        )
        chunk.run(fixed, tables, steps)

    width = CHUNK if threads == 1 else THREADED_CHUNK
    with ThreadPoolExecutor(threads) as pool:
        list((map if threads == 1 else pool.map)(run, range(0, number, width)))
    return finished
