"""The controls above the two maps: an optimizer and a few of its knobs."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import Run, Scene, compared_pair, sweepable, takes_suitable_rate, without_rate
from gdviz.ui import session
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.rail.run_card import knob_label
from gdviz.ui.traps.runs import opening

TURNED = 3
"""Knobs beside an optimizer's name; the others are turned on Explore."""


def heads(runs: list[Run], shown: list[Run]) -> None:
    """Both heads; shown: the runs at the rates that are taken."""
    with st.container(horizontal=True, key="traps-heads", gap="medium"):
        for place, (run, taken) in enumerate(zip(runs, shown, strict=True)):
            with st.container(key=f"traps-head-{place}"):
                head(run, taken, place)


def head(run: Run, taken: Run, place: int) -> None:
    """One of the two: its optimizer and a few knobs."""
    side = ("left", "right")[place]
    keys = list(OPTIMIZERS) + (["typed"] if run.optimizer == "typed" else [])
    st.selectbox(
        f"Optimizer on the {side}", keys, key=session.seed(f"traps-optimizer-{place}", run.optimizer),
        format_func=lambda key: OPTIMIZERS[key].name if key in OPTIMIZERS else "Your rule",
        label_visibility="collapsed", on_change=_swap, args=(place, run.style),
    )  # fmt: skip
    turned = list(run.chosen.knobs)[:TURNED]
    rows = [
        Row(name, knob_label(name, knob), f"{name.replace('_', ' ')} on the {side}", taken.setting()[name], knob,
            slider=name == "learning_rate")
        for name, knob in run.chosen.knobs.items() if name in turned
    ]  # fmt: skip
    if rows:
        knobs(f"traps-knobs-{place}", rows, partial(_turned, run), layout="card")


def rates_button(scene: Scene, runs: list[Run]) -> None:
    """Rates that the visitor turned are given back to the page."""
    own = [run for run in runs if run.composes and sweepable(run) and not takes_suitable_rate(scene, run)]
    st.button("Choose the rates for me", key="traps-choose", on_click=_choose, disabled=not own)


def _choose() -> None:
    scene, *runs = compared_pair(opening(session.recall()))
    for run in runs:
        scene = scene.with_run(without_rate(run))
    session.keep_scene(scene)


def _changed(run: Run) -> None:
    """A run of the two becomes this; the second, where the scene has only one, joins it."""
    scene, first, second = compared_pair(opening(session.recall()))
    session.keep_scene(replace(scene, study=(first.style, second.style)).with_run(run))


def _swap(place: int, style: int) -> None:
    scene, *_ = compared_pair(opening(session.recall()))
    _changed(scene.run(style).with_optimizer(st.session_state[f"traps-optimizer-{place}"]))


def _turned(run: Run, values: Mapping[str, float]) -> None:
    for name, value in values.items():
        run = run.turned(name, value)
    _changed(run)
