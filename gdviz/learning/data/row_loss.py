"""The loss of one row, differentiated once and compiled, and its mean over the rows of a data set."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz import expression
from gdviz.checkpoint import checkpoint
from gdviz.expression import ExpressionError, differentiate
from gdviz.kernel import Derivatives, Graph, Node, reachable
from gdviz.window import Window

ENTRIES = 16384
"""Points times rows worked on at once: 128 kB a buffer, whatever the number of points."""
CALL, OPERATION = 7e-6, 4e-7
"""Seconds, measured: of an evaluation, and of each operation in it."""
ROW = dict.fromkeys(("add", "sub", "neg", "mul", "div", "abs", "min", "max", "sign"), 5e-10) | {"sqrt": 1.5e-9}
SLOW_ROW = 3e-9
VERY_SLOW_ROW = dict.fromkeys(("pow", "hypot", "softplus"), 1.4e-8)
"""Seconds, measured: of each operation on one row; SLOW_ROW of those that have no entry."""


class RowFormula(Derivatives):
    """One per text and names; shared by the whole data set, its batches and its parts."""

    def __init__(self, text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> None:
        super().__init__(expression.read(text, variables, columns))
        if not self.reading.columns:
            hint = "Use at least one column of the data."
            raise ExpressionError("This loss does not look at the data.", (0, len(text)), hint, text)
        self.made_of = (text, variables, columns)
        self.columns = self.reading.columns

    def at_point(
        self, order: int, x: float, y: float, parameters: Sequence[float], columns: Sequence[np.ndarray]
    ) -> np.ndarray:
        """The entries of one order for every row at one point: (order + 1, rows)."""
        numbers = [np.array(number, np.float64) for number in (x, y, *parameters)]
        return self.batch_function(order, points=False)([*numbers, *columns], *columns[0].shape)

    def at_points(
        self, order: int, points: np.ndarray, parameters: Sequence[float], columns: Sequence[np.ndarray]
    ) -> np.ndarray:
        """The entries of one order at points (2, k) for every row, (order + 1, k, rows).

        columns hold (rows,), the same for all points, or (k, rows), each point its own.
        """
        numbers = [np.array(number, np.float64) for number in parameters]
        inputs = [*points[:, :, None], *numbers, *columns]
        return self.batch_function(order)(inputs, points.shape[1], columns[0].shape[-1])

    def seconds(self, order: int, rows: int) -> float:
        """What an evaluation of one order at one point takes, by counting its operations: about right, never timed."""
        operations = [node.op for node in reachable(self.outputs(order)) if node.arguments]
        each_row = sum((ROW | VERY_SLOW_ROW).get(op, SLOW_ROW) for op in operations)
        return CALL + OPERATION * len(operations) + rows * each_row

    def __reduce__(self) -> tuple[Any, ...]:
        return (row_formula, self.made_of)


@lru_cache(maxsize=128)
def row_formula(text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> RowFormula:
    """The shared RowFormula of a text; 128 are kept, as texts are the visitors' choice. Raises ExpressionError."""
    return RowFormula(text, variables, columns)


class RowLoss:
    """The mean of one formula over rows, with the parts of an Evaluator; immutable.

    columns: one array (rows,) for each of formula.columns; typed: the loss of one row as the visitor wrote it;
    parameters: the other letters, sliders; rows: how many the mean is over.
    """

    symbolic = False

    def __init__(self, formula: RowFormula, columns: tuple[np.ndarray, ...]) -> None:
        reading = formula.reading
        self.formula, self.columns, self.rows, self.typed = formula, columns, len(columns[0]), reading.text
        self.variables, self.parameters, self.latex = reading.variables, reading.parameters, _mean(reading.latex)
        self.notes, self.readings = reading.notes, reading.readings
        self.smooth, self.one_variable = reading.smooth, reading.one_variable

    def jumps(self, window: Window, values: tuple[float, ...]) -> tuple[str, ...]:
        """None is looked for in a mean over rows."""
        return ()

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

    def at_points(self, order: int, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """One order at points (2, n): (1, n), (2, n) or (3, n). Memory does not grow with n times the rows."""

        def mean(part: slice) -> np.ndarray:
            entries = self.formula.at_points(order, points[:, part], tuple(parameters.values()), self.columns)
            return np.add.reduce(entries, axis=-1) / self.rows

        return _in_parts(order, points.shape[1], self.rows, mean)

    def slopes(self, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """Gradient and Hessian at points (2, n): (5, n)."""
        return np.concatenate([self.at_points(order, points, parameters) for order in (1, 2)])

    def per_row(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> np.ndarray:
        """One order at one point, row by row: (order + 1, rows)."""
        return self.formula.at_point(order, x, y, tuple(parameters.values()), self.columns)

    def own_rows(
        self, order: int, points: np.ndarray, rows: NDArray[np.int64], parameters: Mapping[str, float]
    ) -> np.ndarray:
        """One order at points (2, n), each the mean over its own rows (n, size) of which -1 is none: (order + 1, n)."""

        def mean(part: slice) -> np.ndarray:
            chosen, real = rows[part], rows[part] >= 0
            columns = [column[chosen] for column in self.columns]
            entries = self.formula.at_points(order, points[:, part], tuple(parameters.values()), columns)
            return np.asarray(np.sum(entries, axis=-1, where=real) / real.sum(axis=-1))

        return _in_parts(order, points.shape[1], rows.shape[1], mean)

    def seconds(self, order: int, rows: int | None = None) -> float:
        """What one order at one point over all rows, or over so many, takes, by counting operations."""
        return self.formula.seconds(order, self.rows if rows is None else rows)

    def take(self, rows: NDArray[np.int64]) -> "RowLoss":
        """The mean over these rows only; nothing is compiled again."""
        return RowLoss(self.formula, tuple(column[rows] for column in self.columns))


def _in_parts(order: int, count: int, rows: int, mean: Callable[[slice], np.ndarray]) -> np.ndarray:
    """What `mean` gives for some of the points at a time, (order + 1, count); rows: how many each is a mean over."""
    stride = max(1, ENTRIES // rows)
    result = np.empty((order + 1, count))
    with np.errstate(all="ignore"):
        for first in range(0, count, stride):
            result[:, first : first + stride] = mean(slice(first, first + stride))
            checkpoint()
    return result


def _mean(latex: str) -> str:
    return rf"\frac{{1}}{{n}} \sum_{{i=1}}^{{n}} \left[{latex}\right]"
