"""Runs of many weights as they are drawn: their paths on a plane through the weights, the loss on it, and the rows."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdviz.figures import step_budget
from gdviz.figures.model_view import Best, FitRun, OverlayContours, fit
from gdviz.figures.played_rows import drawn_run, scatter
from gdviz.figures.player_payload import DrawnRun, Mark
from gdviz.figures.program import network_model, polynomial_model
from gdviz.figures.validation import early_stop, ending
from gdviz.learning.data import BatchPlan, turns_up
from gdviz.learning.training import (
    DegreeErrors,
    Fit,
    LeastSquares,
    Network,
    Plane,
    errors_by_degree,
    principal_plane,
    random_plane,
)
from gdviz.optimizers import Optimizer
from gdviz.scene import (
    NUMBERS,
    DataRun,
    DataScene,
    Material,
    Scene,
    Task,
    batch_words,
    batches_of,
    needs_losses,
    trainable,
)
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

Trained = tuple[DataRun, Fit]
"""A run and its training."""
COARSE = (40, 40)
ADVICE = {
    "polynomial": "Fewer runs or rows go further.",
    "network": "Fewer runs, rows or hidden units go further.",
}


class Sliced(NamedTuple):
    """Runs of many weights on a plane. words: what the plane shows; fit_runs, endings: by the id of a run; fit: rows
    and models for the browser."""

    scene: Scene
    task: Task
    rows: Material
    plane: Plane
    words: str
    surface: Surface
    runs: list[DrawnRun]
    fit_runs: dict[str, FitRun]
    endings: dict[str, list[str]]
    fit: dict[str, Any]

    @property
    def start(self) -> tuple[float, float]:
        """The first weights on the plane."""
        x, y = self.runs[0].trajectory.points[0]
        return float(x), float(y)

    @property
    def marks(self) -> list[Mark]:
        """Where each run should have stopped."""
        return [mark for run in self.runs if (mark := early_stop(run, self.fit_runs[run.id])) is not None]


def training_within_budget(task: Task, scene: Scene) -> tuple[Scene, str]:
    """The scene with as many steps as its runs can all make, and the sentence if these are fewer."""
    costs = [step_budget.seconds_of_training(task.training, one) for one in trainable(scene.data)]
    steps, sentence = step_budget.shortened(costs, scene.data.steps, ADVICE[scene.data.part])
    shown = [one for one in scene.data.runs if one.run.on]
    waiting = [one for one in shown if needs_losses(one, scene.data)]
    methods = [one for one in shown if not isinstance(one.run.chosen, Optimizer) and one not in waiting]
    left_out = (
        _left_out(waiting, ", with a schedule that follows the losses. Training needs another."),
        _left_out(methods, ": searches are for two weights."),
    )
    sentence = " ".join(filter(None, (sentence, *left_out)))
    return replace(scene, data=replace(scene.data, steps=steps)), sentence


def fits_with_a_step(fits: Sequence[Trained]) -> tuple[list[Trained], str]:
    """The runs that complete a step, as their plane needs, and the sentence that the others are left out."""
    still = [one for one, made in fits if not made.steps]
    sentence = _left_out(still, ": the first step leads to weights without a finite value.")
    return [(one, made) for one, made in fits if made.steps], sentence


def _left_out(runs: Sequence[DataRun], why: str) -> str:
    names = dict.fromkeys(one.run.name for one in runs)
    return f"Left out: {', '.join(names)}{why}" if names else ""


def no_run_shown(fewer: str) -> str:
    """What is said where no run can be shown; fewer: of `training_within_budget`."""
    return f"No run is shown that can train so many weights: switch one on. {fewer}".strip()


def degree_errors(task: Task, data: DataScene, rows: Material) -> DegreeErrors:
    """The least-squares fit of every degree to the rows of a polynomial."""
    x, y = (rows.columns[name] for name in (rows.inputs[0], rows.target))
    return errors_by_degree(x, y, task.parts, int(NUMBERS["degree"].high), data.decay)


def sliced(scene: Scene, task: Task, rows: Material, fits: Sequence[Trained]) -> Sliced:
    """These runs, one at least and each of a step at least, on the plane that the scene names."""
    plane = _plane(task, scene.data, fits[0][1])
    surface, apart = _losses(task, plane, fits)
    words = f"{_held(task, plane)}{plane.sentence} Slopes and arrows are those of the slice."
    runs = [
        drawn_run(one, _on_plane(plane, surface, made), batch_words(one, task.training.rows) if one.batch else "")
        for one, made in fits
    ]
    pairs = list(zip(runs, fits, strict=True))
    fit_runs = {run.id: _fit_run(task, one, made, scene.data, rows.count) for run, (one, made) in pairs}
    endings = {run.id: ending(task, fit_runs[run.id], made) for run, (_, made) in pairs}
    picture = fit(
        scatter(rows, tuple(task.parts.validation.tolist())), _model(task), fit_runs, words=words,
        per_epoch=task.training.rows, fixed=True, best=_best(task),
        ghost=OverlayContours(surface.window, apart.grid(shape=COARSE)[2], "rows set apart"),
    )  # fmt: skip
    return Sliced(scene, task, rows, plane, words, surface, runs, fit_runs, endings, picture)


def _plane(task: Task, data: DataScene, first: Fit) -> Plane:
    """The plane of the first run's path, or one drawn at random through its end."""
    if isinstance(task.model, Network) and data.plane == "random":
        return random_plane(task.model, first.points[-1], data.order)
    return principal_plane(first.points)


def _held(task: Task, plane: Plane) -> str:
    """How much of the first run's movement lies on the plane; of a random one nothing is known."""
    if not np.isfinite(plane.explained).all():
        return ""
    one, other = (f"{100 * share:.1f} %" for share in plane.explained)
    held = f"The two directions hold {one} and {other} of the first run's movement"
    return f"{held} through {task.training.dimension} weights. "


def _losses(task: Task, plane: Plane, fits: Sequence[Trained]) -> tuple[Surface, Surface]:
    """The loss over the rows learned from, and over those set apart, on the plane."""
    window = plane.window(np.concatenate([made.points for _, made in fits]))
    digest = hashlib.blake2b(np.concatenate((plane.origin, plane.first, plane.second)).tobytes(), digest_size=6)
    name = f"slice {task.key} {digest.hexdigest()} {window}"
    apart = plane.surface(task.validation, window, f"{name}, rows set apart")
    return plane.surface(task.training, window, name), apart


def _on_plane(plane: Plane, surface: Surface, made: Fit) -> Trajectory:
    """The run projected onto the plane, with its losses in full dimension; slopes are those of the slice."""
    points = plane.coordinates(made.points)
    with np.errstate(all="ignore"):
        slopes = np.column_stack(surface.gradient(*points.T))
    return Trajectory(points, made.values, slopes, made.rates, ending=made.ending, settings=made.settings)


def _fit_run(task: Task, one: DataRun, made: Fit, data: DataScene, count: int) -> FitRun:
    """The run as the picture of rows and models takes it."""
    along: np.ndarray = task.validation.values(made.points)
    plan = batches_of(one, data, task.training.rows)
    if plan is not None:
        plan = BatchPlan(np.where(plan.rows < 0, -1, task.parts.train[plan.rows]), count)
    return FitRun(made.rows_seen, plan, None, along, turns_up(along), made.points)


def _model(task: Task) -> dict[str, Any]:
    """The model for the browser."""
    return network_model(task.model) if isinstance(task.model, Network) else polynomial_model(task.model)


def _best(task: Task) -> Best | None:
    """The least-squares fit, where there is one."""
    return Best(task.training.solution(), "least squares") if isinstance(task.training, LeastSquares) else None
