"""Small network: one hidden layer trained to separate two classes."""

import streamlit as st

from gdviz.figures.sliced_runs import within
from gdviz.learning.data import SIGN, TableError
from gdviz.scene import CHOICES, Scene, task_of
from gdviz.ui import session
from gdviz.ui.data import high_dim
from gdviz.ui.data.rows import material
from gdviz.ui.widgets import sentences

SHOWS = "The wash and the line are what the network says everywhere; the map is a slice through all its weights."
PLANES = {"principal": "Plane of the path", "random": "Random plane"}


def show(scene: Scene) -> tuple[str, ...]:
    """Draw this part; returns the remarks for the head of the page."""
    data = scene.data
    try:
        rows = material(data, None, SIGN)
    except TableError as refused:
        sentences.alert(str(refused))
        return ()
    task = task_of(data, rows)
    short, fewer = within(task, scene)

    def draw() -> None:
        high_dim.picture(short, task, rows, fewer)

    high_dim.layout(
        scene, task.training.rows, draw, ("hidden", "share", "decay", "steps", "order"), lambda: choices(scene)
    )
    return (SHOWS,)


def choices(scene: Scene) -> None:
    """Activation and plane."""
    data = scene.data
    with st.container(horizontal=True, key="data-network", gap="xsmall"):
        st.segmented_control(
            "Activation", list(CHOICES["activation"]), key=session.seed("data-activation", data.activation),
            label_visibility="collapsed", on_change=_activate, width="content",
        )  # fmt: skip
        st.segmented_control(
            "Plane", list(CHOICES["plane"]), format_func=PLANES.__getitem__, width="content",
            key=session.seed("data-plane", data.plane), label_visibility="collapsed", on_change=_turn,
        )  # fmt: skip


def _activate() -> None:
    if st.session_state["data-activation"] in CHOICES["activation"]:
        session.keep_data(activation=st.session_state["data-activation"])


def _turn() -> None:
    if st.session_state["data-plane"] in CHOICES["plane"]:
        session.keep_data(plane=st.session_state["data-plane"])
