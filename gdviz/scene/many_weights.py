"""Models of many weights on the rows of a scene: what is trained, by which runs, and the training itself."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gdviz.learning.data import NUMBER, SIGN, ZERO_ONE, Dataset, Parts, TableError
from gdviz.learning.training import Fit, LeastSquares, Network, NetworkLoss, Objective, Polynomial, polynomial, train
from gdviz.optimizers import Optimizer
from gdviz.scene.data import DataRun, DataScene
from gdviz.scene.rows import Material, dataset_of, material_of
from gdviz.scene.running import batches_of, parted
from gdviz.settings import Settings


@dataclass(frozen=True, eq=False)
class Task:
    """What is trained. training, validation: the losses; start (d,): the first weights; key: names rows, model and
    parts."""

    model: Polynomial | Network
    training: Objective
    validation: Objective
    parts: Parts
    start: np.ndarray
    key: str


def rows_of(data: DataScene) -> Material:
    """The rows that the scene names, as its part takes them. Raises TableError for rows that it cannot use."""
    dataset = dataset_of(data)
    if refused := part_unfit(dataset, data.part):
        raise TableError(refused)
    return material_of(dataset, data, None, SIGN if data.part == "network" else NUMBER)


def task_of(data: DataScene, rows: Material) -> Task:
    """What the part "polynomial" or "network" of the page trains on these rows."""
    return _network_task(data, rows) if data.part == "network" else _polynomial_task(data, rows)


def _polynomial_task(data: DataScene, rows: Material) -> Task:
    parts = parted(data, rows.count)
    x, y = rows.columns[rows.inputs[0]], rows.columns[rows.target]
    powers: Polynomial = polynomial(x[parts.train], data.degree)
    features = powers.features(x)
    training = LeastSquares(features[parts.train], y[parts.train], data.decay)
    validation = LeastSquares(features[parts.validation], y[parts.validation])
    key = f"polynomial {rows.key} {data.degree} {data.share} {data.order} {data.decay}"
    return Task(powers, training, validation, parts, np.zeros(training.dimension), key)


def _network_task(data: DataScene, rows: Material) -> Task:
    network, parts = Network(data.hidden, data.activation), parted(data, rows.count)
    inputs = np.column_stack([rows.columns[name] for name in rows.inputs])
    labels = np.where(rows.columns[rows.target] > 0, 1.0, -1.0)
    training = NetworkLoss(network, inputs[parts.train], labels[parts.train], data.decay)
    validation = NetworkLoss(network, inputs[parts.validation], labels[parts.validation])
    key = f"network {rows.key} {data.hidden} {data.activation} {data.share} {data.order} {data.decay}"
    return Task(network, training, validation, parts, network.initial(data.order), key)


def trainable(data: DataScene) -> list[DataRun]:
    """The runs that are shown and can train so many weights."""
    runs = [one for one in data.runs if one.run.on and isinstance(one.run.chosen, Optimizer)]
    return [one for one in runs if not needs_losses(one, data)]


def needs_losses(one: DataRun, data: DataScene) -> bool:
    """Does its schedule follow the losses? Training takes schedules that are known before."""
    plan = Settings({}, schedule=one.run.arguments(data.order).get("schedule")).plan
    return plan is not None and plan.needs_losses


def trained(task: Task, one: DataRun, data: DataScene, progress: Callable[[int, int], None] | None = None) -> Fit:
    """A run of the scene in full dimension. progress: called with the steps that are done, and with all."""
    chosen = one.run.chosen
    assert isinstance(chosen, Optimizer)
    arguments = {n: v for n, v in one.run.arguments(data.order).items() if n in ("schedule", *chosen.knobs)}
    return train(
        task.training, chosen, task.start, data.steps, progress=progress,
        batches=batches_of(one, data, task.training.rows), **arguments,
    )  # fmt: skip


def part_unfit(rows: Dataset, part: str) -> str:
    """Why a part of the page cannot use these rows, as a sentence; "" if it can."""
    inputs = len(rows.inputs)
    if part == "network" and (inputs != 2 or rows.lacks(SIGN)):
        return (
            f"A small network needs two inputs and two classes; these rows have {_count(inputs)} and {_target(rows)}."
        )
    if part == "polynomial" and (inputs != 1 or rows.target in (SIGN, ZERO_ONE)):
        return f"A polynomial needs one input and a number; these rows have {_count(inputs)} and {_target(rows)}."
    return ""


def _count(inputs: int) -> str:
    return "one input" if inputs == 1 else f"{inputs} inputs"


def _target(rows: Dataset) -> str:
    return "two classes" if rows.target in (SIGN, ZERO_ONE) else "a number to be predicted"
