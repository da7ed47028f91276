"""The model, the loss and the runs on rows that a scene of the Data page names, worked out without a page."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdviz.descent import descend
from gdviz.learning.data import (
    MODELS,
    BatchPlan,
    BatchRecord,
    BatchSurfaces,
    Model,
    Parts,
    batch_record,
    draw_batches,
    split,
    surfaces_of,
    with_decay,
)
from gdviz.learning.data.row_formula import row_formula
from gdviz.optimizers import Optimizer
from gdviz.scene.data import DataRun, DataScene
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class Learned:
    """A run and what its steps looked at; plan and record are None where every step saw all rows."""

    trajectory: Trajectory
    plan: BatchPlan | None
    record: BatchRecord | None
    count: int

    @property
    def seen(self) -> NDArray[np.int64]:
        """Rows looked at up to each frame (n + 1,)."""
        steps = self.trajectory.steps
        return np.arange(steps + 1) * self.count if self.plan is None else self.plan.rows_seen[: steps + 1]


def model_of(data: DataScene) -> Model:
    """The model of the scene, with the typed row loss in place of its own."""
    model = MODELS[data.model]
    return model if data.loss is None else replace(model, row_loss=data.loss, values={})


def letters_of(data: DataScene, model: Model) -> dict[str, float]:
    """The letters of the row loss with their values. Raises ExpressionError for a loss that cannot be read."""
    names = row_formula(model.row_loss, model.weights, model.columns).reading.parameters
    given = {**model.values, **dict(data.letters)}
    return {name: given.get(name, 1.0) for name in names}


def first_weights(data: DataScene, surface: Surface) -> tuple[float, float]:
    """Where the runs begin."""
    x, y = data.start or surface.start
    return (float(x), float(y))


def batch_size(one: DataRun, count: int) -> int:
    """Rows of a step; of a method all, as it evaluates a place more than once."""
    return min(one.batch, count) if one.batch and one.run.composes else count


def batch_words(one: DataRun, count: int) -> str:
    """How many rows a step uses, in words."""
    if batch_size(one, count) == count:
        return "all rows"
    return "single rows" if one.batch == 1 else f"batches of {one.batch}"


def learn(surface: Surface, one: DataRun, data: DataScene, count: int) -> Learned:
    """The run on the loss over `count` rows, with the steps, the start and the seed of the scene."""
    start, size, chosen = first_weights(data, surface), batch_size(one, count), one.run.chosen
    more = one.run.arguments(data.order)
    if size >= count or not isinstance(chosen, Optimizer):
        return Learned(descend(surface, chosen, start, data.steps, **more), None, None, count)
    plan = draw_batches(count, size, data.steps, replace=data.replacement, seed=data.order)
    path = descend(surface, chosen, start, data.steps, batches=BatchSurfaces(surface, plan), **more)
    return Learned(path, plan, batch_record(surface, plan, path), count)


def set_apart(data: DataScene, surface: Surface, count: int) -> tuple[Parts, Surface, Surface]:
    """Rows learned from and rows set apart, and the loss over each, the first with the weight decay of the scene."""
    parts = split(count, min(max(data.share, 1.01 / count), 1 - 1.01 / count), data.order)
    training, validation = surfaces_of(surface, parts)
    return parts, with_decay(training, data.decay) if data.decay else training, validation
