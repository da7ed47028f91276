"""Syntax tree: its kinds of node, each with its position in the text."""

from collections.abc import Mapping
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


def renamed(tree: Node, names: Mapping[str, str]) -> Node:
    """The tree with other names in place of these."""
    match tree:
        case Name(name):
            return replace(tree, name=names.get(name, name))
        case Negative(operand):
            return replace(tree, operand=renamed(operand, names))
        case Binary(_, left, right):
            return replace(tree, left=renamed(left, names), right=renamed(right, names))
        case Call(_, arguments):
            return replace(tree, arguments=tuple(renamed(argument, names) for argument in arguments))
    return tree
