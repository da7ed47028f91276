"""From a row loss and columns to a surface, and from a surface to that of some of its rows."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz.learning.data.row_formula import Array, row_formula
from gdviz.learning.data.row_loss import RowLoss
from gdviz.surface import Surface

MOST_ROWS = 100_000


def data_surface(
    row_loss: str,
    parameters: tuple[str, str] = ("w", "b"),
    data: Mapping[str, ArrayLike] | None = None,
    *,
    values: Mapping[str, float] | None = None,
    rows: ArrayLike | None = None,
    **about: Any,
) -> Surface:
    """The mean of a row loss over the rows of a data set: a Surface over two weights.

    row_loss: in the language of surfaces, over `parameters` (the two weights) and the names of `data`, columns of
    one length (rows,). Any other letter is a slider, of the value in `values`, or 1. rows: take the mean over these
    rows only. about: name, window, start, minima, source, shows, as for Surface.
    Raises ExpressionError for a text that is refused, ValueError for data that cannot be used.
    """
    columns = checked(data or {})
    if len(set(parameters)) < 2 or set(parameters) & set(columns):
        raise ValueError("The two weights and the columns need different names.")
    nameable = tuple(name for name in columns if name.isascii())  # no formula can name the others
    formula = row_formula(row_loss, (parameters[0], parameters[1]), nameable)
    used = tuple(columns[name] for name in formula.columns)
    evaluator = RowLoss(formula, used if rows is None else _taken(used, rows))
    text = f"{row_loss} : {_digest(evaluator)}"
    return Surface(text, evaluator=evaluator, parameters=dict(values or {}), **about)


def checked(data: Mapping[str, ArrayLike]) -> dict[str, Array]:
    """The columns as float64. Raises ValueError with a sentence if they are not columns of one length, all finite."""
    columns = {}
    for name, given in data.items():
        column = np.array(given, dtype=np.float64)
        column.flags.writeable = False
        columns[name] = column
    lengths = {column.shape for column in columns.values()}
    if len(lengths) != 1 or len(next(iter(lengths))) != 1:
        raise ValueError("Data are columns of one length.")
    (length,) = lengths.pop()
    if not 1 <= length <= MOST_ROWS:
        raise ValueError(f"Data have from 1 to {MOST_ROWS:,} rows.")
    if not all(np.isfinite(column).all() for column in columns.values()):
        raise ValueError("Every entry of the data is a finite number.")
    return columns


def rows_of(surface: Surface) -> int:
    """How many rows a data surface is the mean of. Raises TypeError for any other surface."""
    return loss_of(surface).rows


def surface_of_rows(surface: Surface, rows: ArrayLike) -> Surface:
    """The surface of some rows of a data surface (indices, repeats allowed): a mini-batch, a training part."""
    whole = loss_of(surface)
    part = RowLoss(whole.formula, _taken(whole.columns, rows))
    return replace(surface, text=f"{whole.typed} : {_digest(part)}", evaluator=part, minima=())


def loss_of(surface: Surface) -> RowLoss:
    """The row loss behind a data surface. Raises TypeError for any other surface."""
    if not isinstance(surface.evaluator, RowLoss):
        raise TypeError("This surface is not made of data.")
    return surface.evaluator


def _taken(columns: tuple[Array, ...], rows: ArrayLike) -> tuple[Array, ...]:
    indices = np.asarray(rows)
    count = len(columns[0])
    if indices.ndim != 1 or not indices.size or indices.dtype.kind not in "iu":
        raise ValueError("Rows are given by whole numbers, at least one.")
    if indices.min() < 0 or indices.max() >= count:
        raise ValueError(f"Rows are numbered from 0 to {count - 1}.")
    return tuple(column[indices] for column in columns)


def _digest(loss: RowLoss) -> str:
    """A surface's text names it completely: its data by their digest."""
    content = hashlib.sha256(repr(loss.formula.made_of[1:]).encode())
    for column in loss.columns:
        content.update(column.tobytes())
    return f"mean over {loss.rows} rows, data {content.hexdigest()[:12]}"


def row_gradients(surface: Surface, x: float, y: float) -> Array:
    """The gradient of each row's own loss at a point (rows, 2), of which the surface's gradient is the mean."""
    return loss_of(surface).per_row(1, x, y, surface.parameters).T


def gradient_noise(surface: Surface, x: float, y: float) -> Array:
    """The covariance (2, 2) of the gradient of a single row drawn at random; of a batch of k drawn with replacement,
    a k-th of it. Its size at the minimum is what keeps constant-rate stochastic descent from settling."""
    each = row_gradients(surface, x, y)
    centred = each - each.mean(axis=0)
    return np.asarray(centred.T @ centred / len(each))
