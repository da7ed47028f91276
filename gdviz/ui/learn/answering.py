"""How a question is answered: on the map, by a number, a choice or an order; and the button that commits it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.expression import ExpressionError, typed_number
from gdviz.lessons import Question, on_the_map, work_out
from gdviz.numeral import numeral
from gdviz.ui.learn.visit import QuestionId, answer, moment_of, pending, place_answer
from gdviz.ui.widgets import alert

COMMIT = "Commit"
STOPS = 121
"""Places of a slider."""
HOW = {
    "point": "Click the map, or move the mark with the arrow keys.",
    "arrow": "Drag from the start, click where the arrow ends, or use the arrow keys.",
    "order": "First on top.",
}


def show(question: Question, at: QuestionId) -> None:
    """The question, its numbers filled in, and the place for its answer."""
    with st.container(key="lesson-question", gap="xsmall"):
        with st.container(key="lesson-ask"):
            st.markdown(question.ask)
        WIDGETS[question.kind](question, at)


def on_map(question: Question, at: QuestionId) -> None:
    """What is placed on the map so far, and the button."""
    placed = pending(at)
    moment = moment_of(at)
    case = work_out(moment) if moment else None
    words = HOW[question.kind].replace("map", "curve" if case and case.free is not None else "map")
    if placed and question.kind == "point":
        words = f"You say {on_the_map(placed, case, 3)}."
    st.html(f'<p class="gdviz-how" role="status">{words}</p>')
    press(question, at, placed is not None and (question.kind == "point" or any(placed)))


def number(question: Question, at: QuestionId) -> None:
    """A slider, and beside it a field for a number or an expression of numbers; Enter in the field commits."""
    key, scale = widget(at, "number"), stops(question)
    st.select_slider("On a scale", scale, value=first_stop(scale), format_func=numeral, key=f"{key}-scale",
                     label_visibility="collapsed", on_change=slide, args=(key,))  # fmt: skip
    unit = f" {question.unit}" if question.unit else ""
    within = f"A number from {numeral(question.low)} to {numeral(question.high)}{unit}"
    row = st.form(f"lesson-form-{key}", border=False).container(
        horizontal=True, vertical_alignment="bottom", gap="small"
    )
    with row:
        st.text_input(within, key=key, max_chars=60, autocomplete="off")
        st.form_submit_button(COMMIT, type="primary", on_click=partial(take_number, at, key))
    if refused := st.session_state.get(f"{key}-refused"):
        alert(refused)
    hint(question)


def stops(question: Question) -> list[float]:
    """Where the slider can stand: even steps over the range, or even factors on a logarithmic scale, ends included."""
    low, high = question.low, question.high
    row = np.geomspace(low, high, STOPS) if question.log else np.linspace(low, high, STOPS)
    digits = 2 if question.log else 3
    inner = row.round() if question.whole else [float(f"{value:.{digits}g}") for value in row]
    return sorted({low, high, *(float(value) for value in inner if low < value < high)})


def first_stop(scale: Sequence[float]) -> float:
    """Where the slider stands before it is moved: off the middle, where many right answers are."""
    return scale[len(scale) // 10]


def slide(key: str) -> None:
    """The slider writes into the field."""
    st.session_state[key] = f"{st.session_state[f'{key}-scale']:.10g}"


def take_number(at: QuestionId, key: str) -> None:
    """Commit what was typed, or say why it is no number."""
    try:
        refused = answer(at, typed_number(st.session_state[key]))
    except ExpressionError as error:
        refused = f"{error.message} {error.hint}".strip()
    st.session_state[f"{key}-refused"] = refused


def choice(question: Question, at: QuestionId) -> None:
    """The options, none of them chosen at first."""
    key = widget(at, "choice")
    st.radio("Your answer", range(len(question.options)), index=None, key=key,
             format_func=lambda place: question.options[place].says, label_visibility="collapsed")  # fmt: skip
    press(question, at, st.session_state.get(key) is not None, st.session_state.get(key))


def order(question: Question, at: QuestionId) -> None:
    """The options one below the other, each with a button up and a button down."""
    places: list[int] = pending(at) or [*range(len(question.options))]
    st.html(f'<p class="gdviz-how">{HOW["order"]}</p>')
    with st.container(key="lesson-order", gap="xxsmall"):
        for rank, option in enumerate(places):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"lesson-rank-{rank}"):
                st.markdown(f"{rank + 1}\\. {question.options[option].says}", width="stretch")
                for way, word, last in ((-1, "up", 0), (1, "down", len(places) - 1)):
                    st.button(f"Move place {rank + 1} {word}", icon=f":material/arrow_{word}ward:", type="tertiary",
                              key=widget(at, f"{rank}{word}"), disabled=rank == last,
                              on_click=place_answer, args=(at, exchanged(places, rank, way)))  # fmt: skip
    press(question, at, True, places)


def exchanged(places: Sequence[int], rank: int, way: int) -> list[int]:
    """The order with one option a place further up (-1) or down (1)."""
    moved, other = list(places), rank + way
    if 0 <= other < len(moved):
        moved[rank], moved[other] = moved[other], moved[rank]
    return moved


def press(question: Question, at: QuestionId, ready: bool, value: Any = None) -> None:
    """The button that commits, and the hint beside it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(COMMIT, key=widget(at, "commit"), type="primary", disabled=not ready, on_click=commit,
                  args=(at, value))  # fmt: skip
        hint(question)


def hint(question: Question) -> None:
    """The hint, folded away."""
    if question.hint:
        with st.popover("Hint", key="lesson-hint", type="tertiary"):
            st.markdown(question.hint)


def commit(at: QuestionId, value: Any) -> None:
    """Commit what was chosen, else what is placed on the map."""
    value = pending(at) if value is None else value
    if value is not None:
        answer(at, value)


def widget(at: QuestionId, name: str) -> str:
    """The key of a widget of this question."""
    return f"answer-{at.lesson}-{at.moment}-{at.seed}-{name}"


WIDGETS = {"point": on_map, "arrow": on_map, "number": number, "choice": choice, "order": order}
