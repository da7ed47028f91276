"""docs/lessons.md: its example is read and run, and its tables name every quantity."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

from gdviz.lessons import Lesson, fill, hold, judge, read_lesson, truth, work_out
from gdviz.lessons.lesson import HIDEABLE, KINDS
from gdviz.lessons.row_quantities import ON_ROWS, ROW_FRAME_NAMES, RUN_ON_ROWS
from gdviz.lessons.run_quantities import FRAME_NAMES, RUN_QUANTITIES
from gdviz.lessons.surface_quantities import SURFACE_QUANTITIES
from gdviz.lessons.task import CONTROLS, PARTS
from gdviz.lessons.values import FUNCTIONS

DOC = (Path(__file__).parent.parent / "docs" / "lessons.md").read_text(encoding="utf8")
EXAMPLE = re.search(r"^````markdown\n(.*?)^````$", DOC, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def example() -> Lesson:
    assert EXAMPLE
    return read_lesson(EXAMPLE[1], "example")


def test_the_example_is_run(example: Lesson) -> None:
    assert example.title == "The first step"
    assert len(example.moments) == 2
    for moment in example.moments:
        case = work_out(moment)
        assert fill(moment.prose + moment.reveal, case)
        assert all(hold(claim, case).holds for claim in moment.claims)
        assert moment.question
        assert judge(moment.question, truth(moment.question, case), case).right


def test_the_numbers_of_the_example(example: Lesson) -> None:
    """By hand: the gradient at (3, 2) is (6, 40), and x shrinks by 0.98 a step from f = 9 (y is gone sooner)."""
    first, second = example.moments
    case = work_out(first)
    assert first.question
    assert second.question
    assert np.allclose(truth(first.question, case), (-6, -40))
    assert "The first step is (−0.54, −3.6)" in fill(first.reveal, case)
    steps = next(k for k in range(1000) if 9 * 0.98 ** (2 * k) + 40 * 0.8 ** (2 * k) < 1e-3)
    assert truth(second.question, work_out(second)) == steps


def test_beliefs_of_the_example(example: Lesson) -> None:
    question, case = example.moments[0].question, work_out(example.moments[0])
    assert question
    to_the_minimum = judge(question, (-3.0, -2.0), case)
    assert not to_the_minimum.right
    assert to_the_minimum.belief
    assert "47.8° off" in to_the_minimum.belief
    assert "47.8° apart" in to_the_minimum.sentence
    uphill = judge(question, [0.6, 4], case)
    assert uphill.belief
    assert "points up the slope" in uphill.belief


@pytest.mark.parametrize("name", [*RUN_QUANTITIES, *RUN_ON_ROWS])
def test_every_quantity_of_a_run_is_documented(name: str) -> None:
    words = (RUN_QUANTITIES | RUN_ON_ROWS)[name].help
    assert re.search(rf"^\| `sgd\.{name}\b[^|]*` \| {re.escape(words)} \|$", DOC, re.MULTILINE)


@pytest.mark.parametrize("name", [*SURFACE_QUANTITIES, *ON_ROWS])
def test_every_quantity_of_a_surface_is_documented(name: str) -> None:
    words = (SURFACE_QUANTITIES | ON_ROWS)[name].help
    assert re.search(rf"^\| `{name}\b[^|]*` \| {re.escape(words)} \|$", DOC, re.MULTILINE)


@pytest.mark.parametrize("name", [*FUNCTIONS, *FRAME_NAMES, *ROW_FRAME_NAMES, *HIDEABLE, *KINDS])
def test_every_word_is_documented(name: str) -> None:
    assert re.search(rf'`"?{name}"?`', DOC)


def test_the_task_of_the_page_is_made() -> None:
    examples = doctest.DocTestParser().get_doctest(
        DOC.partition("## A task")[2].partition("```\n")[0], {}, "task", None, 0
    )
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


@pytest.mark.parametrize("word", [*PARTS, *CONTROLS])
def test_every_part_of_a_task_is_documented(word: str) -> None:
    assert f"`{word}`" in DOC.partition("## A task")[2]
