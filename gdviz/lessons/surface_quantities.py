"""The closed table of what can be named of a surface: `kappa`, `minimum(2).x`, `value(start)`."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.analysis.theory.quadratics import eigenvalues
from gdviz.lessons.case import Case
from gdviz.lessons.errors import LessonError
from gdviz.lessons.values import Pair, Value, number, pair, plain
from gdviz.numeral import numeral


class SurfaceQuantity(NamedTuple):
    """help: one phrase for the documentation; fewest, most: arguments; take: (worked, *arguments) → value."""

    help: str
    take: Callable[..., Value]
    fewest: int = 0
    most: int = 0


def minimum(case: Case, place: float = 1.0) -> Pair:
    """The minimum at this place, 1 the deepest."""
    minima = case.minima
    if not (float(place).is_integer() and 1 <= place <= len(minima)):
        raise LessonError(f"The window has {len(minima)} known minima, and no minimum({numeral(place)}).")
    return Pair(*minima[int(place) - 1][:2])


def _curvatures(case: Case, *where: Value) -> np.ndarray:
    place = place_of(where) if where else minimum(case)
    return np.asarray(eigenvalues(case.surface, place)[0])


def place_of(arguments: tuple[Value, ...]) -> Pair:
    """A point, given as one or as its two coordinates."""
    return pair(arguments[0]) if len(arguments) == 1 else Pair(number(arguments[0]), number(arguments[1]))


def _height(case: Case, *where: Value) -> Value:
    if len(where) == 2 and not isinstance(where[0], Pair | str) and not isinstance(where[1], Pair | str):
        return plain(case.surface.value(*where))
    return float(case.surface.value(*place_of(where)))


def _gradient(case: Case, *where: Value) -> Pair:
    return Pair(*(float(part) for part in case.surface.gradient(*place_of(where))))


def _kappa(case: Case, *where: Value) -> float:
    low, high = _curvatures(case, *where)
    return float(np.float64(high) / low)


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
    "value": SurfaceQuantity("f at a point, or at x, y (rows along a run too)", _height, 1, 2),
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
