"""What to try next on a page: one sentence, and a button that does it."""

import html
from collections.abc import Callable
from typing import NamedTuple

import streamlit as st


class NextStep(NamedTuple):
    """A sentence, the button's label, and what a press does; without a label there is only the sentence."""

    sentence: str
    label: str = ""
    press: Callable[..., None] | None = None


def show(page: str, step: NextStep | None) -> None:
    """One line; its place is kept where there is nothing to try."""
    with st.container(horizontal=True, key=f"{page}-next", vertical_alignment="center", gap="small"):
        if step:
            st.html(f'<p class="gdviz-next"><b>Next.</b> {html.escape(step.sentence)}</p>', width="content")
            if step.label:
                st.button(step.label, key=f"{page}-next-press", on_click=step.press)
