"""Where the runs begin, how long they go, and when they stop."""

from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from gdviz.knob import Knob
from gdviz.scene import SEED, STEPS, TOLERANCES, Scene
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.numbers import entry
from gdviz.ui.stage import start_of

PLACE = Knob(0.0, -1e6, 1e6, "x", "Where every run begins. Click the map, or drag the marker.")
EDGES = ("left", "right", "bottom", "top")


def strip(scene: Scene, surface: Surface) -> None:
    """Start, random start, number of steps; the rest folded away."""
    x, y = start_of(scene, surface)
    with st.container(horizontal=True, key="start-strip", vertical_alignment="bottom", gap="xsmall"):
        first, second = surface.variables
        entry(f"start ${first}$", "start-x", x, PLACE, partial(_move, 0, (x, y)), width=78)
        entry(f"start ${second}$", "start-y", y, PLACE, partial(_move, 1, (x, y)), width=78)
        entry("steps", "steps", scene.steps, STEPS, _set_steps, width=64)
        st.button(
            "Random start", icon=":material/casino:", key="random-start", on_click=_random, args=(surface,),
            help="Another start, drawn with the next seed.",
        )  # fmt: skip
        folded = st.popover("Seed, stopping, window", icon=":material/settings:", key="start-more", on_change="rerun")
        if folded.open:
            with folded:
                _folded(scene, surface)


def _folded(scene: Scene, surface: Surface) -> None:
    entry("Seed of the random start", "seed", scene.seed, SEED, partial(_seeded, surface))
    st.html('<h2 class="gdviz-sub">Stop early when …</h2>')
    for name, knob in TOLERANCES.items():
        entry(f"the {name} is below", f"stop-{name}", dict(scene.stop).get(name, 0.0), knob, partial(_stop, name))
    st.html('<h2 class="gdviz-sub">Window</h2>')
    window = scene.window or surface.window
    columns = st.columns(2)
    for place, edge in enumerate(EDGES):
        with columns[place % 2]:
            value = window[place // 2][place % 2]
            entry(edge, f"window-{edge}", value, replace(PLACE, help=""), partial(_window, place, window))


def _move(axis: int, start: tuple[float, float], value: float) -> None:
    session.keep(start=(value, start[1]) if axis == 0 else (start[0], value))


def _set_steps(value: float) -> None:
    session.keep(steps=int(value), frame=None)


def _random(surface: Surface) -> None:
    _seeded(surface, (session.recall().seed + 1) % int(SEED.high + 1))


def _seeded(surface: Surface, seed: float) -> None:
    """The start that this seed draws from the window."""
    (left, right), (bottom, top) = session.recall().window or surface.window
    across, up = np.random.default_rng(int(seed)).uniform(size=2)
    place = (left + across * (right - left), bottom + up * (top - bottom))
    session.keep(seed=int(seed), start=(float(f"{place[0]:.4g}"), float(f"{place[1]:.4g}")))


def _stop(name: str, value: float) -> None:
    session.keep(stop=tuple({**dict(session.recall().stop), name: value}.items()))


def _window(place: int, window: tuple[tuple[float, float], tuple[float, float]], value: float) -> None:
    edges = [edge for side in window for edge in side]
    edges[place] = value
    low, high = sorted(edges[:2]), sorted(edges[2:])
    if low[0] < low[1] and high[0] < high[1]:
        session.keep(window=((low[0], low[1]), (high[0], high[1])))
