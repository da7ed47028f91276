"""An answered question: which one, what was predicted, and if that was right."""

import re
from typing import NamedTuple

from gdviz.lessons.lesson import KINDS
from gdviz.lessons.questions import FARTHEST, Answer

KEY = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)
MOST_MOMENTS, MOST_OPTIONS = 40, 8


class Answered(NamedTuple):
    """The first answer to the question of moment `place` (from 0) of a lesson. given: as `judge` takes it."""

    lesson: str
    place: int
    kind: str
    given: Answer
    right: bool

    @property
    def whole(self) -> bool:
        """Is every part of it as it has to be?"""
        named = bool(KEY.fullmatch(self.lesson)) and 0 <= self.place < MOST_MOMENTS and self.kind in KINDS
        return named and _fits(self.kind, self.given)


def _fits(kind: str, given: Answer) -> bool:
    """Is it an answer of this kind, whatever the question?"""
    if kind == "number":
        return isinstance(given, float) and abs(given) <= FARTHEST
    if kind == "choice":
        return isinstance(given, int) and 0 <= given < MOST_OPTIONS
    if kind == "order":
        return isinstance(given, list) and 2 <= len(given) <= MOST_OPTIONS and sorted(given) == [*range(len(given))]
    return isinstance(given, tuple) and len(given) == 2 and all(abs(part) <= FARTHEST for part in given)
