"""The surface, the start and the trajectories that a scene names: what a link shows, worked out."""

import logging
from functools import lru_cache

import numpy as np

from gdviz.descent import Stop, descend
from gdviz.expression import ExpressionError
from gdviz.gallery import GALLERY
from gdviz.scene.run import Run
from gdviz.scene.scene import Scene
from gdviz.surface import Surface, Window
from gdviz.trajectory import Trajectory

LOG = logging.getLogger(__name__)
SIMPLER = "Try a simpler way to write it."


@lru_cache(maxsize=256)
def typed_surface(text: str) -> Surface:
    """The surface of a typed text, derivatives and all; raises ExpressionError."""
    try:
        return Surface(text).check()
    except ExpressionError:
        raise
    except Exception as escaped:  # a bug of ours, not of the visitor's: a sentence for them, the text for us
        LOG.exception("unexpected exception while parsing %r", text[:500])
        raise ExpressionError("This text could not be worked out.", (0, len(text)), SIMPLER, text) from escaped


def surface_of(scene: Scene) -> Surface:
    """The surface that the scene names, with its parameters set; raises ExpressionError for text that is none."""
    surface = GALLERY[scene.surface] if scene.text is None else typed_surface(scene.text)
    values = {p.name: p.value for p in scene.parameters if p.name in surface.parameters}
    return surface.with_parameters(**values) if values else surface


def start_of(scene: Scene, surface: Surface) -> tuple[float, float]:
    """Where the runs begin; a coordinate that does not occur in the formula begins at 0, unless the scene says."""
    x, y = scene.start or surface.start
    if scene.start is None and scene.text is not None:
        x, y = (0.0 if place == unused_coordinate(surface) else part for place, part in enumerate((x, y)))
    return (float(x), float(y))


def unused_coordinate(surface: Surface) -> int | None:
    """The coordinate (0 or 1) that a formula of one variable does not depend on; None for a surface of two."""
    if not surface.one_variable:
        return None
    xs, ys = (np.linspace(*side, num=9) for side in surface.window)
    return int(np.nan_to_num(surface.gradient(xs, ys)[0]).any())


def window_of(scene: Scene, surface: Surface) -> Window:
    """What is drawn."""
    return scene.window or surface.window


def trajectory_of(surface: Surface, run: Run, start: tuple[float, float], scene: Scene) -> Trajectory:
    """The run from this start, with the steps and tolerances of the scene; raises ExpressionError for a typed rule."""
    stop = Stop(**dict(scene.stop)) if scene.stop else None
    return descend(surface, run.chosen, start=start, steps=scene.steps, stop=stop, **run.arguments(scene.seed))
