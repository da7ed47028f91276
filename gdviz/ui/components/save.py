"""Buttons that save a file in the browser: one made on the server when it is pressed, or a film made by the player."""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from gdviz.ui.components.component import component, news, nothing, vendor_path, whole


class File(NamedTuple):
    """What is saved: a name, a media type and the content."""

    name: str
    mime: str
    content: bytes


def pressed(key: str) -> int | None:
    """The number of a press that has no answer yet; None where there is none."""
    press = whole(news(key, "wanted"))
    return press if press != st.session_state.get(f"{key}-answered") else None


def save_button(key: str, label: str, answered: int | None = None, file: File | None = None) -> None:
    """Draw the button. answered: the press that this is the answer to; file: saved at once, None if it was refused."""
    if answered is not None:
        st.session_state[f"{key}-answered"] = answered
    sent = file and {"name": file.name, "mime": file.mime, "content": base64.b64encode(file.content).decode("ascii")}
    data = {"label": label, "answered": answered, "file": sent}
    component("save_file")(key=key, data=data, on_wanted_change=nothing, width="content", height="content")


def film_button(key: str, payload: Mapping[str, Any], form: str, name: str, title: str, formula: str) -> None:
    """Draw the button for runs as `gdviz.figures.payload` has them; form: mp4, webm or gif; name: of the file."""
    words = {"title": title, "formula": formula}
    data = {"payload": payload, "forms": [form], "name": name, "words": words, "vendor": vendor_path()}
    component("save_film")(key=key, data=data)
