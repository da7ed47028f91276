"""The Data page: its bar, the part that is chosen there, and what to try next."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from gdviz.figures import TWO_WEIGHTS
from gdviz.learning.data import GENERATORS
from gdviz.numeral import numeral
from gdviz.scene import NUMBERS, DataScene, Scene
from gdviz.ui import session, work
from gdviz.ui.data import bar, many_weights, two_weights, upload
from gdviz.ui.data.learning import has_own
from gdviz.ui.data.suitability import suiting
from gdviz.ui.readable_runs import rule_error
from gdviz.ui.stage.stage import Shown
from gdviz.ui.widgets import NextStep, alert, show_next_step

STYLES = Path(__file__).parent.parent / "styles"
DECAY, SIMPLE_DEGREE, FULL_DEGREE = 0.1, 3, 15


def show(scene: Scene) -> tuple[tuple[str, ...], Shown | None]:
    """Everything under the head; returns what the head should remark, and the runs that are to be explained."""
    st.html(STYLES / "data.css")
    data, remark = suiting(scene.data)
    bar.bar(data if data.set == scene.data.set else scene.data)
    with st.container(
        horizontal=True, key="data-said", vertical_alignment="center"
    ):  # always there, so that the player is never taken off the page
        if remark:
            alert(remark)
        if remark and scene.data.set != data.set and not has_own():
            st.button("Upload the table", icon=":material/upload:", key="data-upload", on_click=upload.open_dialog)
    with work.counted():  # steps and rows are bounded by counting, so that the picture is always drawn
        part = two_weights if data.part in TWO_WEIGHTS else many_weights
        shown = part.show(replace(scene, data=readable(data)))
    show_next_step("data", next_step(data))
    return shown


def readable(data: DataScene) -> DataScene:
    """Without the runs whose typed rule cannot be read; a link may hold such."""
    runs = tuple(one for one in data.runs if rule_error(one.run) is None)
    return data if runs == data.runs else replace(data, runs=runs or DataScene().runs)


def next_step(data: DataScene) -> NextStep | None:
    """One for each part of the page, as far as it has not been done."""
    return {
        "batches": _after_batches,
        "overfitting": _after_overfitting,
        "polynomial": _after_polynomial,
        "network": _after_network,
    }[data.part](data)


def _after_batches(data: DataScene) -> NextStep | None:
    """Runs on batches of different sizes, after the same work."""
    if not data.equal_passes and len({one.batch for one in data.runs if one.run.on}) > 1:
        words = "Equal steps are unequal work: larger batches look at more rows. Who leads after equal passes?"
        return NextStep(words, "Equal passes", partial(session.keep_data, equal_passes=True, axis="rows"))
    return twice_the_rows(data, "Do batches of the same size wander less among twice as many rows?")


def _after_overfitting(data: DataScene) -> NextStep | None:
    """Weight decay, then more rows."""
    if not data.decay:
        words = "Does weight decay keep the loss over the rows set apart from turning up?"
        return NextStep(words, f"λ = {numeral(DECAY)}", partial(session.keep_data, decay=DECAY))
    return twice_the_rows(data, "And with twice as many rows: is decay still needed?")


def _after_polynomial(data: DataScene) -> NextStep | None:
    """A degree that bends less, or the one that bends most."""
    degree = SIMPLE_DEGREE if data.degree > SIMPLE_DEGREE else FULL_DEGREE
    words = {
        SIMPLE_DEGREE: "Does a polynomial that bends less do better on the rows set apart?",
        FULL_DEGREE: "And one that can bend through every row: what does it do between them?",
    }[degree]
    return NextStep(words, f"Degree {degree}", partial(session.keep_data, degree=degree))


def _after_network(data: DataScene) -> NextStep | None:
    """Fewer hidden units, or as many as there can be."""
    low, high = int(NUMBERS["hidden"].low), int(NUMBERS["hidden"].high)
    if data.hidden > low:
        half = max(low, data.hidden // 2)
        return NextStep(
            "Do half as many hidden units part the classes too?",
            f"{half} units",
            partial(session.keep_data, hidden=half),
        )
    return NextStep("And the widest network: does the loss over the rows set apart turn up?", f"{high} units",
                    partial(session.keep_data, hidden=high))  # fmt: skip


def twice_the_rows(data: DataScene, words: str) -> NextStep | None:
    """Rows that are made can be more; others are as they are."""
    rows = 2 * data.rows
    if data.set not in GENERATORS or rows > NUMBERS["rows"].high:
        return None
    return NextStep(words, f"{rows} rows", partial(session.keep_data, rows=rows))
