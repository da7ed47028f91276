"""The frame at which the player stands, for the part of a page that shows its numbers."""

from pathlib import Path

import streamlit as st

from gdviz.ui.components.component import component

HERE = Path(__file__).parent
KEY = "frame-watch"


def frame_shown(otherwise: int | None) -> int | None:
    """The frame at which the player stands; `otherwise` until the browser has sent it.

    Called in a fragment, it reruns that fragment alone when the player comes to a standstill.
    """
    frame = (st.session_state.get(KEY) or {}).get("frame")
    shown = frame if isinstance(frame, int) and not isinstance(frame, bool) and frame >= 0 else otherwise
    with st.container(key="frame-watch-place"):
        component(HERE)(key=KEY, data={"shown": shown}, on_frame_change=_nothing)
    return shown


def _nothing() -> None:
    """Streamlit keeps a state only when its callback is given."""
