"""The Data page: its bar, and the part that is chosen there."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from gdviz.learning.data import GENERATORS, INCLUDED, MODELS, TableError
from gdviz.scene import OPENINGS, DataScene, Scene, part_unfit
from gdviz.ui import work
from gdviz.ui.data import bar, batches, networks, overfitting, polynomials, upload
from gdviz.ui.data.diagnoses import explain as explain
from gdviz.ui.data.next_step import next_step as next_try
from gdviz.ui.data.rows import dataset, has_own
from gdviz.ui.data.suitability import suited
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.widgets import next_step, sentences

STYLES = Path(__file__).parent.parent / "styles"
SHOWS = {
    "batches": batches.show,
    "overfitting": overfitting.show,
    "polynomial": polynomials.show,
    "network": networks.show,
}


def show(scene: Scene) -> tuple[str, ...]:
    """Everything under the head; returns what the head should remark."""
    st.html(STYLES / "data.css")
    data, remark = suiting(scene.data)
    bar.bar(data if data.set == scene.data.set else scene.data)
    with st.container(
        horizontal=True, key="data-said", vertical_alignment="center"
    ):  # always there, so that the player is never taken off the page
        if remark:
            sentences.alert(remark)
        if remark and scene.data.set != data.set and not has_own():
            st.button("Upload the table", icon=":material/upload:", key="data-upload", on_click=upload.open_dialog)
    with work.counted():  # steps and rows are bounded by counting, so that the picture is always drawn
        remarks = SHOWS[data.part](replace(scene, data=readable(data)))
    next_step.show("data", next_try(data))
    return remarks


def suiting(data: DataScene) -> tuple[DataScene, str]:
    """The scene with rows that are here and suit its part, and a model that suits them; a sentence where it differs."""
    try:
        refused = part_unfit(dataset(data), data.part)
        if not refused:
            return suited(data) if data.part in ("batches", "overfitting") else (data, "")
    except TableError as error:
        refused = str(error)
    opening = OPENINGS[data.part]
    key = MODELS[data.model].data if data.part in ("batches", "overfitting") else opening.set
    made = replace(data, set=key, table="", standard=False, start=None, rows=opening.rows, knobs=())
    return made, f"{refused} Shown in their place: {(GENERATORS | INCLUDED)[key].name}."


def readable(data: DataScene) -> DataScene:
    """Without the runs whose typed rule cannot be read; a link may hold such."""
    runs = tuple(one for one in data.runs if rule_error(one.run) is None)
    return data if runs == data.runs else replace(data, runs=runs or DataScene().runs)
