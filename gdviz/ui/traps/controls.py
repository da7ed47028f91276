"""The controls of the Traps page: two optimizers above the maps; colours, progress, rates and a note below them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.analysis.basins import Basins
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import (
    TRAPS_OPENING,
    TYPED,
    Run,
    Scene,
    basin_steps,
    compared_pair,
    sweepable,
    takes_suitable_rate,
    without_rate,
)
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.components.knobs import Row, knobs
from gdviz.ui.rail.run_card import RATE, knob_label
from gdviz.ui.traps import basin_maps
from gdviz.ui.traps.basin_maps import STOPPED, opening
from gdviz.ui.widgets import note

COLOURS = {"which": "which minimum", "trapped": "trapped or not"}
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
    keys = list(OPTIMIZERS) + ([TYPED] if run.optimizer == TYPED else [])
    st.selectbox(
        f"Optimizer on the {side}", keys, key=session.seed(f"traps-optimizer-{place}", run.optimizer),
        format_func=lambda key: OPTIMIZERS[key].name if key in OPTIMIZERS else "Your rule",
        label_visibility="collapsed", on_change=_swap, args=(place, run.style),
    )  # fmt: skip
    turned = list(run.chosen.knobs)[:TURNED]
    rows = [
        Row(name, knob_label(name, knob), f"{name.replace('_', ' ')} on the {side}", taken.setting()[name], knob,
            slider=name == RATE)
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


def bar(
    surface: Surface, scene: Scene, own: list[Run], runs: list[Run], maps: Sequence[Basins], trapped: bool, idle: str
) -> None:
    """The switch of the colours, the progress with a button to stop, the rates, and what the maps show."""
    share = min((basins.known for basins in maps), default=0.0)
    with st.container(horizontal=True, key="traps-bar", vertical_alignment="center", gap="small"):
        st.segmented_control(
            "Colours of the maps", list(COLOURS), format_func=COLOURS.__getitem__, required=True,
            key=session.seed("traps-colours", "trapped" if trapped else "which"), on_change=_coloured,
            label_visibility="collapsed",
        )  # fmt: skip
        rates_button(scene, own)
        if share < 1:
            progress(surface, scene, runs, share)
        elif idle:
            notice(idle)
    note(caption(maps, [basin_steps(scene, run) for run in runs], any(takes_suitable_rate(scene, run) for run in own)))


def progress(surface: Surface, scene: Scene, runs: list[Run], share: float) -> None:
    """How far the maps are, with a button to stop or to go on."""
    words, place = f"{100 * share:.0f} % of the starts are known.", st.empty()
    keys = [basin_maps.key_of(surface, scene, run) for run in runs]
    if basin_maps.progress(place, "traps", STOPPED, keys, share, f"The basins: {words}", f"Stopped: {words}"):
        work.rest_in(place)


def _coloured() -> None:
    session.keep_scene(replace(opening(session.recall()), basins=st.session_state["traps-colours"]))


def caption(maps: Sequence[Basins], steps: Sequence[int], chosen: bool) -> str:
    """What the maps show."""
    taken = " and ".join(f"{number:,}" for number in dict.fromkeys(steps))
    words = f"{maps[0].labels.size:,} starts, {taken} steps each; faded: many steps. " if maps else ""
    words += "Click a start and its run plays on both maps. "
    if chosen:
        words += "α is chosen for this surface: the smallest with which most starts settle in a quarter of the steps. "
    return words + " ".join(dict.fromkeys(basins.note for basins in maps if basins.note))


def notice(sentence: str) -> None:
    """Where there is nothing to be trapped in: the sentence, and a way to a surface that has traps."""
    st.html(f'<p class="gdviz-survey" role="status"><b>{sentence}</b></p>', width="content")
    st.button("Show a surface with traps", key="traps-show", on_click=_with_traps)


def _with_traps() -> None:
    scene = replace(session.recall(), surface=TRAPS_OPENING.surface, text=None, parameters=(), window=None, start=None)
    session.keep_scene(replace(scene, runs=TRAPS_OPENING.runs, study=(0, 1)))
