"""What a scene names, worked out without a page: its surface, start and trajectories, on a formula or on rows."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.sweep.opening import opening_rate, opening_start
from gdviz.descent import Stop, descend
from gdviz.expression import ExpressionError, names_in, read
from gdviz.gallery import GALLERY
from gdviz.learning.data import (
    BatchPlan,
    BatchRecord,
    BatchSurfaces,
    Parts,
    RowLoss,
    batch_record,
    draw_batches,
    split,
    steps_per_epoch,
    surfaces_of,
    with_decay,
)
from gdviz.numeral import numeral
from gdviz.optimizers import Optimizer
from gdviz.scene.data import DataRun, DataScene
from gdviz.scene.run import Run
from gdviz.scene.scene import Scene
from gdviz.surface import Point, Surface, Window
from gdviz.trajectory import Trajectory

LOG = logging.getLogger(__name__)
SIMPLER = "Try a simpler way to write it."


@lru_cache(maxsize=256)
def typed_surface(text: str) -> Surface:
    """The surface of a typed text, derivatives and all; raises ExpressionError."""
    try:
        return Surface(text).check()
    except ExpressionError:
        raise
    except Exception as escaped:  # a bug of ours, not of the visitor's: a sentence for them, the text for us
        LOG.exception("unexpected exception while parsing %r", text[:500])
        raise ExpressionError("This text could not be worked out.", (0, len(text)), SIMPLER, text) from escaped


def surface_of(scene: Scene) -> Surface:
    """The surface that the scene names, with its parameters set; raises ExpressionError for text that is none."""
    surface = GALLERY[scene.surface] if scene.text is None else typed_surface(scene.text)
    values = {p.name: p.value for p in scene.parameters if p.name in surface.parameters}
    return surface.with_parameters(**values) if values else surface


def start_of(scene: Scene, surface: Surface) -> tuple[float, float]:
    """Where the runs begin; a coordinate that does not occur in the formula begins at 0, unless the scene says."""
    x, y = scene.start or surface.start
    if scene.start is None and scene.text is not None:
        unused = unused_coordinate(surface)
        x, y = (0.0 if place == unused else part for place, part in enumerate((x, y)))
    return (float(x), float(y))


def unused_coordinate(surface: Surface) -> int | None:
    """The coordinate (0 or 1) that does not occur in a formula of one variable; None for a surface of two."""
    if not surface.one_variable:
        return None
    loss = surface.evaluator
    reading = loss.formula.reading if isinstance(loss, RowLoss) else read(surface.text)
    return int(surface.variables[0] in names_in(reading.tree))


def window_of(scene: Scene, surface: Surface) -> Window:
    """What is drawn."""
    return scene.window or surface.window


def trajectory_of(surface: Surface, run: Run, start: tuple[float, float], scene: Scene) -> Trajectory:
    """The run from this start, with the steps and tolerances of the scene; raises ExpressionError for a typed rule."""
    stop = Stop(**dict(scene.stop)) if scene.stop else None
    return descend(surface, run.chosen, start=start, steps=scene.steps, stop=stop, **run.arguments(scene.seed))


def opened(scene: Scene, surface: Surface) -> Scene:
    """The scene with start and rates chosen for this surface; a surface of the gallery brings its own start.

    Methods, whose natural rate is 1, and rules that cannot be read stay as they are.
    """
    if scene.text is not None:
        scene = replace(scene, start=opening_start(surface, scene.window) or scene.start)
    start = scene.start or surface.start
    return replace(scene, runs=tuple(_rated(run, scene, surface, start) for run in scene.runs))


def _rated(run: Run, scene: Scene, surface: Surface, start: Point) -> Run:
    try:
        chosen = run.chosen
    except ExpressionError:
        return run
    if not isinstance(chosen, Optimizer):
        return run
    rate = opening_rate(surface, chosen, start, scene.steps, scene.window, **run.arguments(scene.seed))
    return run if rate is None else run.turned("learning_rate", rate)


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


def batches_of(one: DataRun, data: DataScene, count: int) -> BatchPlan | None:
    """The batches of a run on `count` rows; None where every step sees them all."""
    size = batch_size(one, count)
    return draw_batches(count, size, data.steps, replace=data.replacement, seed=data.order) if size < count else None


def learn(surface: Surface, one: DataRun, data: DataScene, count: int) -> Learned:
    """The run on the loss over `count` rows, with the steps, the start and the seed of the scene."""
    start, plan, more = first_weights(data, surface), batches_of(one, data, count), one.run.arguments(data.order)
    if plan is None:
        return Learned(descend(surface, one.run.chosen, start, data.steps, **more), None, None, count)
    path = descend(surface, one.run.chosen, start, data.steps, batches=BatchSurfaces(surface, plan), **more)
    return Learned(path, plan, batch_record(surface, plan, path), count)


def parted(data: DataScene, count: int) -> Parts:
    """The rows learned from and those set apart, at least one of each."""
    return split(count, min(max(data.share, 1.01 / count), 1 - 1.01 / count), data.order)


def set_apart(data: DataScene, surface: Surface, count: int) -> tuple[Parts, Surface, Surface]:
    """Rows learned from and rows set apart, and the loss over each, the first with the weight decay of the scene."""
    parts = parted(data, count)
    training, validation = surfaces_of(surface, parts)
    return parts, with_decay(training, data.decay) if data.decay else training, validation


def steps_of(data: DataScene, count: int) -> dict[int, int]:
    """Style → steps of each run on `count` rows, at most those of the scene.

    With equal passes, each looks at as many rows as the run with the smallest batches in all its steps: in whole passes
    where that run makes one (the last batch of a pass may be short), else in as few steps as it takes.
    """
    if not data.equal_passes:
        return {one.run.style: data.steps for one in data.runs}
    sizes = {one.run.style: batch_size(one, count) for one in data.runs}
    smallest = min(sizes[one.run.style] for one in data.runs if one.run.on or not any(o.run.on for o in data.runs))
    passes = data.steps // steps_per_epoch(count, smallest)
    rows = data.steps * smallest
    most = {
        style: passes * steps_per_epoch(count, size) if passes else -(-rows // size) for style, size in sizes.items()
    }
    return {style: max(1, min(taken, data.steps)) for style, taken in most.items()}


def equal_work(data: DataScene, count: int, taken: Mapping[int, int]) -> str:
    """How many passes all runs make, and in how many steps; empty without the switch."""
    if not data.equal_passes:
        return ""
    shown = [one for one in data.runs if one.run.on]
    made = {one.run.style: taken[one.run.style] / steps_per_epoch(count, batch_size(one, count)) for one in shown}
    words = ", ".join(f"{batch_words(one, count)} {taken[one.run.style]:,}" for one in shown)
    if not made or max(made.values()) - min(made.values()) > 1e-9:
        return f"Equal work as far as it goes: steps of {words}." if made else ""
    passes = next(iter(made.values()))
    return f"Equal work: {numeral(passes)} {'pass' if passes == 1 else 'passes'} over the rows each, in steps: {words}."
