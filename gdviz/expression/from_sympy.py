"""Names as SymPy symbols, and SymPy expressions as syntax trees, so that one printer writes all LaTeX."""

from fractions import Fraction
from functools import reduce
from typing import Any

import sympy

from gdviz.expression.syntax import Binary, Call, Name, Negative, Node, Number

ONE = Number(Fraction(1))
_SIGNS = {"pow": "^", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_LONGEST_DECIMAL = 9


def symbol(name: str) -> Any:
    """The real symbol of a canonical name."""
    return sympy.Symbol(name, real=True)


def tree_of(expression: Any) -> Node:
    """The tree of a checked expression: signs in front, quotients as fractions, sums by falling degree."""
    if expression.is_Rational:
        exact = Number(Fraction(abs(int(expression.p)), int(expression.q)))
        return Negative(exact) if expression < 0 else exact
    if expression.is_Float:
        value = _rounded(abs(float(expression)))
        return Negative(value) if expression < 0 else value
    if expression is sympy.pi:
        return Name("pi")
    if expression.is_Symbol:
        return Name(expression.name)
    if expression.is_Add:
        return _sum([tree_of(term) for term in expression.as_ordered_terms()])
    if expression.is_Mul or expression.is_Pow:
        return _product(expression)
    operation = expression.operation
    arguments = tuple(map(tree_of, expression.args))
    if operation in _SIGNS:
        return Binary(_SIGNS[operation], arguments[0], arguments[1])
    return Call("sqrt" if operation == "root" else operation, arguments)


def _rounded(value: float) -> Number:
    """Short decimals in full, long ones to six digits."""
    shown = f"{value:.12g}"
    short = float(shown if len(shown) <= _LONGEST_DECIMAL else f"{value:.6g}")
    return Number(Fraction(int(short)) if short.is_integer() and short < 1e6 else short)


def _sum(terms: list[Node]) -> Node:
    leading = next((k for k, term in enumerate(terms) if not isinstance(term, Negative)), 0)
    terms.insert(0, terms.pop(leading))  # begin without a minus sign if there is a choice

    def joined(left: Node, right: Node) -> Node:
        return Binary("-", left, right.operand) if isinstance(right, Negative) else Binary("+", left, right)

    return reduce(joined, terms)


def _product(expression: Any) -> Node:
    coefficient, factors = (
        expression.as_coeff_mul(rational=False) if expression.is_Mul else (sympy.S.One, (expression,))
    )
    above: list[Node] = []
    below: list[Node] = []
    for factor in sorted(factors, key=_rank):
        base, exponent = factor.as_base_exp() if factor.is_Pow else (factor, sympy.S.One)
        (above if exponent > 0 else below).append(_raised(base, abs(int(exponent))))
    magnitude = abs(coefficient)
    if magnitude.is_Rational:
        top, bottom = Fraction(int(magnitude.p)), Fraction(int(magnitude.q))
        above = [Number(top), *above] if top != 1 else above
        below = [Number(bottom), *below] if bottom != 1 else below
    elif magnitude != 1:
        above = [tree_of(magnitude), *above]
    numerator = reduce(_times, above) if above else ONE
    whole = Binary("/", numerator, reduce(_times, below)) if below else numerator
    return Negative(whole) if coefficient < 0 else whole


def _rank(factor: Any) -> tuple[int, str]:
    """π, letters, sums, functions, exponentials."""
    base = factor.as_base_exp()[0] if factor.is_Pow else factor
    exponential = type(base).__name__ == "gexp"
    kind = 0 if base is sympy.pi else 1 if base.is_Symbol else 2 if base.is_Add else 4 if exponential else 3
    return kind, str(base)


def _times(left: Node, right: Node) -> Node:
    return Binary("*", left, right)


def _raised(base: Any, exponent: int) -> Node:
    tree = tree_of(base)
    return tree if exponent == 1 else Binary("^", tree, Number(Fraction(exponent)))
