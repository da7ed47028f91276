"""An answered question: which one, what was predicted, and if that was right."""

import re
from typing import NamedTuple

from gdviz.lessons.lesson import KINDS
from gdviz.lessons.questions import FARTHEST, Answer

KEY = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
MOST_MOMENTS, MOST_OPTIONS = 40, 8


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
        return named and _fits(self.kind, self.value)


def _fits(kind: str, value: Answer) -> bool:
    """Is it an answer of this kind, whatever the question?"""
    if kind == "number":
        return isinstance(value, float) and abs(value) <= FARTHEST
    if kind == "choice":
        return isinstance(value, int) and 0 <= value < MOST_OPTIONS
    if kind == "order":
        return isinstance(value, list) and 2 <= len(value) <= MOST_OPTIONS and sorted(value) == [*range(len(value))]
    return isinstance(value, tuple) and len(value) == 2 and all(abs(part) <= FARTHEST for part in value)
