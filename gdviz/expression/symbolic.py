"""Convert a syntax tree to SymPy, node by node; gradient and Hessian, checked against the whitelist."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.parameters import distribute

from gdviz.checkpoint import checkpoint
from gdviz.expression import functions as f
from gdviz.expression.constants import LARGEST, LARGEST_EXACT, MAX_EXPONENT, combine, constant, is_exact
from gdviz.expression.derivatives import Differential, checked, spelled, without_squared_signs
from gdviz.expression.from_sympy import symbol, tree_of
from gdviz.expression.reading import Reading
from gdviz.expression.steady import steady
from gdviz.expression.syntax import Binary, Call, ExpressionError, Name, Negative, Node, Number, names_in
from gdviz.expression.to_latex import latex

Expr = Any  # SymPy has no type hints


@dataclass(frozen=True)
class Symbolic:
    """value, gradient (∂f/∂first, ∂f/∂second), Hessian (xx, xy, yy): SymPy expressions in real symbols that carry the
    canonical names of variables, parameters and columns. typed: the formula as it was typed, and its variables."""

    value: Expr
    gradient: tuple[Expr, Expr]
    hessian: tuple[Expr, Expr, Expr]
    typed: tuple[Node, tuple[str, str]]

    def gradient_latex(self) -> tuple[str, str]:
        """LaTeX of both entries of the gradient of the formula as typed."""
        return tuple(map(_latex, _differentiate(*self.typed).gradient))  # type: ignore[return-value]

    def hessian_latex(self) -> tuple[str, str, str]:
        """LaTeX of the entries xx, xy, yy of the Hessian of the formula as typed."""
        return tuple(map(_latex, _differentiate(*self.typed).hessian))  # type: ignore[return-value]


def differentiate(reading: Reading) -> Symbolic:
    """Exact first and second derivatives; raises ExpressionError if they hold anything that is not real."""
    try:
        bounded = _differentiate(steady(reading.tree), reading.variables)
        return replace(bounded, typed=(reading.tree, reading.variables))
    except ExpressionError as error:
        error.text = reading.text
        raise


@functools.lru_cache(maxsize=256)
def _differentiate(tree: Node, variables: tuple[str, str]) -> Symbolic:
    # 2(x + y) stays a product: the kernels share what the formula and its derivatives have in common
    with distribute(False):
        value = _settled(build(tree), tree)
        symbols = {name: symbol(name) for name in (*names_in(tree), *variables)}
        first, second = (symbols[name] for name in variables)
        derivatives = Differential()
        gradient = derivatives[value, first], derivatives[value, second]
        hessian = derivatives[gradient[0], first], derivatives[gradient[0], second], derivatives[gradient[1], second]
        hessian = tuple(map(without_squared_signs, hessian))
        value, gx, gy, xx, xy, yy = (checked(e, tree.span) for e in (value, *gradient, *hessian))
        return Symbolic(value, (gx, gy), (xx, xy, yy), (tree, variables))


def _latex(expression: Expr) -> str:
    return latex(tree_of(spelled(expression)))


def number(value: Fraction | float) -> Expr:
    """Whole and simple numbers exactly, others as floats."""
    exact = Fraction(value)
    return sympy.Rational(exact.numerator, exact.denominator) if is_exact(value) else sympy.Float(float(value))


def build(node: Node) -> Expr:
    """The SymPy expression of a tree; parts without letters come out as numbers."""
    if isinstance(node, Number):
        return number(node.value)
    if isinstance(node, Name) and node.name not in ("pi", "e"):
        return symbol(node.name)
    if (value := constant(node)) is not None:
        return _constant(node, value)
    match node:
        case Negative(operand):
            return _settled(-build(operand), node)
        case Binary("+" | "-", _, _):
            return _settled(sympy.Add(*_terms(node)), node)
        case Binary("^", Name("e"), exponent):
            return _call("exp", [build(exponent)], node)
        case Binary(sign, left, right):
            return _settled(_binary(sign, build(left), build(right), node), node)
        case Call(function, arguments):
            return _settled(_call(function, [build(argument) for argument in arguments], node), node)
    raise ExpressionError("This part cannot be read.", node.span)


def _constant(node: Node, value: float) -> Expr:
    """Simple fractions exactly, whole multiples of π as such, everything else in floating point."""
    match node:
        case Name("pi"):
            return sympy.pi
        case Negative(operand):
            return -_constant(operand, -value)
        case Number(exact):
            return number(exact)
        case Binary("*", Number(exact), Name("pi")) if isinstance(exact, Fraction):
            return number(exact) * sympy.pi
        case Binary("/", Number(above), Number(below)) if isinstance(above, Fraction) and isinstance(below, Fraction):
            return number(above / below)
        case Binary("/", Name("pi"), Number(below)) if isinstance(below, Fraction):
            return sympy.pi / number(below)
    return number(value)


def _terms(node: Node) -> list[Expr]:
    """The terms of a sum, however long its chain."""
    terms: list[Expr] = []
    while isinstance(node, Binary) and node.operator in "+-" and constant(node) is None:
        checkpoint()
        right = build(node.right)
        terms.append(right if node.operator == "+" else -right)
        node = node.left
    return [build(node), *reversed(terms)]


def _settled(expression: Expr, node: Node) -> Expr:
    """A part whose letters cancelled is a constant like any other: folded, and of reasonable size."""
    if expression.free_symbols:
        return expression
    if expression.is_Rational and abs(expression) < LARGEST and expression.q <= LARGEST_EXACT:
        return expression
    if not expression.is_real:
        raise ExpressionError("This part is not a real number.", node.span)
    value = float(expression)
    if not abs(value) <= LARGEST:
        raise ExpressionError("This part is too large.", node.span, "Constant parts may be up to 1e12 in size.")
    return sympy.Float(value)


def _binary(sign: str, left: Expr, right: Expr, node: Node) -> Expr:
    if left.is_number and right.is_number:
        return number(combine(sign, (float(left), float(right)), node.span))
    if sign in f.COMPARISONS:
        return f.COMPARISONS[sign](left, right)
    if sign == "*":
        return left * right
    if sign == "/":
        if right.is_zero:
            raise ExpressionError("This divides by zero.", node.span)
        return left / right
    return _power(left, right, node)


def _power(base: Expr, exponent: Expr, node: Node) -> Expr:
    """Letters may have cancelled in either part, so the checks of limits.py are made once more."""
    if base.is_number and not base > 0:
        raise ExpressionError("This power is not a real number.", node.span)
    if exponent.is_number and abs(exponent) > MAX_EXPONENT:
        raise ExpressionError(f"Exponents above {MAX_EXPONENT} are not supported.", node.span)
    return f.power(base, exponent)


_BUILDERS: dict[str, Callable[..., Expr]] = {
    **{one.operation: one for one in f.ALL},
    "max": lambda *u: functools.reduce(f.gmax, u),
    "min": lambda *u: functools.reduce(f.gmin, u),
    "hypot": f.norm,
    "relu": lambda u: f.gmax(u, sympy.S.Zero),
    "sec": lambda u: 1 / f.gcos(u),
    "csc": lambda u: 1 / f.gsin(u),
    "cot": lambda u: f.gcos(u) / f.gsin(u),
}


def _call(function: str, arguments: list[Expr], node: Node) -> Expr:
    if all(argument.is_number for argument in arguments):
        return number(combine(function, tuple(float(a) for a in arguments), node.span))
    if function == "where" and arguments[0].is_number:  # its letters cancelled
        return arguments[1] if arguments[0] else arguments[2]
    return _BUILDERS[function](*arguments)
