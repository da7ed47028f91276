"""Tuning: the best of forty learning rates for each run, by the same search from the same start."""

from dataclasses import replace

from gdviz.analysis.basins import RATES
from gdviz.analysis.diagnosis import diagnose
from gdviz.analysis.diagnosis.words import ARRIVED, LOWEST, Verdict
from gdviz.analysis.sweep.opening import MOST_STEPS, outcome, ranked
from gdviz.scene import Run, Scene, start_of, trajectory_of, window_of
from gdviz.surface import Surface
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.stage import surveys

EQUAL = 1e-9
"""Values that differ by less than this share are equal."""
GUARDED = 8
"""So many of the best rates are held against the one that stands."""


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
    order = ranked([outcome(trajectory_of(surface, turned, start, short), window) for turned in tries])
    best = [tries[place] for place in order[:GUARDED]]
    return next((turned for turned in best if not worse(surface, scene, run, turned)), run)


def worse(surface: Surface, scene: Scene, run: Run, other: Run) -> bool:
    """Does this run arrive, by its verdict over all steps, and the other not, or higher?"""
    start = start_of(scene, surface)
    (before, low), (after, high) = (verdict_and_value(surface, scene, one, start) for one in (run, other))
    if before not in ARRIVED or run == other:
        return False
    return after not in (LOWEST if before in LOWEST else ARRIVED) or high > low + EQUAL * max(1.0, abs(low))


def verdict_and_value(
    surface: Surface, scene: Scene, run: Run, start: tuple[float, float]
) -> tuple[Verdict | None, float]:
    """The verdict on a run over the scene's steps, None where there is no survey, and its last value."""
    survey = surveys.surveyed(surface, window_of(scene, surface))
    trajectory = trajectory_of(surface, run, start, scene)
    knobs = run.setting() | dict(run.options)
    verdict = diagnose(surface, run.chosen, trajectory, survey, knobs).verdict if survey else None
    return verdict, float(trajectory.values[-1])
