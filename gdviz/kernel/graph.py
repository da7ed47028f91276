"""A hash-consed graph of arithmetic: the same operation on the same operands is one node, computed once."""

import math
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from gdviz.kernel.operations import COMPARISONS, OPERATIONS, fold
from gdviz.kernel.simplify import simplify

_INPUT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value: an operation on earlier nodes, a constant (op "constant") or a run-time input (op "input").

    index grows along the graph, so sorting by it is a topological order. Nodes are compared by identity.
    """

    index: int
    op: str
    arguments: tuple["Node", ...] = ()
    value: float = math.nan
    name: str = ""

    @property
    def is_constant(self) -> bool:
        """Known before the run."""
        return self.op == "constant"

    def __repr__(self) -> str:
        inside = self.name or (
            repr(self.value) if self.is_constant else ", ".join(f"#{a.index}" for a in self.arguments)
        )
        return f"<#{self.index} {self.op} {inside}>"


class Graph:
    """Append-only; every method returns a node that already stood for the same value where there is one."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[object, ...], Node] = {}
        self._count = count()

    def __len__(self) -> int:
        return len(self._nodes)

    def input(self, name: str) -> Node:
        """A number or array that is given at run time. Raises ValueError for a name that is not a plain word."""
        if not _INPUT_NAME.fullmatch(name) or "__" in name:
            raise ValueError("An input's name is letters, digits and single underscores.")
        return self._intern(("input", name), "input", name=name)

    def constant(self, value: float) -> Node:
        """A fixed number; -0.0 and 0.0 are two constants."""
        number = float(value)
        return self._intern(("constant", struct.pack("<d", number)), "constant", value=number)

    def apply(self, op: str, *operands: "Node | float") -> Node:
        """The value of an operation; folded if all operands are constants, rewritten only where IEEE agrees.

        Raises KeyError for an unknown operation, ValueError for a wrong number of operands.
        """
        operation = OPERATIONS[op]
        if len(operands) != operation.arity:
            raise ValueError(f"{op} takes {operation.arity} operands.")
        nodes = tuple(o if isinstance(o, Node) else self.constant(o) for o in operands)
        if op == "where" or any(node.op in COMPARISONS for node in nodes):
            nodes = self._as_numbers(op, nodes)
        if all(node.op == "constant" for node in nodes):
            value = fold(op, tuple(node.value for node in nodes))
            if value is not None:
                return self.constant(value)
        if operation.commutes and nodes[0].index > nodes[1].index:
            nodes = (nodes[1], nodes[0])
        simpler = simplify(self, op, nodes)
        return simpler if simpler is not None else self._intern((op, *nodes), op, nodes)

    def find(self, op: str, *nodes: Node) -> Node | None:
        """The node of exactly this operation if it exists already."""
        return self._nodes.get((op, *nodes))

    def graft(self, outputs: Sequence[Node], replacements: Mapping[Node, Node]) -> tuple[Node, ...]:
        """The same values with some nodes replaced: a copy into this graph, from this or another graph.

        Inputs that are not replaced keep their names.
        """
        copies: dict[Node, Node] = dict(replacements)
        renamed = all(node.op == "input" for node in replacements.values())  # then nothing can become simpler
        for node in reachable(outputs, stop=replacements):
            if node.is_constant:
                copies[node] = self.constant(node.value)
            elif node.op == "input":
                copies[node] = self.input(node.name)
            else:
                arguments = tuple(copies[a] for a in node.arguments)
                copies[node] = self._copied(node.op, arguments) if renamed else self.apply(node.op, *arguments)
        return tuple(copies[output] for output in outputs)

    def _copied(self, op: str, nodes: tuple[Node, ...]) -> Node:
        """The node of an operation that is as simple as it can be."""
        if OPERATIONS[op].commutes and nodes[0].index > nodes[1].index:
            nodes = (nodes[1], nodes[0])
        return self._intern((op, *nodes), op, nodes)

    def _as_numbers(self, op: str, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Comparisons are truths in `where` and the numbers 1 and 0 everywhere else."""
        if op == "where":
            condition = nodes[0]
            if condition.op not in COMPARISONS and not condition.is_constant:
                condition = self.apply("ne", condition, 0.0)
            return (condition, *self._as_numbers("", nodes[1:]))
        return tuple(self.apply("where", node, 1.0, 0.0) if node.op in COMPARISONS else node for node in nodes)

    def _intern(
        self,
        key: tuple[object, ...],
        op: str,
        arguments: tuple[Node, ...] = (),
        value: float = math.nan,
        name: str = "",
    ) -> Node:
        node = self._nodes.get(key)
        if node is None:
            # count and setdefault are atomic: two threads that meet here get the same node
            node = self._nodes.setdefault(key, Node(next(self._count), op, arguments, value, name))
        return node


def reachable(outputs: Iterable[Node], stop: Iterable[Node] = ()) -> list[Node]:
    """Every node the outputs need, operands first, without the nodes in stop and what only they need."""
    seen = set(stop)
    nodes: list[Node] = []
    waiting = list(outputs)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            nodes.append(node)
            waiting.extend(node.arguments)
    return sorted(nodes, key=lambda node: node.index)
