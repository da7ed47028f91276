"""A row loss averaged over the rows of a data set, with the face of a formula."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint
from gdviz.expression import differentiate
from gdviz.kernel import Graph, Node
from gdviz.learning.data.row_formula import ENTRIES, Array, RowFormula


@dataclass(frozen=True, eq=False)
class RowLoss:
    """The mean of one formula over rows.

    columns: one array (rows,) for each of formula.columns; typed: the loss of one row as the visitor wrote it.
    """

    formula: RowFormula
    columns: tuple[Array, ...]
    symbolic: bool = False

    @property
    def typed(self) -> str:
        """The loss of one row as it was typed."""
        return self.formula.reading.text

    @property
    def rows(self) -> int:
        """How many rows the mean is over."""
        return len(self.columns[0])

    @property
    def variables(self) -> tuple[str, str]:
        """The two weights."""
        return self.formula.reading.variables

    @property
    def parameters(self) -> tuple[str, ...]:
        """The other letters: sliders."""
        return self.formula.reading.parameters

    @property
    def notes(self) -> tuple[str, ...]:
        """How the text was understood."""
        return self.formula.reading.notes

    @property
    def readings(self) -> tuple[str, ...]:
        """Which of two common readings was taken."""
        return self.formula.reading.readings

    @property
    def smooth(self) -> bool:
        """Without kinks."""
        return self.formula.reading.smooth

    @property
    def one_variable(self) -> bool:
        """Only one of the weights occurs."""
        return self.formula.reading.one_variable

    @property
    def latex(self) -> str:
        """The mean over the rows of what was read."""
        return _mean(self.formula.reading.latex)

    def gradient_latex(self) -> tuple[str, ...]:
        """The mean over the rows of each derivative."""
        return tuple(map(_mean, differentiate(self.formula.reading).gradient_latex()))

    def hessian_latex(self) -> tuple[str, ...]:
        """The mean over the rows of each second derivative."""
        return tuple(map(_mean, differentiate(self.formula.reading).hessian_latex()))

    def prepare(self) -> None:
        """Differentiate now; raises ExpressionError for derivatives that are refused."""
        self.formula.prepare()

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int) -> tuple[Node, ...]:
        """Raises TypeError: a mean over many rows is not put into a graph; ask `symbolic` first."""
        raise TypeError("This surface is a mean over rows, not a formula.")

    def at_point(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Sequence[float]:
        """One order at one point."""
        entries = self.formula.at_point(order, x, y, tuple(parameters.values()), self.columns)
        with np.errstate(all="ignore"):
            return (np.add.reduce(entries, axis=-1) / self.rows).tolist()

    def at_points(self, order: int, points: Array, parameters: Mapping[str, float]) -> Array:
        """One order at points (2, n): (1, n), (2, n) or (3, n). Memory does not grow with n times the rows."""
        stride = max(1, ENTRIES // self.rows)
        values = tuple(parameters.values())
        result = np.empty((order + 1, points.shape[1]))
        with np.errstate(all="ignore"):
            for first in range(0, points.shape[1], stride):
                part = slice(first, first + stride)
                entries = self.formula.at_points(order, points[:, part], values, self.columns)
                result[:, part] = np.add.reduce(entries, axis=-1) / self.rows
                checkpoint()
        return result

    def slopes(self, points: Array, parameters: Mapping[str, float]) -> Array:
        """Gradient and Hessian at points (2, n): (5, n)."""
        return np.concatenate([self.at_points(order, points, parameters) for order in (1, 2)])

    def per_row(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Array:
        """One order at one point, row by row: (order + 1, rows)."""
        return self.formula.at_point(order, x, y, tuple(parameters.values()), self.columns)

    def own_rows(self, order: int, points: Array, rows: NDArray[np.int64], parameters: Mapping[str, float]) -> Array:
        """One order at points (2, n), each the mean over its own rows (n, size) of which -1 is none: (order + 1, n)."""
        stride = max(1, ENTRIES // rows.shape[1])
        values = tuple(parameters.values())
        result = np.empty((order + 1, points.shape[1]))
        with np.errstate(all="ignore"):
            for first in range(0, points.shape[1], stride):
                part = slice(first, first + stride)
                chosen, real = rows[part], rows[part] >= 0
                columns = [column[chosen] for column in self.columns]
                entries = self.formula.at_points(order, points[:, part], values, columns)
                result[:, part] = np.sum(entries, axis=-1, where=real) / real.sum(axis=-1)
                checkpoint()
        return result

    def seconds(self, order: int, rows: int | None = None) -> float:
        """What one order at one point over all rows, or over so many, takes, by counting operations."""
        return self.formula.seconds(order, self.rows if rows is None else rows)

    def take(self, rows: NDArray[np.int64]) -> "RowLoss":
        """The mean over these rows only; nothing is compiled again."""
        return RowLoss(self.formula, tuple(column[rows] for column in self.columns))


def _mean(latex: str) -> str:
    return rf"\frac{{1}}{{n}} \sum_{{i=1}}^{{n}} \left[{latex}\right]"
