"""The closed table of what can be named of a surface: `kappa`, `minimum(2).x`, `value(start)`; and shares of basins."""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.analysis.basins import basins
from gdviz.analysis.theory.stability import eigenvalues
from gdviz.lessons.case import Case, CaseRun
from gdviz.lessons.lesson import LessonError
from gdviz.lessons.values import Pair, Value, number, pair, plain
from gdviz.numeral import numeral
from gdviz.surface import Surface

SHAPE = (41, 41)
"""Starts, in rows and columns over the window."""
SAME_PLACE = 1e-3
"""How near two minima are the same, as a share of the window's diagonal."""


class SurfaceQuantity(NamedTuple):
    """help: one phrase for the documentation; fewest, most: arguments; take: (worked, *arguments) → value."""

    help: str
    take: Callable[..., Value]
    fewest: int = 0
    most: int = 0


def minimum(case: Case, place: float = 1.0, named: str = "minimum") -> Pair:
    """The minimum at this place, 1 the deepest. named: the quantity that asks for it, in a refusal."""
    minima = case.minima
    if not (float(place).is_integer() and 1 <= place <= len(minima)):
        raise LessonError(f"The window has {len(minima)} known minima, and no {named}({numeral(place)}).")
    return Pair(*minima[int(place) - 1][:2])


def _curvatures(case: Case, *where: Value) -> np.ndarray:
    place = place_of(where) if where else minimum(case)
    return np.asarray(eigenvalues(case.surface, place)[0])


def place_of(arguments: tuple[Value, ...]) -> Pair:
    """A point, given as one or as its two coordinates."""
    return pair(arguments[0]) if len(arguments) == 1 else Pair(number(arguments[0]), number(arguments[1]))


def height(surface: Surface, *where: Value) -> Value:
    """The value at a point, or along rows of numbers."""
    if len(where) == 2 and not isinstance(where[0], Pair | str) and not isinstance(where[1], Pair | str):
        return plain(surface.value(*where))
    return float(surface.value(*place_of(where)))


def _gradient(case: Case, *where: Value) -> Pair:
    return Pair(*(float(part) for part in case.surface.gradient(*place_of(where))))


def _kappa(case: Case, *where: Value) -> float:
    low, high = _curvatures(case, *where)
    return float(np.float64(high) / low)


def basin_share(run: CaseRun, place: float) -> float:
    """The share of a grid of starts that end in the minimum at this place (1 the deepest), with the run's settings.

    Raises LessonError for a place without a minimum, or an optimizer that cannot be run from many starts.
    """
    x, y = minimum(run.case, place, "basin")
    near = SAME_PLACE * run.case.diagonal
    return sum(share for (a, b), share in _shares(run) if math.hypot(a - x, b - y) <= near)


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


@lru_cache(maxsize=8)
def random_minima(size: int) -> float:
    """The share of 200 000 seeded random symmetric matrices (Gaussian orthogonal ensemble) with no direction down."""
    normal = np.random.default_rng(0).normal(size=(200_000, size, size))
    return float((np.linalg.eigvalsh(normal + normal.transpose(0, 2, 1))[:, 0] > 0).mean())


def _random_minima(_: Case, size: float) -> float:
    if not (float(size).is_integer() and 1 <= size <= 8):
        raise LessonError("random_minima takes a whole number of directions from 1 to 8.")
    return random_minima(int(size))


SURFACE_QUANTITIES: Mapping[str, SurfaceQuantity] = {
    "start": SurfaceQuantity("the point where the runs begin", lambda case: Pair(*case.start)),
    "minimum": SurfaceQuantity("the deepest minimum, or the k-th deepest", minimum, 0, 1),
    "minima": SurfaceQuantity("how many minima are known in the window", lambda case: float(len(case.minima))),
    "value": SurfaceQuantity("f at a point, or at x, y (rows along a run too)",
                             lambda case, *where: height(case.surface, *where), 1, 2),
    "gradient": SurfaceQuantity("the gradient at a point, or at x, y", _gradient, 1, 2),
    "lambda_max": SurfaceQuantity("the largest curvature at the deepest minimum, or at a point",
                                  lambda case, *where: float(_curvatures(case, *where)[1]), 0, 2),
    "lambda_min": SurfaceQuantity("the smallest curvature there", lambda case, *w: float(_curvatures(case, *w)[0]),
                                  0, 2),
    "kappa": SurfaceQuantity("lambda_max / lambda_min", _kappa, 0, 2),
    "limit": SurfaceQuantity("2 / lambda_max: the rate above which gradient descent cannot stay at the minimum",
                             lambda case: float(2 / np.float64(_curvatures(case)[1]))),
    "random_minima": SurfaceQuantity("the share of random critical points in so many directions that are minima",
                                     _random_minima, 1, 1),
}  # fmt: skip
