"""State of a visit: its scenes, the address that it was read from and written to, and named memories."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any

import streamlit as st

from gdviz.scene import Scene
from gdviz.scene.history import History, changed, visited
from gdviz.ui import address
from gdviz.ui.streamlit_fixes import change_streamlit

change_streamlit()
SCENE, HISTORY, NOTICES, PAGE, ARRIVED = "the scene", "the history", "the notices", "the page", "just arrived"
ADDRESSES, SENT, GESTURE, READ = "addresses", "when the address was sent", "a gesture", "the scene as the link names it"
"""ADDRESSES: names of the address last seen, and of those sent to the browser since."""
MOST_ADDRESSES = 200
UNDERWAY = 30.0
"""Seconds in which a slow browser may not have the address that was sent to it."""
FRAME_ORDER = "frames named so far"
UNSET = object()
_gesture: ContextVar[tuple[str, bool]] = ContextVar("name of the gesture, and whether it goes on", default=("", False))


def recall() -> Scene:
    """The scene of this visit."""
    if SCENE not in st.session_state:
        _read(address.query())
    scene: Scene = st.session_state[SCENE]
    return scene


def follow() -> None:
    """As a run of a page begins: the scene that the address names, if that is news: on arrival, by Back and Forward.

    Each request brings the address that the browser had when it was sent: after a gesture it may be an older one.
    """
    state, name = st.session_state, address.identity(address.query())
    gesture = state.pop(GESTURE, False)
    if SCENE not in state or not (gesture or name == address.identity(recall().to_query()) or _may_be_late(name)):
        _read(address.query())
    sent = state[ADDRESSES]
    state[ADDRESSES] = sent[sent.index(name) :] if name in sent else [name]


def _may_be_late(name: address.Identity) -> bool:
    """May the browser have sent this address before it had the one of the scene? Not if it went back or forward."""
    sent = st.session_state[ADDRESSES]
    if name not in sent or address.is_history_navigation():
        return False
    return (
        address.identity(recall().to_query()) != sent[-1]
        or time.monotonic() - st.session_state.get(SENT, 0.0) < UNDERWAY
    )


def begin_apart() -> None:
    """A visit whose address names a scene that is not for the visitor, a task's, begins with one of its own."""
    if SCENE not in st.session_state:
        _read({key: values for key, values in address.query().items() if key == "projector"})


def _read(query: Mapping[str, Sequence[str]]) -> None:
    """The scene is what the query names."""
    state, arrival, name = st.session_state, Scene.from_query(query), address.identity(address.query())
    if SCENE in state:
        state[HISTORY] = visited(history(), replace(arrival.scene, frame=None))
    state[SCENE] = arrival.scene
    state[READ], state[NOTICES], state[ADDRESSES] = arrival.scene, arrival.notices, [name]
    state[FRAME_ORDER] = state.get(FRAME_ORDER, 0) + 1


def history() -> History:
    """The scenes of this visit around the present one; a frame is no part of them."""
    whole: History = st.session_state.get(HISTORY) or History(recall())
    return replace(whole, present=replace(recall(), frame=None))


def keep(**changes: Any) -> None:
    """The scene with some fields changed becomes the scene; notices of the arrival have been seen by then."""
    keep_scene(replace(recall(), **changes))


def keep_data(**changes: Any) -> None:
    """The scene with some fields of its data changed becomes the scene."""
    keep(data=replace(recall().data, **changes))


def keep_scene(scene: Scene) -> None:
    """This scene, clamped and rounded as its link names it, becomes the scene.

    A frame is only where a link opens: from the first change on, the player holds the frame. Rates that were set
    suit the surface they were set on: another one has rates of its own.
    """
    before, (gesture, held) = history(), _gesture.get()
    if (scene.surface, scene.text) != (before.present.surface, before.present.text):
        scene = replace(scene, rates=())
    newer = replace(scene, frame=None).settled()
    if newer == before.present and not gesture:
        st.session_state[GESTURE] = True  # and nothing that could be taken back
        return
    if before.gesture and before.gesture != gesture:
        before = end_gesture()
    show(changed(before, newer, gesture, held=held))


def amend(**changes: Any) -> None:
    """What follows from the last gesture: the scene with some fields changed, as if that had made it."""
    show(replace(history(), present=replace(recall(), frame=None, **changes).settled()))


@contextmanager
def part_of(gesture: str, *, held: bool) -> Iterator[None]:
    """What is changed meanwhile is one gesture with what was changed last under this name, if that was still held."""
    token = _gesture.set((gesture, held))
    try:
        yield
    finally:
        _gesture.reset(token)


def end_gesture() -> History:
    """What went on is over: the browser's history gets its entry."""
    ended = replace(history(), gesture="")
    st.session_state[HISTORY] = ended
    write_link()
    return ended


def show(newer: History, frame: int | None = None, *, anew: bool = False) -> None:
    """The present of this history becomes the scene; anew: the player goes to the frame, None being the last."""
    state = st.session_state
    state[GESTURE] = True
    if anew:
        state[FRAME_ORDER] = state.get(FRAME_ORDER, 0) + 1
    state[HISTORY], state[NOTICES] = newer, ()
    state[SCENE] = replace(newer.present, frame=frame)


def frame_order() -> int:
    """How often the player was sent to the frame of the scene: another number sends it there again."""
    return int(st.session_state.get(FRAME_ORDER, 0))


def remark(sentence: str) -> None:
    """Say a sentence where the notices of a link stand, until something is changed."""
    st.session_state[NOTICES] = (sentence,)


def notices() -> tuple[str, ...]:
    """What could not be read of the link that was followed, until something is changed."""
    return tuple(st.session_state.get(NOTICES, ()))


def write_link() -> None:
    """Bring the address bar up to date with a scene that was changed.

    An address that was followed stays as it is: another in its place would be a step that Back could not pass. What
    goes on (a start in the hand, a text being typed) is written when it ends, as one step. The frame is the browser's
    to write.
    """
    state, scene = st.session_state, recall()
    state.pop(GESTURE, None)
    if history().gesture or scene == state.get(READ):
        return
    link = replace(scene, frame=None).to_query()
    if address.write(link):
        state[ADDRESSES] = [*state[ADDRESSES], address.identity(link)][-MOST_ADDRESSES:]
        state[SENT], state[READ] = time.monotonic(), None


def arrive(page: str, *, follows: bool = True) -> None:
    """A page is drawn; follows: its address is that of the scene. On arrival its widgets are new, and empty."""
    st.session_state[ARRIVED] = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page
    if follows:
        follow()


def has_arrived() -> bool:
    """Is this the first run of a page that another one, or none, stood before?"""
    return bool(st.session_state.get(ARRIVED))


def seed(key: str, value: Any) -> str:
    """Give the widget of this key its value from the scene, before it is drawn; returns the key."""
    if st.session_state.get(ARRIVED) or st.session_state.get(key, UNSET) != value:
        st.session_state[key] = value
    return key


def memory(name: str) -> dict[Any, Any]:
    """A named dictionary that lives as long as the visit."""
    made: dict[Any, Any] = st.session_state.setdefault(f"memory of {name}", {})
    return made
