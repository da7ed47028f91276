"""The loss of one row, differentiated once and compiled for one point or many, over any rows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from gdviz import expression
from gdviz.argument import Array
from gdviz.expression import ExpressionError
from gdviz.kernel import Derivatives, reachable

ENTRIES = 16384
"""Points times rows worked on at once: 128 kB a buffer, whatever the number of points."""
CALL, OPERATION, ROW, SLOW_ROW = 7e-6, 4e-7, 2.5e-10, 3e-9
"""Seconds, measured: of an evaluation, of each operation in it, and of each operation on one row."""
QUICK = frozenset({"add", "sub", "neg", "mul", "div", "abs", "min", "max", "sqrt", "sign"})


class RowFormula(Derivatives):
    """One per text and names; shared by the whole data set, its batches and its parts."""

    def __init__(self, text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> None:
        super().__init__(expression.read(text, variables, columns))
        if not self.reading.columns:
            hint = "Use at least one column of the data."
            raise ExpressionError("This loss does not look at the data.", (0, len(text)), hint, text)
        self.made_of = (text, variables, columns)
        self.columns = self.reading.columns

    def at_point(self, order: int, x: float, y: float, parameters: Sequence[float], columns: Sequence[Array]) -> Array:
        """The entries of one order for every row at one point: (order + 1, rows)."""
        numbers = [np.array(number, np.float64) for number in (x, y, *parameters)]
        return self.batch_function(order, points=False)([*numbers, *columns], *columns[0].shape)

    def at_points(self, order: int, points: Array, parameters: Sequence[float], columns: Sequence[Array]) -> Array:
        """The entries of one order at points (2, k) for every row, (order + 1, k, rows).

        columns hold (rows,), the same for all points, or (k, rows), each point its own.
        """
        numbers = [np.array(number, np.float64) for number in parameters]
        inputs = [*points[:, :, None], *numbers, *columns]
        return self.batch_function(order)(inputs, points.shape[1], columns[0].shape[-1])

    def seconds(self, order: int, rows: int) -> float:
        """What an evaluation of one order at one point takes, by counting its operations: about right, never timed."""
        operations = [node.op for node in reachable(self.outputs(order)) if node.arguments]
        each_row = sum(ROW if op in QUICK else SLOW_ROW for op in operations)
        return CALL + OPERATION * len(operations) + rows * each_row

    def __reduce__(self) -> tuple[Any, ...]:
        return (row_formula, self.made_of)


@lru_cache(maxsize=128)
def row_formula(text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> RowFormula:
    """The shared RowFormula of a text; 128 are kept, as texts are the visitors' choice. Raises ExpressionError."""
    return RowFormula(text, variables, columns)
