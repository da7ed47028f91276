"""Strength reduction: constant factors of a step are folded into coefficients computed before the loop.

Adam's `m = beta1*m + (1 - beta1)*g` is held as m/(1 - beta1), which costs one product less, and its two bias
corrections, the rate and the scales of the memory meet in one number for each step, precomputed before the run.
"""

from collections import Counter
from collections.abc import Collection, Sequence

from gdviz.kernel import Graph, Node, reachable

STEPWISE = frozenset({"t", "alpha", "xi_x", "xi_y", "k_schedule_scale", "k_schedule_shift"})
"""Inputs precomputed before the run that differ from step to step."""
Scaled = tuple[Node | None, Node]
"""A value as a precomputed factor (None for 1) times the rest."""
Update = tuple[Node, Node, Node, Node]
"""decay, old, scale, new of decay·old + scale·new: the two factors precomputed, the other two not."""


def reduce_strength(
    graph: Graph,
    before: Sequence[Node],
    after: Sequence[Node],
    points: Sequence[Node],
    begin: Sequence[Node],
    surface_nodes: Collection[Node],
    batched: Collection[str] = (),
) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The row `after` a step and the points of calls, equal to rounding; states may be held as multiples.

    before, after: theta_x, theta_y, then the states, which begin at `begin`. surface_nodes: left in
    the order of operations in which the surface is evaluated elsewhere. Exact where the precomputed numbers are
    finite.
    """
    rewriting = _Rewriting(graph, [*after, *points], _precomputed([*after, *points], before, batched), surface_nodes)
    counted = Counter(after)
    for old, update, first in zip(before[2:], after[2:], begin, strict=True):
        if counted[update] == 1 and first.is_constant and first.value == 0.0:
            rewriting.hold_as_multiple(old, update)
    rewriting.walk()
    row = tuple(rewriting.held.get(node) or rewriting.whole(node) for node in after)
    return row, tuple(rewriting.whole(point) for point in points)


class _Rewriting:
    """One walk over a step's nodes, operands first."""

    def __init__(
        self, graph: Graph, outputs: Sequence[Node], precomputed: Collection[Node], surface_nodes: Collection[Node]
    ) -> None:
        self.graph, self.precomputed, self.surface_nodes = graph, precomputed, surface_nodes
        self.nodes = reachable(outputs)
        self.uses = Counter(a for node in self.nodes for a in node.arguments) + Counter(outputs)
        self.scaled: dict[Node, Scaled] = {}
        self.updates: dict[Node, Update] = {}
        self.held: dict[Node, Node] = {}

    def hold_as_multiple(self, old: Node, update: Node) -> None:
        """Keep a memory without its scale, if it is updated as decay·old + scale·new."""
        if update.op != "add" or update in self.surface_nodes:
            return
        for decayed, new in (update.arguments, update.arguments[::-1]):
            if decayed.op == new.op == "mul" and old in decayed.arguments and new not in self.surface_nodes:
                decay = _other(decayed, old)
                scale = next((a for a in new.arguments if a in self.precomputed), None)
                if decay in self.precomputed and scale is not None and _is_steady(scale):
                    self.updates[update] = decay, old, scale, _other(new, scale)
                    self.scaled[old] = scale, old
                    return

    def walk(self) -> None:
        """Every node that is not precomputed, as a factor times the rest."""
        for node in self.nodes:
            if node in self.updates:
                decay, old, scale, new = self.updates[node]
                self.held[node] = self._apply("add", self._apply("mul", old, decay), self.whole(new))
                self.scaled[node] = scale, self.held[node]
            elif node not in self.precomputed and node not in self.scaled:
                self.scaled[node] = (None, node) if node.op == "input" else self.rewritten(node)

    def whole(self, node: Node) -> Node:
        """The value itself."""
        if node in self.precomputed:
            return node
        factor, rest = self.scaled[node]
        return rest if factor is None else self._apply("mul", factor, rest)

    def rewritten(self, node: Node) -> Scaled:
        """One node; a factor stays apart only on the way to the single place that uses it."""
        if node in self.surface_nodes:
            return None, self._apply(node.op, *(self.whole(a) for a in node.arguments))
        factor, rest = self.parted(node)
        if factor is None or self.uses[node] == 1:
            return factor, rest
        return None, self._apply("mul", factor, rest)

    def parted(self, node: Node) -> Scaled:
        """One node as a precomputed factor and the rest."""
        if node.op in ("mul", "div"):
            return self.product(node.op, *node.arguments)
        if node.op == "sqrt":
            factor, rest = self.scaled[node.arguments[0]]
            return (None if factor is None else self._apply("sqrt", factor)), self._apply("sqrt", rest)
        if node.op == "add":
            for one, other in (node.arguments, node.arguments[::-1]):
                factor = None if other in self.precomputed else self.scaled[other][0]
                if one in self.precomputed and factor is not None:
                    return factor, self._apply("add", self._apply("div", one, factor), self.scaled[other][1])
        return None, self._apply(node.op, *(self.whole(a) for a in node.arguments))

    def product(self, op: str, left: Node, right: Node) -> Scaled:
        """A product or quotient: precomputed factors with precomputed factors, the rest with the rest."""
        if left in self.precomputed:
            factor, rest = self.scaled[right]
            if op == "mul":
                return (left if factor is None else self._apply("mul", left, factor)), rest
            return None, self._apply("div", left if factor is None else self._apply("div", left, factor), rest)
        factor, rest = self.scaled[left]
        if right in self.precomputed:
            return self._apply(op, 1.0 if factor is None else factor, right), rest
        other, last = self.scaled[right]
        if other is not None:
            factor = self._apply(op, 1.0 if factor is None else factor, other)
        return factor, self._apply(op, rest, last)

    def _apply(self, op: str, *operands: Node | float) -> Node:
        return self.graph.apply(op, *operands)


def _precomputed(outputs: Sequence[Node], before: Sequence[Node], batched: Collection[str]) -> set[Node]:
    """Those that need neither the row of the last step nor an answer of the surface, and are one for all paths."""
    precomputed: set[Node] = set()
    for node in reachable(outputs):
        moving = node.op == "input" and (node in before or node.name in batched or node.name.startswith("q"))
        if not moving and all(a in precomputed for a in node.arguments):
            precomputed.add(node)
    return precomputed


def _is_steady(precomputed: Node) -> bool:
    """The same in every step."""
    return not any(node.name in STEPWISE for node in reachable([precomputed]))


def _other(product: Node, factor: Node) -> Node:
    left, right = product.arguments
    return right if left is factor else left
