"""The Data page: its bar, and the one part that is looked at."""

from pathlib import Path

import streamlit as st

from gdviz.scene import Scene
from gdviz.ui.data import bar, batches

HERE = Path(__file__).parent
SHOWS = {"batches": batches.show}


def show(scene: Scene) -> tuple[str, ...]:
    """Everything under the head; returns what the head should remark."""
    st.html(HERE / "data.css")
    bar.bar(scene.data)
    return SHOWS.get(scene.data.part, batches.show)(scene)
