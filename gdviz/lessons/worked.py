"""The scene of a moment worked out: its surface and its runs by the names that a lesson gives them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.expression import ExpressionError
from gdviz.figures.run_labels import labels
from gdviz.lessons.errors import LessonError
from gdviz.lessons.lesson import Moment
from gdviz.scene import Run, Scene
from gdviz.scene.running import start_of, surface_of, trajectory_of, window_of
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending, Trajectory


@dataclass(frozen=True, eq=False)
class WorkedRun:
    """One run of a scene: name in the lesson (`sgd`, `sgd2`), label on the page, and the trajectory."""

    name: str
    label: str
    run: Run
    trajectory: Trajectory
    worked: "Worked"

    @cached_property
    def diagnosis(self) -> Diagnosis | None:
        """Events and verdict; None where the run could not begin."""
        if self.trajectory.ending is Ending.UNDEFINED_START:
            return None
        knobs = self.run.setting() | dict(self.run.options)
        return diagnose(self.worked.surface, self.run.chosen, self.trajectory, self.worked.survey, knobs)


@dataclass(frozen=True, eq=False)
class Worked:
    """A scene worked out. runs: in the order of the scene; other: a second scene beside it, or None."""

    scene: Scene
    surface: Surface
    start: tuple[float, float]
    window: Window
    other: "Worked | None" = None

    @cached_property
    def runs(self) -> tuple[WorkedRun, ...]:
        """The runs that are shown, each run once."""
        shown = shown_runs(self.scene)
        called = labels(shown)
        return tuple(
            WorkedRun(name, called[run.style], run, trajectory_of(self.surface, run, self.start, self.scene), self)
            for name, run in zip(run_names(shown), shown, strict=True)
        )

    @cached_property
    def survey(self) -> Survey:
        """The critical points of the window."""
        return survey(self.surface, self.window)

    @cached_property
    def minima(self) -> tuple[tuple[float, float, float], ...]:
        """The minima of the window and those that the gallery knows, deepest first, as (x, y, value)."""
        minima = [(*minimum.point, minimum.value) for minimum in self.surface.minima]
        best = self.survey.global_minimum
        listed = [*self.survey.minima, *([best] if best else [])]
        for point in listed:
            place = self._beside(float(point.point[0]), float(point.point[1]))
            if all(np.hypot(place[0] - x, place[1] - y) > 1e-6 * self.diagonal for x, y, _ in minima):
                minima.append((*place, float(point.value)))
        return tuple(sorted(minima, key=lambda minimum: (minimum[2], minimum[0])))

    def _beside(self, x: float, y: float) -> tuple[float, float]:
        """A point of a valley in one variable, moved along it to where the runs are."""
        free = self.free
        return (x, y) if free is None else (self.start[0], y) if free == 0 else (x, self.start[1])

    @cached_property
    def free(self) -> int | None:
        """The coordinate (0 or 1) that a surface in one variable does not depend on; None for a surface in two."""
        if not self.surface.one_variable:
            return None
        xs, ys = (np.linspace(*side, num=9) for side in self.window)
        return int(np.nan_to_num(self.surface.gradient(xs, ys)[0]).any())

    @property
    def diagonal(self) -> float:
        """The length of the window's diagonal."""
        (left, right), (bottom, top) = self.window
        return float(np.hypot(right - left, top - bottom))

    def run(self, name: str) -> WorkedRun | None:
        """The run of this name."""
        return next((run for run in self.runs if run.name == name), None)


def shown_runs(scene: Scene) -> tuple[Run, ...]:
    """The runs of a scene that are not hidden."""
    return tuple(run for run in scene.runs if run.on)


def run_names(runs: Sequence[Run]) -> tuple[str, ...]:
    """How a lesson names runs: by the key of the optimizer, twins numbered from 2 in the scene's order."""
    count: Counter[str] = Counter()
    names = []
    for run in runs:
        count[run.optimizer] += 1
        names.append(run.optimizer + (str(count[run.optimizer]) if count[run.optimizer] > 1 else ""))
    return tuple(names)


def work_out(moment: Moment) -> Worked:
    """The scene of a moment worked out. Raises LessonError where it has none, or its formula cannot be read."""
    if moment.scene is None:
        raise LessonError("This moment has no scene, so there is nothing to work out.")
    return worked_scene(moment.scene, moment.other)


@lru_cache(maxsize=64)
def worked_scene(scene: Scene, other: Scene | None = None) -> Worked:
    """A scene worked out, with another beside it; its runs are run when they are first named."""
    try:
        surface = surface_of(scene)
        for run in shown_runs(scene):
            run.chosen  # noqa: B018 - a typed rule that cannot be read raises here
    except ExpressionError as error:
        raise LessonError(str(error)) from error
    beside = worked_scene(other) if other else None
    return Worked(scene, surface, start_of(scene, surface), window_of(scene, surface), beside)
