"""Prints a graph as NumPy statements that write into given buffers: the fastest form for thousands of paths."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from gdviz.kernel.array_rewrites import lower
from gdviz.kernel.graph import Graph, Node, reachable
from gdviz.kernel.operations import COMPARISONS, OPERATIONS
from gdviz.kernel.source import check_names, constant_name


class Block(NamedTuple):
    """Generated statements, the expression of each output, and how many arrays of each kind they work in.

    The caller provides float64 arrays prefix_b0, prefix_b1 … (buffers) and bool arrays prefix_k0 … (masks), all of the
    shape of the named arrays. Expressions are names, of buffers, of given arrays, or of 0-d constants.
    """

    lines: list[str]
    expressions: list[str]
    buffers: int
    masks: int


def batch_block(
    graph: Graph,
    outputs: Sequence[Node],
    names: Mapping[Node, str],
    prefix: str = "v",
    *,
    into: Sequence[str | None] | None = None,
    scalars: Collection[Node] = (),
) -> Block:
    """Statements that compute outputs from the arrays in names; scalars are those of names that are 0-d.

    into: for each output the array that must hold it at the end (which may be one of names: it is then overwritten no
    earlier than its last use), or None to leave it where it is. What depends on scalars only is computed 0-d.
    Raises ValueError for an input without a name. Run the block under np.errstate(all="ignore").
    """
    check_names(names, prefix)
    lowered = lower(graph, outputs, names)
    return _Printer(lowered, names, prefix, into or [None] * len(outputs), scalars).block()


class _Pool:
    """Arrays handed out and taken back, fewest first."""

    def __init__(self, stem: str) -> None:
        self.made = 0
        self._stem = stem
        self._free: list[str] = []

    def take(self) -> str:
        if self._free:
            return self._free.pop()
        self.made += 1
        return f"{self._stem}{self.made - 1}"

    def give(self, name: str) -> None:
        if self.owns(name):
            self._free.append(name)

    def owns(self, name: str) -> bool:
        digits = name.removeprefix(self._stem)
        return name.startswith(self._stem) and digits.isdigit()


class _Printer:
    """One linear scan: nodes in order, a buffer from the node that makes it to the node that uses it last."""

    def __init__(
        self,
        outputs: Sequence[Node],
        names: Mapping[Node, str],
        prefix: str,
        into: Sequence[str | None],
        scalars: Collection[Node],
    ) -> None:
        self.outputs, self.prefix, self.into = outputs, prefix, into
        self.needed = [n for n in reachable(outputs, stop=names) if not n.is_constant]
        self.where = dict(names)
        self.small = set(scalars)
        self.lines: list[str] = []
        self.buffers = _Pool(f"{prefix}_b")
        self.masks = _Pool(f"{prefix}_k")
        self.last_use = {a: place for place, node in enumerate(self.needed) for a in node.arguments}
        for output in outputs:
            self.last_use[output] = len(self.needed)
        self.direct = self._direct_targets()

    def block(self) -> Block:
        self._stage_given_outputs()
        for place, node in enumerate(self.needed):
            if node.op == "input":
                raise ValueError(f"The input {node.name} has no name in the code.")
            if all(a.is_constant or a in self.small for a in node.arguments):
                self._print_small(node)
            elif node.op == "where":
                self._print_where(place, node)
            else:
                self._print_ufunc(place, node)
        expressions = []
        for output, target in zip(self.outputs, self.into, strict=True):
            if target and self._name(output) != target:
                self.lines.append(f"np_copyto({target}, {self._name(output)})")
            expressions.append(target or self._name(output))
        return Block(self.lines, expressions, self.buffers.made, self.masks.made)

    def _direct_targets(self) -> dict[Node, str]:
        """Outputs that may be written straight into their array: nobody reads its old content later."""
        read_until: dict[str, int] = {}
        for node, name in self.where.items():
            read_until[name] = max(read_until.get(name, -1), self.last_use.get(node, -1))
        direct: dict[Node, str] = {}
        for place, node in enumerate(self.needed):
            for output, target in zip(self.outputs, self.into, strict=True):
                if output is node and target and node not in direct and read_until.get(target, -1) <= place:
                    direct[node] = target
        return direct

    def _stage_given_outputs(self) -> None:
        """An output that is a given array, which another output overwrites, is copied away first."""
        for output, target in zip(self.outputs, self.into, strict=True):
            name = self.where.get(output)
            if target and name and name != target and name in self.into and output not in self.small:
                self.where[output] = self.buffers.take()
                self.lines.append(f"np_copyto({self.where[output]}, {name})")

    def _name(self, node: Node) -> str:
        return constant_name(node.value) if node.is_constant else self.where[node]

    def _free_after(self, place: int, node: Node, keep: str = "") -> None:
        for argument in set(node.arguments):
            name = self.where.get(argument, "")
            if self.last_use[argument] == place and name != keep:
                self.buffers.give(name)
                self.masks.give(name)

    def _print_small(self, node: Node) -> None:
        self.small.add(node)
        self.where[node] = f"{self.prefix}_s{node.index}"
        operands = ", ".join(self._operands(node))
        if node.op == "where":
            self.lines.append(f"{self.where[node]} = np_where({operands})")
        elif node.op in COMPARISONS:
            self.lines.append(f"{self.where[node]} = {self._ufunc(node)}({operands})")
        else:
            self.lines.append(f"{self.where[node]} = {self._ufunc(node)}({operands}, out=np_empty(()))")

    def _print_ufunc(self, place: int, node: Node) -> None:
        operands = self._operands(node)
        self._free_after(place, node)
        pool = self.masks if node.op in COMPARISONS else self.buffers
        self.where[node] = self.direct.get(node) or pool.take()
        self.lines.append(f"{self._ufunc(node)}({', '.join(operands)}, out={self.where[node]})")

    def _print_where(self, place: int, node: Node) -> None:
        """Two masked copies; the target may be the array of the other branch, never that of this one."""
        mask, chosen, other = (self._name(a) for a in node.arguments)
        target = self.direct.get(node, "")
        if not target or target == chosen:
            self.direct.pop(node, None)
            dying = self.last_use.get(node.arguments[2]) == place and self.buffers.owns(other)
            target = other if dying else self.buffers.take()
        self._free_after(place, node, keep=target)
        self.where[node] = target
        if target != other:
            self.lines.append(f"np_copyto({target}, {other})")
        self.lines.append(f"np_copyto({target}, {chosen}, where={mask})")

    def _ufunc(self, node: Node) -> str:
        if _is_square(node):
            return "np_square"
        return "np_reciprocal" if _is_reciprocal(node) else OPERATIONS[node.op].ufunc

    def _operands(self, node: Node) -> list[str]:
        names = [self._name(a) for a in node.arguments]
        if _is_square(node):
            return names[:1]
        if _is_reciprocal(node):
            return names[1:]
        if node.op == "step":
            return [*names, constant_name(0.5)]
        if node.op == "softplus":
            return [constant_name(0.0), *names]
        return names


def _is_square(node: Node) -> bool:
    return node.op == "mul" and node.arguments[0] is node.arguments[1]


def _is_reciprocal(node: Node) -> bool:
    return node.op == "div" and node.arguments[0].is_constant and node.arguments[0].value == 1.0
