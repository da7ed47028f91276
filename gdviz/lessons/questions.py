"""The right answer of a question, worked out from the runs, and the judgement of an answer, in a sentence."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from gdviz.lessons.answers import Answer, read_answer
from gdviz.lessons.case import Case
from gdviz.lessons.lesson import KINDS, LessonError, Question
from gdviz.lessons.quantities import evaluate, fill, on_the_map
from gdviz.lessons.values import Pair, Value, number, pair
from gdviz.numeral import apart, coordinates, numeral

POINT, SHARE, DEGREES = 0.05, 0.1, 10.0
"""What counts as right where the question does not say: a share of the window's diagonal, of a number, degrees."""
KINDS_IN_WORDS = {
    "point": "The answer is a point of the map: click on it, or type its two coordinates.",
    "number": "The answer is a number.",
    "choice": "The answer is one of the options.",
    "order": "The answer is all options in order, each once.",
    "arrow": "The answer is an arrow from the start: its two parts, not both 0.",
}
ORDINARY = {True: "Right.", False: "Not this time."}


class Judged(NamedTuple):
    """What an answer is worth.

    right; sentence: for people; distance from the truth (a distance in the map, a difference, degrees, pairs of
    options the wrong way round); belief: the misconception that it shows, as a sentence, or None; truth: the right
    answer. For what is no answer at all the sentence says what is wanted, and distance and truth are None: nothing is
    told. For a keyless question distance is None, and truth is the answer itself.
    """

    right: bool
    sentence: str
    distance: float | None = None
    belief: str | None = None
    truth: Answer | None = None


def truth(question: Question, case: Case) -> Answer:
    """The right answer. Raises LessonError where the runs do not give one (a number that is not finite, a tie)."""
    if question.keyless:
        raise LessonError("Which option is right is not known here.")
    if question.kind == "choice":
        return _right_option(question, case)
    if question.kind == "order":
        return _right_order(question, case)
    assert question.answer is not None
    value = evaluate(question.answer, case)
    if question.kind == "number":
        right = number(value, "The right answer is a number: one")
        if not math.isfinite(right):
            raise LessonError(f"The right answer is no finite number: {question.ask}")
        return right
    point = pair(value, f"The right answer is {'a point' if question.kind == 'point' else 'an arrow'}: one")
    if not all(map(math.isfinite, point)) or (question.kind == "arrow" and not any(point)):
        raise LessonError(f"The right answer is not finite, or an arrow without length: {question.ask}")
    return (float(point.x), float(point.y))


def _right_option(question: Question, case: Case) -> int:
    if question.right is not None:
        return question.right
    if question.answer is None:
        holds = [bool(number(evaluate(o.when, case))) for o in question.options if o.when is not None]
        if holds.count(True) != 1:
            raise LessonError(f"{holds.count(True)} options are right, and one has to be: {question.ask}")
        return holds.index(True)
    right = number(evaluate(question.answer, case))
    values = [number(evaluate(o.value, case)) for o in question.options if o.value is not None]
    away = [0.0 if value == right else abs(value - right) for value in values]
    ranked = sorted(range(len(away)), key=lambda k: (math.isnan(away[k]), away[k]))
    if not away[ranked[0]] < away[ranked[1]]:
        raise LessonError(f"Two options are equally near to the right answer: {question.ask}")
    return ranked[0]


def _right_order(question: Question, case: Case) -> list[int]:
    values = [number(evaluate(o.value, case)) for o in question.options if o.value is not None]
    if any(map(math.isnan, values)) or len(set(values)) < len(values):
        raise LessonError(f"Two options are equal, or one is undefined, so there is no order: {question.ask}")
    return sorted(range(len(values)), key=values.__getitem__, reverse=question.highest_first)


def judge(question: Question, answer: object, case: Case) -> Judged:
    """What an answer is worth; what is no answer gets a sentence. Raises LessonError as `truth` does."""
    value = read_answer(question, answer)
    if value is None:
        return Judged(False, KINDS_IN_WORDS[question.kind])
    if question.keyless:
        assert isinstance(value, int)
        said = fill(question.options[value].says, case).rstrip(".")
        return Judged(False, f"You said “{said}”. Which option is right is not in this link.", truth=value)
    true = truth(question, case)
    away = distance(question, value, true)
    right = away <= tolerance(question, true, case)
    sentence = WORDS[question.kind](question, value, true, away, case)
    shown = None if right else belief_shown(question, value, true, case)
    return Judged(right, f"{ORDINARY[right]} {sentence}", away, shown, true)


def distance(question: Question, answer: Any, right: Any) -> float:
    """How far an answer is from the truth: see Judged."""
    if question.kind == "number":
        return float(abs(answer - right))
    if question.kind == "choice":
        return float(answer != right)
    if question.kind == "order":
        rank = {option: place for place, option in enumerate(right)}
        return float(sum(rank[a] > rank[b] for k, a in enumerate(answer) for b in answer[k + 1 :]))
    (a, b), (c, d) = answer, right
    if question.kind == "point":
        return math.hypot(c - a, d - b)
    return abs(math.degrees(math.atan2(a * d - b * c, a * c + b * d)))


def tolerance(question: Question, right: Any, case: Case) -> float:
    """The largest distance that counts as right."""
    if question.kind == "point":
        return question.within or POINT * case.diagonal
    if question.kind == "arrow":
        return question.within or DEGREES
    if question.kind == "number":
        share = question.relative or not question.within
        return (question.within or SHARE) * abs(right) if share else question.within
    return 0.0


def belief_shown(question: Question, answer: Answer, right: Answer, case: Case) -> str | None:
    """The sentence of the first misconception that the answer shows."""
    words: dict[str, Value] = {"answer": _word(answer), "truth": _word(right)}
    for belief in question.beliefs:
        shown = answer in (belief.choice, list(belief.order))
        if shown or (belief.when is not None and number(evaluate(belief.when, case, words)) == 1):
            return fill(belief.says, case)
    return None


def _word(answer: Answer) -> Value:
    """An answer as a term names it: an option by its number, from 1."""
    if isinstance(answer, tuple):
        return Pair(*answer)
    if isinstance(answer, list):
        return np.array(answer, dtype=np.float64) + 1
    return float(answer + 1 if isinstance(answer, int) else answer)


def point_words(question: Question, answer: Any, right: Any, away: float, case: Case) -> str:
    """Where it is, and how far away the answer is, also as a share of the map."""
    if case.free is not None:
        return f"It is {on_the_map(right, case)}; your place on the curve is {numeral(away, 3)} away."
    share = away / case.diagonal
    far = f"{100 * share:.0f} % of the map's diagonal" if share >= 0.01 else "less than 1 % of the map's diagonal"
    return f"It is {coordinates(right)}; your point is {numeral(away, 3)} away, {far}."


def arrow_words(question: Question, answer: Any, right: Any, away: float, case: Case) -> str:
    """How many degrees lie between the arrows."""
    if away < 1:
        return "Your arrow points the same way, to less than a degree."
    return f"Your arrow and the true one are {numeral(away, 3)}° apart."


def number_words(question: Question, answer: float, right: float, away: float, case: Case) -> str:
    """The number, the answer, and how many times too large or too small it is."""
    unit = f" {question.unit}" if question.unit else ""
    said, true = apart(answer, right)
    if answer == right:
        return f"It is {true}{unit}."
    words = f"It is {true}{unit}, and you said {said}"
    ratio = answer / right if right else 0.0
    if ratio >= 1.5:
        return f"{words}: {numeral(ratio, 2)} times as much."
    if 0 < ratio <= 1 / 1.5:
        return f"{words}: {numeral(1 / ratio, 2)} times too small."
    return f"{words}: {numeral(away, 2)} too {'large' if answer > right else 'small'}."


def choice_words(question: Question, answer: int, right: int, away: float, case: Case) -> str:
    """The right option, in quotation marks."""
    return f"It is “{fill(question.options[right].says, case).rstrip('.')}”."


def order_words(question: Question, answer: list[int], right: list[int], away: float, case: Case) -> str:
    """The right order, and how many pairs stood the wrong way round."""
    order = ", ".join(fill(question.options[k].says, case) for k in right)
    pairs = len(right) * (len(right) - 1) // 2
    return f"The order is {order}." + (f" {away:.0f} of {pairs} pairs stood the other way round." if away else "")


WORDS: Mapping[str, Callable[..., str]] = dict(
    zip(KINDS, (point_words, number_words, choice_words, order_words, arrow_words), strict=True)
)
"""Kind → the sentence that compares an answer with the truth."""
