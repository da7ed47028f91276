"""The answers of a visit ↔ values of a link, and the result code made of them."""

from collections.abc import Iterable, Sequence

from gdviz.lessons.answered import KEY as KEY
from gdviz.lessons.answered import Answered as Answered
from gdviz.lessons.questions import Answer
from gdviz.lessons.result_code import Results as Results
from gdviz.lessons.result_code import read_code as read_code
from gdviz.lessons.result_code import result_code as result_code
from gdviz.lessons.results import NO_PROOF as NO_PROOF
from gdviz.lessons.results import tabulate as tabulate
from gdviz.scene import NUMBER_TEXT, write_number

MOST_ANSWERS, LONGEST = 200, 200
"""Answers in a link, and characters of one."""


def write_progress(answers: Iterable[Answered]) -> list[str]:
    """The values of a link, one for each answer: `rate~0~point~1.5~-2~right`."""
    return [_written(answer) for answer in [*answers][:MOST_ANSWERS]]


def read_progress(values: Sequence[str]) -> tuple[Answered, ...]:
    """The answers of a link, the first of each question; what cannot be read is left out. Raises nothing."""
    answers: dict[tuple[str, int], Answered] = {}
    for value in [*values][:MOST_ANSWERS]:
        answer = _read(value) if isinstance(value, str) and len(value) <= LONGEST else None
        if answer:
            answers.setdefault((answer.lesson, answer.place), answer)
    return tuple(answers.values())


def _written(answer: Answered) -> str:
    parts = answer.value if isinstance(answer.value, list | tuple) else [answer.value]
    numbers = [write_number(float(part)) for part in parts]
    return "~".join([answer.lesson, str(answer.place), answer.kind, *numbers, "right" if answer.right else "wrong"])


def _read(text: str) -> Answered | None:
    try:
        lesson, place, kind, *numbers, right = text.split("~")
        value = _value(kind, [_number(number) for number in numbers])
        answer = Answered(lesson, int(place), kind, value, {"right": True, "wrong": False}[right])
    except (ValueError, KeyError, IndexError):
        return None
    return answer if answer.whole else None


def _number(text: str) -> float:
    if not NUMBER_TEXT.fullmatch(text):
        raise ValueError("not a number")
    return float(text)


def _value(kind: str, numbers: list[float]) -> Answer:
    """The answer of these numbers; ValueError for too few or too many."""
    if kind == "order":
        return [int(number) for number in numbers if number.is_integer()]
    if kind in ("point", "arrow"):
        x, y = numbers
        return (x, y)
    (number,) = numbers
    return int(number) if kind == "choice" and number.is_integer() else number
