"""Models of many weights: trained in full dimension, drawn on a plane through their weights."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import streamlit as st

from gdviz.figures import Best, FitRun, OverlayContours, Scatter, drawn_run, fit, step_budget
from gdviz.learning.data import BatchPlan, Parts, draw_batches, split, turns_up
from gdviz.learning.training import Fit, NetworkLoss, Objective, Plane, train
from gdviz.numeral import numeral
from gdviz.optimizers import Optimizer
from gdviz.scene import DataRun, DataScene, Scene
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Array, Trajectory
from gdviz.ui.cache import cached
from gdviz.ui.data import endings, run_cards, settings, stage
from gdviz.ui.data.learning import batch_words
from gdviz.ui.data.rows import Material

NOTICED = 0.4
"""Seconds after which a wait is shown."""
COARSE = (40, 40)


@dataclass(frozen=True, eq=False)
class Task:
    """What is trained. training, validation: the losses; key: names rows, model and parts; model: for the browser."""

    training: Objective
    validation: Objective
    parts: Parts
    start: Array
    model: dict[str, object]
    key: str


def parted(data: DataScene, count: int) -> Parts:
    """The rows learned from and those set apart."""
    return split(count, min(max(data.share, 1.01 / count), 1 - 1.01 / count), data.order)


def able(data: DataScene) -> list[DataRun]:
    """The runs that are shown and can train so many weights."""
    runs = [one for one in data.runs if one.run.on and isinstance(one.run.chosen, Optimizer)]
    return [one for one in runs if not hears_losses(one, data)]


def hears_losses(one: DataRun, data: DataScene) -> bool:
    """Does its schedule follow the losses? Training takes schedules that are known before."""
    plan = Settings({}, schedule=one.run.arguments(data.order).get("schedule")).plan
    return plan is not None and plan.needs_losses


def within(task: Task, scene: Scene, advice: str) -> tuple[Scene, str]:
    """The scene with as many steps as its runs can all make, and the sentence if these are fewer."""
    costs = [step_budget.seconds_of_training(task.training, one) for one in able(scene.data)]
    steps, sentence = step_budget.shortened(costs, scene.data.steps, advice)
    waiting = {one.run.name: None for one in scene.data.runs if one.run.on and hears_losses(one, scene.data)}
    if waiting:
        left_out = f"Left out: {', '.join(waiting)}, with a schedule that follows the losses. Training needs another."
        sentence = f"{sentence} {left_out}".strip()
    return replace(scene, data=replace(scene.data, steps=steps)), sentence


def trained(task: Task, data: DataScene) -> list[tuple[DataRun, Fit]]:
    """Every run shown, computed once per visit, with a progress bar where it takes longer than is noticed."""
    place, began = st.empty(), time.monotonic()
    runs, fits = able(data), []
    for number, one in enumerate(runs):

        def progress(done: int, steps: int, number: int = number) -> None:
            if time.monotonic() - began > NOTICED:
                place.progress((number + done / steps) / len(runs), "Training …")

        key = (task.key, replace(one.run, style=0), one.batch, data.steps, data.replacement, data.order)
        fits.append((one, cached("data fits", key, partial(_trained, task, one, data, progress))))
    place.empty()
    return fits


def _trained(task: Task, one: DataRun, data: DataScene, progress: Callable[[int, int], None]) -> Fit:
    arguments = {n: v for n, v in one.run.arguments(data.order).items() if n in ("schedule", *one.run.chosen.knobs)}
    count = task.training.rows
    plan = _batches(one, count, data) if _small(one, count) else None
    chosen = one.run.chosen
    assert isinstance(chosen, Optimizer)
    return train(task.training, chosen, task.start, data.steps, batches=plan, progress=progress, **arguments)


def _batches(one: DataRun, count: int, data: DataScene) -> BatchPlan:
    """The batches of a run on `count` rows."""
    return draw_batches(count, one.batch, data.steps, replace=data.replacement, seed=data.order)


def _small(one: DataRun, count: int) -> bool:
    return 0 < one.batch < count


def on_plane(plane: Plane, surface: Surface, result: Fit) -> Trajectory:
    """The run projected onto the plane, with its losses in full dimension; slopes are those of the slice."""
    points = plane.coordinates(result.points)
    with np.errstate(all="ignore"):
        slopes = np.column_stack(surface.gradient(*points.T))
    return Trajectory(points, result.values, slopes, result.rates, ending=result.ending, settings=result.settings)


def fit_run(task: Task, one: DataRun, result: Fit, data: DataScene, count: int) -> FitRun:
    """The run as the picture of rows and models takes it."""
    along = task.validation.values(result.points)
    plan = None
    if _small(one, task.training.rows):
        places = _batches(one, task.training.rows, data).rows
        plan = BatchPlan(np.where(places < 0, -1, task.parts.train[places]), count)
    return FitRun(result.rows_seen, plan, None, along, turns_up(along), result.points)


def picture(
    scene: Scene,
    task: Task,
    rows: Material,
    fits: Sequence[tuple[DataRun, Fit]],
    plane: Plane,
    words: str,
    best: Best | None = None,
) -> None:
    """The player: rows and models, the slice with the projected paths, and the curves."""
    data, words = scene.data, f"{words} Slopes and arrows are those of the slice."
    window = plane.window(np.concatenate([result.points for _, result in fits]))
    digest = hashlib.blake2b(np.concatenate((plane.origin, plane.first, plane.second)).tobytes(), digest_size=6)
    name = f"slice {task.key} {digest.hexdigest()} {window}"
    surface = plane.surface(task.training, window, name)
    apart = plane.surface(task.validation, window, f"{name}, rows set apart")
    runs = [
        drawn_run(one, on_plane(plane, surface, result), batch_words(one, task.training.rows) if one.batch else "")
        for one, result in fits
    ]
    fit_runs = {
        run.id: fit_run(task, one, result, data, rows.count) for run, (one, result) in zip(runs, fits, strict=True)
    }
    second = fit(
        _scatter(rows, task), task.model, fit_runs, words=words, per_epoch=task.training.rows, fixed=True, best=best,
        ghost=OverlayContours(window, apart.grid(shape=COARSE)[2], "rows set apart"),
    )  # fmt: skip
    start = runs[0].trajectory.points[0]
    marks = [mark for run in runs if (mark := endings.early(run, fit_runs[run.id])) is not None]
    stage.show(scene, surface, runs, second, (float(start[0]), float(start[1])), marks=marks, movable=False)
    endings.show([(run, _ending(task, fit_runs[run.id], made)) for run, (_, made) in zip(runs, fits, strict=True)])


def _scatter(rows: Material, task: Task) -> Scatter:
    """The rows as drawn, those set apart hollow."""
    apart = tuple(task.parts.validation.tolist())
    return Scatter(rows.columns, rows.dataset.labels, rows.scaling.by, rows.classes, apart)


def _ending(task: Task, shown: FitRun, made: Fit) -> list[str]:
    """The two losses at the end, and how many rows a network has right."""
    words = [endings.turning(shown), f"Over the rows learned from {numeral(made.values[-1])} at the end."]
    losses = (task.training, task.validation)
    shares = [f"{loss.rows - round(loss.rows * loss.wrong(made.points[-1]))} of {loss.rows}" for loss in losses
              if isinstance(loss, NetworkLoss)]  # fmt: skip
    return [*words, f"{shares[0]} rows right, {shares[1]} set apart."] if shares else words


def layout(
    scene: Scene,
    count: int,
    draw: Callable[[], None],
    names: tuple[str, ...],
    more: Callable[[], None] = lambda: None,
    under: Callable[[], None] = lambda: None,
) -> None:
    """Picture and rail; count: rows learned from; names: settings of this part; more, under: draw what stands above and
    below them.
    """
    with st.container(horizontal=True, key="explore", gap="small"):
        with st.container(key="explore-stage", width="stretch"):
            draw()
        with st.container(key="explore-rail", gap="xsmall", width=320):
            more()
            settings.parts(scene.data, names)
            under()
            run_cards.cards(scene.data, count, methods=False)
