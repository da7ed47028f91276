"""Numbers typed as expressions, and what is said of those that are refused or clamped."""

import math

import pytest

from gdviz.expression import ExpressionError, typed_number
from gdviz.knob import Knob
from gdviz.ui.components.knobs import settled_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", 1 / 3), ("pi", math.pi), ("π/4", math.pi / 4), ("2e-3", 0.002), ("-√2", -math.sqrt(2)),
        ("-sqrt(2)", -math.sqrt(2)), ("2^-4", 0.0625), ("e", math.e), ("1 + 2*3", 7), ("−1/2", -0.5), ("½", 0.5),
        ("log(10)", math.log(10)), ("  3 ", 3), ("1 - 1", 0),
    ],
)  # fmt: skip
def test_an_expression_of_numbers_is_a_number(text: str, value: float) -> None:
    assert typed_number(text) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "x", "1/0", "sqrt(-1)", "nan", "inf", "1e99", "2 +", "__import__", "1" * 61, "1;2"],
)
def test_what_is_no_number_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        typed_number(text)
    assert str(refused.value).endswith("Try 0.5, 1/3, pi or 2e-3.")


STEPS = Knob(150, 1, 2000, "T", "", integer=True)
RATE = Knob(0.1, 1e-6, 100, "a", "")


def test_what_is_clamped_or_refused_says_so_and_the_rest_is_silent() -> None:
    knobs = {"steps": STEPS, "rate": RATE, "x": RATE}
    numbers, notes = settled_numbers(knobs, {"steps": 99999, "rate": "1/4", "x": "a b", "other": 1, "nan": math.nan})
    assert numbers == {"steps": 2000, "rate": 0.25}
    assert notes["steps"] == "A whole number from 1 to 2000: 99999 became 2000."
    assert notes["x"] == "This has letters, and a number stands here. Try 0.5, 1/3, pi or 2e-3."
    assert set(notes) == {"steps", "x"}


@pytest.mark.parametrize("value", [None, True, [1], {"a": 1}, math.inf, math.nan])
def test_a_stranger_may_send_anything(value: object) -> None:
    assert settled_numbers({"rate": RATE}, {"rate": value}) == ({}, {})


def test_a_share_of_a_step_is_rounded_and_said() -> None:
    numbers, notes = settled_numbers({"steps": STEPS}, {"steps": "10/3"})
    assert numbers == {"steps": 3}
    assert notes["steps"].endswith("3.33333 became 3.")
