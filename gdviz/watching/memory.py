"""What an optimizer of another library remembers: the parts of its state that are of the shape of the two weights."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

NO_MEMORY: Mapping[str, np.ndarray] = MappingProxyType({})


def remembered(state: object) -> dict[str, np.ndarray]:
    """The float arrays (2,) in a state of dicts, tuples and named tuples, each by its own name, copied.

    A name that occurs again has its number after it; where there is no name, the place stands for it.
    """
    memory: dict[str, np.ndarray] = {}
    for name, value in _leaves(state, "state"):
        array = _pair(value)
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


def _pair(value: Any) -> np.ndarray | None:
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
