"""Tuning: the best of forty learning rates for each run, by the same search from the same start."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gdviz.analysis.basins import RATES
from gdviz.analysis.diagnosis import diagnose
from gdviz.analysis.diagnosis.words import ARRIVED, LOWEST, Verdict
from gdviz.scene import Run, Scene
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.stage import explaining
from gdviz.ui.stage.stage import settled_run, start_of

MOST_STEPS = 500  # the work of a press is bounded by counting
TOLERANCE = 1e-3
"""A run has settled when its slope stays below this share of the slope at the start."""
SAME_DEPTH = 1e-4
"""Runs that settle within this share of the whole descent of each other are equally deep."""
TAIL = 0.2
"""What has not settled is judged by the highest value of this share of its steps, the last ones."""
EQUAL = 1e-9
"""Values that differ by less than this share are equal."""
GUARDED = 8
"""So many of the best rates are held against the one that stands."""
GONE = {Ending.OVERFLOW, Ending.BEYOND_BOUND, Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START}


class Outcome(NamedTuple):
    """How a run went: did it leave the window or diverge, after how many steps did it settle, and how low is it."""

    lost: bool
    settled: int | None
    value: float


def tuned(scene: Scene, surface: Surface) -> Scene:
    """The scene with the learning rate of every rule the best of RATES; methods, whose natural rate is 1, stay."""
    rules = {run for run in scene.runs if run.composes and not rule_error(run)}
    runs = tuple(_best(run, scene, surface) if run in rules else run for run in scene.runs)
    return replace(scene, runs=runs)


def _best(run: Run, scene: Scene, surface: Surface) -> Run:
    """The run at the best rate; as it is where each of the best few would end worse."""
    knob = run.chosen.knobs.get("learning_rate")
    if knob is None:
        return run
    tries = [run, *(run.turned("learning_rate", rate) for rate in RATES if knob.low <= rate <= knob.high)]
    start, window = start_of(scene, surface), scene.window or surface.window
    short = replace(scene, steps=min(scene.steps, MOST_STEPS))
    order = ranked([outcome(settled_run(surface, turned, start, short), window) for turned in tries])
    best = [tries[place] for place in order[:GUARDED]]
    return next((turned for turned in best if not worse(surface, scene, run, turned)), run)


def outcome(trajectory: Trajectory, window: Window) -> Outcome:
    """How a run went, over the steps it took."""
    (left, right), (bottom, top) = window
    x, y = trajectory.points.T
    stays = bool(np.all((left <= x) & (x <= right) & (bottom <= y) & (y <= top)))
    if trajectory.ending in GONE or not stays:
        return Outcome(True, None, -float(trajectory.steps))
    slopes = np.hypot(*trajectory.gradients.T)
    steep = np.flatnonzero(~(slopes <= TOLERANCE * slopes[0]))
    settled = int(steep[-1]) + 1 if steep.size else 0
    if settled <= trajectory.steps:
        return Outcome(False, settled, float(trajectory.values[-1]))
    last = max(1, round(TAIL * len(trajectory.values)))
    return Outcome(False, None, float(trajectory.values[-last:].max()))


def ranked(outcomes: list[Outcome]) -> list[int]:
    """Places of the outcomes, the best first: settled before moving, then by depth, steps to settle, and value."""
    depths = [one.value for one in outcomes if one.settled is not None]
    lowest, highest = min(depths, default=0.0), max((one.value for one in outcomes if not one.lost), default=0.0)
    room = SAME_DEPTH * (highest - lowest)

    def rank(place: int) -> tuple[bool, bool, int, float, float]:
        one = outcomes[place]
        if one.settled is None:
            return (one.lost, True, 0, 0.0, one.value)
        depth = int((one.value - lowest) / room) if room > 0 else 0
        return (False, False, depth, one.settled, one.value)

    return sorted(range(len(outcomes)), key=rank)


def worse(surface: Surface, scene: Scene, run: Run, other: Run) -> bool:
    """Does this run arrive, by its verdict over all steps, and the other not, or higher?"""
    start = start_of(scene, surface)
    (before, low), (after, high) = (judged(surface, scene, one, start) for one in (run, other))
    if before not in ARRIVED or run == other:
        return False
    return after not in (LOWEST if before in LOWEST else ARRIVED) or high > low + EQUAL * max(1.0, abs(low))


def judged(surface: Surface, scene: Scene, run: Run, start: tuple[float, float]) -> tuple[Verdict | None, float]:
    """The verdict on a run over the scene's steps, None where there is no survey, and its last value."""
    survey = explaining.surveyed(surface, explaining.window_of(scene, surface))
    trajectory = settled_run(surface, run, start, scene)
    knobs = run.setting() | dict(run.options)
    verdict = diagnose(surface, run.chosen, trajectory, survey, knobs).verdict if survey else None
    return verdict, float(trajectory.values[-1])
