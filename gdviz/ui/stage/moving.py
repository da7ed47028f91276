"""The paths alone, while a hand still drags the start or a slider: a fragment runs, and not the page around it."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.figures import moved_payload
from gdviz.scene import Scene, start_of, surface_of
from gdviz.surface import Surface
from gdviz.ui import session, work
from gdviz.ui.components.knobs import drag, held, note_handled, turn_held
from gdviz.ui.components.pictures import point
from gdviz.ui.readable_runs import playable
from gdviz.ui.stage import stage
from gdviz.ui.streamlit_fixes import let_this_fragment_interrupt

HEARD, START_NUMBERS = "the message to answer", "start-numbers"
LONGEST = 0.5
"""Seconds of CPU for the paths of one place of the hand; what takes longer is drawn when the hand lets go."""


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
