"""The trajectories of a scene, computed once per visit while they are among the last few."""

from dataclasses import replace

from gdviz.scene import Run, Scene, start_of, trajectory_of
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory
from gdviz.ui.cache import cached

MOST_RUNS = 64


def trajectory(surface: Surface, run: Run, scene: Scene) -> Trajectory:
    """The run on the surface, from the start of the scene."""
    start = start_of(scene, surface)
    alike = replace(run, on=True, style=0)
    key = (surface.key, alike, start, scene.steps, scene.stop, scene.seed if dict(run.options).get("noise") else 0)
    return cached("runs", key, lambda: trajectory_of(surface, run, start, scene), MOST_RUNS)
