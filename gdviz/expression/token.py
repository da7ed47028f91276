"""Tokens of a formula: kind, value and position; and how tightly operators bind."""

from dataclasses import dataclass, field
from fractions import Fraction

from gdviz.expression.constants import COMPARED

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
