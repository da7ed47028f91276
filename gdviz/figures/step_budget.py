"""The budget of steps: the cost of a run on rows, estimated before it starts, and how many steps it allows."""

from collections.abc import Sequence
from dataclasses import replace

from gdviz.expression import Call, walk
from gdviz.figures.packing import SHAPE
from gdviz.learning.data import RowFormula, TableError, loss_of
from gdviz.learning.training import Objective
from gdviz.optimizers import Optimizer
from gdviz.rule.kinds import ORDERS
from gdviz.scene import DataRun, DataScene, batch_size
from gdviz.surface import Surface

AFFORDABLE = 1.25
"""Counted seconds for all runs of a page together."""
STEP, BATCH, OPERATION = 1.5e-5, 1e-5, 1e-7
"""Seconds of a step on two weights, measured: its own, of taking a batch, of each operation of the rule."""
LONGEST_MAP = 2.0
"""Counted seconds that a map may take."""
SEARCH = 10
"""Evaluations of value and gradient that a step of a method takes on average, at most."""
TRAINING, ARRAY_OPERATION, PRODUCT = 7e-5, 1e-6, 1.2e-9
"""Seconds of a step of training, measured: its own, of each operation of the rule, of each row times weights."""
SHORTER_LOSS = "Fewer runs or rows, or a shorter loss, go further."


def within_budget(data: DataScene, surface: Surface, count: int) -> tuple[DataScene, str]:
    """The scene with as many steps as its runs on `count` rows can all make, and the sentence if these are fewer."""
    steps, said = shortened([seconds(surface, one, count) for one in data.runs], data.steps, SHORTER_LOSS)
    return replace(data, steps=steps), said


def seconds(surface: Surface, one: DataRun, count: int) -> float:
    """Counted seconds of one step of a run on two weights."""
    loss, chosen = loss_of(surface), one.run.chosen
    recorded = loss.seconds(0) + loss.seconds(1)
    if not isinstance(chosen, Optimizer):
        return SEARCH * recorded + loss.seconds(2)
    operations, looks = _work(chosen)
    size = batch_size(one, count)
    own = STEP + OPERATION * operations + sum(loss.seconds(order, size) for order in looks)
    if size == count:
        return own + recorded
    return own + BATCH + recorded + 2 * loss.seconds(1, size) + loss.seconds(0, size)


def seconds_of_training(objective: Objective, one: DataRun) -> float:
    """Counted seconds of one step of training, of its values over all rows and of its slopes on the plane."""
    chosen = one.run.chosen
    assert isinstance(chosen, Optimizer)
    operations, looks = _work(chosen)
    size = batch_size(one, objective.rows)
    seen = 2 * objective.rows + (1 + len(looks)) * size
    return TRAINING * (1 + len(looks)) + ARRAY_OPERATION * operations + PRODUCT * seen * objective.dimension


def shortened(costs: Sequence[float], steps: int, advice: str) -> tuple[int, str]:
    """The steps, of those asked for, that runs with these seconds a step can all make, and the sentence if fewer.

    The same for every run, so that they can be compared; at least one.
    """
    possible = int(AFFORDABLE / sum(costs)) if costs else steps
    if possible >= steps:
        return steps, ""
    possible = max(1, possible - possible % 10 if possible > 20 else possible)
    who = f"These {len(costs)} runs stop" if len(costs) > 1 else "This run stops"
    return (
        possible,
        f"{who} after {possible:,} of {steps:,} steps: the server is shared, and more is too much. {advice}",
    )


def check_map(formula: RowFormula, rows: int) -> None:
    """Raises TableError if the map of a loss over so many rows is too much work."""
    points = SHAPE[0] * SHAPE[1]
    if points * (formula.seconds(0, rows) - formula.seconds(0, 0)) > LONGEST_MAP:
        raise TableError(
            f"{rows:,} rows under this loss are too much work for a shared server: its map has {points:,} points. "
            "Fewer rows, or a shorter loss, can be drawn."
        )


def _work(optimizer: Optimizer) -> tuple[int, list[int]]:
    """How many operations a step of the rule has, and the orders of the derivatives that it evaluates elsewhere."""
    nodes = [node for line in optimizer.program.lines for node in walk(line.tree)]
    looks = [ORDERS[node.function] for node in nodes if isinstance(node, Call) and node.function in ORDERS]
    return len(nodes), looks
