"""What the Data page learns from, worked out once per visit: rows, losses over them as surfaces, runs, validation."""

from dataclasses import dataclass, replace

import numpy as np

from gdviz.descent import descend
from gdviz.expression import ExpressionError
from gdviz.figures import TWO_WEIGHTS, OnRows, loss_over
from gdviz.learning.data import (
    NUMBER,
    BatchSurfaces,
    Dataset,
    Model,
    Parts,
    TableError,
    as_text,
    condition_number,
    decayed_minima,
    draw_batches,
    folds,
    loss_of,
    surfaces_of,
    with_decay,
)
from gdviz.numeral import rounded
from gdviz.scene import (
    OWN,
    DataRun,
    DataScene,
    Learned,
    Material,
    batch_size,
    dataset_of,
    first_weights,
    letters_of,
    material_of,
    model_of,
    set_apart,
)
from gdviz.surface import Point, Surface, Window
from gdviz.ui import session
from gdviz.ui.cache import cached

MOST_RUNS = 48
SMALL, TRIED = 1e-3, 100
"""Rates below SMALL are tried for so many steps before they are taken."""
AMOUNTS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
FAR = 3.0
"""A minimum further away than so many windows is not brought onto the map."""


def dataset(data: DataScene) -> Dataset:
    """The data set that the scene names. Raises TableError for a table that cannot be had."""
    own: Dataset | None = session.memory("own table").get("set") if data.set == OWN else None
    if own is None or (data.table and as_text(own) != data.table):
        return dataset_of(data)
    return own


def has_own() -> bool:
    """Whether this visit has a table of its own."""
    return session.memory("own table").get("set") is not None


def material(data: DataScene, model: Model | None, target: str = NUMBER) -> Material:
    """The rows in the units of the model; model None: as one of this kind of target does. Raises TableError."""
    return material_of(dataset(data), data, model, target)


def surface_of(data: DataScene, rows: Material) -> Surface:
    """The loss surface with its minima and window, computed once per visit.

    Raises ExpressionError for a loss that cannot be read, TableError for more rows than a map of it can be made of.
    """
    model = model_of(data)
    values = letters_of(data, model)
    key = (rows.key, model.key, model.row_loss, tuple(values.items()))
    return cached("data surfaces", key, lambda: loss_over(rows, data))


def condition(surface: Surface) -> float:
    """The condition number at the minimum, or at the start where there is none."""
    place = surface.minima[0].point if surface.minima else surface.start
    return condition_number(surface, place)


def learned(on: OnRows, one: DataRun) -> Learned:
    """The run on this loss, computed once per visit."""
    data, run, steps = on.data, replace(one.run, on=True, style=0), on.steps[one.run.style]
    start, size = first_weights(data, on.surface), batch_size(one, on.count)
    key = (on.surface.key, run, size, start, steps, data.replacement, data.order)
    return cached("data runs", key, lambda: on.run(one), MOST_RUNS)


def bearable(surface: Surface, start: tuple[float, float]) -> float:
    """One over the curvature of the row that bends most, at the start or the minimum, to one digit and at most 1.

    At such a rate gradient descent on single rows of a least-squares loss does not overshoot.
    """
    places = [start, *(minimum.point for minimum in surface.minima[:1])]
    bends = [loss_of(surface).per_row(2, *place, surface.parameters) for place in places]
    sharpest = max(float(np.nanmax(np.abs(xx + yy), initial=0.0)) for xx, _, yy in bends)
    return rounded(min(max(1.0 / sharpest, 1e-6), 1.0), 1) if 0.0 < sharpest < np.inf else 0.05


def moving(surface: Surface, start: tuple[float, float], rate: float) -> float:
    """A bearable rate that is tiny because of a few places is raised, up to a hundredfold, as long as gradient descent
    on all rows and on single rows both end lower with it.
    """
    if rate >= SMALL:
        return rate
    plan = draw_batches(loss_of(surface).rows, 1, TRIED)
    tries = [rounded(rate * factor, 1) for factor in (1, 3, 10, 30, 100)]

    def worst(alpha: float) -> float:
        paths = [descend(surface, "sgd", start, TRIED, learning_rate=alpha, batches=batches)
                 for batches in (None, BatchSurfaces(surface, plan))]  # fmt: skip
        ends = [path.values[-1] if path.steps == TRIED else np.inf for path in paths]
        return float(max(ends)) if np.isfinite(ends).all() else np.inf

    return min(tries, key=worst)


def rated(data: DataScene) -> DataScene:
    """The scene with a bearable rate for every run of gradient descent: other rows or models ask for others.

    Models of many weights stay as they are.
    """
    if data.part not in TWO_WEIGHTS:
        return data
    try:
        surface = surface_of(data, material(data, model_of(data)))
    except (ExpressionError, TableError):
        return data
    start = first_weights(data, surface)
    rate = model_of(data).rate or moving(surface, start, bearable(surface, start))
    knobs = (("learning_rate", rate),)
    runs = [replace(one, run=replace(one.run, knobs=knobs)) if one.run.optimizer == "sgd" else one for one in data.runs]
    return replace(data, runs=tuple(runs))


@dataclass(frozen=True, eq=False)
class Checked:
    """The two losses of one map, over the rows learned from (with its penalty) and over those set apart.

    trail: the training minimum under more and more weight decay. folds: for each fold, the minimum without its rows,
    and the loss there over its rows.
    """

    parts: Parts
    training: Surface
    validation: Surface
    trail: tuple[Point, ...]
    folds: tuple[tuple[Point, float], ...]


def checked(data: DataScene, surface: Surface, count: int) -> Checked:
    """The two losses of this surface, computed once per visit."""
    key = (surface.key, data.share, data.order, data.decay, data.start, data.folds)
    return cached("data parts of rows", key, lambda: _checked(data, surface, count))


def _checked(data: DataScene, surface: Surface, count: int) -> Checked:
    parts, training, validation = set_apart(data, surface, count)
    bare = set_apart(replace(data, decay=0.0), surface, count)[1] if data.decay else training
    moved = [minimum.point for minimum in decayed_minima(bare, AMOUNTS) if minimum is not None]
    trail = (*(minimum.point for minimum in bare.minima[:1]), *moved)
    window = widened(
        surface.window,
        [m.point for s in (training, validation) for m in s.minima[:1]] + ([data.start] if data.start else []),
    )
    training, validation = (replace(one, window=window, start=surface.start) for one in (training, validation))
    return Checked(parts, training, validation, trail, crossed(surface, data, count))


def crossed(surface: Surface, data: DataScene, count: int) -> tuple[tuple[Point, float], ...]:
    """For each fold the minimum over all other rows, with their penalty, and the loss there over its own without."""
    minima = []
    for parts in folds(count, min(data.folds, count), data.order) if data.folds > 1 else ():
        training, validation = surfaces_of(surface, parts)
        training = with_decay(training, data.decay) if data.decay else training
        if training.minima:
            point = training.minima[0].point
            minima.append((point, float(validation.value(*point))))
    return tuple(minima)


def widened(window: Window, points: list[Point]) -> Window:
    """The window with these points well inside, as far as they are not too far."""
    sides = []
    for axis, (low, high) in enumerate(window):
        size = high - low
        near = [p[axis] for p in points if low - FAR * size < p[axis] < high + FAR * size]
        sides.append((min([low, *(c - 0.2 * size for c in near)]), max([high, *(c + 0.2 * size for c in near)])))
    return sides[0], sides[1]
