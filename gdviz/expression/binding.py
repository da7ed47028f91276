"""Precedence of operators: how tightly each binds, the loosest first."""

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
