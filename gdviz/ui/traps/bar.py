"""Under the maps of basins: the key of their colours, their progress, the rates, and a note where there is no trap."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from gdviz.analysis.basins import Basins
from gdviz.scene import TRAPS_OPENING, Run, Scene, basin_steps, takes_suitable_rate
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.traps import basin_maps
from gdviz.ui.traps.heads import rates_button
from gdviz.ui.traps.runs import opening
from gdviz.ui.widgets.sentences import note

COLOURS = {"which": "which minimum", "trapped": "trapped or not"}


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
    """A button to stop or to go on, and how far the maps are; the button keeps its place whichever it is."""
    words, place = f"{100 * share:.0f} % of the starts are known.", st.empty()
    with place.container(horizontal=True, vertical_alignment="center", gap="small"):
        if basin_maps.stopped(surface, scene, runs):
            st.button("Go on", key="traps-stop", on_click=basin_maps.go_on)
            st.html(f'<p class="gdviz-survey" role="status">Stopped: {words}</p>', width=330)
            return
        keys = [basin_maps.key_of(surface, scene, run) for run in runs]
        st.button("Stop", key="traps-stop", on_click=basin_maps.stop, args=(keys,))
        st.progress(share, f"The basins: {words}", width=330)
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
