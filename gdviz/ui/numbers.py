"""A number a person may turn, drawn: a logarithmic slider with an entry beside it, or the entry alone."""

import math
from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from gdviz.knob import Knob
from gdviz.ui import session

PREFERRED = (1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0)  # Renard's R10: ten even steps a decade
LOWEST_DECADE = -12
Take = Callable[[float], None]


@lru_cache(maxsize=64)
def positions(knob: Knob) -> tuple[float, ...]:
    """The places of a logarithmic slider: R10 numbers within the bounds, the bounds themselves at the ends."""
    first = math.floor(math.log10(knob.low)) if knob.low > 0 else LOWEST_DECADE
    last = math.ceil(math.log10(knob.high))
    tens = (float(f"{number}e{decade}") for decade in range(first, last + 1) for number in PREFERRED)
    inside = {round(place) if knob.integer else place for place in tens if knob.low < place < knob.high}
    return tuple(sorted({knob.low, knob.high} | {float(place) for place in inside}))


def nearest(knob: Knob, value: float) -> float:
    """The place of the slider nearest to a value, by ratio."""
    tiny = 10.0**LOWEST_DECADE / 10
    return min(positions(knob), key=lambda place: abs(math.log(max(place, tiny) / max(value, tiny))))


def entry(
    label: str, key: str, value: float, knob: Knob, take: Take, *, hidden: bool = False, width: int | None = None
) -> None:
    """A number field, `width` pixels wide or as wide as its place; `take` gets what was typed."""
    st.number_input(
        label,
        min_value=int(knob.low) if knob.integer else float(knob.low),
        max_value=int(knob.high) if knob.integer else float(knob.high),
        step=1 if knob.integer else _step(value),
        format="%d" if knob.integer else "%.9g",
        key=session.seed(key, int(value) if knob.integer else float(value)),
        help=knob.help if width is None and not hidden else None,
        label_visibility="collapsed" if hidden else "visible",
        width=width or "stretch",
        on_change=_taken,
        args=(key, take),
    )


def log_slider(label: str, key: str, value: float, knob: Knob, take: Take) -> None:
    """A slider over orders of magnitude, and the exact number beside it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-row"):
        st.select_slider(
            label,
            positions(knob),
            key=session.seed(f"{key}-slider", nearest(knob, value)),
            format_func=lambda place: f"{place:.4g}",
            label_visibility="collapsed",
            on_change=_taken,
            args=(f"{key}-slider", take),
        )
        entry(label, key, value, knob, take, hidden=True, width=96)


def _taken(key: str, take: Take) -> None:
    value = st.session_state[key]
    if value is not None:
        take(float(value))


def _step(value: float) -> float:
    """A tenth of the leading decade: the arrow keys then move what is seen."""
    return 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value and abs(value) > 1e-300 else 0.1
