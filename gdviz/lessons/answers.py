"""An answer as a plain value of its question's kind, and the answers of a visit ↔ values of a link."""

import re
from collections.abc import Iterable, Sequence
from numbers import Real
from typing import NamedTuple

import numpy as np

from gdviz.lessons.lesson import KINDS, MOST_MOMENTS, MOST_OPTIONS, Question
from gdviz.scene import NUMBER_TEXT, write_number

Answer = tuple[float, float] | float | int | list[int]
"""A point (x, y) · a number · an option's place, from 0 · all places, first to last · an arrow (dx, dy)."""
FARTHEST = 1e12
"""A coordinate beyond this is no answer."""
KEY = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
MOST_ANSWERS, LONGEST = 200, 200
"""Answers in a link, and characters of one."""


class Answered(NamedTuple):
    """The first answer to the question of moment `place` (from 0) of a lesson. value: as `judge` takes it."""

    lesson: str
    place: int
    kind: str
    value: Answer
    right: bool

    @property
    def whole(self) -> bool:
        """Is every part of it as it has to be?"""
        named = bool(KEY.fullmatch(self.lesson)) and 0 <= self.place < MOST_MOMENTS and self.kind in KINDS
        return named and answer_of(self.kind, self.value) == self.value


def read_answer(question: Question, raw: object) -> Answer | None:
    """The answer as a plain value that the question can have; None for anything else. Raises nothing."""
    value = answer_of(question.kind, raw)
    if isinstance(value, float):
        return float(round(value)) if question.whole else value
    if isinstance(value, int):
        return value if value < len(question.options) else None
    if isinstance(value, list):
        return value if len(value) == len(question.options) else None
    return None if question.kind == "arrow" and value == (0, 0) else value


def answer_of(kind: str, raw: object) -> Answer | None:
    """The answer as a plain value of this kind, whatever the question; None for anything else. Raises nothing."""
    if kind in ("number", "choice"):
        value = _finite(raw)
        if value is None or kind == "number":
            return value
        return int(value) if value.is_integer() and 0 <= value < MOST_OPTIONS else None
    if isinstance(raw, np.ndarray):
        raw = raw.tolist()
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes) or len(raw) > MOST_OPTIONS:
        return None
    parts = [part for part in map(_finite, raw) if part is not None]
    if len(parts) < max(len(raw), 2):
        return None
    if kind == "order":
        return [*map(int, parts)] if sorted(parts) == [*range(len(parts))] else None
    return (parts[0], parts[1]) if len(parts) == 2 else None


def _finite(raw: object) -> float | None:
    if isinstance(raw, bool | np.bool_) or not isinstance(raw, Real):
        return None
    try:
        value = float(raw)
    except (OverflowError, ValueError):
        return None
    return value if abs(value) <= FARTHEST else None


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
        lesson, place, kind, *written, right = text.split("~")
        numbers = [float(number) for number in written if NUMBER_TEXT.fullmatch(number)]
        value = answer_of(kind, numbers[0] if len(written) == 1 else numbers)
        if value is None or len(numbers) < len(written):
            return None
        answer = Answered(lesson, int(place), kind, value, {"right": True, "wrong": False}[right])
    except (ValueError, KeyError, IndexError):
        return None
    return answer if answer.whole else None
