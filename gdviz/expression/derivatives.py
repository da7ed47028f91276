"""Derivatives of SymPy expressions: taken, checked against a whitelist, as compiled, and as printed."""

from collections.abc import Sequence
from typing import Any

import sympy

from gdviz.checkpoint import checkpoint
from gdviz.expression.functions import (
    ALL,
    Expr,
    falling,
    gabs,
    gaside,
    gfall,
    ghypot,
    glog,
    gpowlog,
    gpush,
    gradial,
    groot,
    gsign,
    gsqrt,
    gunit,
    gwhere,
    power,
)
from gdviz.expression.syntax import ExpressionError, Span


def without_squared_signs(expression: Expr) -> Expr:
    """A Hessian with sign(u)² = 1 at u = 0 too: so |u|² has the curvature 2 there, and cos|u| has -1."""
    checkpoint()
    return expression.replace(
        lambda e: e.is_Pow and isinstance(e.base, gsign) and e.exp.is_Integer and e.exp > 1,
        lambda e: e.base ** (e.exp % 2),
    )


def spelled(expression: Expr) -> Expr:
    """The same expression in the vocabulary of formulas, as it is printed: norms by their squares."""

    def square(u: Expr) -> Expr:
        return u.args[0] if isinstance(u, gsqrt) else u**2

    def root(*coordinates: Expr) -> Expr:
        return gsqrt(sympy.Add(*map(square, coordinates))) if len(coordinates) > 1 else gabs(*coordinates)

    def raised(exponent: Expr, *coordinates: Expr) -> Expr:
        return power(sympy.Add(*map(square, coordinates)), exponent / 2)

    def shares(even: Expr) -> Expr:
        (u, *others), half = even.base.args, even.exp / 2
        above = map(square, others) if isinstance(even.base, gaside) else [square(u)]
        return (sympy.Add(*above) / sympy.Add(*map(square, (u, *others)))) ** half

    expression = expression.replace(
        lambda e: e.is_Pow and isinstance(e.base, gaside | gunit) and e.exp % 2 == 0, shares
    )
    expression = expression.replace(gradial, raised)
    expression = expression.replace(gpush, lambda q, u, *others: u * raised(q - 1, u, *others))

    expression = expression.replace(gfall, lambda u, v, times: falling(v, int(times)) * power(u, v - times))
    expression = expression.replace(gaside, lambda u, *others: root(*others) / root(u, *others))
    expression = expression.replace(groot, gsqrt).replace(gpowlog, lambda u, v, times: power(u, v) * glog(u) ** times)
    expression = expression.replace(ghypot, root)
    return expression.replace(gunit, lambda u, *others: u / root(u, *others))


_ALLOWED = frozenset({sympy.Add, sympy.Mul, sympy.Pow, sympy.Symbol, *ALL})
_LARGEST = 1e300
_LARGEST_EXACT = 2**53


def checked(expression: Any, span: Span) -> Any:
    """The same expression with numbers beyond 2^53 as floats; raises ExpressionError for anything unexpected."""
    checkpoint()
    long = {}
    for node in sympy.preorder_traversal(expression):
        if node.is_Rational or node.is_Float or node is sympy.pi:
            if not abs(node) < _LARGEST:
                raise ExpressionError("The numbers in this formula grow too large.", span, "Use lower powers.")
            if node.is_Rational and max(abs(node.p), node.q) > _LARGEST_EXACT:
                long[node] = sympy.Float(node, 17)
        elif node.func not in _ALLOWED or (node.is_Pow and not node.exp.is_Integer):
            raise ExpressionError("This formula is not real everywhere it should be.", span)
    return expression.xreplace(long) if long else expression


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
