"""Rates for a new surface: the same search for every run, from the same start, over the same steps."""

from dataclasses import replace

import numpy as np

from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui.rules import trouble
from gdviz.ui.stage import settled_run, start_of

RATES = tuple(float(f"{digit}e{decade}") for decade in range(-6, 2) for digit in (1, 1.6, 2.5, 4, 6.3))
MOST_STEPS = 500  # the work of a press is bounded by counting
GONE = {Ending.OVERFLOW, Ending.BEYOND_BOUND, Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START}


def tuned(scene: Scene, surface: Surface) -> Scene:
    """The scene with the learning rate of every rule the best of RATES; methods, whose natural rate is 1, stay."""
    short = replace(scene, steps=min(scene.steps, MOST_STEPS))
    rules = {run for run in scene.runs if run.composes and not trouble(run)}
    runs = tuple(_best(run, short, surface) if run in rules else run for run in scene.runs)
    return replace(scene, runs=runs)


def _best(run: Run, scene: Scene, surface: Surface) -> Run:
    knob = run.chosen.knobs.get("learning_rate")
    if knob is None:
        return run
    tries = [run.turned("learning_rate", rate) for rate in RATES if knob.low <= rate <= knob.high]
    start, window = start_of(scene, surface), scene.window or surface.window
    return min(tries, key=lambda turned: score(settled_run(surface, turned, start, scene), window, scene.steps))


def score(
    trajectory: Trajectory, window: tuple[tuple[float, float], tuple[float, float]], steps: int
) -> tuple[bool, float]:
    """Lower is better: first whether the path stays in the window to the end, then the mean of its values."""
    (left, right), (bottom, top) = window
    x, y = trajectory.points.T
    stays = bool(np.all((left <= x) & (x <= right) & (bottom <= y) & (y <= top)))
    if trajectory.ending in GONE or not stays:
        return (True, -float(trajectory.steps))
    left_over = steps - trajectory.steps
    return (False, float((trajectory.values.sum() + left_over * trajectory.values[-1]) / (steps + 1)))
