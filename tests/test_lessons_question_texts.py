"""The numbers in a question's own texts, in the library and on the page."""

from gdviz.lessons import Question, read_lesson, worded, work_out
from tests.test_learn_page import opened, read

TEXT = """+++
title = "T"
+++
~~~scene
f=x^2%2B10y^2&start=3~2&steps=10&run=sgd~learning_rate~0.05
~~~

~~~question
kind = "choice"
ask = "With α = {sgd.rate}?"
hint = "The slope is {gradient(start).length:3} long, κ is {kappa}."
options = ["{1 - 2*sgd.rate} a step", "no"]
right = 1
~~~
"""


def test_every_text_before_the_answer_has_its_numbers() -> None:
    """By hand: the gradient (6, 40) is √1636 = 40.4 long."""
    moment = read_lesson(TEXT).moments[0]
    assert isinstance(moment.question, Question)
    question = worded(moment.question, work_out(moment))
    assert question.ask == "With α = 0.05?"
    assert question.hint == "The slope is 40.4 long, κ is 10."
    assert [option.says for option in question.options] == ["0.9 a step", "no"]


def test_the_page_shows_them() -> None:
    app = opened("lesson=own", TEXT)
    shown = read(app)
    assert "The slope is 40.4 long, κ is 10." in shown
    assert "With α = 0.05?" in shown
    assert app.radio[0].options == ["0.9 a step", "no"]
