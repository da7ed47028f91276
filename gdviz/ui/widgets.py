"""Elements that several pages share: headings, sentences, what is wrong with a typed text, the next step, dialogs."""

import html
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.ui import session

OPEN_DIALOG = "the open dialog"


class NextStep(NamedTuple):
    """A sentence, the button's label, and what a press does; without a label there is only the sentence."""

    sentence: str
    label: str = ""
    press: Callable[..., None] | None = None


def heading(title: str, words: str = "") -> None:
    """A small heading, and what can be done there."""
    st.html(f'<h2 class="gdviz-sub">{html.escape(title)} <span>{html.escape(words)}</span></h2>')


def section(title: str) -> None:
    """A heading for screen readers, of a section whose place on the page says enough to the eye."""
    st.html(f'<h2 class="gdviz-unseen">{html.escape(title)}</h2>')


def note(sentence: str, source: str = "") -> None:
    """A sentence under a chart and its source; nothing for an empty sentence."""
    if sentence:
        st.html(f'<p class="gdviz-survey">{html.escape(sentence)} <i>{html.escape(source)}</i></p>')


def alert(sentence: str) -> None:
    """What is wrong and what to do, read aloud by a screen reader as it appears."""
    st.html(f'<p class="gdviz-sentence" role="alert">{html.escape(sentence)}</p>')


def refusal(error: ExpressionError, key: str, *, beside: bool) -> None:
    """What is wrong with a typed text, its place in the text, and a suggestion.

    beside: the sentence stands beside the marked text, else below it.
    """
    with st.container(horizontal=beside, key=key, vertical_alignment="center", gap="small" if beside else "xxsmall"):
        if error.text and any(error.span):
            st.code(error.caret(), language=None, width="content" if beside else "stretch")
        sentence = f"{html.escape(error.message)} <span>{html.escape(error.hint)}</span>"
        st.html(f'<p class="gdviz-sentence" role="alert">{sentence}</p>', width="content" if beside else "stretch")


def show_next_step(page: str, step: NextStep | None) -> None:
    """One line; its place is kept where there is nothing to try."""
    with st.container(horizontal=True, key=f"{page}-next", vertical_alignment="center", gap="small"):
        if step:
            st.html(f'<p class="gdviz-next"><b>Next.</b> {html.escape(step.sentence)}</p>', width="content")
            if step.label:
                st.button(step.label, key=f"{page}-next-press", on_click=step.press)


def order_dialog(name: str) -> None:
    """The next run of the page opens this dialog, in the place of any other."""
    session.memory(OPEN_DIALOG)["name"] = name


def is_dialog_open(name: str) -> bool:
    """Is it this one? A dialog is not taken along to another page, as Back does while one is open."""
    if session.has_arrived():
        close_dialog()
    return bool(session.memory(OPEN_DIALOG).get("name") == name)


def opens_dialog(name: str) -> bool:
    """Does this run open it? For a dialog that the browser closes by itself."""
    opened = is_dialog_open(name)
    if opened:
        close_dialog()
    return opened


def close_dialog() -> None:
    """None is open."""
    session.memory(OPEN_DIALOG).clear()
