"""Sliders and number fields as one component, with at most one message to the server under way."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from gdviz.knob import Knob
from gdviz.ui import session
from gdviz.ui.components.component import component

HERE = Path(__file__).parent
NAMES = "alpha beta gamma delta epsilon eta theta kappa lambda mu nu rho sigma tau phi chi psi omega Delta"
LETTERS = dict(zip(NAMES.split(), "αβγδεηθκλμνρστφχψωΔ", strict=True))
SMALL = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉⁺⁻")


class Row(NamedTuple):
    """One number: its name in messages, its label, what a screen reader says, its value and its knob."""

    name: str
    label: str
    aria: str
    value: float
    knob: Knob
    slider: bool = False


def knobs(key: str, rows: Sequence[Row], take: Callable[[Mapping[str, float]], None], *, layout: str) -> None:
    """Draw the rows; `take` gets name → value, within bounds, for what was turned.

    layout: card, strip, columns, list or letters (see knobs.css).
    """
    component(HERE)(
        key=key,
        data={"rows": [_row(row) for row in rows], "layout": layout, "heard": _news(key).number},
        on_turned_change=_Taken(key, {row.name: row.knob for row in rows}, take),
    )


def symbol(latex: str, name: str) -> str:
    r"""A knob's symbol as plain letters (\beta_1 → β₁); its name when it is more than a letter with an index."""
    match = re.fullmatch(r"\\?([A-Za-z]+)(?:[_^]\{?([0-9+-]+)\}?)?", latex)
    if not match or (latex.startswith("\\") and match[1] not in LETTERS):
        return name.replace("_", " ")
    return LETTERS.get(match[1], match[1]) + (match[2] or "").translate(SMALL)


class _Taken(NamedTuple):
    """Forwards values that are numbers of known rows, clamped (untrusted input)."""

    key: str
    knobs: Mapping[str, Knob]
    take: Callable[[Mapping[str, float]], None]

    def __call__(self) -> None:
        values, _, held = _news(self.key)
        numbers = {name: value for name, value in values.items() if name in self.knobs and _is_number(value)}
        if numbers:
            with session.part_of(" ".join([self.key, *sorted(numbers)]), held=held):
                self.take({name: self.knobs[name].clamp(float(value)) for name, value in numbers.items()})


class _News(NamedTuple):
    """The values last turned in the browser, the number of that message, and whether a hand still turns."""

    values: Mapping[str, Any]
    number: float
    held: bool


def _news(key: str) -> _News:
    """What the browser sent last (untrusted input)."""
    state = st.session_state.get(key) or {}
    turned = state.get("turned")
    if not isinstance(turned, Mapping) or not isinstance(turned.get("values"), Mapping):
        return _News({}, 0, False)
    number = turned.get("n")
    number = number if isinstance(number, int | float) and _is_number(number) else 0
    return _News(turned["values"], number, turned.get("held") is True)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _row(row: Row) -> dict[str, Any]:
    knob = row.knob
    value: float = int(row.value) if knob.integer else row.value
    bounds = {"low": knob.low, "high": knob.high, "log": knob.log, "integer": knob.integer}
    shown = {"name": row.name, "label": row.label, "aria": row.aria, "value": value, "slider": row.slider}
    return {**shown, **bounds, "help": knob.help}
