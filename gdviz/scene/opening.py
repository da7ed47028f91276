"""A scene on a surface that is new to it: a start well away from the minima, and rates that suit each run."""

from dataclasses import replace

from gdviz.analysis.sweep.opening import opening_rate, opening_start
from gdviz.expression import ExpressionError
from gdviz.optimizers import Optimizer
from gdviz.scene.run import Run
from gdviz.scene.scene import Scene
from gdviz.surface import Point, Surface


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
