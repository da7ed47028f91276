"""The texts of a question with the numbers of its scene: what is asked, the options, and the hint."""

from dataclasses import replace

from gdviz.lessons.case import Case
from gdviz.lessons.lesson import Question
from gdviz.lessons.quantities import fill


def worded(question: Question, case: Case) -> Question:
    """The question with every `{quantity}` of what is read before the answer filled in. Raises LessonError."""
    options = tuple(replace(option, says=fill(option.says, case)) for option in question.options)
    return replace(question, ask=fill(question.ask, case), hint=fill(question.hint, case), options=options)
