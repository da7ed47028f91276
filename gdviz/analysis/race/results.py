"""Who races, and how each fared: the records of a race."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.optimizers import Optimizer
from gdviz.optimizers.methods import Method
from gdviz.settings import Settings
from gdviz.trajectory import Array, Trajectory


@dataclass(frozen=True, eq=False)
class Entry:
    """Who races: an optimizer (or its key) with keywords of `descend`, or its settings instead; name: for people.

    The seed is the race's.
    """

    optimizer: Optimizer | Method | str
    knobs: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    settings: Settings | None = None


@dataclass(frozen=True, eq=False)
class Tuning:
    """The rates (n,) tried for an entry before the race, the value each ended at, and what that cost."""

    rates: Array
    values: Array
    chosen: float
    evaluations: int


@dataclass(frozen=True, eq=False)
class Result:
    """How an entry fared.

    evaluations (frames,): gradient evaluations (of values, for a method without gradients) up to each frame.
    value: f at the end, inf when it diverged. to_tolerance: evaluations until f stayed within the tolerance of the
    target, None if it never did. depth, speed: places from 1 by value and by evaluations, equals sharing one; speed
    is None without to_tolerance. tuning: None if the rate is as given.
    """

    entry: Entry
    trajectory: Trajectory
    evaluations: NDArray[np.int64]
    value: float
    to_tolerance: int | None
    depth: int = 0
    speed: int | None = None
    tuning: Tuning | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Race:
    """The results in the order of the entries; target: the value the tolerance is counted from. terms: in words.

    table: a row for each result, the deepest first: name, value, evaluations until the tolerance was met (or None).
    """

    results: tuple[Result, ...]
    start: tuple[float, float]
    budget: int
    tolerance: float
    target: float
    terms: str

    @property
    def table(self) -> tuple[tuple[str, float, int | None], ...]:
        ranked = sorted(self.results, key=lambda result: result.depth)
        return tuple((result.entry.name, result.value, result.to_tolerance) for result in ranked)

    def __repr__(self) -> str:
        x, y = self.start
        ends = ", ".join(f"{name} {value:.4g}" for name, value, _ in self.table)
        return f"<Race of {self.budget} gradients from ({x:.4g}, {y:.4g}): {ends}>"
