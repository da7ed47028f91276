"""Line searches: backtracking to Armijo's condition, and the strong Wolfe conditions by bracketing and zooming."""

import math

from gdviz.knob import Knob
from gdviz.optimizers.methods.oracle import Ray, Slope, Spot

BRACKETS = 30
ZOOMS = 40
FARTHEST = 10.0  # one extrapolation goes at most so many times farther


def wolfe(ray: Ray, first: float, c1: float, c2: float) -> Slope | None:
    """A spot that fulfils both strong Wolfe conditions; failing that, Armijo's; failing that, None.

    Nocedal & Wright 2006, algorithm 3.5, trying `first` first; the next trials extrapolate (3.59).
    """
    last, rate = ray.origin, first
    for count in range(BRACKETS):
        spot = ray.at(rate)
        descends = ray.descends(spot, c1)
        if not descends or (count > 0 and spot.value >= last.value):
            ray.note(spot, descends, None)
            return _zoom(ray, last, spot, c1, c2)
        slope = ray.sloped(spot)
        flattens = ray.flattens(slope, c2)
        ray.note(slope, True, flattens)
        if flattens:
            return ray.accept(slope)
        if not slope.slope < 0:
            return _zoom(ray, slope, last, c1, c2)
        rate = _inside(cubic(last, slope), 1.1 * rate, FARTHEST * rate, otherwise=2 * rate)
        last = slope
    return ray.accept(last)


def _zoom(ray: Ray, low: Slope, high: Spot, c1: float, c2: float) -> Slope | None:
    """Algorithm 3.6: between low (the best that descends) and high lies a spot that fulfils both conditions."""
    for _ in range(ZOOMS):
        left, right = sorted((low.rate, high.rate))
        margin = 0.05 * (right - left)
        middle = 0.5 * (left + right)
        rate = _inside(_interpolated(low, high), left + margin, right - margin, otherwise=middle)
        spot = ray.at(rate)
        if (spot.point == low.point).all() or (spot.point == high.point).all():
            break
        descends = ray.descends(spot, c1)
        if not descends or spot.value >= low.value:
            ray.note(spot, descends, None)
            high = spot
            continue
        slope = ray.sloped(spot)
        flattens = ray.flattens(slope, c2)
        ray.note(slope, True, flattens)
        if flattens:
            return ray.accept(slope)
        if slope.slope * (high.rate - low.rate) >= 0:
            high = low
        low = slope
    return ray.accept(low) if low.rate > 0 else None


def _interpolated(low: Slope, high: Spot) -> float:
    """The lowest point of the cubic, or of the parabola where only one slope is known."""
    return cubic(low, high) if isinstance(high, Slope) else parabola(low, high)


def parabola(low: Slope, high: Spot) -> float:
    """Where the parabola through low (value and slope) and high (value) is lowest; NaN if nowhere."""
    width = high.rate - low.rate
    bend = high.value - low.value - low.slope * width
    return low.rate - 0.5 * low.slope * width * width / bend if bend > 0 else math.nan


def cubic(first: Slope, second: Slope) -> float:
    """Where the cubic through two values and slopes has its minimum, equation 3.59; NaN if nowhere."""
    width = second.rate - first.rate
    d1 = first.slope + second.slope - 3 * (first.value - second.value) / (first.rate - second.rate)
    square = d1 * d1 - first.slope * second.slope
    if not 0 <= square < math.inf:
        return math.nan
    d2 = math.copysign(math.sqrt(square), width)
    bottom = second.slope - first.slope + 2 * d2
    return second.rate - width * (second.slope + d2 - d1) / bottom if bottom != 0 else math.nan


def _inside(rate: float, low: float, high: float, otherwise: float) -> float:
    """The rate moved into the interval; `otherwise` if it is not a number."""
    return otherwise if not math.isfinite(rate) else min(max(rate, low), high)


def search_knobs(c2: float) -> dict[str, Knob]:
    """First trial, descent and curvature constants; c2 is small for a nearly exact search, 0.9 for a loose one."""
    return {
        "learning_rate": Knob(
            1.0, 1e-4, 10.0, r"\alpha", "The multiple of the direction that is tried first.", log=True
        ),
        "c1": Knob(1e-4, 1e-6, 0.5, r"c_1", "The part of the promised descent that a step must keep.", log=True),
        "c2": Knob(c2, 1e-10, 0.999, r"c_2", "The part of the slope that may remain; near 0 is exact.", log=True),
    }


ARMIJO_LINE = r"f(\theta + a p) \le f(\theta) + c_1 a\, p^\top \nabla f(\theta)"
WOLFE_LINE = r"|p^\top \nabla f(\theta + a p)| \le c_2\, |p^\top \nabla f(\theta)|"
STEP_LINE = r"\theta \leftarrow \theta + a\, p"


SHRINKS = 60  # half a machine epsilon is reached after 53 halvings


def armijo(ray: Ray, first: float, c1: float, shrink: float = 0.5) -> Slope | None:
    """The first of `first`, shrink·first, shrink²·first, … where Armijo's condition holds; None if none does.

    Nocedal & Wright 2006, algorithm 3.1.
    """
    rate = first
    for _ in range(SHRINKS):
        spot = ray.at(rate)
        descends = ray.descends(spot, c1)
        ray.note(spot, descends, None)
        if descends:
            return ray.accept(ray.sloped(spot))
        if (spot.point == ray.origin.point).all():
            return None
        rate *= shrink
    return None
