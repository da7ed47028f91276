"""Syntax tree: its kinds of node, each with its position in the text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

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
