"""A button that saves a file which is made when it is pressed, in the browser's memory alone."""

import base64
from typing import NamedTuple

import streamlit as st

from gdviz.ui.components.component import component, news, nothing


class File(NamedTuple):
    """What is saved: a name, a media type and the content."""

    name: str
    mime: str
    content: bytes


def pressed(key: str) -> int | None:
    """The number of a press that has no answer yet; None where there is none."""
    press = news(key, "wanted")
    whole = isinstance(press, int) and not isinstance(press, bool)
    return press if whole and press != st.session_state.get(f"{key}-answered") else None


def save_button(key: str, label: str, answered: int | None = None, file: File | None = None) -> None:
    """Draw the button. answered: the press that this is the answer to; file: saved at once, None if it was refused."""
    if answered is not None:
        st.session_state[f"{key}-answered"] = answered
    sent = file and {"name": file.name, "mime": file.mime, "content": base64.b64encode(file.content).decode("ascii")}
    data = {"label": label, "answered": answered, "file": sent}
    component(__file__)(key=key, data=data, on_wanted_change=nothing, width="content", height="content")
