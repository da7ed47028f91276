"""Sliders and number fields as one component, and what a hand still holds: one message at most is under way."""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from gdviz.expression import ExpressionError, typed_number
from gdviz.knob import Knob
from gdviz.numeral import numeral
from gdviz.ui import session
from gdviz.ui.components.component import component, news, number

NAMES = "alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho sigma tau phi chi psi omega Delta"
LETTERS = dict(zip(NAMES.split(), "αβγδεηθκλμνρστφχψωΔ", strict=True))
BOARDS = "boards of numbers"
DRAG, NEWEST = "drag", "number of the newest message"
SMALL = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉⁺⁻")


class Row(NamedTuple):
    """One number: its name in messages, its label, what a screen reader says, its value and its knob."""

    name: str
    label: str
    aria: str
    value: float
    knob: Knob
    slider: bool = False


def knobs(
    key: str, rows: Sequence[Row], take: Callable[[Mapping[str, float]], None], *, layout: str, moves: bool = False
) -> None:
    """Draw the rows; `take` gets name → value, within bounds, for what was turned.

    layout: card, strip, columns, list or letters (see knobs.css). moves: a slider that is held changes paths only,
    which the drag component of the page then asks for.
    """
    notes = session.memory("notes on numbers").get(key, {})
    shown = [{**_row(row), "note": notes.get(row.name, "")} for row in rows]
    taken = _Taken(key, {row.name: row.knob for row in rows}, take)
    session.memory(BOARDS)[key] = taken
    component("knobs")(
        key=key,
        data={"rows": shown, "layout": layout, "heard": _news(key).number, "key": key, "moves": moves},
        on_turned_change=taken,
    )


def turn_held(board: object, values: object) -> None:
    """A slider of the board with this key is held at these values (untrusted input)."""
    taken: _Taken | None = session.memory(BOARDS).get(board) if isinstance(board, str) else None
    if taken is not None and isinstance(values, Mapping):
        taken.turn(values, held=True)


def symbol(latex: str, name: str) -> str:
    r"""A knob's symbol as plain letters (\beta_1 → β₁); its name when it is more than a letter with an index."""
    match = re.fullmatch(r"\\?([A-Za-z]+)(?:[_^]\{?([0-9+-]+)\}?)?", latex)
    if not match or (latex.startswith("\\") and match[1] not in LETTERS):
        return name.replace("_", " ")
    return LETTERS.get(match[1], match[1]) + (match[2] or "").translate(SMALL)


class _Taken(NamedTuple):
    """Forwards values of known rows, numbers or expressions of numbers, clamped (untrusted input).

    What is refused or clamped leaves a sentence for its row, until the next message.
    """

    key: str
    knobs: Mapping[str, Knob]
    take: Callable[[Mapping[str, float]], None]

    def __call__(self) -> None:
        turned = _news(self.key)
        note_handled(turned.number)
        self.turn(turned.values, held=turned.held)

    def turn(self, values: Mapping[str, object], *, held: bool) -> None:
        numbers, notes = settled_numbers(self.knobs, values)
        session.memory("notes on numbers")[self.key] = notes
        if numbers:
            with session.part_of(" ".join([self.key, *sorted(numbers)]), held=held):
                self.take(numbers)


def settled_numbers(knobs: Mapping[str, Knob], values: Mapping[str, object]) -> tuple[dict[str, float], dict[str, str]]:
    """Name → number within its knob's bounds, and name → sentence for what was refused or changed."""
    numbers: dict[str, float] = {}
    notes: dict[str, str] = {}
    for name, value in values.items():
        if name not in knobs:
            continue
        try:
            entry = typed_number(value) if isinstance(value, str) else number(value, sys.float_info.max)
        except ExpressionError as error:
            notes[name] = str(error)
            continue
        if entry is not None:
            numbers[name] = knobs[name].clamp(entry)
            if numbers[name] != entry:
                notes[name] = bounds_sentence(knobs[name], entry)
    return numbers, notes


def bounds_sentence(knob: Knob, entry: float) -> str:
    """What a knob can be, and what became of a number that it cannot be."""
    kind = "A whole number from" if knob.integer else "From"
    low, high, became = (numeral(value, 6) for value in (knob.low, knob.high, knob.clamp(entry)))
    return f"{kind} {low} to {high}: {numeral(entry, 6)} became {became}."


class _News(NamedTuple):
    """The values last turned in the browser, the number of that message, and whether a hand still turns."""

    values: Mapping[str, Any]
    number: float
    held: bool


def _news(key: str) -> _News:
    """What the browser sent last (untrusted input)."""
    turned = news(key, "turned")
    if not isinstance(turned, Mapping) or not isinstance(turned.get("values"), Mapping):
        return _News({}, 0, False)
    return _News(turned["values"], number(turned.get("n"), sys.float_info.max) or 0, turned.get("held") is True)


def _row(row: Row) -> dict[str, Any]:
    knob = row.knob
    value: float = int(row.value) if knob.integer else row.value
    bounds = {"low": knob.low, "high": knob.high, "log": knob.log, "integer": knob.integer}
    shown = {"name": row.name, "label": row.label, "aria": row.aria, "value": value, "slider": row.slider}
    return {**shown, **bounds, "help": knob.help}


def drag(moved: Mapping[str, Any] | None, take: Callable[[], None]) -> None:
    """Draw the component, unseen; moved: paths for the player and sliders, or None when the page says all itself.

    `take` is called when a hand has changed something; inside it `held()` is what.
    """
    component("drag")(key=DRAG, data={"moved": moved}, on_held_change=take)


def held() -> Mapping[str, Any]:
    """What the hand changed last (untrusted input): {start: {x, y}} or {board, values}, and the message's number n.

    Empty where a newer message was handled before: a hand that let go is not overtaken by what it passed on its way.
    """
    message = news(DRAG, "held")
    if not isinstance(message, Mapping) or not isinstance(message.get("n"), int | float):
        return {}
    return message if message["n"] >= session.memory(DRAG).get(NEWEST, 0) else {}


def note_handled(message: float | None) -> None:
    """The message of this number was handled: older ones that are still under way no longer count."""
    if message is not None:
        session.memory(DRAG)[NEWEST] = message
