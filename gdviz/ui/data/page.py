"""The Data page: its bar, and the one part that is looked at."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from gdviz.scene import DataScene, Scene
from gdviz.ui.data import bar, batches, networks, overfitting, polynomials
from gdviz.ui.data.reasons import explain as explain
from gdviz.ui.rules import trouble

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
    return SHOWS[scene.data.part](replace(scene, data=readable(scene.data)))


def readable(data: DataScene) -> DataScene:
    """Without the runs whose typed rule cannot be read; a link may hold such."""
    runs = tuple(one for one in data.runs if trouble(one.run) is None)
    return data if runs == data.runs else replace(data, runs=runs or DataScene().runs)
