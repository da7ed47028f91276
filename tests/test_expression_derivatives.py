"""Random trees: what SymPy and our inert functions say equals an independent forward-mode differentiation."""

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy.core.parameters import distribute

from gdviz.expression import Binary, Call, ExpressionError, Name, Negative, Number, differentiate, latex, read
from gdviz.expression.derivatives import Differential
from gdviz.expression.from_sympy import symbol
from gdviz.expression.symbolic import build
from gdviz.expression.vocabulary import FORMULA_FUNCTIONS
from gdviz.gallery import GALLERY
from tests import expression_values
from tests.oracle_autodiff import Jet, at, jet
from tests.test_expression_limits import FAMILIES, longest_accepted
from tests.trials import trials

SPELLED = {"square", "log1p", "expm1", "exp2", "round"}  # said in terms of other functions as they are read
ONE_ARGUMENT = sorted({name for name, (least, _) in FORMULA_FUNCTIONS.items() if least == 1} - SPELLED)
TWO_ARGUMENTS = ("max", "min", "hypot", "atan2")
LARGEST = 1e5


def grown(smaller):
    return st.one_of(
        st.builds(Negative, smaller),
        st.builds(Binary, st.sampled_from("+-*/"), smaller, smaller),
        st.builds(Binary, st.just("^"), smaller, st.sampled_from([-2, -1, 2, 3, 0.5, 1.5]).map(number)),
        st.builds(Binary, st.just("^"), smaller, smaller),
        st.builds(lambda f, u: Call(f, (u,)), st.sampled_from(ONE_ARGUMENT), smaller),
        st.builds(lambda f, u, v: Call(f, (u, v)), st.sampled_from(TWO_ARGUMENTS), smaller, smaller),
    )


def number(value):
    """A node as the parser makes it: whole numbers exact, others floats, the sign outside."""
    literal = Number(Fraction(abs(value)) if isinstance(value, int) else abs(value))
    return Negative(literal) if value < 0 else literal


LEAVES = st.one_of(
    st.sampled_from([Name("x"), Name("y"), Name("x"), Name("y"), Name("pi"), Name("e"), Name("k")]),
    st.sampled_from([1, 2, 3, 5, 0.5, 0.1, 1.25]).map(number),
)
TREES = st.recursive(LEAVES, grown, max_leaves=9)
COORDINATES = st.floats(-2.5, 2.5, allow_nan=False).map(lambda v: round(v, 3) + 0.00037)


def entries(value: Jet) -> tuple[float, ...]:
    return (value.value, *value.first, *value.second)


def oracle(tree, x, y) -> tuple[float, ...]:
    """Value, gradient and Hessian, or a rejected example where the function is not smooth enough to compare."""
    try:
        numbers = entries(jet(tree, at(x, y, k=1.75)))
        nearby = [entries(jet(tree, at(x + a, y + b, k=1.75))) for a, b in ((1e-9, -1e-9), (-1e-9, 2e-9))]
    except (ArithmeticError, ValueError):
        assume(False)
    assume(all(abs(v) < LARGEST for v in numbers))
    for others in nearby:  # neither a kink nor a pole
        assume(all(abs(a - b) < 1e-3 * (1 + abs(a)) for a, b in zip(numbers, others, strict=True)))
    return numbers


@trials(100, picky=True)
@given(TREES, COORDINATES, COORDINATES)
def test_exact_derivatives_equal_forward_mode(tree, x, y):
    expected = oracle(tree, x, y)
    try:
        reading = read(latex(tree), variables=("x", "y"))
        symbolic = differentiate(reading)
    except ExpressionError:
        assume(False)  # a constant part that is too large, or not real
    point = {"x": x, "y": y, "k": 1.75}
    found = [expression_values.evaluate(e, point) for e in (symbolic.value, *symbolic.gradient, *symbolic.hessian)]
    scale = 1 + max(map(abs, expected))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-7 * scale)


@trials(120, picky=True)
@given(TREES)
def test_printed_trees_read_back(tree):
    try:
        again = read(latex(tree), variables=("x", "y")).tree
    except ExpressionError as error:
        refused = error.message
    else:
        assert latex(again) == latex(tree)
        return
    limits = ("not a real", "too large", "Exponents", "zero", "nested", "complicated")
    assert any(word in refused for word in limits)


@pytest.mark.parametrize("function", [*ONE_ARGUMENT, *TWO_ARGUMENTS])
def test_every_function_has_the_right_derivatives(function):
    arguments = "x y + x^2/3" if function in ONE_ARGUMENT else "x y, x^2 - y"
    shift = " + 2" if function == "acosh" else ""
    reading = read(f"{function}({arguments}{shift})")
    symbolic = differentiate(reading)
    for x, y in ((0.31, 0.77), (0.62, 0.41)):
        expected = entries(jet(reading.tree, at(x, y)))
        point = {"x": x, "y": y}
        found = [expression_values.evaluate(e, point) for e in (symbolic.value, *symbolic.gradient, *symbolic.hessian)]
        assert found == pytest.approx(expected, rel=1e-10, abs=1e-12)


def test_subgradients_at_the_kink():
    point = {"x": 0.0, "y": 0.0}
    for text, gradient in (("|x|", 0.0), ("max(x, 0)", 0.5), ("relu(x)", 0.5), ("min(x, y)", 0.5), ("floor(x)", 0.0)):
        symbolic = differentiate(read(text))
        assert expression_values.evaluate(symbolic.gradient[0], point) == gradient
        assert [expression_values.evaluate(entry, point) for entry in symbolic.hessian] == [0, 0, 0]


def test_parameters_and_powers_of_parameters():
    reading = read("a x^n + e^(b y)")
    symbolic = differentiate(reading)
    point = {"x": 1.7, "y": 0.3, "a": 2.5, "n": 3.5, "b": -1.5}
    gx, gy = (expression_values.evaluate(entry, point) for entry in symbolic.gradient)
    assert gx == pytest.approx(2.5 * 3.5 * 1.7**2.5)
    assert gy == pytest.approx(-1.5 * math.exp(-0.45))


FORMULAS = [
    *(surface.text for surface in GALLERY.values()),
    *(longest_accepted(FAMILIES[family]).text for family in ("sine factors", "nested secant", "variable powers")),
    "x^y",
    "hypot(x, y)^3 + max(x, y)^2 - |x|^1.5",
    "(x^2 + 1)^(x y)/(1 + exp(-x))",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_derivatives_in_slices_are_written_as_sympy_writes_them(text):
    with distribute(False):
        value = build(read(text).tree)
        for variable in (symbol("x"), symbol("y")):
            slope = value.diff(variable)
            assert Differential()[value, variable] == slope
            assert Differential()[slope, symbol("y")] == slope.diff(symbol("y"))
