"""The closed tables of what can be named on rows: `sgd.batch_gradient(1)`, `gradient_spread(minimum)`."""

from collections.abc import Mapping

import numpy as np

from gdviz.learning.data import BatchRecord, gradient_noise, loss_of
from gdviz.lessons.case import Case, CaseRun
from gdviz.lessons.lesson import LessonError
from gdviz.lessons.run_quantities import RunQuantity, frame, step_of
from gdviz.lessons.surface_quantities import SurfaceQuantity, height, place_of
from gdviz.lessons.values import Pair, Value
from gdviz.scene import Learned, letters_of, model_of

ROW_FRAME_NAMES = ("batch_f", "batch_gx", "batch_gy", "batch_error", "apart")
"""Rows of numbers along a run on rows: loss and gradient over the rows of the next step, the distance of this gradient
from that over all rows, and the loss over the rows set apart."""


def learned(run: CaseRun) -> Learned:
    """What the steps of a run on rows looked at."""
    if run.learned is None:
        raise LessonError(f"The run {run.name} is on no rows.")
    return run.learned


def record(run: CaseRun) -> BatchRecord:
    """The batches of a run, step by step."""
    of = learned(run).record
    if of is None:
        raise LessonError(f"Every step of the run {run.name} sees all rows: it has no batches.")
    return of


def rows_a_step(run: CaseRun) -> float:
    """How many rows the first step sees."""
    plan = learned(run).plan
    return float(learned(run).count if plan is None else plan.sizes[0])


def passes(run: CaseRun, k: int = -1) -> float:
    """Passes over the rows up to frame k, at the end without one."""
    return float(learned(run).seen[frame(run, k)] / learned(run).count)


def right(run: CaseRun, k: int = -1) -> float:
    """How many rows the weights of frame k put into their class, at the end without one."""
    on = run.case.on
    if on is None or not on.rows.classes:
        raise LessonError("These rows have no classes, so none of them is right.")
    model, (x, y) = model_of(on.data), run.trajectory.points[frame(run, k)].tolist()
    columns = on.rows.columns if on.parts is None else {n: c[on.parts.train] for n, c in on.rows.columns.items()}
    return float(model.right((x, y), columns, **letters_of(on.data, model)))


def series_on_rows(run: CaseRun) -> dict[str, np.ndarray]:
    """The rows of ROW_FRAME_NAMES (n + 1,) that this run has; at the last frame no batch follows."""
    rows: dict[str, np.ndarray] = {}
    if run.learned is not None and run.learned.record is not None:
        of = run.learned.record
        off = np.hypot(*(of.gradients - run.trajectory.gradients[: len(of.gradients)]).T)
        rows = {
            "batch_f": of.values,
            "batch_gx": of.gradients[:, 0],
            "batch_gy": of.gradients[:, 1],
            "batch_error": off,
        }
        rows = {name: np.append(row, np.nan) for name, row in rows.items()}
    if run.case.on is not None and run.case.on.apart is not None:
        rows["apart"] = np.asarray(run.case.on.apart.value(*run.trajectory.points.T))
    return rows


def height_apart(case: Case, *where: Value) -> Value:
    """The loss over the rows set apart, at a point or along rows of numbers."""
    if case.on is None or case.on.apart is None:
        raise LessonError("No rows are set apart here: that is done by data.part=overfitting.")
    return height(case.on.apart, *where)


def gradient_spread(case: Case, *where: Value) -> float:
    """The root of the mean squared distance of a single row's gradient from that over all rows."""
    x, y = place_of(where)
    return float(np.sqrt(np.trace(gradient_noise(case.surface, x, y))))


def row_gradient(case: Case, row: float, *where: Value) -> Pair:
    """The gradient of one row, from 1, at a point."""
    loss = loss_of(case.surface)
    if not (float(row).is_integer() and 1 <= row <= loss.rows):
        raise LessonError(f"There are rows 1 to {loss.rows}.")
    x, y = place_of(where)
    each = loss.per_row(1, x, y, case.surface.parameters)
    return Pair(*(float(part) for part in each[:, int(row) - 1]))


RUN_ON_ROWS: Mapping[str, RunQuantity] = {
    "batch": RunQuantity("how many rows a step sees", rows_a_step),
    "passes": RunQuantity("passes over the rows up to frame k, at the end without one", passes, "k?"),
    "right": RunQuantity("how many rows the weights of frame k put into their class, at the end without one", right,
                         "k?"),
    "batch_value": RunQuantity("the loss over the rows of step k, where it began",
                               lambda run, k: float(record(run).values[step_of(run, k)]), "k"),
    "batch_gradient": RunQuantity("the gradient over the rows of step k, where it began",
                                  lambda run, k: Pair(*record(run).gradients[step_of(run, k)].tolist()), "k"),
    "batch_angle": RunQuantity("degrees between the gradient over the rows of step k and that over all rows",
                               lambda run, k: float(np.degrees(record(run).angles[step_of(run, k)])), "k"),
    "batch_rises": RunQuantity("how often the loss over the rows of a step is above that over the rows before",
                               lambda run: float((np.diff(record(run).values) > 0).sum())),
}  # fmt: skip

ON_ROWS: Mapping[str, SurfaceQuantity] = {
    "rows": SurfaceQuantity("how many rows are learned from",
                            lambda case: float(case.on.count)),
    "row_gradient": SurfaceQuantity("the gradient of one row (from 1) at a point, or at x, y", row_gradient, 2, 3),
    "gradient_spread": SurfaceQuantity("how far the gradient of a single row is from that over all rows: the root of "
                                       "the mean square, at a point, or at x, y", gradient_spread, 1, 2),
    "apart": SurfaceQuantity("the loss over the rows set apart, at a point, or at x, y (rows along a run too)",
                             height_apart, 1, 2),
}  # fmt: skip
