"""The records of a race: who races, on what, how each fared, and the performance profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.optimizers import Method, Optimizer
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory


@dataclass(frozen=True, eq=False, repr=False)
class Profile:
    """shares (k, entries): of the problems that an entry solves within so many times what the best of all needs.

    With t_ps the evaluations of entry s on problem p, inf where it meets the tolerance never, the performance ratio is
    r_ps = t_ps / min_s t_ps, and the profile ρ_s(τ) the share of problems with r_ps ≤ τ: at ratio 1 how often s is the
    quickest, at the largest ratio how often it solves the problem at all. A problem that nobody solves counts for
    nobody. Dolan and Moré 2002, arXiv:cs/0102001, equation 2.1. ratios (k,), from 1. solved (entries,): the last limit.
    """

    names: tuple[str, ...]
    ratios: np.ndarray
    shares: np.ndarray
    solved: np.ndarray

    def __len__(self) -> int:
        return len(self.ratios)

    def __repr__(self) -> str:
        ends = ", ".join(
            f"{name} quickest {first:.0%}, solves {last:.0%}"
            for name, first, last in zip(self.names, self.shares[0], self.solved, strict=True)
        )
        return f"<Profile at {len(self)} ratios from {float(self.ratios[0])}: {ends}>"


def performance_profile(names: Sequence[str], needed: np.ndarray, ratios: ArrayLike | None = None) -> Profile:
    """The profile of the evaluations needed (problems, entries); a start within the tolerance counts as one."""
    spent = np.maximum(needed, 1.0)
    best = spent.min(axis=1, keepdims=True)
    relative = np.where(np.isfinite(best), spent / np.where(np.isfinite(best), best, 1.0), np.inf)
    if ratios is None:
        axis = np.unique(np.append(relative[np.isfinite(relative)], 1.0))
    else:
        axis = np.atleast_1d(argument.numbers(ratios, "ratios"))
        if axis.ndim != 1 or not axis.size or axis.min() < 1:
            raise ValueError("ratios are numbers from 1, as [1, 2, 5]: how many times the best.")
    shares = (relative[None] <= axis[:, None, None]).mean(axis=1)
    return Profile(tuple(names), axis, shares, np.isfinite(relative).mean(axis=0))


@dataclass(frozen=True, eq=False)
class Entry:
    """Who races: an optimizer (or its key) with keywords of `descend`, or its settings instead; name: for people.

    The seed is the race's.
    """

    optimizer: Optimizer | Method | str
    knobs: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    settings: Settings | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.knobs, Mapping) or not all(isinstance(name, str) for name in self.knobs):
            raise TypeError("knobs are keywords of gdviz.descend by name, as {'learning_rate': 0.1}.")
        argument.text(self.name, "name")


@dataclass(frozen=True, eq=False)
class Tuning:
    """The rates (n,) tried for an entry before the race, the value each ended at, and what that cost."""

    rates: np.ndarray
    values: np.ndarray
    chosen: float
    evaluations: int


@dataclass(frozen=True, eq=False)
class Problem:
    """A surface and a start on it; target: the value that the tolerance is counted from; height: the start above it."""

    surface: Surface
    start: tuple[float, float]
    target: float
    height: float


@dataclass(frozen=True, eq=False)
class Result:
    """How an entry fared on a problem.

    evaluations (frames,): gradient evaluations (of values, for a method without gradients) up to each frame.
    value: f at the end, inf when it diverged. to_tolerance: evaluations until f stayed within the tolerance of the
    target, None if it never did. depth, speed: places from 1 on this problem by value and by evaluations, equals
    sharing one; speed is None without to_tolerance. tuning: None if the rate is as given.
    """

    problem: Problem
    entry: Entry
    trajectory: Trajectory
    evaluations: NDArray[np.int64]
    value: float
    to_tolerance: int | None
    depth: int = 0
    speed: int | None = None
    tuning: Tuning | None = None


class Row(NamedTuple):
    """A line of the table of a race: f at the end, evaluations until the tolerance was met (None: never)."""

    surface: str
    start: tuple[float, float]
    optimizer: str
    value: float
    evaluations: int | None


@dataclass(frozen=True, eq=False, repr=False)
class Race:
    """The results, problem after problem, each in the order of the entries; terms: what was the same for all, in words.

    len(): results. table: a row for each result, the deepest of each problem first.
    """

    results: tuple[Result, ...]
    problems: tuple[Problem, ...]
    names: tuple[str, ...]
    budget: int
    tolerance: float
    terms: str

    def __len__(self) -> int:
        return len(self.results)

    @property
    def start(self) -> tuple[float, float]:
        """The start of the first problem."""
        return self.problems[0].start

    @property
    def target(self) -> float:
        """The target of the first problem."""
        return self.problems[0].target

    @property
    def table(self) -> tuple[Row, ...]:
        places = {id(problem): place for place, problem in enumerate(self.problems)}
        ranked = sorted(self.results, key=lambda result: (places[id(result.problem)], result.depth))
        return tuple(
            Row(
                result.problem.surface.name or result.problem.surface.text,
                result.problem.start,
                result.entry.name,
                result.value,
                result.to_tolerance,
            )
            for result in ranked
        )

    @property
    def evaluations(self) -> np.ndarray:
        """Evaluations until the tolerance was met (problems, entries), inf where it never was."""
        needed = [np.inf if result.to_tolerance is None else result.to_tolerance for result in self.results]
        return np.array(needed, np.float64).reshape(len(self.problems), len(self.names))

    def profile(self, ratios: ArrayLike | None = None) -> Profile:
        """The performance profile: which share of the problems each entry solves within so many times the best.

        ratios (k,), from 1; those at which it changes if None. See `Profile` for formula and source.
        Raises ValueError for a ratio below 1.
        """
        return performance_profile(self.names, self.evaluations, ratios)

    def save(self, path: str | PathLike[str]) -> str:
        """Write a report (.html), the table (.csv), all of it (.json) or the profile as a picture (.svg, .png).

        Returns a sentence on the file. Raises ValueError for another ending, OSError where it cannot be written.
        """
        return str(import_module("gdviz.export.race").save_race(self, path))

    def __repr__(self) -> str:
        if len(self.problems) == 1:
            (x, y), ends = self.start, ", ".join(f"{row.optimizer} {row.value:.4g}" for row in self.table)
            return f"<Race of {self.budget} gradients from ({x:.4g}, {y:.4g}): {ends}>"
        solved = np.isfinite(self.evaluations).mean(axis=0)
        ends = ", ".join(f"{name} {share:.0%}" for name, share in zip(self.names, solved, strict=True))
        return f"<Race of {self.budget} gradients on {len(self.problems)} problems, solved by {ends}>"
