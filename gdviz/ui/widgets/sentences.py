"""Sentences on a page: a heading, a note under a chart, an alert, and what is wrong with a typed text."""

import html

import streamlit as st

from gdviz.expression import ExpressionError


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
