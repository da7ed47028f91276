"""A formula's value, gradient and Hessian as nodes of one graph, differentiated and compiled when first asked for."""

import threading

from gdviz import expression
from gdviz.expression.steady import steady
from gdviz.kernel.batch_function import BatchFunction
from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.translate import from_sympy, from_tree
from gdviz.lazy import lazy_property


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
                made = self._written() if order == 0 else self._differentiated(order)
                self._outputs[order] = made
        return self._outputs[order]

    def _written(self) -> tuple[Node, ...]:
        return (from_tree(self._graph, steady(self.reading.tree), self._inputs),)

    def _differentiated(self, order: int) -> tuple[Node, ...]:
        from gdviz.expression.functions import OPS  # loads SymPy, which values alone never need

        symbolic = expression.differentiate(self.reading)
        self.outputs(0)  # first in the graph, so that derivatives are written in the formula's own parts
        expressions = symbolic.gradient if order == 1 else symbolic.hessian
        return tuple(from_sympy(self._graph, e, self._inputs, OPS) for e in expressions)

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
