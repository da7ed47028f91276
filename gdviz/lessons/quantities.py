"""Terms over the quantities of a scene worked out: as values, in the `{quantity}` of a text, and in claims."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gdviz.lessons.case import Case, CaseRun
from gdviz.lessons.lesson import Apply, Claim, LessonError, Number, Quantity, Question, Term, quoted
from gdviz.lessons.row_quantities import ON_ROWS, RUN_ON_ROWS, series_on_rows
from gdviz.lessons.run_quantities import RUN_QUANTITIES, frames, memory_of
from gdviz.lessons.surface_quantities import SURFACE_QUANTITIES
from gdviz.lessons.terms import OTHER, chain, parse
from gdviz.lessons.values import FUNCTIONS, NAMES, POINT_PARTS, Pair, Value, number, operate, pair, plain
from gdviz.numeral import coordinates, numeral

Words = Mapping[str, Value]
APART = re.compile(r"(\$\$.*?\$\$|\$[^$\n]*\$|`[^`\n]*`)", re.DOTALL)
"""Formulas and code, whose brackets are their own."""
SLOT = re.compile(r"\{([^{}]*)\}")
COUNTED = ("first", "steps_below")
"""Quantities that count steps until something happens: ∞ is said as "never"."""


class Held(NamedTuple):
    """A claim worked out: the number that theory predicts, the number measured, and whether they agree."""

    claim: Claim
    predicted: float
    measured: float
    holds: bool


def evaluate(term: Term, case: Case | None, words: Words | None = None) -> Value:
    """The value of a term. words: what `answer` and `truth` stand for. Raises LessonError with a sentence."""
    with np.errstate(all="ignore"):
        return _value(term, case, words or {})


def _value(term: Term, case: Case | None, words: Words) -> Value:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Apply):
        return operate(term.operation, [_value(part, case, words) for part in term.parts])
    first, rest = chain(term)
    owner = case
    if first == OTHER and case and case.other and rest:
        first, *rest = rest
        first, owner = replace(first, of=None), case.other
    run = owner.run(first.name) if owner and isinstance(first, Quantity) and first.arguments is None else None
    if run and rest:
        second, *rest = rest
        value = _of_run(run, second, case, words)
    else:
        value = _named(first, owner, case, words) if isinstance(first, Quantity) else _value(first, case, words)
    for link in rest:
        if link.name not in POINT_PARTS:
            raise LessonError(f"A point has .x, .y and .length, and no {quoted(link.name)}.")
        value = POINT_PARTS[link.name](pair(value))
    return value


def _named(term: Quantity, owner: Case | None, case: Case | None, words: Words) -> Value:
    """A word, a constant, a function, or a quantity of the owner's surface; its arguments are those of the moment."""
    if term.arguments is None and term.name in words and owner is case:
        return words[term.name]
    arguments = [_value(part, case, words) for part in term.arguments or ()]
    if term.arguments is not None and term.name in FUNCTIONS:
        return FUNCTIONS[term.name][1](*arguments)
    if term.arguments is None and term.name in NAMES:
        return NAMES[term.name]
    if owner and owner.on is not None and term.name in ON_ROWS:
        return ON_ROWS[term.name].take(owner, *arguments)
    if owner and term.name in SURFACE_QUANTITIES:
        return SURFACE_QUANTITIES[term.name].take(owner, *arguments)
    if owner and term.arguments is None and term.name in owner.surface.parameters:
        return float(owner.surface.parameters[term.name])
    raise LessonError(f"There is no quantity {quoted(term.name)} here.")


def _of_run(run: CaseRun, term: Quantity, case: Case | None, words: Words) -> Value:
    arguments = term.arguments or ()
    if term.name not in RUN_QUANTITIES and term.name in run.run.chosen.knobs:
        return run.run.setting()[term.name]
    quantity = RUN_QUANTITIES.get(term.name) or RUN_ON_ROWS.get(term.name) or memory_of(term.name)
    if quantity.arguments == "series":
        rows = frames(run) | series_on_rows(run)
        row = np.asarray(plain(_value(arguments[0], case, {**words, **rows})))
        return quantity.take(run, np.broadcast_to(row, rows["k"].shape))
    numbers = [number(_value(part, case, words)) for part in arguments]
    if quantity.arguments.startswith("k"):
        if not all(math.isfinite(value) and value.is_integer() for value in numbers):
            raise LessonError(f"{run.name}.{term.name} takes the number of a frame.")
        return quantity.take(run, *map(int, numbers))
    return quantity.take(run, *numbers)


def slots(text: str) -> list[str]:
    """The quantities in a text, as typed."""
    return [slot for piece in APART.split(text)[::2] for slot in SLOT.findall(piece)]


def fill(text: str, case: Case | None) -> str:
    """The text with each `{quantity}` or `{quantity:digits}` as a number; formulas and code are left as they are.

    Raises LessonError where one cannot be worked out.
    """
    pieces = APART.split(text)
    pieces[::2] = [SLOT.sub(lambda slot: written(slot[1], case), piece) for piece in pieces[::2]]
    return "".join(pieces)


def worded(question: Question, case: Case) -> Question:
    """The question with every `{quantity}` of what is read before the answer filled in. Raises LessonError."""
    options = tuple(replace(option, says=fill(option.says, case)) for option in question.options)
    return replace(question, ask=fill(question.ask, case), hint=fill(question.hint, case), options=options)


def written(slot: str, case: Case | None) -> str:
    """One quantity in words: a number of four digits or as many as asked for, a point as (x, y), never for ∞ steps."""
    term, digits = read_slot(slot)
    value = evaluate(term, case)
    if isinstance(value, str):
        return value
    if isinstance(value, Pair):
        return on_the_map(value, case, digits)
    if math.isinf(number(value)) and isinstance(term, Quantity) and term.name in COUNTED:
        return "never"
    return numeral(number(value), digits)


def on_the_map(point: tuple[float, float], case: Case | None, digits: int = 4) -> str:
    """A point or an arrow as (x, y); on a formula of one variable, which is drawn as a curve, its one coordinate."""
    free = case.free if case else None
    return coordinates(point, digits) if free is None else numeral(point[1 - free], digits)


@lru_cache(maxsize=1024)
def read_slot(slot: str) -> tuple[Term, int]:
    """The term of a slot and its digits, 1 to 15; raises LessonError."""
    text, colon, digits = slot.partition(":")
    if colon and not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:3]) <= 15):
        raise LessonError(f"After the colon in {quoted(slot)} the number of digits stands, 1 to 15.")
    return parse(text), int(digits[:3]) if colon else 4


def hold(claim: Claim, case: Case | None) -> Held:
    """Work a claim out. Raises LessonError where a side of it cannot be had."""
    predicted = number(evaluate(claim.theory, case))
    measured = number(evaluate(claim.measured, case))
    tolerance = claim.within * (abs(predicted) or 1.0)
    near = math.isfinite(predicted) and abs(predicted - measured) <= tolerance
    return Held(claim, predicted, measured, near or predicted == measured)
