"""A typed formula made computable: its graph, extended by SymPy's derivatives when first asked for, and its kernels."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz import expression
from gdviz.expression.steady import steady
from gdviz.kernel.batch import batch_block
from gdviz.kernel.compile import define
from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.scalar import scalar_block
from gdviz.kernel.translate import from_sympy, from_tree

Array = NDArray[np.float64]
# 64 kB a buffer: a handful of them stays in the second-level cache
CHUNK = 8192


@dataclass(frozen=True)
class _BatchKernel:
    function: Callable[..., None]
    buffers: int
    masks: int


class Formula:
    """One per text, shared by every surface of that text; parameters are arguments, so no value of them recompiles.

    Orders are 0 value (f), 1 gradient (gx, gy), 2 Hessian (hxx, hxy, hyy). Thread-safe.
    """

    symbolic = True

    def __init__(self, text: str) -> None:
        reading = expression.read(text)
        self.text, self.reading = text, reading
        self.variables, self.parameters = reading.variables, reading.parameters
        self.latex, self.notes, self.readings = reading.latex, reading.notes, reading.readings
        self.smooth, self.one_variable = reading.smooth, reading.one_variable
        self._lock = threading.RLock()
        self._graph = Graph()
        self._outputs: dict[int, tuple[Node, ...]] = {}
        self._scalar: dict[int, Callable[..., tuple[float, ...]]] = {}
        self._batch: dict[tuple[int, ...], _BatchKernel] = {}

    @cached_property
    def _inputs(self) -> dict[str, Node]:
        words = (*self.variables, *(f"p_{name}" for name in self.parameters))
        return dict(zip((*self.variables, *self.parameters), map(self._graph.input, words), strict=True))

    def outputs(self, order: int) -> tuple[Node, ...]:
        """The nodes of one order; differentiates on the first call for order 1 or 2."""
        if order not in self._outputs:
            with self._lock:
                made = self._written() if order == 0 else self._differentiated(order)
                self._outputs[order] = made
        return self._outputs[order]

    def _written(self) -> tuple[Node, ...]:
        return (from_tree(self._graph, steady(self.reading.tree), self._inputs),)

    def _differentiated(self, order: int) -> tuple[Node, ...]:
        from gdviz.expression.functions import OPS  # loads SymPy, which values alone never need

        symbolic = expression.differentiate(self.reading)
        self.outputs(0)  # first in the graph, so that derivatives are written in the formula's own parts
        wanted = symbolic.gradient if order == 1 else symbolic.hessian
        return tuple(from_sympy(self._graph, e, self._inputs, OPS) for e in wanted)

    def prepare(self) -> None:
        """Differentiate now; raises ExpressionError for derivatives that are refused."""
        self.outputs(2)

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int) -> tuple[Node, ...]:
        """f, then gx, gy, then hxx, hxy, hyy, up to order, at (x, y) in a graph; parameters are its inputs p_<name>."""
        wanted = [node for o in range(order + 1) for node in self.outputs(o)]
        with self._lock:
            return graph.graft(wanted, dict(zip(self._inputs.values(), (x, y), strict=False)))

    def at_point(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Sequence[float]:
        """One order at one point. Never raises: where Python floats would, IEEE answers."""
        try:
            return self._scalar_kernel(order)(float(x), float(y), *parameters.values())
        except (ArithmeticError, ValueError):
            return [float(a[0]) for a in self.at_points(order, np.array([x, y], np.float64)[:, None], parameters)]

    def at_points(self, order: int, points: Array, parameters: Mapping[str, float]) -> Array:
        """One order at points (2, n): (1, n), (2, n) or (3, n). Never warns; NaN or inf where undefined."""
        return self._at_points((order,), points, parameters)

    def slopes(self, points: Array, parameters: Mapping[str, float]) -> Array:
        """Gradient and Hessian at points (2, n) by one kernel, which computes what both need once: (5, n)."""
        return self._at_points((1, 2), points, parameters)

    def _at_points(self, orders: tuple[int, ...], points: Array, parameters: Mapping[str, float]) -> Array:
        kernel = self._batch_kernel(orders)
        count = points.shape[1]
        width = min(count, CHUNK)
        result = np.empty((sum(orders) + len(orders), count))
        buffers, masks = np.empty((kernel.buffers, width)), np.empty((kernel.masks, width), bool)
        values = [np.array(value, np.float64) for value in parameters.values()]
        with np.errstate(all="ignore"):
            for begin in range(0, count, CHUNK):
                part = slice(begin, min(begin + CHUNK, count))
                work = slice(0, part.stop - begin)
                kernel.function(*points[:, part], *values, *result[:, part], *buffers[:, work], *masks[:, work])
        return result

    def _scalar_kernel(self, order: int) -> Callable[..., tuple[float, ...]]:
        if order not in self._scalar:
            with self._lock:
                names = self._names()
                lines, expressions = scalar_block(self._graph, self.outputs(order), names)
                body = [*lines, f"return ({', '.join(expressions)},)"]
                self._scalar[order] = define("kernel", _function(list(names.values()), body))
        return self._scalar[order]

    def _batch_kernel(self, orders: tuple[int, ...]) -> _BatchKernel:
        if orders not in self._batch:
            with self._lock:
                names, outputs = self._names(), [node for order in orders for node in self.outputs(order)]
                results = [f"result{i}" for i in range(len(outputs))]
                scalars = list(names)[2:]
                block = batch_block(self._graph, outputs, names, into=results, scalars=scalars)
                arrays = [f"v_b{i}" for i in range(block.buffers)] + [f"v_k{i}" for i in range(block.masks)]
                source = _function([*names.values(), *results, *arrays], block.lines)
                self._batch[orders] = _BatchKernel(define("kernel", source), block.buffers, block.masks)
        return self._batch[orders]

    def _names(self) -> dict[Node, str]:
        """Inputs in argument order, under names of our own."""
        return {node: f"in{place}" for place, node in enumerate(self._inputs.values())}

    def gradient_latex(self) -> tuple[str, ...]:
        """LaTeX of the two derivatives."""
        return expression.differentiate(self.reading).gradient_latex()

    def hessian_latex(self) -> tuple[str, ...]:
        """LaTeX of the second derivatives xx, xy, yy."""
        return expression.differentiate(self.reading).hessian_latex()


def _function(arguments: list[str], body: list[str]) -> str:
    return f"def kernel({', '.join(arguments)}):\n" + "".join(f"    {line}\n" for line in body)


@lru_cache(maxsize=256)
def formula(text: str) -> Formula:
    """The shared Formula of a text; 256 are kept, as texts are the visitors' choice. Raises ExpressionError."""
    return Formula(text)
