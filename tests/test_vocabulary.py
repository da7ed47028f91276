"""The lists of words on the page: every word of the languages is there, and every example can be read."""

import pytest

from gdviz.expression import read
from gdviz.expression.vocabulary import FORMULA_FUNCTIONS, RULE_FUNCTIONS
from gdviz.optimizers import Optimizer
from gdviz.scene.run import typed_optimizer
from gdviz.ui.vocabulary import FORMULA, RULE, Words, table


@pytest.mark.parametrize(("words", "functions"), [(FORMULA, FORMULA_FUNCTIONS), (RULE, RULE_FUNCTIONS)])
def test_every_function_is_listed_once(words: tuple[Words, ...], functions: dict[str, tuple[int, int]]) -> None:
    assert sorted(" ".join(one.names for one in words).split()) == sorted(functions)


@pytest.mark.parametrize("one", FORMULA, ids=lambda one: one.example)
def test_every_formula_of_the_list_is_read(one: Words) -> None:
    assert read(one.example).variables == ("x", "y")


@pytest.mark.parametrize("one", RULE, ids=lambda one: one.example)
def test_every_rule_of_the_list_is_read(one: Words) -> None:
    assert isinstance(typed_optimizer(one.example), Optimizer)


def test_signs_of_comparison_are_text_and_no_html() -> None:
    assert "where(t &lt; 10" in table(RULE)
