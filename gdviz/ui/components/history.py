"""Undo, redo, reset and snapshots as one component, which also writes the frame at which the player stands."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from gdviz.gallery import GALLERY
from gdviz.scene import MOST_SNAPSHOTS, Scene
from gdviz.scene.history import at_snapshot, changed, places, redone, snapshot, undone, with_snapshot, without_snapshot
from gdviz.ui import session
from gdviz.ui.components.component import component, news, whole

KEY, PAGE_TOO, HEARD, PLACE = "history", "the page too", "heard", "place"
LONGEST_LABEL = 60


@st.fragment
def history_bar() -> None:
    """Draw the buttons; a press changes the scene and draws the page, the end of a gesture only writes its link."""
    scene, history = session.recall(), session.history()
    data = {
        "undo": history.undoable,
        "redo": history.redoable,
        "reset": _opening(scene) != history.present,
        "snapshots": [_label(at_snapshot(scene, place)) for place in range(len(scene.snapshots))],
        "place": _place(scene),
        "full": len(scene.snapshots) == MOST_SNAPSHOTS,
        "under_way": bool(history.gesture),
        "heard": session.memory(KEY).get(HEARD, 0),
    }
    component("history")(key=KEY, data=data, on_acts_change=_take)
    if st.session_state.pop(PAGE_TOO, False):
        st.rerun()


def _take() -> None:
    """Do what was pressed since; the browser repeats what it has no answer to, and may send anything."""
    memory = session.memory(KEY)
    for number, verb, value in _read(news(KEY, "acts")):
        if number > memory.get(HEARD, 0):
            memory[HEARD] = number
            session.end_gesture()
            if verb != "rest":
                VERBS[verb](value)
                st.session_state[PAGE_TOO] = True


def _read(acts: object) -> list[tuple[int, str, int | None]]:
    """(number, verb, value) of every act that is one."""
    result = []
    for act in acts if isinstance(acts, list) else []:
        number, verb, value = act if isinstance(act, list) and len(act) == 3 else (None, None, None)
        place = whole(value)
        if (order := whole(number)) is None or (place is None and value is not None):
            continue
        if isinstance(verb, str) and (verb == "rest" or verb in VERBS):
            result.append((order, verb, place))
    return result


def _opening(scene: Scene) -> Scene:
    """The scene that the app opens on, in this room and with these snapshots."""
    return replace(Scene(), snapshots=scene.snapshots, projector=scene.projector)


def _reset(_: int | None) -> None:
    session.show(changed(session.history(), _opening(session.recall())), anew=True)


def _snap(frame: int | None) -> None:
    scene, memory = session.recall(), session.memory(KEY)
    text = snapshot(scene, frame)
    try:
        newer = scene if text in scene.snapshots else with_snapshot(scene, frame)
    except ValueError as no_room:
        session.remark(str(no_room))
        return
    memory[PLACE] = newer.snapshots.index(text)
    session.show(changed(session.history(), replace(newer, frame=None)))


def _go(place: int | None) -> None:
    scene = session.recall()
    if place is not None and place < len(scene.snapshots):
        session.memory(KEY)[PLACE] = place
        shown = at_snapshot(scene, place)
        session.show(changed(session.history(), replace(shown, frame=None)), shown.frame, anew=True)


def _delete(place: int | None) -> None:
    scene = session.recall()
    if place is not None and place < len(scene.snapshots):
        session.show(changed(session.history(), replace(without_snapshot(scene, place), frame=None)))


VERBS: Mapping[str, Callable[[int | None], None]] = {
    "undo": lambda _: session.show(undone(session.history())),
    "redo": lambda _: session.show(redone(session.history())),
    "reset": _reset,
    "snap": _snap,
    "go": _go,
    "delete": _delete,
}


def _place(scene: Scene) -> int | None:
    """The place of the snapshot that is shown: of several that differ in their frame only, the one gone to last."""
    last, same = session.memory(KEY).get(PLACE), places(scene)
    return last if last in same else next(iter(same), None)


def _label(scene: Scene) -> str:
    """What a snapshot shows, in a line."""
    surface = GALLERY[scene.surface].name if scene.text is None else scene.text
    surface = surface if len(surface) <= LONGEST_LABEL else f"{surface[:LONGEST_LABEL]}…"
    runs = "1 run" if len(scene.runs) == 1 else f"{len(scene.runs)} runs"
    return f"{surface}, {runs}" + ("" if scene.frame is None else f", step {scene.frame}")
