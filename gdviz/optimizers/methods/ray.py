"""A ray from a point along a direction: f on it, its slope, and everything that was tried."""

import math
from dataclasses import dataclass

from gdviz.optimizers.methods.oracle import Oracle
from gdviz.trajectory import Array


@dataclass(frozen=True)
class Spot:
    """A point of a ray and φ(rate) = f(origin + rate · direction)."""

    rate: float
    point: Array
    value: float


@dataclass(frozen=True)
class Slope(Spot):
    """A spot where the gradient is known too, and with it φ'."""

    gradient: Array
    slope: float


class Ray:
    """f along a direction; `trials` lists what was tried, as plain mappings to be drawn.

    A trial has rate, point, value, slope (None if not asked), armijo and wolfe (True, False, None if not judged)
    and accepted.
    """

    def __init__(self, oracle: Oracle, point: Array, value: float, gradient: Array, direction: Array) -> None:
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
