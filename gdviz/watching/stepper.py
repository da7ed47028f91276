"""An optimizer that is stepped from outside as a method without equations, and the state that its library shows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from gdviz.optimizers import Frame, Knobs, Method, NoNextStep, Oracle, Walk
from gdviz.settings import Stop
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

NO_MEMORY: Mapping[str, np.ndarray] = MappingProxyType({})


def remembered(state: object) -> dict[str, np.ndarray]:
    """The float arrays (2,) in a state of dicts, tuples and named tuples, each by its own name, copied.

    A name that occurs again has its number after it; where there is no name, the place stands for it.
    """
    memory: dict[str, np.ndarray] = {}
    for name, value in _leaves(state, "state"):
        array = _two_weights(value)
        if array is not None:
            same = sum(other == name or other.startswith(f"{name}_") for other in memory)
            memory[f"{name}_{same + 1}" if name in memory else name] = array
    return memory


def _leaves(state: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(state, Mapping):
        parts = [(str(key), value) for key, value in state.items()]
    elif isinstance(state, tuple) and hasattr(state, "_fields"):
        parts = list(zip(state._fields, state, strict=True))
    elif isinstance(state, tuple | list):
        parts = [(str(place), value) for place, value in enumerate(state)]
    else:
        yield name, state
        return
    for key, value in parts:
        yield from _leaves(value, key)


def _two_weights(value: Any) -> np.ndarray | None:
    """A float array (2,), copied; None for anything else."""
    if hasattr(value, "detach"):
        value = value.detach().numpy()
    if getattr(value, "shape", None) != (2,) or not np.issubdtype(getattr(value, "dtype", int), np.floating):
        return None
    return np.array(value, np.float64)


def joined(halves: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The states of two parameters of one number each as one: what both have as a number becomes an array (2,)."""
    if len(halves) == 1:
        return halves[0]
    first, second = halves
    both = [name for name in first if name in second and getattr(first[name], "shape", None) == ()]
    return {name: np.array([float(first[name]), float(second[name])]) for name in both if name != "step"}


def columns(memories: Sequence[Mapping[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """name → (frames, 2), in the order in which the names appear; NaN where a state does not exist yet."""
    names = dict.fromkeys(name for memory in memories for name in memory)
    missing = np.full(2, np.nan)
    return {name: np.array([memory.get(name, missing) for memory in memories]) for name in names}


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
