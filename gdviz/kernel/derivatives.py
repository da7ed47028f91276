"""A formula's value, gradient and Hessian in one graph, differentiated and compiled as NumPy functions when needed."""

import threading
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz import expression
from gdviz.checkpoint import checkpoint
from gdviz.expression.steady import steady
from gdviz.kernel.batch import Block, batch_block
from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.source import define
from gdviz.kernel.translate import from_sympy, from_tree
from gdviz.lazy import lazy_property

CHUNK = 8192
"""Columns worked on together: 64 kB a buffer, so that a handful of them stays in the second-level cache."""


class BatchFunction:
    """A function of arrays, one for each input node in order; scalars are those inputs that are 0-d arrays."""

    def __init__(
        self, graph: Graph, outputs: Sequence[Node], inputs: Sequence[Node], scalars: Collection[Node] = ()
    ) -> None:
        names = {node: f"in{place}" for place, node in enumerate(inputs)}
        results = [f"result{place}" for place in range(len(outputs))]
        self._block = batch_block(graph, outputs, names, into=results, scalars=scalars)
        arguments = (*names.values(), *results, *working_names(self._block, "v"))
        lines = "".join(f"    {line}\n" for line in self._block.lines)
        self._function = define("kernel", f"def kernel({', '.join(arguments)}):\n{lines}")
        self._outputs = len(outputs)

    def __call__(self, inputs: Sequence[np.ndarray], *shape: int) -> np.ndarray:
        """The outputs (outputs, *shape). Never warns; NaN or inf where undefined. A checkpoint after each call."""
        result = np.empty((self._outputs, *shape))
        with np.errstate(all="ignore"):
            self._function(*inputs, *result, *self._working_arrays(*shape))
        checkpoint()
        return result

    def in_chunks(self, arrays: np.ndarray, numbers: Sequence[np.ndarray], width: int) -> np.ndarray:
        """The outputs (outputs, n) for inputs arrays (k, n), then numbers (0-d), so many columns at a time."""
        count = arrays.shape[1]
        if count <= width:
            return self([*arrays, *numbers], count)
        result, work = np.empty((self._outputs, count)), self._working_arrays(width)
        with np.errstate(all="ignore"):
            for first in range(0, count, width):
                part, rest = slice(first, first + width), count - first
                used = work if rest >= width else [array[:rest] for array in work]
                self._function(*arrays[:, part], *numbers, *result[:, part], *used)
                checkpoint()
        return result

    def _working_arrays(self, *shape: int) -> list[NDArray[Any]]:
        """Its buffers, then its masks."""
        return [*np.empty((self._block.buffers, *shape)), *np.empty((self._block.masks, *shape), dtype=bool)]


def working_names(block: Block, prefix: str) -> list[str]:
    """The names of a block's buffers, then of its masks."""
    return [f"{prefix}_b{i}" for i in range(block.buffers)] + [f"{prefix}_k{i}" for i in range(block.masks)]


class Derivatives:
    """Orders are 0 value (f), 1 gradient (gx, gy), 2 Hessian (hxx, hxy, hyy). Thread-safe.

    Inputs of the graph, and arguments of what is compiled: the two variables, the parameters, the columns of data.
    """

    def __init__(self, reading: expression.Reading) -> None:
        self.reading = reading
        self._lock = threading.RLock()
        self._graph = Graph()
        self._outputs: dict[int, tuple[Node, ...]] = {}
        self._functions: dict[tuple[tuple[int, ...], int], BatchFunction] = {}

    @lazy_property
    def _inputs(self) -> dict[str, Node]:
        reading = self.reading
        words = [*("in_x", "in_y"), *(f"p_{name}" for name in reading.parameters)]
        words += [f"in{place}" for place in range(len(reading.columns))]
        names = (*reading.variables, *reading.parameters, *reading.columns)
        return dict(zip(names, map(self._graph.input, words), strict=True))

    def outputs(self, order: int) -> tuple[Node, ...]:
        """The nodes of one order; differentiates on the first call for order 1 or 2."""
        if order not in self._outputs:
            if order:
                expression.differentiate(self.reading)  # in slices, so not under the lock
            with self._lock:
                self._outputs[order] = self._differentiated(order) if order else self._written()
        return self._outputs[order]

    def _written(self) -> tuple[Node, ...]:
        return (from_tree(self._graph, steady(self.reading.tree), self._inputs),)

    def _differentiated(self, order: int) -> tuple[Node, ...]:
        symbolic = expression.differentiate(self.reading)
        self.outputs(0)  # first in the graph, so that derivatives are written in the formula's own parts
        expressions = symbolic.gradient if order == 1 else symbolic.hessian
        return tuple(from_sympy(self._graph, e, self._inputs) for e in expressions)

    def prepare(self) -> None:
        """Differentiate now; raises ExpressionError for derivatives that are refused."""
        self.outputs(2)

    def batch_function(self, *orders: int, points: bool = True) -> BatchFunction:
        """These orders together, what they share computed once; points: the variables are arrays, not two numbers."""
        first = 2 if points else 0
        if (orders, first) not in self._functions:
            outputs = [node for order in orders for node in self.outputs(order)]
            with self._lock:
                inputs = [*self._inputs.values()]
                scalars = inputs[first : 2 + len(self.reading.parameters)]
                self._functions[orders, first] = BatchFunction(self._graph, outputs, inputs, scalars)
        return self._functions[orders, first]
