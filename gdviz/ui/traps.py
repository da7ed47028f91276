"""The page of traps: two maps of basins, a run from the pixel that is clicked, ways of escape compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from gdviz.basins import Basins, shared
from gdviz.descent import descend
from gdviz.figures import DrawnRun, Mark
from gdviz.figures.basin_map import picture, shares_table
from gdviz.figures.panels import Panel, row
from gdviz.figures.reasons import landscape_marks
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import MOST_RUNS, Run, Scene
from gdviz.surface import Surface
from gdviz.ui import escapes, session, stage, why
from gdviz.ui.knobs import Row, knobs, symbol
from gdviz.ui.panels import Pick, panels
from gdviz.ui.styles import STYLES
from gdviz.ui.trap_maps import newest, refined, steps_of

TURNED = 3
"""Knobs beside an optimizer's name; the others are turned on Explore."""
PLAY = "play"


def pair(scene: Scene) -> tuple[Scene, Run, Run]:
    """The two runs compared; a scene with one run gets another."""
    if len(scene.runs) < 2 <= MOST_RUNS:
        other = Run("momentum" if scene.studied().optimizer != "momentum" else "sgd")
        scene = (scene if scene.runs else replace(scene, runs=(Run("sgd"),))).with_another(other)
    return scene, scene.studied(0), scene.studied(1)


def show(surface: Surface, asked: Scene) -> None:
    """The whole page below the formula bar."""
    scene, *runs = pair(asked)
    with st.container(horizontal=True, key="traps-heads", gap="medium"):
        for place, run in enumerate(runs):
            with st.container(key=f"traps-head-{place}"):
                head(scene, run, place)
    maps = shared([newest(surface, scene, run) for run in runs])
    start = stage.start_of(scene, surface)
    marks = signs(surface, scene)
    shown = [panel(surface, scene, run, basins, start, marks) for run, basins in zip(runs, maps, strict=True)]
    play = session.memory("traps").get(PLAY, "")
    panels(row(shown, play=play), "traps-maps", partial(_picked, maps[0].xs, maps[0].ys))
    why.said(caption(maps, [steps_of(scene, run) for run in runs]))
    with st.container(horizontal=True, key="traps-foot", gap="medium"):
        with st.container(key="traps-shares"):
            why.heading("Share of the window", "from which each end is reached")
            st.html(shares_table([(name, basins) for name, basins in zip(names(runs), maps, strict=True)]))
        below = st.container(key="traps-escape")
    if [refined(surface, scene, run) for run in runs].count(True):
        st.rerun()
    with below:
        escapes.show(surface, scene, runs, names(runs), start)


def caption(maps: Sequence[Basins], steps: Sequence[int]) -> str:
    """What the maps show, and how far they are."""
    taken = " and ".join(f"{number:,}" for number in dict.fromkeys(steps))
    words = f"{maps[0].labels.size:,} starts, {taken} steps each. Colour: the minimum reached; faded: many steps. "
    words += "Click a start and its run plays on both maps. "
    known = min(basins.known for basins in maps)
    if known < 1:
        words += f"Still being worked out: {100 * known:.0f} % of the starts are known. "
    return words + " ".join(dict.fromkeys(basins.note for basins in maps if basins.note))


def names(runs: Sequence[Run]) -> list[str]:
    """Labels of the two, told apart even when they are the same."""
    first, second = (why.label(run) for run in runs)
    return [first, second] if first != second else [f"{first} (left)", f"{second} (right)"]


def head(scene: Scene, run: Run, place: int) -> None:
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
        Row(name, symbol(knob.symbol, name), f"{name.replace('_', ' ')} on the {side}", run.setting()[name], knob,
            slider=name == "learning_rate")
        for name, knob in run.chosen.knobs.items() if name in turned
    ]  # fmt: skip
    if rows:
        knobs(f"traps-knobs-{place}", rows, partial(_turned, run), layout="card")


def _changed(run: Run) -> None:
    """A run of the two becomes this; the second, where the scene has only one, joins it."""
    scene, first, second = pair(session.recall())
    session.keep_scene(replace(scene, study=(first.style, second.style)).with_run(run))


def _swap(place: int, style: int) -> None:
    scene, *_ = pair(session.recall())
    _changed(scene.run(style).with_optimizer(st.session_state[f"traps-optimizer-{place}"]))


def _turned(run: Run, values: Mapping[str, float]) -> None:
    for name, value in values.items():
        run = run.turned(name, value)
    _changed(run)


def signs(surface: Surface, scene: Scene) -> list[Mark]:
    """The minima and saddles of the window, if they are few enough not to hide the map."""
    found = why.surveyed(surface, why.window_of(scene, surface))
    marks = landscape_marks(found, why.deepest_known(surface)) if found else []
    return (
        [mark for mark in marks if mark.kind != "floor"]
        if len(marks) <= 40
        else [mark for mark in marks if mark.kind == "global"]
    )


def panel(
    surface: Surface, scene: Scene, run: Run, basins: Basins, start: tuple[float, float], marks: list[Mark]
) -> Panel:
    """One map with the run from the start on it."""
    trajectory = descend(surface, run.chosen, start, steps_of(scene, run), **run.arguments(scene.seed))
    style = STYLES[run.style]
    drawn = DrawnRun(str(run.style), run.name, why.label(run), "#111111", style.dash, trajectory)
    words = f"lowest minimum from {100 * basins.global_share:.1f} % of the starts"
    window = why.window_of(scene, surface)
    return Panel(
        why.label(run),
        words,
        window,
        surface.variables,
        [drawn],
        start,
        "plain",
        marks,
        basins=picture(basins),
        color=style.color,
    )


def _picked(xs: np.ndarray, ys: np.ndarray, pick: Pick) -> None:
    """The start nearest to the click, and its run plays."""
    x, y = (float(f"{axis[np.abs(axis - value).argmin()]:.9g}") for axis, value in ((xs, pick.x), (ys, pick.y)))
    session.keep(start=(x, y))
    memory = session.memory("traps")
    memory["count"] = memory.get("count", 0) + 1
    memory[PLAY] = f"{memory['count']} {x} {y}"
