"""The loss of one row, differentiated once and compiled for one point or many, over any rows."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz import expression
from gdviz.expression import ExpressionError
from gdviz.expression.steady import steady
from gdviz.kernel import Graph, Node, batch_block, define, reachable
from gdviz.kernel.translate import from_sympy, from_tree

Array = NDArray[np.float64]
ENTRIES = 16384
"""Points times rows worked on at once: 128 kB a buffer, whatever the number of points."""
CALL, OPERATION, ROW, SLOW_ROW = 7e-6, 4e-7, 2.5e-10, 3e-9
"""Seconds, measured: of an evaluation, of each operation in it, and of each operation on one row."""
QUICK = frozenset({"add", "sub", "neg", "mul", "div", "abs", "min", "max", "sqrt", "sign"})


class Kernel(NamedTuple):
    """A generated function, and how many arrays of floats and of truths it works in."""

    function: Any
    buffers: int
    masks: int


class RowFormula:
    """One per text and names; shared by the whole data set, its batches and its parts. Orders as in Formula."""

    def __init__(self, text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> None:
        self.reading = expression.read(text, variables, columns)
        if not self.reading.columns:
            hint = "Use at least one column of the data."
            raise ExpressionError("This loss does not look at the data.", (0, len(text)), hint, text)
        self.made_of = (text, variables, columns)
        self.columns = self.reading.columns
        self._lock = threading.RLock()
        self._graph = Graph()
        names = (*self.reading.variables, *self.reading.parameters, *self.columns)
        self._inputs = {name: self._graph.input(f"in{place}") for place, name in enumerate(names)}
        self._outputs: dict[int, tuple[Node, ...]] = {
            0: (from_tree(self._graph, steady(self.reading.tree), self._inputs),)
        }
        self._kernels: dict[tuple[int, bool], Kernel] = {}

    def outputs(self, order: int) -> tuple[Node, ...]:
        """f, or gx and gy, or hxx, hxy, hyy of one row; differentiates on the first call for order 1 or 2."""
        with self._lock:
            if order not in self._outputs:
                from gdviz.expression.functions import OPS  # loads SymPy, which values alone never need

                symbolic = expression.differentiate(self.reading)
                wanted = symbolic.gradient if order == 1 else symbolic.hessian
                self._outputs[order] = tuple(from_sympy(self._graph, e, self._inputs, OPS) for e in wanted)
            return self._outputs[order]

    def at_point(self, order: int, x: float, y: float, parameters: Sequence[float], columns: Sequence[Array]) -> Array:
        """The entries of one order for every row at one point: (order + 1, rows)."""
        kernel = self._kernel(order, one=True)
        shape = columns[0].shape
        result = np.empty((order + 1, *shape))
        buffers, masks = np.empty((kernel.buffers, *shape)), np.empty((kernel.masks, *shape), bool)
        numbers = [np.array(number, np.float64) for number in (x, y, *parameters)]
        with np.errstate(all="ignore"):
            kernel.function(*numbers, *columns, *result, *buffers, *masks)
        return result

    def at_points(self, order: int, points: Array, parameters: Sequence[float], columns: Sequence[Array]) -> Array:
        """The entries of one order at points (2, k) for every row, (order + 1, k, rows).

        columns hold (rows,), the same for all points, or (k, rows), each point its own.
        """
        kernel = self._kernel(order, one=False)
        shape = points.shape[1], columns[0].shape[-1]
        result = np.empty((order + 1, *shape))
        buffers, masks = np.empty((kernel.buffers, *shape)), np.empty((kernel.masks, *shape), bool)
        numbers = [np.array(number, np.float64) for number in parameters]
        with np.errstate(all="ignore"):
            kernel.function(*points[:, :, None], *numbers, *columns, *result, *buffers, *masks)
        return result

    def seconds(self, order: int, rows: int) -> float:
        """What an evaluation of one order at one point takes, by counting its operations: about right, never timed."""
        operations = [node.op for node in reachable(self.outputs(order)) if node.arguments]
        each_row = sum(ROW if op in QUICK else SLOW_ROW for op in operations)
        return CALL + OPERATION * len(operations) + rows * each_row

    def _kernel(self, order: int, one: bool) -> Kernel:
        with self._lock:
            if (order, one) not in self._kernels:
                self._kernels[order, one] = self._compiled(order, one)
            return self._kernels[order, one]

    def _compiled(self, order: int, one: bool) -> Kernel:
        names = {node: node.name for node in self._inputs.values()}
        results = [f"result{i}" for i in range(order + 1)]
        reading = self.reading
        small = (*reading.variables, *reading.parameters) if one else reading.parameters
        scalars = [self._inputs[name] for name in small]
        block = batch_block(self._graph, self.outputs(order), names, into=results, scalars=scalars)
        arrays = [f"v_b{i}" for i in range(block.buffers)] + [f"v_k{i}" for i in range(block.masks)]
        lines = "".join(f"    {line}\n" for line in block.lines)
        source = f"def kernel({', '.join((*names.values(), *results, *arrays))}):\n{lines}"
        return Kernel(define("kernel", source), block.buffers, block.masks)

    def __reduce__(self) -> tuple[Any, ...]:
        return (row_formula, self.made_of)


@lru_cache(maxsize=128)
def row_formula(text: str, variables: tuple[str, str], columns: tuple[str, ...]) -> RowFormula:
    """The shared RowFormula of a text; 128 are kept, as texts are the visitors' choice. Raises ExpressionError."""
    return RowFormula(text, variables, columns)
