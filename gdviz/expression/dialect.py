"""Dialects of the grammar, formulas and rules: the words that a text may use, and its length limits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gdviz.expression.library_calls import LIBRARY_FUNCTIONS
from gdviz.expression.vocabulary import FORMULA_FUNCTIONS, RULE_FUNCTIONS


@dataclass(frozen=True)
class Dialect:
    """functions: canonical name → (fewest, most) arguments.

    implicit_products: whether `xy` is a product of two letters (formulas) or one name (rules).
    declared: typed name → canonical name, declared before the formula (`f(w, b) = …`, columns of data); these win.
    indices: letters that count in a sum. vectors: names of which `x(1)` is a part. spreadsheet: log is to base 10.
    """

    functions: Mapping[str, tuple[int, int]]
    implicit_products: bool = True
    declared: Mapping[str, str] = field(default_factory=dict)
    indices: frozenset[str] = frozenset()
    vectors: frozenset[str] = frozenset()
    spreadsheet: bool = False


FORMULA = Dialect({**FORMULA_FUNCTIONS, **LIBRARY_FUNCTIONS})
RULE = Dialect(RULE_FUNCTIONS, implicit_products=False)

MAX_FORMULA = 1_000  # characters
MAX_RULE = 4_000
MAX_RULE_LINES = 40
MAX_TOKENS = 300  # in a formula or a line of a rule
MAX_RULE_TOKENS = 3_000

_SAFE = re.compile(r"[A-Za-z0-9_]{1,20}", re.ASCII)


def quoted(word: str) -> str:
    """“word” if it is harmless to repeat, else “…”."""
    return f"“{word}”" if _SAFE.fullmatch(word) else "“…”"
