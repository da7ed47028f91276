"""An optimizer that is stepped from outside, as a method without equations."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdviz.optimizers import Method, Oracle
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep, Walk
from gdviz.rule.recorded import Stop
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from gdviz.watching.memory import NO_MEMORY, columns

KEY = "watched"
NOTE = "Its rule is not known: what is said of its steps comes from points, gradients and Hessians alone."


class Stepped(NamedTuple):
    """One step: the point (2,) after it, the rate that it was taken with, and the optimizer's memory by name."""

    point: np.ndarray
    rate: float = float("nan")
    memory: Mapping[str, np.ndarray] = NO_MEMORY


Steps = Callable[[Oracle, np.ndarray], Iterator[Stepped]]
"""(oracle, start) → the steps from there."""


class Stepper(NamedTuple):
    """name: for people."""

    name: str
    steps: Steps


class SteppedWalk:
    """The walk of a stepper, for the frames of a method; memories: what it remembered at each of the last run's."""

    def __init__(self, stepper: Stepper) -> None:
        self.stepper = stepper
        self.memories: list[Mapping[str, np.ndarray]] = []

    def __call__(self, oracle: Oracle, start: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
        self.memories = [NO_MEMORY]
        yield Frame(start)
        for made in self.stepper.steps(oracle, start):
            self.memories.append(made.memory)
            yield Frame(pair(made.point), rate=made.rate)

    def __reduce__(self) -> tuple[Callable[[], Walk], tuple[()]]:
        return _over, ()  # a run may be pickled; what steps it is its caller's, and stays there

    def __copy__(self) -> "SteppedWalk":
        return self

    def __deepcopy__(self, memo: object) -> "SteppedWalk":
        return self


def watched(
    stepper: Stepper, surface: Surface, start: np.ndarray, length: int, stop: Stop, bound: float
) -> tuple[Trajectory, Method]:
    """The run of so many steps at most, and the optimizer that stands for it; its key is in no table."""
    walk = SteppedWalk(stepper)
    method = Method(KEY, stepper.name, {}, (), {}, "", "Watched", NOTE, walk, searches=False)
    run = method.run(Oracle(surface), start, length, {}, stop, bound)
    return replace(run, states=columns(walk.memories[: len(run)])), method


def _over() -> Walk:
    return over


def over(oracle: Oracle, start: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """The walk of a run that was unpickled: it takes no further step."""
    yield Frame(start)
    raise NoNextStep(Ending.ALL_STEPS)


def pair(value: Any) -> np.ndarray:
    """A point (2,) of an optimizer of unknown origin, copied. Raises TypeError or ValueError with a sentence."""
    if value is None:
        raise TypeError("The step returns None: it returns the next point, (x, y).")
    try:
        point = np.array(value)
        kind = (
            "" if point.dtype.kind in "biuf" else "complex numbers" if point.dtype.kind == "c" else type(value).__name__
        )
    except (TypeError, ValueError):
        kind = type(value).__name__
    if kind:
        raise TypeError(f"The step returns the next point, (x, y), not {kind}.")
    if point.shape != (2,):
        raise ValueError(f"The step returns the next point, (x, y), not an array of shape {point.shape}.")
    return point.astype(np.float64)
