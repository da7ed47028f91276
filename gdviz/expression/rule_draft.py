"""Draft of an update rule: its lines while names are resolved, and the parts of their expressions."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gdviz.expression.rule_index import Indexed, decoded
from gdviz.expression.rule_lines import RuleLine
from gdviz.expression.syntax import Binary, ExpressionError, Name, Negative, Node, walk, with_names


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
        return [decoded(line.target).base for line in self.lines]

    def index_of(self, base: str) -> int | None:
        """The step index under which a name is assigned; raises ExpressionError for two."""
        lines = [line for line in self.lines if decoded(line.target).base == base]
        offsets = {decoded(line.target).offset for line in lines}
        if len(offsets) > 1:
            hint = "Write one line a step."
            raise ExpressionError("A name is assigned for two different steps.", lines[-1].span, hint)
        return next(iter(offsets), None)

    def read(self) -> Iterator[tuple[Name, Indexed]]:
        """Every name that is read."""
        for line in self.lines:
            for node in walk(line.tree):
                if isinstance(node, Name):
                    yield node, decoded(node.name)

    def free(self) -> dict[str, Name]:
        """Names that are read and never given a value, with a place where they stand."""
        assigned = {*self.bases(), *self.defaults}
        unassigned: dict[str, Name] = {}
        for node, name in self.read():
            if name.base not in assigned:
                unassigned.setdefault(name.base, node)
        return unassigned

    def rename(self, old: str, new: str) -> None:
        """Rename everywhere; indices stay."""

        def change(name: str) -> str:
            index = decoded(name)
            return index._replace(base=new).coded if index.base == old else name

        self.lines = [
            replace(
                line, target=change(line.target), tree=with_names(line.tree, lambda n: replace(n, name=change(n.name)))
            )
            for line in self.lines
        ]
        if old in self.begins:
            self.begins[new] = self.begins.pop(old)
        if old in self.defaults:
            self.defaults[new] = self.defaults.pop(old)


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


def factors(tree: Node) -> Iterator[Node]:
    """The factors of a product, and of what stands above a fraction."""
    match tree:
        case Binary("*", left, right):
            yield from factors(left)
            yield from factors(right)
        case Binary("/", above, _):
            yield from factors(above)
        case Negative(operand):
            yield from factors(operand)
        case _:
            yield tree
