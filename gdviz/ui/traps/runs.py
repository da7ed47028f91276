"""The two runs that the Traps page compares, at rates that suit the surface until a visitor changes them."""

from dataclasses import replace

from gdviz.analysis.basins import suitable_rate
from gdviz.scene import MOST_RUNS, Run, Scene, window_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.cache import cached, of_visit
from gdviz.ui.stage import surveys

USUAL = Scene()
OPENING = Scene(surface="three_hump_camel", runs=(Run("sgd"), Run("momentum", style=1)))
"""Two shallow wells guard the deep one: from its start plain descent is trapped, momentum is not."""
STEPS, METHOD_STEPS = 1000, 200
"""Steps of every start at least (a scene with more has more), and of a method's, which runs one start at a time."""
RATE = "learning_rate"
SUITABLE, MOST_RATES = "suitable rates", 64


def opening(scene: Scene) -> Scene:
    """The scene, or that on which the page opens where nothing was chosen yet.

    A visitor who picks the usual surface gets it, and a link that says so.
    """
    usual = all(getattr(scene, name) == getattr(USUAL, name) for name in ("surface", "text", "window", "start", "runs"))
    if not usual or scene.study:
        return scene
    if session.memory("surface").get("picked"):
        session.amend(study=(0, 1))
        return session.recall()
    return replace(scene, surface=OPENING.surface, runs=OPENING.runs)


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


def suited(surface: Surface, scene: Scene, run: Run) -> Run:
    """The run at the rate that suits the surface and window, if the rate is the page's to choose."""
    if not chosen_here(scene, run):
        return run

    def compute() -> float | None:
        window, given = window_of(scene, surface), untuned(run).arguments(scene.seed)
        survey = surveys.surveyed(surface, window)
        return suitable_rate(surface, run.chosen, window, steps_of(scene, run), survey=survey, **given)

    rate = cached(SUITABLE, rate_key(surface, scene, run), compute, MOST_RATES)
    return untuned(run) if rate is None else run.turned(RATE, rate)


def is_suited(surface: Surface, scene: Scene, run: Run) -> bool:
    """Is the rate known without work?"""
    return not chosen_here(scene, run) or rate_key(surface, scene, run) in of_visit(SUITABLE, MOST_RATES)


def rate_key(surface: Surface, scene: Scene, run: Run) -> tuple[object, ...]:
    """What a suitable rate depends on."""
    plain = replace(untuned(run), on=True, style=0)
    return (surface, window_of(scene, surface), plain, steps_of(scene, run), scene.seed)
