"""What a new surface brings, start and rates of its own, and what a named phenomenon does: both are played at once."""

import re
import time
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.scene import Scene, opened, surface_of
from gdviz.scene.phenomena import PHENOMENA, Phenomenon, phenomenon_of
from gdviz.surface import Surface
from gdviz.ui import session
from gdviz.ui.stage.stage import start_was_moved
from gdviz.ui.widgets import opens_dialog, order_dialog

PHENOMENA_DIALOG = "phenomena"
REST = 1.5
"""Seconds without a key after which a text counts as typed."""
NUMBER = re.compile(r"(?<![\^\w.])(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
MEMORY = "openings"
TYPING = "the typed surface"
"""Name of the gesture that types a surface and chooses start and rates for it."""
HINT = "Click the map to start elsewhere, or drag the ring."


class Typed(NamedTuple):
    """The scene as the last key left it, and when that was."""

    scene: Scene
    time: float


class Opening(NamedTuple):
    """The scene with what was chosen for its surface, and with what stood before."""

    chosen: Scene
    before: Scene
    sentence: str


def pick(scene: Scene) -> None:
    """Show a surface of the gallery, with rates that suit its runs."""
    _open(scene, surface_of(scene))


def note_typing(before: Surface) -> None:
    """The text was changed: remember from which surface the typing set out, when, and what the scene was then."""
    memory = session.memory(MEMORY)
    memory.setdefault("text before", before.text)
    memory["typed"] = Typed(session.recall(), time.monotonic())


def order_to_play() -> str:
    """Changes whenever something was chosen: the player then plays from the start."""
    return str(session.memory(MEMORY).get("number", ""))


def line(scene: Scene) -> None:
    """What was chosen for the surface, with a button that takes it back; and the wait until a text has been typed."""
    memory = session.memory(MEMORY)
    opening: Opening | None = memory.get("opening")
    with st.container(key="opening", horizontal=True, vertical_alignment="center", gap="xsmall"):
        if opening is not None and _same(opening.chosen, scene):
            st.html(f'<p class="gdviz-opening" role="status">{opening.sentence}</p>', width="content")
            st.button("Keep the old ones", key="opening-undo", type="tertiary", on_click=_undo)
        elif (named := phenomenon_of(scene)) is not None:
            st.html(
                f'<p class="gdviz-opening" role="status"><b>{named.name}.</b> {named.sentence}</p>', width="content"
            )
        elif not start_was_moved():
            st.html(f'<p class="gdviz-opening">{HINT}</p>', width="content")
        typed: Typed | None = memory.get("typed")
        if typed is not None and not _same(typed.scene, scene):
            memory.pop("typed")  # undone, or something else was changed by hand: that is not overruled
        elif typed is not None and _is_new(scene):
            st.fragment(partial(_wait, typed), run_every=REST)()


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


def _same(scene: Scene, other: Scene) -> bool:
    """Are two scenes the same but for what is seen of them?"""
    return replace(scene, view=other.view, projector=other.projector, frame=other.frame) == other


def _wait(typed: Typed) -> None:
    """Runs with the page, and again when nothing was typed meanwhile: then start and rates are chosen.

    The gesture stays under way: whoever thinks for a moment and types on has made one change.
    """
    memory, scene = session.memory(MEMORY), session.recall()
    if memory.get("typed") != typed or time.monotonic() - typed.time < REST or not _same(typed.scene, scene):
        return
    for name in ("typed", "text before"):
        memory.pop(name, None)
    with session.part_of(TYPING, held=True):
        _open(scene, surface_of(scene))
    st.rerun()


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


def phenomena_button() -> None:
    """The button beside the surface, and the list while it is open."""
    st.button(
        "Phenomena", icon=":material/auto_awesome_motion:", key="pick-phenomenon",
        on_click=partial(order_dialog, PHENOMENA_DIALOG),
        help="Overshoot, zigzag, trapped, plateau …: scenes by their names.",
    )  # fmt: skip


def phenomena_if_wanted() -> None:
    """The list, once the button was pressed."""
    if opens_dialog(PHENOMENA_DIALOG):
        _list()


@st.dialog("Named phenomena", width="large")
def _list() -> None:
    """One button each; a press shows the scene and closes the list."""
    with st.container(key="phenomena-list", gap="xxsmall"):
        for place, one in enumerate(PHENOMENA.values()):
            if st.button(
                f"**{one.name}** {one.sentence}", key=f"phenomenon-{place}", type="tertiary", width="stretch",
                on_click=_show, args=(one,),
            ):  # fmt: skip
                st.rerun()


def _show(one: Phenomenon) -> None:
    play(one.shown_by(session.recall()))
