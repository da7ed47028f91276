"""A scene of the Data page as the player draws it: the loss over two weights, its runs, and the rows beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.figures.diagnosis_marks import marks_of
from gdviz.figures.model_view import FitRun, Scatter, fit
from gdviz.figures.played_scene import STYLES, label, view_of
from gdviz.figures.player_payload import DrawnRun, payload
from gdviz.figures.program import formula_model
from gdviz.figures.step_budget import check_map
from gdviz.learning.data import BatchPlan, Parts, row_formula, turns_up, values_along
from gdviz.scene import (
    DataRun,
    DataScene,
    Learned,
    Material,
    Scene,
    batch_words,
    dataset_of,
    first_weights,
    learn,
    letters_of,
    material_of,
    model_of,
    set_apart,
    steps_of,
)
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

TWO_WEIGHTS = ("batches", "overfitting")
"""The parts of the Data page whose map is the loss over two weights, and no plane through more of them."""


@dataclass(frozen=True, eq=False)
class OnRows:
    """What a scene of the Data page learns from. surface: the loss that is descended.

    parts, apart: rows learned from and set apart, and the loss over the latter; None where all are learned from.
    """

    data: DataScene
    rows: Material
    surface: Surface
    parts: Parts | None = None
    apart: Surface | None = None

    @property
    def count(self) -> int:
        """How many rows are learned from."""
        return self.rows.count if self.parts is None else len(self.parts.train)

    @property
    def steps(self) -> dict[int, int]:
        """Style → steps of each run: as many as equal passes leave it where the scene asks for them."""
        data = self.data if self.parts is None else replace(self.data, equal_passes=False)
        return steps_of(data, self.count)

    def run(self, one: DataRun) -> Learned:
        """A run of the scene."""
        return learn(self.surface, one, replace(self.data, steps=self.steps[one.run.style]), self.count)


class RowsPlayed(NamedTuple):
    """A scene of the Data page worked out: its loss, the shown runs as drawn, id → what they looked at, and reasons."""

    scene: Scene
    on: OnRows
    runs: list[DrawnRun]
    learned: dict[str, Learned]
    survey: Survey
    diagnoses: dict[str, Diagnosis]


@lru_cache(maxsize=32)
def on_rows(data: DataScene) -> OnRows:
    """The rows and the loss of a scene. Raises TableError for rows that cannot be had, do not suit the model or are too
    much work to draw, ExpressionError for a loss that cannot be read.
    """
    rows = material_of(dataset_of(data), data, model_of(data))
    surface = loss_over(rows, data)
    if data.part == "overfitting":
        parts, training, validation = set_apart(data, surface, rows.count)
        window, start = surface.window, surface.start
        training, validation = (replace(one, window=window, start=start) for one in (training, validation))
        return OnRows(data, rows, training, parts, validation)
    return OnRows(data, rows, surface)


def loss_over(rows: Material, data: DataScene) -> Surface:
    """The loss of the scene's model over the rows. Raises as `on_rows`."""
    model = model_of(data)
    check_map(row_formula(model.row_loss, model.weights, model.columns), rows.count)
    return model.surface(rows.columns, **letters_of(data, model)).check()


def shown_on_rows(data: DataScene) -> list[DataRun]:
    """The runs that are not hidden."""
    return [one for one in data.runs if one.run.on]


def drawn_run(one: DataRun, trajectory: Trajectory, words: str) -> DrawnRun:
    """A run as the player draws it; words: what its steps look at."""
    style = STYLES[one.run.style]
    called = label(one.run, [words] if words else [])
    return DrawnRun(str(one.run.style), one.run.name, called, style.color, style.dash, trajectory, one.run.on)


def scatter(rows: Material, checked: Sequence[int] = ()) -> Scatter:
    """The rows in the form of the figure."""
    return Scatter(rows.columns, rows.dataset.labels, rows.scaling.by, rows.classes, checked)


def drawn_model(data: DataScene, rows: Material) -> dict[str, Any]:
    """What the browser works the model out by."""
    model, classes = model_of(data), bool(rows.classes)
    return formula_model(
        model.prediction, model.row_loss, model.weights, model.columns, letters_of(data, model), classes=classes,
        link=model.link if classes else "", places=model.places,
    )  # fmt: skip


def ball(made: Learned) -> np.ndarray | None:
    """The points of the second half of a run on batches."""
    steps = made.trajectory.steps
    return made.trajectory.points[steps // 2 :] if made.plan is not None and steps >= 20 else None


def fit_run(made: Learned, on: OnRows) -> FitRun:
    """What is known of a run besides its path, with batches as rows of the whole and the loss over rows set apart."""
    if on.parts is None or on.apart is None:
        return FitRun(made.seen, made.plan, made.record, ball=ball(made))
    along, plan = values_along(on.apart, made.trajectory), made.plan
    if plan is not None:
        whole = on.parts.train[plan.rows]
        whole[plan.rows < 0] = -1
        plan = BatchPlan(whole, on.rows.count)
    return FitRun(made.seen, plan, made.record, along, turns_up(along))


def rows_played(scene: Scene) -> RowsPlayed:
    """Run and explain every shown run of the scene. Raises as `on_rows`."""
    on = on_rows(scene.data)
    landscape = survey(on.surface, on.surface.window)
    runs, learned, diagnoses = [], {}, {}
    for one in shown_on_rows(scene.data):
        result = on.run(one)
        said = one.batch or on.parts is None  # where some rows are set apart, "all rows" would not be true
        run = drawn_run(one, result.trajectory, batch_words(one, on.count) if said else "")
        runs.append(run)
        learned[run.id] = result
        if result.trajectory.ending is not Ending.UNDEFINED_START:
            diagnoses[run.id] = diagnose(on.surface, one.run.chosen, result.trajectory, landscape)
    return RowsPlayed(scene, on, runs, learned, landscape, diagnoses)


def rows_ground_payload(scene: Scene, *, minima: bool = True) -> dict[str, Any]:
    """The map, the start and the rows of a scene alone: no path, value or verdict of its runs is in it."""
    on = on_rows(scene.data)
    view, marks = replace(view_of(scene), inside="off"), marks_of(on.surface, None) if minima else []
    start = first_weights(on.data, on.surface)
    made = payload(on.surface, on.surface.window, [], start=start, view=view, marks=marks)
    return made | {"fit": picture_of_rows(on, {})}


def picture_of_rows(on: OnRows, runs: dict[str, FitRun]) -> dict[str, Any]:
    """The rows, and what the runs make of them; the start is not the visitor's to move."""
    apart = tuple(on.parts.validation.tolist()) if on.parts is not None else ()
    return fit(scatter(on.rows, apart), drawn_model(on.data, on.rows), runs, per_epoch=on.count, fixed=True)
