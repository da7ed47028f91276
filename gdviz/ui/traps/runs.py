"""The two runs that the Traps page compares, at rates that suit the surface; each rate is worked out once per visit."""

from dataclasses import replace

from gdviz.scene import (
    Run,
    Scene,
    at_suitable_rate,
    basin_steps,
    is_usual,
    takes_suitable_rate,
    traps_opening,
    window_of,
    without_rate,
)
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.cache import cached, of_visit
from gdviz.ui.stage import surveys

SUITABLE, MOST_RATES = "suitable rates", 64


def opening(scene: Scene) -> Scene:
    """The scene, or that on which the page opens where nothing was chosen yet.

    A visitor who picks the usual surface gets it, and a link that says so.
    """
    if is_usual(scene) and session.memory("surface").get("picked"):
        session.amend(study=(0, 1))
        return session.recall()
    return traps_opening(scene)


def suited(surface: Surface, scene: Scene, run: Run) -> Run:
    """The run at the rate that suits the surface and window, if the rate is the page's to choose."""
    if not takes_suitable_rate(scene, run):
        return run
    survey = surveys.surveyed(surface, window_of(scene, surface))
    alike = cached(
        SUITABLE, rate_key(surface, scene, run), lambda: at_suitable_rate(surface, scene, run, survey), MOST_RATES
    )
    return replace(alike, on=run.on, style=run.style)


def is_suited(surface: Surface, scene: Scene, run: Run) -> bool:
    """Is the rate known without work?"""
    return not takes_suitable_rate(scene, run) or rate_key(surface, scene, run) in of_visit(SUITABLE, MOST_RATES)


def rate_key(surface: Surface, scene: Scene, run: Run) -> tuple[object, ...]:
    """What a suitable rate depends on."""
    plain = replace(without_rate(run), on=True, style=0)
    return (surface, window_of(scene, surface), plain, basin_steps(scene, run), scene.seed)
