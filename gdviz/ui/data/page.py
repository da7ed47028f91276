"""The Data page: its bar, and the one part that is looked at."""

from pathlib import Path

import streamlit as st

from gdviz.scene import Scene
from gdviz.ui.data import bar, batches, networks, overfitting, polynomials

HERE = Path(__file__).parent
SHOWS = {
    "batches": batches.show,
    "overfitting": overfitting.show,
    "polynomial": polynomials.show,
    "network": networks.show,
}


def show(scene: Scene) -> tuple[str, ...]:
    """Everything under the head; returns what the head should remark."""
    st.html(HERE / "data.css")
    bar.bar(scene.data)
    return SHOWS[scene.data.part](scene)
