"""Work counted as it is done, so that a survey of any accepted formula ends in little over a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gdviz.kernel.graph import Graph, Node, reachable

CHEAP = frozenset(
    {"add", "sub", "neg", "mul", "div", "sqrt", "abs", "sign", "step", "max", "min", "floor", "ceil", "where"}
)
DEAR = 15.0  # what a sine, a logarithm or a power costs
LIMIT = 5e8  # additions of two floats, or what costs as much
PLAIN = 100.0  # of a surface without a formula
CALL = 3e4  # of calling NumPy for one more set of points, however few


@dataclass
class Work:
    """What has been computed so far, and how much there may be."""

    spent: float = 0.0
    limit: float = LIMIT

    def add(self, points: int, each: float) -> None:
        """Counts an evaluation of some points, each of some cost."""
        self.spent += points * each + CALL

    @property
    def over(self) -> bool:
        return self.spent > self.limit

    def affords(self, each: float) -> int:
        """How many more such pieces of work there may be."""
        return max(0, int((self.limit - self.spent) / each))


def weights(surface: Any) -> tuple[float, float, float]:
    """What value, gradient and Hessian cost at one point, in additions."""
    if not getattr(surface, "symbolic", False):
        return PLAIN, 2 * PLAIN, 3 * PLAIN
    graph = Graph()
    nodes = surface.instantiate(graph, graph.input("x"), graph.input("y"), order=2)
    return cost(nodes[:1]), cost(nodes[1:3]), cost(nodes[3:])


def cost(outputs: Sequence[Node]) -> float:
    """Of computing the outputs once, at least 1."""
    return 1.0 + sum(1.0 if node.op in CHEAP else DEAR for node in reachable(outputs) if node.arguments)
