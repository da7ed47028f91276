"""Everything on the list of what students type means what they meant."""

import math

import pytest

from gdviz.expression import Binary, Name, differentiate, read
from tests import expression_values
from tests.expression_understood import LATEX, UNDERSTOOD, VARIABLES

POINTS = ((0.7, 1.3), (2.1, 0.4), (1.6, 2.9))


def value(text: str, x: float, y: float) -> float:
    """What the text is worth at a point, parameters being 1."""
    reading = read(text)
    point = {**dict.fromkeys(reading.parameters, 1.0), reading.variables[0]: x, reading.variables[1]: y}
    return expression_values.evaluate(differentiate(reading).value, point)


@pytest.mark.parametrize(("text", "meant"), UNDERSTOOD, ids=[text for text, _ in UNDERSTOOD])
def test_value_is_what_was_meant(text, meant):
    for x, y in POINTS:
        assert value(text, x, y) == pytest.approx(meant(x, y), rel=1e-11, abs=1e-11)


@pytest.mark.parametrize(("text", "_meant"), UNDERSTOOD, ids=[text for text, _ in UNDERSTOOD])
def test_latex_reads_back_to_the_same_values(text, _meant):
    reading = read(text)
    first, second = reading.variables
    again = read(reading.latex, variables=(first, second))
    assert set(again.parameters) <= set(reading.parameters)
    names = {**dict.fromkeys(reading.parameters, 1.25)}
    for x, y in POINTS:
        point = {**names, first: x, second: y}
        values = [expression_values.evaluate(differentiate(r).value, point) for r in (reading, again)]
        assert values[1] == pytest.approx(values[0], rel=1e-11, abs=1e-11)


@pytest.mark.parametrize(("text", "variables", "parameters", "one"), VARIABLES)
def test_which_letters_are_the_variables(text, variables, parameters, one):
    reading = read(text)
    assert (reading.variables, reading.parameters, reading.one_variable) == (variables, parameters, one)


@pytest.mark.parametrize(("text", "latex"), LATEX)
def test_latex_reads_as_a_textbook_prints_it(text, latex):
    assert read(text).latex == latex


def test_columns_and_declared_names_win_over_every_other_meaning():
    reading = read("(w x1 + b - y)^2 + sin*size", variables=("w", "b"), columns=("x1", "y", "size", "sin", "unused"))
    assert reading.variables == ("w", "b")
    assert reading.columns == ("x1", "y", "size", "sin")
    assert reading.parameters == ()
    point = {"w": 2.0, "b": 3.0, "x1": 5.0, "y": 1.0, "size": 7.0, "sin": 11.0}
    assert expression_values.evaluate(differentiate(reading).value, point) == (2 * 5 + 3 - 1) ** 2 + 77


def test_subscripts_and_unicode_find_their_column():
    reading = read("w_1 x₁ + w_2 x_2", variables=("w1", "w2"), columns=("x1", "x2"))
    assert (reading.variables, reading.columns, reading.parameters) == (("w1", "w2"), ("x1", "x2"), ())


def test_a_column_with_a_digit_is_a_column_whatever_letter_touches_it():
    reading = read("x1F + y", columns=("x1", "y"))
    assert (reading.variables, reading.columns, reading.parameters) == (("F", "y"), ("x1", "y"), ())
    assert reading.tree == Binary("+", Binary("*", Name("x1"), Name("F")), Name("y"))


def test_notes_say_what_is_worth_knowing():
    assert any("natural logarithm" in note for note in read("log x + y").notes)
    assert any("cbrt" in note for note in read("x^(1/3) + y").notes)
    assert read("(|x y| + 1)^(1/3)").notes == read("|x y|").notes, "the base is never negative"
    assert any("tip" in note for note in read("sqrt(x^2 + y^2)").notes)
    assert read("sqrt(x^2 + y^2 + 1)").notes == read("sqrt(x) + y").notes == ()
    assert any("kinks" in note for note in read("|x| + y^2").notes)
    assert any("flat" in note for note in read("3").notes)
    assert any("for a root" in note for note in read("x^1/2 + y").notes)
    assert read("x^2 + y^2").notes == ()
    assert read("(x^2 + y)^0.1").notes == ()
    assert not read("max(x, y)").smooth
    assert read("sqrt(x) + y").smooth


def test_gradient_latex_reads_well():
    symbolic = differentiate(read("1/2 x^2 + 5y^2 - sin(x y)"))
    assert symbolic.gradient_latex() == (
        r"x - y \cos\left(x y\right)",
        r"10 y - x \cos\left(x y\right)",
    )
    assert symbolic.hessian_latex()[1] == r"x y \sin\left(x y\right) - \cos\left(x y\right)"
    assert differentiate(read("√(x²+y²)")).gradient_latex()[0] == r"\frac{x}{\sqrt{x^{2} + y^{2}}}"


def test_gradient_latex_reads_back_to_the_gradient():
    for text in ("x^3 y - x/y", "exp(-x^2) sin(3y)", "2^x + x^y", "hypot(x, y) + atan(x/y)", "log2(x) + cbrt(x y)"):
        symbolic = differentiate(read(text))
        for entry, printed in zip(symbolic.gradient, symbolic.gradient_latex(), strict=True):
            again = differentiate(read(printed, variables=("x", "y"))).value
            for x, y in POINTS:
                point = {"x": x, "y": y}
                expected = expression_values.evaluate(entry, point)
                assert math.isclose(expression_values.evaluate(again, point), expected, rel_tol=1e-5)
