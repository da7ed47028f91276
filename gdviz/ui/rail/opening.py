"""What a new surface brings: a start and rates of its own, a line that says so, and a button that takes them back."""

import re
import time
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.scene import Scene, surface_of
from gdviz.scene.opening import opened
from gdviz.scene.phenomena import phenomenon_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.stage.stage import start_was_moved

REST = 1.5
"""Seconds without a key after which a text counts as typed."""
NUMBER = re.compile(r"(?<![\^\w.])(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
MEMORY = "openings"
HINT = "Click the map to start elsewhere, or drag the ring."


class Opening(NamedTuple):
    """The scene with what was chosen for its surface, and with what stood before."""

    chosen: Scene
    before: Scene
    sentence: str


def pick(scene: Scene) -> None:
    """Show a surface of the gallery, with rates that suit its runs."""
    _open(scene, surface_of(scene))


def note_typing(before: Surface) -> None:
    """A key was pressed: remember from which surface the typing set out, and when the key was pressed."""
    memory = session.memory(MEMORY)
    memory.setdefault("text before", before.text)
    memory["typed"] = time.monotonic()


def order_to_play() -> str:
    """Changes whenever something was chosen: the player then plays from the start."""
    return str(session.memory(MEMORY).get("number", ""))


def line(scene: Scene) -> None:
    """What was chosen for the surface, with a button that takes it back; and the wait until a text has been typed."""
    memory = session.memory(MEMORY)
    opening: Opening | None = memory.get("opening")
    with st.container(key="opening", horizontal=True, vertical_alignment="center", gap="xsmall"):
        if opening is not None and replace(opening.chosen, view=scene.view, projector=scene.projector) == scene:
            st.html(f'<p class="gdviz-opening" role="status">{opening.sentence}</p>', width="content")
            st.button("Keep the old ones", key="opening-undo", type="tertiary", on_click=_undo)
        elif (named := phenomenon_of(scene)) is not None:
            st.html(
                f'<p class="gdviz-opening" role="status"><b>{named.name}.</b> {named.sentence}</p>', width="content"
            )
        elif not start_was_moved():
            st.html(f'<p class="gdviz-opening">{HINT}</p>', width="content")
        if session.history().future:  # undone, or the browser went back: what is seen again is not being typed
            memory.pop("typed", None)
        if "typed" in memory and _is_new(scene):
            st.fragment(partial(_wait, memory["typed"]), run_every=REST)()


def differs(text: str, other: str) -> bool:
    """Do two formulas differ in more than spaces and the numbers in them? An exponent is no mere number."""

    def shape(formula: str) -> str:
        return NUMBER.sub("#", re.sub(r"\s+", " ", formula.replace("**", "^")).strip()).replace(" ", "")

    return shape(text) != shape(other)


def _is_new(scene: Scene) -> bool:
    """Is the typed text a formula, and another than the one that start and rates were last set for?"""
    before = session.memory(MEMORY).get("text before")
    try:
        surface_of(scene)
    except ExpressionError:
        return False
    return scene.text is not None and before is not None and differs(scene.text, before)


def _wait(typed: float) -> None:
    """Runs with the page, and again when nothing was typed meanwhile."""
    memory = session.memory(MEMORY)
    if memory.get("typed") != typed or time.monotonic() - typed < REST:
        return
    settle()
    st.rerun()


def settle() -> None:
    """The text has been typed: choose start and rates if it is another surface than before."""
    memory, scene = session.memory(MEMORY), session.recall()
    memory.pop("typed", None)
    if _is_new(scene):
        memory.pop("text before", None)
        with session.part_of("the typed surface", held=False):
            _open(scene, surface_of(scene))


def _open(scene: Scene, surface: Surface) -> None:
    both = "Start and rates were" if scene.text is not None else "Rates were"
    change(opened(scene, surface), scene, f"{both} chosen for this surface.")


def change(scene: Scene, before: Scene, sentence: str) -> None:
    """Show a scene with other rates, say so, and play it; `before` is what the button brings back."""
    memory = session.memory(MEMORY)
    session.keep_scene(scene)
    memory["opening"] = Opening(session.recall(), before, sentence)
    memory["number"] = memory.get("number", 0) + 1


def play(scene: Scene) -> None:
    """Show another scene as it is, and play it."""
    memory = session.memory(MEMORY)
    for name in ("opening", "typed", "text before"):
        memory.pop(name, None)
    session.keep_scene(scene)
    memory["number"] = memory.get("number", 0) + 1


def _undo() -> None:
    opening: Opening | None = session.memory(MEMORY).pop("opening", None)
    if opening is not None:
        session.keep(start=opening.before.start, runs=opening.before.runs)
