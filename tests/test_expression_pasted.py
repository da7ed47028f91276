"""Text as people have it is read as they mean it, and where two readings are common the one taken is said."""

import pytest

from gdviz import ExpressionError, Surface
from gdviz.expression import name_latex, name_plain, read
from tests.pasted_formulas import PASTED, PLAIN, READINGS, SENTENCES
from tests.pasted_formulas_second import MORE, REFUSED
from tests.test_expression_refused import assert_harmless

POINTS = ((0.5, -1.25), (1.3, 0.4), (-0.7, 1.9))


ALL = [*PASTED, *MORE]


@pytest.mark.parametrize(("text", "meant"), ALL, ids=[ascii(text)[:60] for text, _ in ALL])
def test_pasted_text_means_what_was_meant(text, meant):
    surface = Surface(text).check()
    for x, y in POINTS:
        try:
            expected = meant(x, y)
        except (ValueError, ZeroDivisionError):
            continue  # outside of the domain
        assert surface.value(x, y) == pytest.approx(expected, rel=1e-11, abs=1e-12)
        step = 1e-5
        slope = (meant(x + step, y) - meant(x - step, y)) / (2 * step)
        assert surface.gradient(x, y)[0] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize(("text", "message", "span", "hint"), SENTENCES, ids=[ascii(t)[:40] for t, *_ in SENTENCES])
def test_what_cannot_be_read_is_a_sentence_that_helps(text, message, span, hint):
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.span == span
    assert_harmless(caught.value, text)


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED, ids=[ascii(text)[:40] for text, *_ in REFUSED])
def test_what_would_be_read_as_something_else_is_refused(text, message, hint):
    with pytest.raises(ExpressionError) as caught:
        Surface(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert_harmless(caught.value, text)


@pytest.mark.parametrize(("text", "taken", "other"), READINGS, ids=[text for text, *_ in READINGS])
def test_where_two_readings_are_common_the_one_taken_is_said(text, taken, other):
    (said,) = [reading for reading in Surface(text).readings if taken in reading]
    assert other in said
    assert len(said) < 120
    assert said in Surface(text).notes


@pytest.mark.parametrize("text", PLAIN)
def test_where_there_is_one_reading_nothing_is_said(text):
    assert read(text).readings == ()


def test_hints_are_never_absurd():
    for text, near in (("Mathe.pow(x,2)", "atanh"), ("plot3(x)", "hypot"), ("An + x", "atan"), ("moth + x", "cosh")):
        with pytest.raises(ExpressionError) as caught:
            Surface(text)
        assert near not in caught.value.hint


def test_greek_names_are_set_as_letters_everywhere():
    assert [name_latex(name) for name in Surface("f(lambda, mu) = lambda^2 + mu^2").variables] == [r"\lambda", r"\mu"]
    assert [name_latex(name) for name in Surface("zeta_1^2 + zeta_2^2").variables] == [r"\zeta_{1}", r"\zeta_{2}"]
    assert [name_latex("xi"), name_latex("theta_0")] == [r"\xi", r"\theta_{0}"]
    names = ("lambda", "mu_2", "zeta", "theta_0", "w_12", "x")
    assert [name_plain(name) for name in names] == ["λ", "μ₂", "ζ", "θ₀", "w₁₂", "x"]


GROWING = [
    ";".join(f"{a} = {b} + {b}" for a, b in zip("bcdghklmn", "xbcdghklm", strict=True)) + "; n*n*n*n",
    "mod(" * 20 + "x" + ", y + 1)" * 20,
    "".join(f"\\sum_{{{letter}=1}}^9 " for letter in "ijklmno") + "x_i",
    "a = x^9; b = a^9; c = b^9; c^9",
]


@pytest.mark.parametrize("text", GROWING, ids=range(len(GROWING)))
def test_definitions_and_sums_do_not_grow_without_bound(text):
    with pytest.raises(ExpressionError) as caught:
        Surface(text).check()
    assert_harmless(caught.value, text)
