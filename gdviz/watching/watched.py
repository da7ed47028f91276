"""An optimizer that is stepped from outside, as a method without equations."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from gdviz.optimizers.methods import Method, Oracle
from gdviz.optimizers.methods.frame import Frame, Knobs
from gdviz.trajectory import Array

KEY = "watched"
NOTE = "Its rule is not known: what is said of its steps comes from points, gradients and Hessians alone."
Steps = Callable[[Oracle, Array], Iterator[Array | tuple[Array, float]]]
"""(oracle, start) → the points (2,) after the start, alone or each with the rate of its step."""


class Stepper(NamedTuple):
    """name: for people."""

    name: str
    steps: Steps


def watched(name: str, steps: Steps) -> Method:
    """The optimizer of these steps; its key is in no table."""

    def walk(oracle: Oracle, start: Array, knobs: Knobs) -> Iterator[Frame]:
        yield Frame(start)
        for made in steps(oracle, start):
            point, rate = made if isinstance(made, tuple) else (made, float("nan"))
            yield Frame(pair(point), rate=rate)

    return Method(KEY, name, {}, (), {}, source="", family="Watched", note=NOTE, walk=walk, searches=False)


def pair(value: object) -> Array:
    """A point (2,) of an optimizer of unknown origin, copied. Raises TypeError or ValueError with a sentence."""
    if value is None:
        raise TypeError("The step returns None: it returns the next point, (x, y).")
    try:
        point = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"The step returns the next point, (x, y), not {type(value).__name__}.") from None
    if point.shape != (2,):
        raise ValueError(f"The step returns the next point, (x, y), not an array of shape {point.shape}.")
    return point
