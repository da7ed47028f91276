"""Derivatives of SymPy expressions, part by part: each part once, and no part is long work without a checkpoint."""

from collections.abc import Sequence
from typing import Any

import sympy

from gdviz.checkpoint import checkpoint
from gdviz.expression.functions import gwhere

Expr = Any  # SymPy has no type hints


class Differential(dict[tuple[Expr, Expr], Expr]):
    """(expression, variable) → expression.diff(variable): in parts, with a checkpoint before each."""

    def __missing__(self, pair: tuple[Expr, Expr]) -> Expr:
        checkpoint()
        whole, variable = pair
        parts = whole.args
        if variable not in whole.free_symbols:
            made = sympy.S.Zero
        elif whole.is_Add:
            made = sympy.Add(*(self[part, variable] for part in parts))
        elif whole.is_Mul:
            made = sympy.Add(*(self._factor(parts, place, variable) for place in range(len(parts))))
        elif whole.is_Pow and not whole.exp.free_symbols:
            made = whole * (self[whole.base, variable] * whole.exp / whole.base)
        elif isinstance(whole, gwhere):  # a part that does not hold must not spoil it by its NaN
            condition, *chosen = parts
            made = gwhere(condition, *(self[part, variable] for part in chosen))
        elif whole.is_Function:
            inner = [(place, part) for place, part in enumerate(parts, 1) if variable in part.free_symbols]
            made = sympy.Add(*(whole.fdiff(place) * self[part, variable] for place, part in inner))
        else:
            made = whole.diff(variable)
        self[pair] = made
        return made

    def _factor(self, factors: Sequence[Expr], place: int, variable: Expr) -> Expr:
        """The product with one of the factors differentiated."""
        checkpoint()
        return sympy.Mul(*factors[:place], self[factors[place], variable], *factors[place + 1 :])
