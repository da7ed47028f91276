"""Where the runs begin, how long they go, when they stop; and their paths alone while a hand drags start or slider."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gdviz.expression import ExpressionError, name_plain
from gdviz.figures import line_axis, moved_payload
from gdviz.knob import Knob
from gdviz.numeral import rounded
from gdviz.scene import SEED, STEPS, TOLERANCES, Scene, start_of, surface_of
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.components.knobs import Row, drag, held, knobs, note_handled, turn_held
from gdviz.ui.components.pictures import point
from gdviz.ui.readable_runs import playable
from gdviz.ui.stage import stage
from gdviz.ui.streamlit_fixes import let_this_fragment_interrupt
from gdviz.ui.widgets import section

PLACE = Knob(0.0, -1e6, 1e6, "x", "Where every run begins: type it, click the map, or drag the marker.")
EDGE = Knob(0.0, -1e6, 1e6, "x", "An edge of the window.")
EDGES = ("left", "right", "bottom", "top")
HEARD, START_NUMBERS = "the message to answer", "start-numbers"
LONGEST = 0.5
"""Seconds of CPU for the paths of one place of the hand; what takes longer is drawn when the hand lets go."""


def strip(scene: Scene, surface: Surface) -> None:
    """Start, number of steps, random start; the rest folded away."""
    start = start_of(scene, surface)
    rows = start_rows(surface, start, scene.steps, STEPS)
    if (axis := line_axis(surface)) is not None:
        del rows[1 - axis]
    section("Start and runs")
    with st.container(horizontal=True, key="start-strip", vertical_alignment="bottom", gap="xsmall"):
        knobs(START_NUMBERS, rows, lambda values: session.keep(**start_changes(start, values)), layout="strip")
        st.button(
            "Random start", icon=":material/casino:", key="random-start", on_click=_random, args=(surface,),
            help="Another start, drawn with the next seed.",
        )  # fmt: skip
        folded = st.popover("Seed, stopping, window", icon=":material/settings:", key="start-more", on_change="rerun")
        if folded.open:
            with folded:
                _folded(scene, surface)


def start_rows(surface: Surface, start: tuple[float, float], steps: int, knob: Knob) -> list[Row]:
    """The two coordinates of the start, and the number of steps."""
    places = zip("xy", surface.variables, start, strict=True)
    rows = [Row(axis, f"start {name_plain(name)}", f"Start {name}", place, PLACE) for axis, name, place in places]
    return [*rows, Row("steps", "steps", "Steps", steps, knob)]


def _folded(scene: Scene, surface: Surface) -> None:
    knobs(
        "start-seed",
        [Row("seed", "seed of the random start", "Seed", scene.seed, SEED)],
        lambda values: _seeded(surface, values["seed"]),
        layout="list",
    )
    st.html('<h2 class="gdviz-sub">Stop early when it is below … (0: never)</h2>')
    now = dict(scene.stop)
    tolerances = [Row(name, name, f"Stop below this {name}", now.get(name, 0.0), k) for name, k in TOLERANCES.items()]
    knobs("start-stop", tolerances, _stop, layout="list")
    st.html('<h2 class="gdviz-sub">Window</h2>')
    edges = [edge for side in scene.window or surface.window for edge in side]
    rows = [Row(name, name, f"Window {name}", edge, EDGE) for name, edge in zip(EDGES, edges, strict=True)]
    knobs("start-window", rows, partial(_window, edges), layout="list")


def start_changes(start: tuple[float, float], values: Mapping[str, float]) -> dict[str, Any]:
    """What was turned of `start_rows`, as the fields that change: start, steps.

    A start that is typed is set by hand, also where it is the one that is shown.
    """
    moved = "x" in values or "y" in values
    changes: dict[str, Any] = {"start": (values.get("x", start[0]), values.get("y", start[1]))} if moved else {}
    return changes | ({"steps": int(values["steps"])} if "steps" in values else {})


def _random(surface: Surface) -> None:
    _seeded(surface, (session.recall().seed + 1) % int(SEED.high + 1))


def _seeded(surface: Surface, seed: float) -> None:
    """The start that this seed draws from the window."""
    (left, right), (bottom, top) = session.recall().window or surface.window
    across, up = np.random.default_rng(int(seed)).uniform(size=2)
    place = (left + across * (right - left), bottom + up * (top - bottom))
    session.keep(seed=int(seed), start=(rounded(place[0]), rounded(place[1])))


def _stop(values: Mapping[str, float]) -> None:
    session.keep(stop=tuple({**dict(session.recall().stop), **values}.items()))


def _window(edges: list[float], values: Mapping[str, float]) -> None:
    left, right, bottom, top = (values.get(name, edge) for name, edge in zip(EDGES, edges, strict=True))
    if left != right and bottom != top:
        session.keep(window=((min(left, right), max(left, right)), (min(bottom, top), max(bottom, top))))


@st.fragment
def live(surface: Surface) -> None:
    """Answer what a hand still changes. Drawn last on the page: then the page has said all of the scene as it is."""
    let_this_fragment_interrupt()
    heard = session.memory(HEARD).pop("n", None)
    drag(None if heard is None else {"heard": heard, **_paths(surface)}, _take)


def _paths(surface: Surface) -> Mapping[str, Any]:
    """The paths of the scene on the surface that is drawn; none where they are long work, or the surface is another."""
    work.begin()
    scene = playable(session.recall())
    if not _is_of(scene, surface):
        return {}
    try:
        with work.bounded(LONGEST):
            runs = stage.drawn(surface, scene)
            start = start_of(scene, surface)
            paths = moved_payload(runs, start, inside=stage.looked_into(surface, scene, runs))
            return {**paths, "numbers": {START_NUMBERS: dict(zip("xy", start, strict=True))}}
    except work.TooMuchError:
        return {}


def _is_of(scene: Scene, surface: Surface) -> bool:
    """Is this the surface of the scene, or the one that is drawn while the scene's text cannot be read?"""
    try:
        return surface_of(scene).key == surface.key
    except ExpressionError:
        return True


def _take() -> None:
    """A hand moved."""
    news = held()
    if not news:
        return
    note_handled(news["n"])
    session.memory(HEARD)["n"] = news["n"]
    if start := point(news.get("start")):
        stage.move_start(start, held=True)
    turn_held(news.get("board"), news.get("values"))
