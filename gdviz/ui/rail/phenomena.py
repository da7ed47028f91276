"""The menu of named phenomena: a list over the page, each opened by one click and played."""

from functools import partial

import streamlit as st

from gdviz.scene.phenomena import PHENOMENA, Phenomenon
from gdviz.ui import session
from gdviz.ui.rail import opening
from gdviz.ui.widgets import dialogs

DIALOG = "phenomena"


def button() -> None:
    """The button beside the surface, and the list while it is open."""
    st.button(
        "Phenomena", icon=":material/auto_awesome_motion:", key="pick-phenomenon",
        on_click=partial(dialogs.order, DIALOG), help="Overshoot, zigzag, trapped, plateau …: scenes by their names.",
    )  # fmt: skip


def list_if_wanted() -> None:
    """The list, once the button was pressed."""
    if dialogs.opens(DIALOG):
        _list()


@st.dialog("Named phenomena", width="large")
def _list() -> None:
    """One button each; a press shows the scene and closes the list."""
    with st.container(key="phenomena-list", gap="xxsmall"):
        for place, one in enumerate(PHENOMENA.values()):
            if st.button(
                f"**{one.name}** {one.sentence}", key=f"phenomenon-{place}", type="tertiary", width="stretch",
                on_click=_show, args=(one,),
            ):  # fmt: skip
                st.rerun()


def _show(one: Phenomenon) -> None:
    opening.play(one.shown_by(session.recall()))
