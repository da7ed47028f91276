"""Lines of an update rule, the step indices of their names, and the draft that they are while names are resolved."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from gdviz.expression.syntax import Binary, Call, ExpressionError, Name, Negative, Node, Span, walk, with_names

LETTERS = "tkn"
"""Letters that count steps; i and j name a coordinate, and every line holds for each."""
_CODED = re.compile(r"(.+)__([a-z])_([mp])([0-9])", re.ASCII)


class Indexed(NamedTuple):
    """A name with the step it belongs to: 0 for the index itself, -1 for one step before; None without an index."""

    base: str
    offset: int | None = None
    letter: str = ""

    @property
    def coded(self) -> str:
        """As one word that nobody can type."""
        if self.offset is None:
            return self.base
        return f"{self.base}__{self.letter}_{'m' if self.offset < 0 else 'p'}{abs(self.offset)}"


def decoded(name: str) -> Indexed:
    """What `coded` has put together."""
    match = _CODED.fullmatch(name)
    if not match:
        return Indexed(name)
    base, letter, sign, size = match.groups()
    return Indexed(base, -int(size) if sign == "m" else int(size), letter)


@dataclass(frozen=True)
class RuleLine:
    """target = tree, as it stood in `text` (without comment) on line number `line` (from 1); span in the whole text."""

    target: str
    tree: Node
    text: str
    line: int
    span: Span

    @property
    def base(self) -> str:
        """The name that is assigned, without its index."""
        return decoded(self.target).base

    def read(self) -> Iterator[tuple[Name, Indexed]]:
        """Every name that is read."""
        for node in walk(self.tree):
            if isinstance(node, Name):
                yield node, decoded(node.name)


def names_read(line: RuleLine) -> set[str]:
    """The names that a line reads, without their indices."""
    return {index.base for _, index in line.read()}


def looks_elsewhere(tree: Node) -> bool:
    """Whether the gradient is taken at a place of its own."""
    return any(isinstance(node, Call) and node.function == "grad" for node in walk(tree))


@dataclass
class Draft:
    """A rule while its names are being understood; begins: memory → tree; defaults: knob → number; notes: readings."""

    lines: list[RuleLine]
    begins: dict[str, Node] = field(default_factory=dict)
    defaults: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    moved: str = "theta"

    def bases(self) -> list[str]:
        """The names that are assigned, without their indices, in order."""
        return [line.base for line in self.lines]

    def index_of(self, base: str) -> int | None:
        """The step index under which a name is assigned; raises ExpressionError for two."""
        lines = [line for line in self.lines if line.base == base]
        offsets = {decoded(line.target).offset for line in lines}
        if len(offsets) > 1:
            hint = "Write one line a step."
            raise ExpressionError("A name is assigned for two different steps.", lines[-1].span, hint)
        return next(iter(offsets), None)

    def read(self) -> Iterator[tuple[Name, Indexed]]:
        """Every name that is read."""
        return chain.from_iterable(line.read() for line in self.lines)

    def free(self) -> dict[str, Name]:
        """Names that are read and never given a value, with a place where they stand."""
        assigned = {*self.bases(), *self.defaults}
        unassigned: dict[str, Name] = {}
        for node, name in self.read():
            if name.base not in assigned:
                unassigned.setdefault(name.base, node)
        return unassigned

    def change(self, base: str, change: Callable[[Indexed], Indexed]) -> None:
        """Change a name wherever it is assigned or read."""

        def changed(name: str) -> str:
            index = decoded(name)
            return change(index).coded if index.base == base else name

        self.lines = [
            replace(
                line,
                target=changed(line.target),
                tree=with_names(line.tree, lambda node: replace(node, name=changed(node.name))),
            )
            for line in self.lines
        ]

    def rename(self, old: str, new: str) -> None:
        """Rename everywhere; indices stay."""
        self.change(old, lambda index: index._replace(base=new))
        for values in (self.begins, self.defaults):
            if old in values:
                values[new] = values.pop(old)  # type: ignore[assignment]


def summands(tree: Node) -> Iterator[Node]:
    """The parts of a sum, signs aside."""
    match tree:
        case Binary("+" | "-", left, right):
            yield from summands(left)
            yield from summands(right)
        case Negative(operand):
            yield from summands(operand)
        case _:
            yield tree
