"""Small network: one hidden layer trained to separate two classes."""

import numpy as np
import streamlit as st

from gdviz.figures.fit_models import network_model
from gdviz.learning.data import SIGN, TableError
from gdviz.learning.training import Network, NetworkLoss, principal_plane, random_plane
from gdviz.scene import CHOICES, Scene
from gdviz.ui import session
from gdviz.ui.data import high_dim
from gdviz.ui.data.rows import Material, material
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
    network = Network(data.hidden, data.activation)
    task = _task(scene, rows, network)
    short, fewer = high_dim.within(task, scene, "Fewer runs, rows or hidden units go further.")

    def draw() -> None:
        fits = high_dim.trained(task, short.data)
        if not fits:
            sentences.alert(f"No run is shown that can train so many weights: switch one on. {fewer}")
            return
        last = fits[0][1].points
        plane = principal_plane(last) if data.plane == "principal" else random_plane(network, last[-1], data.order)
        along = ""
        if np.isfinite(plane.explained).all():
            one, other = (f"{100 * share:.1f} %" for share in plane.explained)
            held = f"The two directions hold {one} and {other} of the first run's movement"
            along = f"{held} through {network.dimension} weights. "
        high_dim.picture(short, task, rows, fits, plane, along + plane.sentence)
        sentences.note(fewer)

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


def _task(scene: Scene, rows: Material, network: Network) -> high_dim.Task:
    data = scene.data
    parts = high_dim.parted(data, rows.count)
    inputs = np.column_stack([rows.columns[name] for name in rows.inputs])
    labels = np.where(rows.columns[rows.target] > 0, 1.0, -1.0)
    training = NetworkLoss(network, inputs[parts.train], labels[parts.train], data.decay)
    validation = NetworkLoss(network, inputs[parts.validation], labels[parts.validation])
    key = f"network {rows.key} {data.hidden} {data.activation} {data.share} {data.order} {data.decay}"
    return high_dim.Task(training, validation, parts, network.initial(data.order), network_model(network), key)


def _activate() -> None:
    if st.session_state["data-activation"] in CHOICES["activation"]:
        session.keep_data(activation=st.session_state["data-activation"])


def _turn() -> None:
    if st.session_state["data-plane"] in CHOICES["plane"]:
        session.keep_data(plane=st.session_state["data-plane"])
