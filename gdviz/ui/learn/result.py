"""What is read after an answer: whether it is right, what it shows, the reveal, and theory beside measurement."""

import html
import math
from collections.abc import Sequence

import streamlit as st

from gdviz.lessons import Case, Claim, Judged, LessonError, Moment, fill, hold, names_something
from gdviz.lessons.term_latex import term_latex
from gdviz.numeral import numeral


def show(moment: Moment, case: Case | None, judged: Judged | None) -> None:
    """The judgement, if something was asked; the reveal; the claims."""
    if judged:
        tone = "noted" if judged.distance is None else "right" if judged.right else "wrong"
        with st.container(key=f"lesson-judged-{tone}", gap="xxsmall"):
            st.html(f'<p class="gdviz-judged" role="status">{html.escape(judged.sentence)}</p>')
            if judged.belief:
                st.markdown(judged.belief)
    if moment.reveal:
        st.markdown(fill(moment.reveal, case))
    if moment.claims:
        with st.container(key="lesson-claims"):
            st.markdown(table(moment.claims, case))


def table(claims: Sequence[Claim], case: Case | None) -> str:
    """Theory beside measurement, as a Markdown table."""
    lines = ["| | theory | measured |", "|:--|--:|--:|"]
    for claim in claims:
        try:
            held = hold(claim, case)
        except LessonError as error:
            lines.append(f"| {cell(claim.says)} | {cell(error.message)} | |")
            continue
        predicted, measured = (number(value) for value in (held.predicted, held.measured))
        if names_something(claim.theory):
            predicted = f"${term_latex(claim.theory)}$ = {predicted}"
        lines.append(
            f"| {cell(fill(claim.says, case))} | {predicted} | {measured}{'' if held.holds else ' (differs)'} |"
        )
    return "\n".join(lines)


def cell(text: str) -> str:
    """A text that stands in a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def number(value: float) -> str:
    """Six digits; ∞ as it is."""
    return numeral(value, 6) if math.isfinite(value) else ("∞" if value > 0 else "−∞" if value < 0 else "undefined")
