"""The share of a window's starts that an optimizer leads into one of its minima."""

import math
from functools import lru_cache

import numpy as np

from gdviz.analysis.basins import basins
from gdviz.lessons.case import CaseRun
from gdviz.lessons.errors import LessonError
from gdviz.numeral import numeral

SHAPE = (41, 41)
"""Starts, in rows and columns over the window."""
SAME_PLACE = 1e-3
"""How near two minima are the same, as a share of the window's diagonal."""


def basin_share(run: CaseRun, place: float) -> float:
    """The share of a grid of starts that end in the minimum at this place (1 the deepest), with the run's settings.

    Raises LessonError for a place without a minimum, or an optimizer that cannot be run from many starts.
    """
    minima = run.case.minima
    if not (math.isfinite(place) and place.is_integer() and 1 <= place <= len(minima)):
        raise LessonError(f"The window has {len(minima)} known minima, and no basin({numeral(place)}).")
    shares = _shares(run)
    x, y, _ = minima[int(place) - 1]
    near = SAME_PLACE * run.case.diagonal
    return sum(share for (a, b), share in shares if math.hypot(a - x, b - y) <= near)


@lru_cache(maxsize=32)
def _shares(run: CaseRun) -> tuple[tuple[tuple[float, float], float], ...]:
    """Each minimum that is reached with the share of starts; worked out once a run."""
    scene, window = run.case.scene, run.case.window
    conditions = run.run.arguments(scene.seed)
    try:
        map_ = basins(run.case.surface, run.run.chosen, window=window, shape=SHAPE, steps=scene.steps, **conditions)
    except (TypeError, ValueError):
        raise LessonError(f"{run.label} cannot be run from many starts at once.") from None
    places = [(float(minimum.point[0]), float(minimum.point[1])) for minimum in map_.minima]
    return tuple((place, float(np.mean(map_.labels == k))) for k, place in enumerate(places))
