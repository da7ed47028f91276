"""The gradient of each mini-batch of a run beside the gradient over all rows: lengths and angles."""

from dataclasses import dataclass

import numpy as np

from gdviz.learning.data.batches import BatchPlan, Indices
from gdviz.learning.data.loss_surface import loss_of
from gdviz.learning.data.row_formula import Array
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory


@dataclass(frozen=True)
class BatchRecord:
    """For each of n completed steps, at the point it stepped from (frame t - 1).

    values (n,): the batch's loss. gradients (n, 2): its gradient. angles (n,): between it and the full gradient, in
    radians from 0 to π, NaN where one of them is 0. rows_seen (n + 1,) and epochs (n + 1,): up to each frame.
    """

    values: Array
    gradients: Array
    angles: Array
    rows_seen: Indices
    epochs: Array


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


def angles(left: Array, right: Array) -> Array:
    """Angles (n,) between rows of (n, d) in radians; NaN where a vector is 0. Kahan's formula, exact for small angles.

    W. Kahan, "How futile are mindless assessments of roundoff", 2006, section 12.
    """
    with np.errstate(all="ignore"):
        one = left / np.linalg.norm(left, axis=1, keepdims=True)
        other = right / np.linalg.norm(right, axis=1, keepdims=True)
        between = 2.0 * np.arctan2(np.linalg.norm(one - other, axis=1), np.linalg.norm(one + other, axis=1))
    return np.asarray(between, dtype=np.float64)
