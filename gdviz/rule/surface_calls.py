"""A step's evaluations of the surface: nodes of its formula, or calls at run time where it has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from gdviz.kernel import Graph, Node, reachable
from gdviz.rule.to_graph import Value
from gdviz.trajectory import Evaluations


class Terrain(Protocol):
    """A surface with a formula, which can be written into a graph at any point."""

    def __hash__(self) -> int: ...
    @property
    def parameters(self) -> tuple[str, ...]: ...
    def at_orders(
        self, orders: tuple[int, ...], points: np.ndarray, parameters: Mapping[str, np.ndarray | float]
    ) -> np.ndarray:
        """Values (order 0), gradients (1) and Hessians (2) at points (2, n), one under the other."""
        ...

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int = 1) -> tuple[Node, ...]:
        """(f, gx, gy) or (f, gx, gy, hxx, hxy, hyy)."""
        ...


@dataclass(frozen=True)
class Call:
    """An evaluation at run time: the word, the point, and the inputs that take the answer.

    word: value, grad or hess of a surface without a formula; batch_value … of the step's own mini-batch.
    """

    word: str
    point: Value
    answer: Value


class SurfaceCalls:
    """Writes a rule's evaluations into a graph, and counts the different points at which each word is evaluated."""

    def __init__(self, graph: Graph, terrain: Terrain | None) -> None:
        self.graph = graph
        self.terrain = terrain
        self.batch = False
        self.answers: dict[tuple[str, Node, Node], Value] = {}
        self.calls: list[Call] = []
        self.surface_nodes: set[Node] = set()
        self._points: dict[str, set[tuple[str, Node, Node]]] = {"value": set(), "grad": set(), "hess": set()}

    def __call__(self, word: str, x: Node, y: Node) -> Value:
        """The surface's value, gradient or Hessian at (x, y)."""
        key = (f"batch_{word}" if self.batch else word, x, y)
        self._points[word].add(key)
        if key not in self.answers:
            formula = self.terrain is not None and not self.batch
            self.answers[key] = self._formula(word, x, y) if formula else self._call(word, x, y)
        return self.answers[key]

    @property
    def evaluations(self) -> Evaluations:
        """How many points each word was evaluated at so far."""
        return Evaluations(*(len(points) for points in self._points.values()))

    def _formula(self, word: str, x: Node, y: Node) -> Value:
        """The surface's own nodes."""
        assert self.terrain is not None
        nodes = self.terrain.instantiate(self.graph, x, y, 2 if word == "hess" else 1)
        self.surface_nodes.update(reachable(nodes, stop=(x, y)))
        return {"value": nodes[:1], "grad": nodes[1:3], "hess": nodes[3:]}[word]

    def _call(self, word: str, x: Node, y: Node) -> Value:
        """Inputs that a call fills at run time."""
        parts = {"value": ("f",), "grad": ("x", "y"), "hess": ("xx", "xy", "yy")}[word]
        answer = tuple(self.graph.input(f"q{len(self.calls)}_{part}") for part in parts)
        self.calls.append(Call(f"batch_{word}" if self.batch else word, (x, y), answer))
        return answer
