"""Training in full dimension: any rule, on all rows or mini-batches, recorded at every step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from gdviz.data.batches import Schedule
from gdviz.descent.rates import AnySchedule, rates_of
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.rule import walk
from gdviz.training.objective import Array, Objective
from gdviz.trajectory import Ending

Progress = Callable[[int, int], None]
"""(steps done, steps in all); called about fifty times."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A training run of n completed steps; frame 0 is the start.

    points (n + 1, d) · values (n + 1,): the loss over all training rows · rates (n,) · rows_seen and epochs (n + 1,).
    """

    points: Array
    values: Array
    rates: Array
    rows_seen: Array
    epochs: Array
    ending: Ending
    settings: Mapping[str, float] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """Completed steps."""
        return len(self.points) - 1


def train(
    objective: Objective,
    optimizer: Optimizer | str,
    start: Array,
    steps: int = 2000,
    *,
    schedule: AnySchedule = None,
    batches: Schedule | None = None,
    bound: float = 1e6,
    progress: Progress | None = None,
    **knobs: float,
) -> Fit:
    """Train from weights `start` (d,) by an optimizer or its key, for `steps` steps.

    batches: the rows of each step; all rows if None. schedule: as for `descend`, without those that hear losses.
    bound: a weight beyond it ends the run, and is kept. A run whose next weights are not finite ends before them.
    Raises KeyError for an unknown key, TypeError for a method (they are for the plane) and for unknown knobs,
    ValueError for a start of the wrong size.
    """
    chosen = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    if not isinstance(chosen, Optimizer):
        raise TypeError(f"{chosen.name} is a method for the plane: it does not train weights.")
    if np.shape(start) != (objective.dimension,):
        raise ValueError(f"The start has {objective.dimension} weights.")
    if batches is not None and (batches.count != objective.rows or batches.steps < steps):
        raise ValueError("The batches are planned for other data, or for fewer steps.")
    settings = chosen.settings(**knobs)
    rates = rates_of(schedule, steps, settings.get("learning_rate", 1.0))
    points, ending = _walked(objective, chosen, np.asarray(start, np.float64), steps, rates, batches, bound,
                             settings, progress)  # fmt: skip
    done = len(points) - 1
    frames = np.arange(done + 1.0)
    seen = batches.rows_seen[: done + 1].astype(np.float64) if batches else frames * objective.rows
    return Fit(points, objective.values(points), rates[:done].copy(), seen, seen / objective.rows, ending, settings)


def _walked(
    objective: Objective,
    optimizer: Optimizer,
    start: Array,
    steps: int,
    rates: Array,
    batches: Schedule | None,
    bound: float,
    settings: Mapping[str, float],
    progress: Progress | None,
) -> tuple[Array, Ending]:
    """The points (n + 1, d), all finite, and why there are no more."""

    # the walk asks for one gradient more than it needs; what it is told then is not used
    def gradient(t: int, theta: Array) -> Array:
        return objective.gradient(theta, batches.batch(min(t, steps)) if batches is not None else None)

    points = np.empty((steps + 1, objective.dimension))
    pace = rates.tolist()
    path = walk(optimizer.program, start, gradient, settings, rates=lambda t: pace[min(t, steps) - 1],
                value=lambda t, theta: objective.values(theta[None])[0])  # fmt: skip
    points[0] = start
    if steps == 0:
        return points, Ending.ALL_STEPS
    stride = max(1, steps // 50)
    with np.errstate(all="ignore"):
        next(path)
        for t in range(1, steps + 1):
            theta, _ = next(path)
            size = float(np.abs(theta).max())
            if not size <= bound:
                if not np.isfinite(theta).all():
                    return points[:t], Ending.OVERFLOW
                points[t] = theta
                return points[: t + 1], Ending.BEYOND_BOUND
            points[t] = theta
            if progress is not None and (t % stride == 0 or t == steps):
                progress(t, steps)
    return points, Ending.ALL_STEPS
