"""The two runs that the Traps page compares, at rates that suit the surface until a visitor changes them."""

from collections.abc import Sequence
from dataclasses import replace

from gdviz.analysis.basins import suitable_rate
from gdviz.analysis.landscape import Survey
from gdviz.scene.bounds import MOST_RUNS
from gdviz.scene.run import Run
from gdviz.scene.running import window_of
from gdviz.scene.scene import Scene
from gdviz.surface import Surface

USUAL = Scene()
OPENING = Scene(surface="three_hump_camel", runs=(Run("sgd"), Run("momentum", style=1)))
"""Two shallow wells guard the deep one: from its start plain descent is trapped, momentum is not."""
STEPS, METHOD_STEPS = 1000, 200
"""Steps of every start at least (a scene with more has more), and of a method's, which runs one start at a time."""
RATE = "learning_rate"


def opening(scene: Scene) -> Scene:
    """The scene, or that on which the page opens where nothing was chosen yet."""
    return replace(scene, surface=OPENING.surface, runs=OPENING.runs) if is_usual(scene) else scene


def is_usual(scene: Scene) -> bool:
    """Has nobody chosen a surface, a window, a start or runs yet?"""
    usual = all(getattr(scene, name) == getattr(USUAL, name) for name in ("surface", "text", "window", "start", "runs"))
    return usual and not scene.study


def pair(scene: Scene) -> tuple[Scene, Run, Run]:
    """The two runs compared; a scene with one run gets another."""
    if len(scene.runs) < 2 <= MOST_RUNS:
        other = Run("momentum" if scene.studied().optimizer != "momentum" else "sgd")
        scene = (scene if scene.runs else replace(scene, runs=(Run("sgd"),))).with_another(other)
    return scene, scene.studied(0), scene.studied(1)


def steps_of(scene: Scene, run: Run) -> int:
    """Steps of every start, and of the run that is played from the one that is picked."""
    return max(STEPS, scene.steps) if run.composes else METHOD_STEPS


def chosen_here(scene: Scene, run: Run) -> bool:
    """Is the rate the page's to choose: of a rule, and not turned for this surface?"""
    rate = dict(run.knobs).get(RATE)
    usual = {(one.optimizer, one.style, dict(one.knobs).get(RATE)) for one in USUAL.runs}
    elsewhere = (scene.surface, scene.text) != (USUAL.surface, USUAL.text)
    made_for_another = elsewhere and (run.optimizer, run.style, rate) in usual
    return run.composes and RATE in run.chosen.knobs and (rate is None or made_for_another)


def untuned(run: Run) -> Run:
    """The run without a rate of its own."""
    return replace(run, knobs=tuple(pair for pair in run.knobs if pair[0] != RATE))


def at_suitable_rate(surface: Surface, scene: Scene, run: Run, survey: Survey | None) -> Run:
    """The run at the rate that suits the surface and window; without one where no rate does."""
    window, arguments = window_of(scene, surface), untuned(run).arguments(scene.seed)
    rate = suitable_rate(surface, run.chosen, window, steps_of(scene, run), survey=survey, **arguments)
    return untuned(run) if rate is None else run.turned(RATE, rate)


def compared(scene: Scene, runs: Sequence[Run]) -> Scene:
    """The scene with these two runs alone."""
    return replace(scene, runs=tuple(replace(run, on=True) for run in runs))
