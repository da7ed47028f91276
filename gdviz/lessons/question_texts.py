"""The texts of a question with the numbers of its scene: what is asked, the options, and the hint."""

from dataclasses import replace

from gdviz.lessons.lesson import Question
from gdviz.lessons.quantities import fill
from gdviz.lessons.worked import Worked


def worded(question: Question, worked: Worked) -> Question:
    """The question with every `{quantity}` of what is read before the answer filled in. Raises LessonError."""
    options = tuple(replace(option, says=fill(option.says, worked)) for option in question.options)
    return replace(question, ask=fill(question.ask, worked), hint=fill(question.hint, worked), options=options)
