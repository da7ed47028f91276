"""From a row loss and columns to a surface, and from a surface to that of some of its rows."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.learning.data.row_loss import RowLoss, row_formula
from gdviz.surface import Surface

MOST_ROWS = 100_000


class Columns(Protocol):
    """Columns by name: a dict of lists or arrays, or a data frame of pandas."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """(name, numbers) of each column."""
        ...


def data_surface(
    row_loss: str,
    parameters: tuple[str, str] = ("w", "b"),
    data: Columns | None = None,
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
    argument.text(row_loss, "row_loss")
    columns = checked({} if data is None else data)
    if isinstance(parameters, str) or not isinstance(parameters, Sequence) or len(parameters) != 2:
        raise TypeError("parameters are the names of the two weights, as ('w', 'b').")
    if len(set(parameters)) < 2 or set(parameters) & set(columns):
        raise ValueError("The two weights and the columns need different names.")
    nameable = tuple(name for name in columns if name.isascii())  # no formula can name the others
    formula = row_formula(row_loss, (parameters[0], parameters[1]), nameable)
    used = tuple(columns[name] for name in formula.columns)
    evaluator = RowLoss(formula, used if rows is None else _taken(used, rows))
    text = f"{row_loss} : {_digest(evaluator)}"
    return Surface(text, evaluator=evaluator, parameters=dict(values or {}), **about)


def checked(data: Columns) -> dict[str, np.ndarray]:
    """The columns as float64. Raises TypeError or ValueError with a sentence for what is no table of finite numbers."""
    if not hasattr(data, "items"):
        raise TypeError(f"data are columns by name, as {{'x': [1, 2], 'y': [3, 4]}}, not {type(data).__name__}.")
    columns = {}
    for name, values in data.items():
        if not isinstance(name, str):
            raise TypeError(f"The name of a column is a text, not {name!r}.")
        column = argument.real(values, f"The column {name}").copy()
        column.flags.writeable = False
        columns[name] = column
    lengths = {name: column.shape for name, column in columns.items()}
    if len(set(lengths.values())) != 1 or any(len(shape) != 1 for shape in lengths.values()):
        shapes = ", ".join(f"{name} {shape[0] if len(shape) == 1 else shape}" for name, shape in lengths.items())
        raise ValueError(f"Data are columns of one length{f', not {shapes}' if shapes else ''}.")
    length = len(next(iter(columns.values())))
    if not 1 <= length <= MOST_ROWS:
        raise ValueError(f"Data have from 1 to {MOST_ROWS:,} rows, not {length:,}.")
    for name, column in columns.items():
        if not np.isfinite(column).all():
            row = int(np.flatnonzero(~np.isfinite(column))[0])
            raise ValueError(f"Every entry of the data is a finite number; that of {name} in row {row} is not.")
    return columns


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


def _taken(columns: tuple[np.ndarray, ...], rows: ArrayLike) -> tuple[np.ndarray, ...]:
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


def gradient_noise(surface: Surface, x: float, y: float) -> np.ndarray:
    """The covariance (2, 2) of the gradient of a single row drawn at random; of a batch of k drawn with replacement,
    a k-th of it. Its size at the minimum is what keeps constant-rate stochastic descent from settling."""
    each = loss_of(surface).per_row(1, x, y, surface.parameters).T
    centred = each - each.mean(axis=0)
    return np.asarray(centred.T @ centred / len(each))
