"""The study of the Traps page: two runs compared, the basins of each over the window, and trials of ways to escape."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gdviz.analysis.basins import Basins, Escape, basins_progressively, escape, suitable_rate
from gdviz.analysis.landscape import Survey
from gdviz.scene.bounds import ESCAPES, MOST_RUNS
from gdviz.scene.run import Run
from gdviz.scene.running import window_of
from gdviz.scene.scene import Scene
from gdviz.surface import Surface

USUAL = Scene()
TRAPS_OPENING = Scene(surface="three_hump_camel", runs=(Run("sgd"), Run("momentum", style=1)))
"""Two shallow wells guard the deep one: from its start plain descent is trapped, momentum is not."""
STEPS, METHOD_STEPS = 1000, 200
"""Steps of every start at least (a scene with more has more), and of a method's, which runs one start at a time."""
BASINS_SHAPE = (256, 256)
TRIAL_BUDGET = 1000
"""Gradients that each trial may take."""


def traps_opening(scene: Scene) -> Scene:
    """The scene, or that on which the page opens where nothing was chosen yet."""
    return replace(scene, surface=TRAPS_OPENING.surface, runs=TRAPS_OPENING.runs) if is_usual(scene) else scene


def is_usual(scene: Scene) -> bool:
    """Has nobody chosen a surface, a window, a start or runs yet?"""
    usual = all(getattr(scene, name) == getattr(USUAL, name) for name in ("surface", "text", "window", "start", "runs"))
    return usual and not scene.study


def compared_pair(scene: Scene) -> tuple[Scene, Run, Run]:
    """The two runs compared; a scene with one run gets another."""
    if len(scene.runs) < 2 <= MOST_RUNS:
        other = Run("momentum" if scene.studied().optimizer != "momentum" else "sgd")
        scene = (scene if scene.runs else replace(scene, runs=(Run("sgd"),))).with_another(other)
    return scene, scene.studied(0), scene.studied(1)


def basin_steps(scene: Scene, run: Run) -> int:
    """Steps of every start, and of the run that is played from the one that is picked."""
    return max(STEPS, scene.steps) if run.composes else METHOD_STEPS


def takes_suitable_rate(scene: Scene, run: Run) -> bool:
    """Is the rate the page's to choose: of a rule, and not turned for this surface?"""
    rate = dict(run.knobs).get("learning_rate")
    usual = {(one.optimizer, one.style, dict(one.knobs).get("learning_rate")) for one in USUAL.runs}
    elsewhere = (scene.surface, scene.text) != (USUAL.surface, USUAL.text)
    made_for_another = elsewhere and (run.optimizer, run.style, rate) in usual
    return run.composes and "learning_rate" in run.chosen.knobs and (rate is None or made_for_another)


def without_rate(run: Run) -> Run:
    """The run without a rate of its own."""
    return replace(run, knobs=tuple((name, value) for name, value in run.knobs if name != "learning_rate"))


def at_suitable_rate(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Run:
    """The run at the rate that suits the surface and window; without one where no rate does."""
    window, arguments = window_of(scene, surface), without_rate(run).arguments(scene.seed)
    rate = suitable_rate(surface, run.chosen, window, basin_steps(scene, run), survey=survey, **arguments)
    return without_rate(run) if rate is None else run.turned("learning_rate", rate)


def with_runs(scene: Scene, runs: Sequence[Run]) -> Scene:
    """The scene with these two runs alone."""
    return replace(scene, runs=tuple(replace(run, on=True) for run in runs))


def basin_stages(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Iterator[Basins]:
    """The map of a run, ever more of it known; the last is exact."""
    steps, knobs = basin_steps(scene, run), run.arguments(scene.seed)
    return basins_progressively(
        surface, run.chosen, window_of(scene, surface), BASINS_SHAPE, steps, survey=survey, **knobs
    )  # fmt: skip


def escape_strengths(scene: Scene) -> dict[str, float]:
    """How strong each way out is, how far the trials scatter, and how many there are."""
    return {name: knob.default for name, knob in ESCAPES.items()} | dict(scene.escapes)


def escape_trials(
    surface: Surface, scene: Scene, run: Run, way: str, start: tuple[float, float], setting: Mapping[str, float],
    survey: Survey | None,
) -> Escape:  # fmt: skip
    """The trials of one way out. Raises TypeError and ValueError, with a sentence, where the run cannot take it."""
    window = window_of(scene, surface)
    spread = setting["spread"] / 100 * math.hypot(*(high - low for low, high in window))
    arguments: dict[str, Any] = {n: v for n, v in run.arguments(scene.seed).items() if n not in ("noise", "seed")}
    strength = setting.get("noise" if way == "annealed_noise" else way) or None
    return escape(
        surface, run.chosen, way, start, window, seeds=int(setting["trials"]), budget=TRIAL_BUDGET, strength=strength,
        spread=spread, seed=scene.seed, survey=survey, **arguments,
    )  # fmt: skip
