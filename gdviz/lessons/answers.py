"""An answer as it comes from outside, read as a plain value of its question's kind."""

from collections.abc import Sequence
from numbers import Real

import numpy as np

from gdviz.lessons.lesson import Question

Answer = tuple[float, float] | float | int | list[int]
"""A point (x, y) · a number · an option's place, from 0 · all places, first to last · an arrow (dx, dy)."""
FARTHEST = 1e12
"""A coordinate beyond this is no answer."""


def read_answer(question: Question, raw: object) -> Answer | None:
    """The answer as a plain value of the question's kind; None for anything else. Raises nothing."""
    if question.kind == "number":
        value = _finite(raw)
        return None if value is None else float(round(value)) if question.whole else value
    if question.kind == "choice":
        value = _finite(raw)
        return int(value) if value is not None and value.is_integer() and 0 <= value < len(question.options) else None
    if isinstance(raw, np.ndarray):
        raw = raw.tolist()
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes) or len(raw) > 16:
        return None
    parts = [_finite(part) for part in raw]
    if question.kind == "order":
        places = [int(part) for part in parts if part is not None and part.is_integer()]
        return places if len(parts) == len(places) and sorted(places) == [*range(len(question.options))] else None
    if len(parts) != 2 or parts[0] is None or parts[1] is None or (question.kind == "arrow" and not any(parts)):
        return None
    return (parts[0], parts[1])


def _finite(raw: object) -> float | None:
    if isinstance(raw, bool | np.bool_) or not isinstance(raw, Real):
        return None
    try:
        value = float(raw)
    except (OverflowError, ValueError):
        return None
    return value if abs(value) <= FARTHEST else None
