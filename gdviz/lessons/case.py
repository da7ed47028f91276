"""The scene of a moment worked out: its surface and its runs by the names that a lesson gives them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gdviz.analysis.diagnosis import Diagnosis, diagnose
from gdviz.analysis.landscape import Survey, survey
from gdviz.expression import ExpressionError
from gdviz.figures import OnRows, label, labels, on_rows, shown_on_rows, within_budget
from gdviz.lazy import lazy_property
from gdviz.learning.data import TableError
from gdviz.lessons.lesson import PAGES, LessonError, Moment
from gdviz.scene import (
    Learned,
    Run,
    Scene,
    batch_words,
    first_weights,
    start_of,
    surface_of,
    trajectory_of,
    unused_coordinate,
    window_of,
)
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending, Trajectory


@dataclass(frozen=True, eq=False)
class CaseRun:
    """One run of a scene: name in the lesson (`sgd`, `sgd2`), label on the page, and the trajectory.

    learned: of a run on rows, what its steps looked at.
    """

    name: str
    label: str
    run: Run
    trajectory: Trajectory
    case: "Case"
    learned: Learned | None = None

    @lazy_property
    def diagnosis(self) -> Diagnosis | None:
        """Events and verdict; None where the run could not begin."""
        if self.trajectory.ending is Ending.UNDEFINED_START:
            return None
        return diagnose(self.case.surface, self.run.chosen, self.trajectory, self.case.survey)


@dataclass(frozen=True, eq=False)
class Case:
    """A scene worked out. runs: in the order of the scene; other: a second scene beside it, or None.

    on: of a scene on rows, the rows and the loss over them.
    """

    scene: Scene
    surface: Surface
    start: tuple[float, float]
    window: Window
    other: "Case | None" = None
    on: OnRows | None = None

    @lazy_property
    def runs(self) -> tuple[CaseRun, ...]:
        """The runs that are shown, each run once."""
        if self.on is not None:
            return _runs_on_rows(self, self.on)
        shown = shown_runs(self.scene)
        called = labels(shown)
        return tuple(
            CaseRun(name, called[run.style], run, trajectory_of(self.surface, run, self.start, self.scene), self)
            for name, run in zip(run_names(shown), shown, strict=True)
        )

    @lazy_property
    def survey(self) -> Survey:
        """The critical points of the window."""
        return survey(self.surface, self.window)

    @lazy_property
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

    @lazy_property
    def free(self) -> int | None:
        """The coordinate (0 or 1) that a surface in one variable does not depend on; None for a surface in two."""
        return unused_coordinate(self.surface)

    @property
    def diagonal(self) -> float:
        """The length of the window's diagonal."""
        (left, right), (bottom, top) = self.window
        return float(np.hypot(right - left, top - bottom))

    def run(self, name: str) -> CaseRun | None:
        """The run of this name."""
        return next((run for run in self.runs if run.name == name), None)


def shown_runs(scene: Scene, page: str = PAGES[0]) -> tuple[Run, ...]:
    """The runs of a scene that are not hidden, those of this page."""
    runs = scene.runs if page == PAGES[0] else [one.run for one in scene.data.runs]
    return tuple(run for run in runs if run.on)


def _runs_on_rows(case: Case, on: OnRows) -> tuple[CaseRun, ...]:
    shown = shown_on_rows(on.data)
    runs = []
    for name, one in zip(run_names([one.run for one in shown]), shown, strict=True):
        made = on.run(one)
        words = batch_words(one, on.count)
        runs.append(CaseRun(name, label(one.run, [words] if words else []), one.run, made.trajectory, case, made))
    return tuple(runs)


def run_names(runs: Sequence[Run]) -> tuple[str, ...]:
    """How a lesson names runs: by the key of the optimizer, twins numbered from 2 in the scene's order."""
    count: Counter[str] = Counter()
    names = []
    for run in runs:
        count[run.optimizer] += 1
        names.append(run.optimizer + (str(count[run.optimizer]) if count[run.optimizer] > 1 else ""))
    return tuple(names)


def work_out(moment: Moment) -> Case:
    """The scene of a moment worked out. Raises LessonError where it has none, or its formula cannot be read."""
    if moment.scene is None:
        raise LessonError("This moment has no scene, so there is nothing to work out.")
    return worked_scene(moment.scene, moment.other, moment.page)


@lru_cache(maxsize=64)
def worked_scene(scene: Scene, other: Scene | None = None, page: str = PAGES[0]) -> Case:
    """A scene worked out, with another beside it; its runs are run when they are first named. Raises LessonError."""
    beside = worked_scene(other, None, page) if other else None
    try:
        on = on_rows(scene.data) if page != PAGES[0] else None
        surface = on.surface if on else surface_of(scene)
        for run in shown_runs(scene, page):
            run.chosen  # noqa: B018 - a typed rule that cannot be read raises here
    except (ExpressionError, TableError) as error:
        raise LessonError(str(error)) from error
    if on is None:
        return Case(scene, surface, start_of(scene, surface), window_of(scene, surface), beside)
    if too_much := within_budget(scene.data, surface, on.count)[1]:
        raise LessonError(too_much)
    return Case(scene, surface, first_weights(scene.data, surface), surface.window, beside, on)
