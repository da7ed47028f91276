"""Trees as Python source, with no more brackets than a person would write."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from gdviz.export.words import Words, identifier, literal
from gdviz.expression import Binary, Call, Name, Negative, Node, Number, walk
from gdviz.rule.kinds import COMPARISONS, SCALAR, VECTOR, Kind, kind_of

CHOICE, SUM, PRODUCT, SIGNED, POWER, ATOM = range(6)
SHORT = 8
_CONSTANTS = {"pi": math.pi, "e": math.e}
Printed = tuple[str, int]
"""Source, and how tightly it holds together."""


@dataclass(frozen=True)
class Printer:
    """Writes expressions in the words of one library.

    names: how special names are written (constants of a derivative, coordinates). kinds: the kind of every name of a
    rule; empty for a formula, in which everything with a letter is an array.
    """

    words: Words
    names: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)

    def text(self, tree: Node, least: int = CHOICE) -> str:
        """The source, in brackets if it holds together less than `least`."""
        source, level = self._write(tree)
        return source if level >= least else f"({source})"

    def kind(self, tree: Node) -> Kind:
        """Number, vector or matrix."""
        return kind_of(tree, self.kinds) if self.kinds else (VECTOR if _lettered(tree) else SCALAR)

    def _write(self, tree: Node) -> Printed:
        match tree:
            case Number(value):
                return _number(value)
            case Name(name):
                return self._name(name)
            case Negative(operand):
                source, level = self._write(operand)
                return (f"-{source}", min(level, SIGNED)) if level >= PRODUCT else (f"-({source})", SIGNED)
            case Binary(operator, left, right) if operator in COMPARISONS:
                return f"{self.text(left, SUM)} {operator} {self.text(right, SUM)}", CHOICE
            case Binary("^", base, exponent):
                return self._power(base, exponent)
            case Binary("+" | "-"):
                return self._chain(tree, {"+": " + ", "-": " - "}, SUM)
            case Binary():
                return self._chain(tree, {"*": "*", "/": "/"}, PRODUCT)
            case Call():
                return self._call(tree)
        raise ValueError("This part cannot be written as a program.")

    def _name(self, name: str) -> Printed:
        if name in self.names:
            text = self.names[name]
            return text, SIGNED if text.startswith("-") else ATOM
        if name in _CONSTANTS and name not in self.kinds:
            return repr(_CONSTANTS[name]), ATOM
        return (repr(math.pi), ATOM) if name == "pi" else (identifier(name), ATOM)

    def _chain(self, tree: Node, signs: Mapping[str, str], level: int) -> Printed:
        """A sum or product from its left end, however long."""
        parts: list[str] = []
        while isinstance(tree, Binary) and tree.operator in signs:
            parts.append(signs[tree.operator] + self.text(tree.right, level + 1))
            tree = tree.left
        return self.text(tree, level) + "".join(reversed(parts)), level

    def _power(self, base: Node, exponent: Node) -> Printed:
        if isinstance(base, Name) and base.name == "e" and "e" not in self.kinds:
            return self.words.calls["exp"].format(self._sure(exponent)), ATOM
        return f"{self.text(base, ATOM)}**{self.text(exponent, SIGNED)}", POWER

    def _call(self, tree: Call) -> Printed:
        word, arguments = tree.function, tree.arguments
        if word == "where":
            return self._where(arguments)
        if word in self.words.pairs:
            return self._extreme(word, arguments), ATOM
        if word == "dot":
            return f"{self.text(arguments[0], ATOM)} @ {self.text(arguments[1], ATOM)}", PRODUCT
        if word in ("square", "pow"):
            return self._power(arguments[0], arguments[1] if word == "pow" else Number(Fraction(2)))
        if word in self.words.spelled:
            return self._write(self.words.spelled[word](*arguments))
        return self.words.calls[word].format(*(self._sure(argument) for argument in arguments)), ATOM

    def _sure(self, tree: Node) -> str:
        """An argument; a mere number is made an array where the library wants one."""
        if isinstance(tree, Number):
            return self.words.number.format(float(tree.value), self.text(tree))
        return self.words.sure.format(self.text(tree)) if self.kind(tree) is SCALAR else self.text(tree)

    def _extreme(self, word: str, arguments: tuple[Node, ...]) -> str:
        """max or min of two to four: of numbers, of vectors, or of both."""
        source, kind = self._sure(arguments[0]), self.kind(arguments[0])
        for argument in arguments[1:]:
            other, theirs = self._sure(argument), self.kind(argument)
            if kind is theirs or not self.kinds:
                source = self.words.pairs[word].format(source, other)
            elif kind is SCALAR:
                source = self.words.extreme[word].format(other, source)
            else:
                source = self.words.extreme[word].format(source, self.text(argument))
            kind = max(kind, theirs)
        return source

    def _where(self, arguments: tuple[Node, ...]) -> Printed:
        """Of a number a plain choice; of a vector one for each coordinate."""
        condition, *chosen = arguments
        compared = [one for one in walk(condition) if isinstance(one, Binary) and one.operator in COMPARISONS]
        one_number = max(self.kind(side) for one in compared for side in (one.left, one.right)) is SCALAR
        write = self.text if self.kinds else self._sure
        if one_number or (self.words.single and not self.kinds):
            this, that = (f"({write(one)})" if self._write(one)[1] < SUM else write(one) for one in chosen)
            return f"{this} if {self._condition(condition, ('and', 'or', 'not '))} else {that}", CHOICE
        return self.words.where.format(self._condition(condition, ("&", "|", "~")), *map(write, chosen)), ATOM

    def _condition(self, tree: Node, signs: tuple[str, str, str]) -> str:
        """A comparison, or several with `signs` for and, or, not."""
        match tree:
            case Call("not", (inner,)):
                return f"{signs[2]}({self._condition(inner, signs)})"
            case Call("and" | "or" as joined, (left, right)):
                sign = signs[joined == "or"]
                return f"({self._condition(left, signs)}) {sign} ({self._condition(right, signs)})"
        return self.text(tree)


def _number(value: Fraction | float) -> Printed:
    """Short decimals as such, other fractions as fractions."""
    text = literal(float(value))
    if isinstance(value, Fraction) and value.denominator > 1 and len(text) > SHORT:
        return f"{value.numerator}/{value.denominator}", PRODUCT
    return text, ATOM if value >= 0 else SIGNED


def _lettered(tree: Node) -> bool:
    """Is there a letter in it, so that it is an array?"""
    return any(isinstance(part, Name) and part.name not in _CONSTANTS for part in walk(tree))
