"""Settings of the rail: first weights, steps, sampling, scaling."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from gdviz.numeral import numeral, rounded
from gdviz.scene import NUMBERS, DataScene, first_weights, model_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.data.learning import condition, material, surface_of
from gdviz.ui.rail.start import start_changes, start_rows

SCALING_HELP = (
    "Every input, and a number to be predicted, less its mean, over its standard deviation. The condition number is "
    "how many times sharper the loss bends one way than the other at its minimum: near 1, one rate suits all weights."
)
REPLACEMENT_HELP = (
    "Off: the rows are shuffled anew for each pass, and every row has its turn. On: each is drawn by itself."
)


EQUAL_HELP = (
    "On: every run stops after as many rows as the one with the smallest batches looks at in its steps, so that all do "
    "the same work. Off: every run takes the same number of steps."
)


def strip(data: DataScene, surface: Surface) -> None:
    """First weights, number of steps; sampling folded away."""
    start = first_weights(data, surface)
    rows = start_rows(surface, (rounded(start[0]), rounded(start[1])), data.steps, NUMBERS["steps"])
    with st.container(horizontal=True, key="start-strip", vertical_alignment="bottom", gap="xsmall"):
        knobs("data-start", rows, lambda values: session.keep_data(**start_changes(start, values)), layout="strip")
        folded = st.popover("Sampling", icon=":material/settings:", key="start-more", on_change="rerun")
        if folded.open:
            with folded:
                seed = [Row("order", "seed of the batches", "Seed of the batches", data.order, NUMBERS["order"])]
                knobs("data-order", seed, lambda values: session.keep_data(order=int(values["order"])), layout="list")
                st.toggle(
                    "With replacement", key=session.seed("data-replacement", data.replacement), help=REPLACEMENT_HELP,
                    on_change=lambda: session.keep_data(replacement=bool(st.session_state["data-replacement"])),
                )  # fmt: skip


def equal_passes(data: DataScene) -> None:
    """The switch that stops every run after the same number of passes over the rows."""
    st.toggle("Equal passes over the rows", key=session.seed("data-equal", data.equal_passes), help=EQUAL_HELP,
              on_change=_equalise)  # fmt: skip


def _equalise() -> None:
    on = bool(st.session_state["data-equal"])
    session.keep_data(equal_passes=on, axis="rows" if on else "step")


def scaling(data: DataScene, surface: Surface) -> None:
    """The switch, and the condition number as it is and as it would be; nothing where a model has rows of its own."""
    if model_of(data).alone:
        return
    other = replace(data, standard=not data.standard)
    away = condition(surface_of(other, material(other, model_of(other))))
    before, after = (away, condition(surface)) if data.standard else (condition(surface), away)
    with st.container(horizontal=True, key="data-scaling", vertical_alignment="center", gap="xsmall"):
        st.toggle("Standardise", key=session.seed("data-standard", data.standard), on_change=_standardise,
                  help=SCALING_HELP)  # fmt: skip
        text = f"condition {_short(before)} → {_short(after)}"
        st.html(f'<p class="gdviz-remark" id="gdviz-condition">{text}</p>', width="content")


def _standardise() -> None:
    session.keep_data(standard=bool(st.session_state["data-standard"]), start=None)


def _short(value: float) -> str:
    return "–" if np.isnan(value) else numeral(value, 3)


LABELS = {
    "share": "share learned from", "decay": "weight decay λ", "folds": "folds", "degree": "degree",
    "hidden": "hidden units", "steps": "steps", "order": "seed",
}  # fmt: skip


def parts(data: DataScene, names: Sequence[str]) -> None:
    """Sliders of this part's own numbers; entries for steps and seed."""
    plain = ("steps", "order")
    turned = [name for name in names if name not in plain]
    with st.container(key="data-parts", gap="xxsmall"):
        rows = [Row(n, LABELS[n], _said(n), getattr(data, n), NUMBERS[n], slider=True) for n in turned]
        knobs("data-part-knobs", rows, _take, layout="list")
        typed = [Row(n, LABELS[n], _said(n), getattr(data, n), NUMBERS[n]) for n in names if n in plain]
        if typed:
            knobs("data-part-numbers", typed, _take, layout="strip")


def _said(name: str) -> str:
    return LABELS[name].replace(" λ", "").capitalize()


def _take(values: Mapping[str, float]) -> None:
    session.keep_data(**{name: int(value) if NUMBERS[name].integer else value for name, value in values.items()})
