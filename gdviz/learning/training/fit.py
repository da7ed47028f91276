"""Training in full dimension: any rule, on all rows or mini-batches, recorded at every step."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint
from gdviz.learning.data import BatchPlan
from gdviz.optimizers import Optimizer, optimizer_of
from gdviz.rule import walk
from gdviz.schedule import AnySchedule
from gdviz.settings import Settings
from gdviz.trajectory import Ending

Rows = NDArray[np.int64]


class Objective(Protocol):
    """A mean loss over rows, of a flat vector of weights theta (d,)."""

    @property
    def dimension(self) -> int:
        """How many weights: d."""
        ...

    @property
    def rows(self) -> int:
        """How many rows the mean is over."""
        ...

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """The gradient (d,) of the mean."""
        ...

    def values(self, points: np.ndarray) -> np.ndarray:
        """The loss (k,) of many weight vectors (k, d); in bounded memory."""
        ...

    def on(self, rows: Rows) -> "Objective":
        """The same loss over some rows (indices)."""
        ...

    def curvature(self, points: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """oneᵀ H other (k,) at weight vectors (k, d), for two directions (d,)."""
        ...


def in_chunks(points: np.ndarray, entries: int) -> list[np.ndarray]:
    """Weight vectors (k, d) in pieces that make a quarter million entries at most, each vector so many."""
    stride = max(1, 262_144 // max(entries, 1))
    return [points[first : first + stride] for first in range(0, len(points), stride)]


Progress = Callable[[int, int], None]
"""(steps done, steps in all); called about fifty times."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A training run of n completed steps; frame 0 is the start.

    points (n + 1, d) · values (n + 1,): the loss over all training rows · rates (n,) · rows_seen and epochs (n + 1,).
    """

    points: np.ndarray
    values: np.ndarray
    rates: np.ndarray
    rows_seen: np.ndarray
    epochs: np.ndarray
    ending: Ending
    settings: Settings = field(default_factory=Settings)

    @property
    def steps(self) -> int:
        """Completed steps."""
        return len(self.points) - 1


def train(
    objective: Objective,
    optimizer: Optimizer | str,
    start: np.ndarray,
    steps: int = 2000,
    *,
    schedule: AnySchedule = None,
    batches: BatchPlan | None = None,
    bound: float = 1e6,
    progress: Progress | None = None,
    **knobs: float,
) -> Fit:
    """Train from weights `start` (d,) by an optimizer or its key, for `steps` steps.

    batches: the rows of each step; all rows if None. schedule: as for `descend`, without those that depend on losses.
    bound: a weight beyond it ends the run, and is kept. A run whose next weights are not finite ends before them.
    Raises KeyError for an unknown key, TypeError for a method (they are for the plane), for unknown knobs and for a
    schedule that depends on losses, ValueError for a start of the wrong size and for batches of other data.
    """
    chosen = _checked(optimizer, objective, start, steps, batches)
    settings = Settings(chosen.settings(**knobs), schedule=schedule)
    if settings.plan is not None and settings.plan.needs_losses:
        raise TypeError("This schedule depends on the losses: training takes schedules that are fixed beforehand.")
    rates = settings.rates(steps)
    path = _path(objective, chosen, np.asarray(start, np.float64), rates, batches, settings.knobs)
    points, ending = _followed(path, steps, bound, progress)
    done = len(points) - 1
    seen = batches.rows_seen[: done + 1].astype(float) if batches else np.arange(done + 1.0) * objective.rows
    return Fit(points, objective.values(points), rates[:done].copy(), seen, seen / objective.rows, ending, settings)


def _checked(
    optimizer: Optimizer | str, objective: Objective, start: np.ndarray, steps: int, batches: BatchPlan | None
) -> Optimizer:
    """The optimizer, if all fits together."""
    chosen = optimizer_of(optimizer)
    if not isinstance(chosen, Optimizer):
        raise TypeError(f"{chosen.name} is a method for the plane: it does not train weights.")
    if np.shape(start) != (objective.dimension,):
        raise ValueError(f"The start has {objective.dimension} weights.")
    if batches is not None and (batches.count != objective.rows or batches.steps < steps):
        raise ValueError("The batches are planned for other data, or for fewer steps.")
    return chosen


def _path(
    objective: Objective,
    optimizer: Optimizer,
    start: np.ndarray,
    rates: np.ndarray,
    batches: BatchPlan | None,
    settings: Mapping[str, float],
) -> Iterator[np.ndarray]:
    """The weights after each step, the start first; gradients and values are those of the step's own batch."""
    # the interpreter evaluates one step more than is used
    pace = [*rates.tolist(), 0.0]
    last = max(len(rates), 1)

    def seen(t: int) -> Objective:
        return objective.on(batches.batch(min(t, last))) if batches is not None and batches.steps else objective

    oracle: Mapping[str, Callable[[int, np.ndarray], np.ndarray]] = {
        "grad": lambda t, theta: seen(t).gradient(theta),
        "value": lambda t, theta: seen(t).values(theta[None])[0],
    }
    steps = walk(optimizer.program, start, oracle, settings, rates=lambda t: pace[t - 1])
    return (theta for theta, _ in steps)


def _followed(
    path: Iterator[np.ndarray], steps: int, bound: float, progress: Progress | None
) -> tuple[np.ndarray, Ending]:
    """The points (n + 1, d), all finite, and why there are no more."""
    points = [next(path)]
    stride = max(1, steps // 50)
    with np.errstate(all="ignore"):
        for t in range(1, steps + 1):
            theta = next(path)
            if not float(np.abs(theta).max()) <= bound:
                if not np.isfinite(theta).all():
                    return np.array(points), Ending.OVERFLOW
                return np.array([*points, theta]), Ending.BEYOND_BOUND
            points.append(theta)
            checkpoint()
            if progress is not None and (t % stride == 0 or t == steps):
                progress(t, steps)
    return np.array(points), Ending.ALL_STEPS
