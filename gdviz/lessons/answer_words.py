"""Sentences that compare an answer with the truth: where it is, and how far the answer was from it."""

from typing import Any

from gdviz.lessons.case import Case
from gdviz.lessons.lesson import Question
from gdviz.lessons.quantities import fill, on_the_map
from gdviz.lessons.values import Pair
from gdviz.numeral import apart, coordinates, numeral

ORDINARY = {True: "Right.", False: "Not this time."}


def point_words(question: Question, answer: Any, right: Any, away: float, case: Case) -> str:
    """Where it is, and how far away the answer is, also as a share of the map."""
    if case.free is not None:
        return f"It is {on_the_map(Pair(*right), case)}; your place on the curve is {numeral(away, 3)} away."
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


def noted_words(question: Question, answer: Any, case: Case) -> str:
    """What was answered, where nobody here knows which option is right."""
    said = fill(question.options[answer].says, case).rstrip(".")
    return f"You said “{said}”. Which option is right is not in this link."


def order_words(question: Question, answer: list[int], right: list[int], away: float, case: Case) -> str:
    """The right order, and how many pairs stood the wrong way round."""
    order = ", ".join(fill(question.options[k].says, case) for k in right)
    pairs = len(right) * (len(right) - 1) // 2
    return f"The order is {order}." + (f" {away:.0f} of {pairs} pairs stood the other way round." if away else "")
