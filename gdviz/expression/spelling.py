"""Derivatives as they are compiled, and as they are printed in the vocabulary of formulas."""

import sympy

from gdviz.checkpoint import checkpoint
from gdviz.expression.functions import (
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
    power,
)


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
