"""What a method evaluates and what it yields: a counting oracle for f, ∇f and ∇²f, and a frame for each step."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from gdviz.trajectory import Ending, Evaluations


class Landscape(Protocol):
    """What an oracle evaluates: a Surface, or any object of this shape."""

    def value(self, x: float, y: float, /) -> ArrayLike: ...

    def gradient(self, x: float, y: float, /) -> ArrayLike: ...

    def hessian(self, x: float, y: float, /) -> ArrayLike: ...


class Oracle:
    """Evaluations at points (2,) float64; where undefined NaN, never an exception or a warning.

    A method's evaluations are counted; those of `seen_…`, for the record only, are not.
    """

    def __init__(self, surface: Landscape) -> None:
        self.surface = surface
        self.values_asked = 0
        self.gradients_asked = 0
        self.hessians_asked = 0

    def value(self, point: np.ndarray) -> float:
        """f at the point."""
        self.values_asked += 1
        return self.seen_value(point)

    def gradient(self, point: np.ndarray) -> np.ndarray:
        """∇f at the point, shape (2,)."""
        self.gradients_asked += 1
        return self.seen_gradient(point)

    def hessian(self, point: np.ndarray) -> np.ndarray:
        """The symmetric matrix of second derivatives at the point, shape (2, 2)."""
        self.hessians_asked += 1
        xx, xy, yy = _answer(self.surface.hessian, point, 3)
        return np.array([[xx, xy], [xy, yy]])

    def seen_value(self, point: np.ndarray) -> float:
        """f for the record; not counted as an evaluation."""
        return float(_answer(self.surface.value, point, 1)[0])

    def seen_gradient(self, point: np.ndarray) -> np.ndarray:
        """∇f for the record; not counted as an evaluation."""
        return _answer(self.surface.gradient, point, 2)

    @property
    def evaluations(self) -> Evaluations:
        """How often each was evaluated so far."""
        return Evaluations(self.values_asked, self.gradients_asked, self.hessians_asked)


def _answer(question: object, point: np.ndarray, size: int) -> np.ndarray:
    """The answer as `size` floats; NaN where plain Python arithmetic would raise."""
    assert callable(question)
    try:
        with np.errstate(all="ignore"):
            return np.asarray(question(point[0], point[1]), dtype=np.float64).reshape(size)
    except (ArithmeticError, ValueError):
        return np.full(size, np.nan)


Knobs = Mapping[str, float]


@dataclass(frozen=True)
class Frame:
    """Where a walk stands: the point (2,), and the value and gradient (2,) there (None: not evaluated).

    rate: the multiple of the direction that led here. states: the memory now. trial: what was tried to get here.
    moved, gained: what the step and value tolerances are compared with, where it is not the distance and the change
    of value between frames (a rejected step is not a small step; a simplex has a size).
    """

    point: np.ndarray
    value: float | None = None
    gradient: np.ndarray | None = None
    rate: float = 0.0
    states: Mapping[str, np.ndarray | float] = field(default_factory=dict)
    trial: Mapping[str, object] = field(default_factory=dict)
    moved: float | None = None
    gained: float | None = None


class NoNextStep(Exception):  # noqa: N818 -- control flow, not an error
    """Raised by a walk to end the run with this Ending."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.value)
        self.ending = ending


Walk = Callable[[Oracle, np.ndarray, Knobs], Iterator[Frame]]


@dataclass(frozen=True)
class Spot:
    """A point of a ray and φ(rate) = f(origin + rate · direction)."""

    rate: float
    point: np.ndarray
    value: float


@dataclass(frozen=True)
class Slope(Spot):
    """A spot where the gradient is known too, and with it φ'."""

    gradient: np.ndarray
    slope: float


class Ray:
    """f along a direction; `trials` lists what was tried, as plain mappings to be drawn.

    A trial has rate, point, value, slope (None if not asked), armijo and wolfe (True, False, None if not judged)
    and accepted.
    """

    def __init__(
        self, oracle: Oracle, point: np.ndarray, value: float, gradient: np.ndarray, direction: np.ndarray
    ) -> None:
        self.oracle = oracle
        self.direction = direction
        self.origin = Slope(0.0, point, value, gradient, float(gradient @ direction))
        self.tried: list[dict[str, object]] = []

    def at(self, rate: float) -> Spot:
        """The spot at a rate, with f but no slope."""
        point = self.origin.point + rate * self.direction
        return Spot(rate, point, self.oracle.value(point))

    def sloped(self, spot: Spot) -> Slope:
        """The same spot with its gradient and slope."""
        gradient = self.oracle.gradient(spot.point)
        return Slope(spot.rate, spot.point, spot.value, gradient, float(gradient @ self.direction))

    def descends(self, spot: Spot, c1: float) -> bool:
        """Armijo's condition: f fell by at least the part c1 of what the slope promised, but not to −∞."""
        return -math.inf < spot.value <= self.origin.value + c1 * spot.rate * self.origin.slope

    def flattens(self, spot: Slope, c2: float) -> bool:
        """The strong curvature condition: the slope shrank at least to the part c2 of what it was."""
        return abs(spot.slope) <= c2 * abs(self.origin.slope)

    def note(self, spot: Spot, armijo: bool, wolfe: bool | None) -> None:
        """Write a trial down, not accepted as yet."""
        self.tried.append(
            {
                "rate": float(spot.rate),
                "point": tuple(spot.point.tolist()),
                "value": spot.value,
                "slope": spot.slope if isinstance(spot, Slope) else None,
                "armijo": bool(armijo),
                "wolfe": wolfe,
                "accepted": False,
            }
        )

    def accept(self, spot: Slope) -> Slope:
        """Mark the trial at this spot as the one that was taken."""
        for trial in self.tried:
            trial["accepted"] = trial["rate"] == spot.rate
        return spot

    @property
    def trials(self) -> tuple[dict[str, object], ...]:
        """Everything tried so far, in order."""
        return tuple(self.tried)
