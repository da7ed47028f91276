"""Models of two weights: the loss surface of the rows, and runs on it with mini-batches."""

from dataclasses import replace

import numpy as np

from gdviz.descent import descend
from gdviz.expression import ExpressionError
from gdviz.figures import step_budget
from gdviz.learning.data import BatchSurfaces, TableError, condition_number, draw_batches, loss_of, row_formula
from gdviz.numeral import rounded
from gdviz.scene import DataRun, DataScene, batch_size, learn
from gdviz.scene import Learned as Learned
from gdviz.scene import batch_words as batch_words
from gdviz.scene import first_weights as start_of
from gdviz.scene import letters_of as letters
from gdviz.scene import model_of as model_of
from gdviz.surface import Surface
from gdviz.ui.cache import cached
from gdviz.ui.data.rows import Material, material

MOST_RUNS = 48
SMALL, TRIED = 1e-3, 100
"""Rates below SMALL are tried for so many steps before they are taken."""


def surface_of(data: DataScene, rows: Material) -> Surface:
    """The loss surface with its minima and window, computed once per visit.

    Raises ExpressionError for a loss that cannot be read, TableError for more rows than a map of it can be made of.
    """
    model = model_of(data)
    values = letters(data, model)
    key = (rows.key, model.key, model.row_loss, tuple(values.items()))

    def compute() -> Surface:
        step_budget.check_map(row_formula(model.row_loss, model.weights, model.columns), rows.count)
        return model.surface(rows.columns, **values).check()

    return cached("data surfaces", key, compute)


def condition(surface: Surface) -> float:
    """The condition number at the minimum, or at the start where there is none."""
    place = surface.minima[0].point if surface.minima else surface.start
    return condition_number(surface, place)


def learned(surface: Surface, one: DataRun, data: DataScene, count: int) -> Learned:
    """The run on this surface, computed once per visit."""
    start, size = start_of(data, surface), batch_size(one, count)
    run = replace(one.run, on=True, style=0)
    key = (surface.key, run, size, start, data.steps, data.replacement, data.order)
    return cached("data runs", key, lambda: learn(surface, replace(one, run=run), data, count), MOST_RUNS)


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
    """The scene with a bearable rate for every run of gradient descent: other rows or models ask for others."""
    try:
        surface = surface_of(data, material(data, model_of(data)))
    except (ExpressionError, TableError):
        return data
    start = start_of(data, surface)
    rate = model_of(data).rate or moving(surface, start, bearable(surface, start))
    knobs = (("learning_rate", rate),)
    runs = [replace(one, run=replace(one.run, knobs=knobs)) if one.run.optimizer == "sgd" else one for one in data.runs]
    return replace(data, runs=tuple(runs))
