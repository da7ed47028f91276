"""Which rows each step uses: mini-batches drawn with a seed or listed, and their gradients beside that of all rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.learning.data.loss_surface import loss_of, surface_of_rows
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class BatchPlan:
    """The rows of every step: rows (steps, size) of int64, -1 where a batch is short; count: rows of the data set."""

    rows: Indices
    count: int

    @property
    def steps(self) -> int:
        """How many steps are planned."""
        return len(self.rows)

    @property
    def sizes(self) -> Indices:
        """How many rows each step uses (steps,)."""
        return np.asarray((self.rows >= 0).sum(axis=1), dtype=np.int64)

    @property
    def rows_seen(self) -> Indices:
        """How many rows have been looked at up to each frame (steps + 1,): the fair measure of cost."""
        return np.concatenate(([0], np.cumsum(self.sizes)))

    @property
    def epochs(self) -> NDArray[np.float64]:
        """Passes over the data up to each frame (steps + 1,)."""
        return self.rows_seen / self.count

    def batch(self, t: int) -> Indices:
        """The rows of step t, from 1. Raises IndexError beyond the plan."""
        if not 1 <= t <= len(self.rows):
            raise IndexError(f"The plan is for steps 1 to {len(self.rows)}.")
        row = self.rows[t - 1]
        return row[row >= 0]


def draw_batches(count: int, size: int, steps: int, *, replace: bool = False, seed: int = 0) -> BatchPlan:
    """Batches of `size` rows out of `count` for `steps` steps, from `seed`.

    Without replacement, the rows are shuffled anew for each epoch, and the last batch of an epoch is short if it must
    be, as PyTorch's DataLoader gives it. With replacement every row is drawn by itself. A batch of all rows is all
    rows, in order. Raises ValueError for sizes that do not fit.
    """
    if not 1 <= size <= count or steps < 0:
        raise ValueError(f"A batch has from 1 to {count} rows.")
    random = np.random.default_rng(seed)
    if replace:
        return BatchPlan(random.integers(0, count, (steps, size)), count)
    if size == count:
        return BatchPlan(np.broadcast_to(np.arange(count), (steps, count)), count)
    per_epoch = steps_per_epoch(count, size)
    rows = np.full((-(-steps // per_epoch) * per_epoch, size), -1, dtype=np.int64)
    for first in range(0, len(rows), per_epoch):
        rows[first : first + per_epoch].flat[:count] = random.permutation(count)
    return BatchPlan(rows[:steps], count)


def steps_per_epoch(count: int, size: int) -> int:
    """How many batches of this size a pass over all rows takes, the last of them short if it must be."""
    return -(-count // size) if size else 0


def listed_batches(batches: Sequence[ArrayLike], count: int) -> BatchPlan:
    """Exactly these batches, one a step, of indices into `count` rows. Raises ValueError for unknown rows."""
    indices = [np.atleast_1d(np.asarray(batch)) for batch in batches]
    size = max((len(batch) for batch in indices), default=1)
    rows = np.full((len(indices), size), -1, dtype=np.int64)
    for row, batch in zip(rows, indices, strict=True):
        if not batch.size or batch.dtype.kind not in "iu" or batch.min() < 0 or batch.max() >= count:
            raise ValueError(f"A batch lists at least one row, from 0 to {count - 1}.")
        row[: len(batch)] = batch
    return BatchPlan(rows, count)


@dataclass(frozen=True, eq=False)
class BatchSurfaces:
    """t → the surface of step t's rows, as `descend(…, batches=)` takes it; beyond the plan, of its last."""

    surface: Surface
    plan: BatchPlan

    def __call__(self, t: int) -> Surface:
        rows = self.plan.batch(min(t, self.plan.steps))
        whole = len(rows) == self.plan.count and np.array_equal(rows, np.arange(len(rows)))
        return self.surface if whole else surface_of_rows(self.surface, rows)


@dataclass(frozen=True)
class BatchRecord:
    """For each of n completed steps, at the point it stepped from (frame t - 1).

    values (n,): the batch's loss. gradients (n, 2): its gradient. angles (n,): between it and the full gradient, in
    radians from 0 to π, NaN where one of them is 0. rows_seen (n + 1,) and epochs (n + 1,): up to each frame.
    """

    values: np.ndarray
    gradients: np.ndarray
    angles: np.ndarray
    rows_seen: Indices
    epochs: np.ndarray


def batch_record(surface: Surface, plan: BatchPlan, run: Trajectory) -> BatchRecord:
    """The record of a run of `descend(surface, …, batches=BatchSurfaces(surface, plan))`.

    Raises TypeError if the surface is not made of data.
    """
    loss, steps = loss_of(surface), run.steps
    points, rows = run.points[:-1].T, plan.rows[:steps]
    values = loss.own_rows(0, points, rows, surface.parameters)[0]
    gradients = loss.own_rows(1, points, rows, surface.parameters).T
    seen, epochs = plan.rows_seen[: steps + 1], plan.epochs[: steps + 1]
    return BatchRecord(values, gradients, angles(gradients, run.gradients[:-1]), seen, epochs)


def angles(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Angles (n,) between rows of (n, d) in radians; NaN where a vector is 0. Kahan's formula, exact for small angles.

    W. Kahan, "How futile are mindless assessments of roundoff", 2006, section 12.
    """
    with np.errstate(all="ignore"):
        one = left / np.linalg.norm(left, axis=1, keepdims=True)
        other = right / np.linalg.norm(right, axis=1, keepdims=True)
        between = 2.0 * np.arctan2(np.linalg.norm(one - other, axis=1), np.linalg.norm(one + other, axis=1))
    return np.asarray(between, dtype=np.float64)
