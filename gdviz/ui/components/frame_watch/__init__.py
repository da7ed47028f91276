"""The frame at which the player stands, for the part of a page that shows its numbers."""

import streamlit as st

from gdviz.ui.components.component import component, news, nothing

KEY = "frame-watch"


def frame_shown(otherwise: int | None) -> int | None:
    """The frame at which the player stands; `otherwise` until the browser has sent it.

    Called in a fragment, it reruns that fragment alone when the player comes to a standstill.
    """
    frame = news(KEY, "frame")
    shown = frame if isinstance(frame, int) and not isinstance(frame, bool) and frame >= 0 else otherwise
    with st.container(key="frame-watch-place"):
        component(__file__)(key=KEY, data={"shown": shown}, on_frame_change=nothing)
    return shown
