"""What a text is read as: tokens, the syntax tree, and ExpressionError, a refusal with its place in the text."""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction


class ExpressionError(ValueError):
    """Typed text that cannot be understood or is refused.

    message: one sentence, ours, safe to show anywhere (no character of the visitor's outside [A-Za-z0-9_]).
    span: (start, end) offsets into the typed text; `position` is the start.
    hint: what to do about it, possibly empty.
    """

    def __init__(self, message: str, span: tuple[int, int] = (0, 0), hint: str = "", text: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.message = message
        self.span = span
        self.hint = hint
        self.text = text

    @property
    def position(self) -> int:
        """Offset of the first character that the message is about."""
        return self.span[0]

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback, which is of the reader of formulas, not of the visitor's code."""
        return [
            *(f"    {line}" for line in (self.caret().split("\n") if self.text else [])),
            f"{type(self).__name__}: {self}",
        ]

    def caret(self) -> str:
        """The line the trouble is in, with carets under the span: for a code block, never for Markdown."""
        start, end = self.span
        first = self.text.rfind("\n", 0, start) + 1
        last = self.text.find("\n", start)
        line = self.text[first : last if last >= 0 else len(self.text)]
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
        width = max(1, min(end, first + len(line)) - start)
        return f"{shown}\n{' ' * (start - first)}{'^' * width}"


COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
CHOICE, OR, AND, COMPARISON, SUM, PRODUCT, UNARY, POWER = 1, 2, 3, 5, 10, 20, 30, 40
BINDING = {
    "?": CHOICE,
    "if": CHOICE,
    "or": OR,
    "and": AND,
    "^": POWER,
    **dict.fromkeys(COMPARED, COMPARISON),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/", "%", "@", "//"), PRODUCT),
}
LOGIC = frozenset(sign for sign, binding in BINDING.items() if binding <= COMPARISON)
"""Comparisons, and what joins or chooses by them."""


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number name function operator superscript open close bar comma equals radical root fraction end
    series reduction method word.

    value: its number, its canonical name, its sign, or the degree of a radical.
    attached: a subscript that was typed without an underscore (`x2`), which may be a lost superscript.
    base: the base of a logarithm typed as a subscript (`log_3`), None if there is none.
    under: the tokens of a subscript that holds an index (`x_{i+1}`). series: index, lower and upper limit of a sum.
    part: where a slice of a vector begins (`x[1:]` is 1, `x[:-1]` is 0).
    """

    kind: str
    value: str | Fraction | float | int
    start: int
    end: int
    attached: bool = field(default=False, compare=False)
    base: int | None = field(default=None, compare=False)
    under: tuple["Token", ...] = field(default=(), compare=False)
    series: tuple[str, tuple["Token", ...], tuple["Token", ...]] = field(default=("", (), ()), compare=False)
    part: int | None = field(default=None, compare=False)

    @property
    def span(self) -> tuple[int, int]:
        """(start, end) in the typed text."""
        return self.start, self.end

    def says(self, kind: str, *values: str) -> bool:
        """Whether it is of this kind, and says one of these values if any are named."""
        return self.kind == kind and (not values or self.value in values)


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal or a folded constant: exact while small, float when it must be."""

    value: Fraction | float
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, parameter, constant (`pi`, `e`) or word of a rule, by its ASCII name: `x`, `theta_0`, `beta1`."""

    name: str
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Unary minus."""

    operand: "Node"
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """`+ - * / ^`, and in rules the comparisons `< <= > >=`."""

    operator: str
    left: "Node"
    right: "Node"
    span: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the vocabulary, by its canonical name."""

    function: str
    arguments: tuple["Node", ...]
    span: Span = field(default=(0, 0), compare=False)


Node = Number | Name | Negative | Binary | Call


def parts(node: Node) -> tuple[Node, ...]:
    """What a node is made of, from left to right."""
    match node:
        case Negative(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
    return ()


def walk(tree: Node) -> Iterator[Node]:
    """Every node of a tree, parents first, left to right."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(parts(node))


def names_in(tree: Node) -> tuple[str, ...]:
    """Every name in a tree, in order of appearance."""
    return tuple(dict.fromkeys(node.name for node in walk(tree) if isinstance(node, Name)))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its parts changed."""
    match node:
        case Negative(operand):
            return replace(node, operand=change(operand))
        case Binary(_, left, right):
            return replace(node, left=change(left), right=change(right))
        case Call(_, arguments):
            return replace(node, arguments=tuple(map(change, arguments)))
    return node


def with_names(tree: Node, change: Callable[[Name], Node]) -> Node:
    """The tree with every name changed."""
    return change(tree) if isinstance(tree, Name) else rebuilt(tree, lambda part: with_names(part, change))


def renamed(tree: Node, names: Mapping[str, str]) -> Node:
    """The tree with other names in place of these."""
    return with_names(tree, lambda node: replace(node, name=names.get(node.name, node.name)))
