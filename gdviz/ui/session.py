"""The one mutable thing: the scene of this visit, and the runs worked out for it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from gdviz.scene import Scene
from gdviz.ui.callbacks import complete_callbacks

complete_callbacks()
SCENE, NOTICES, WRITTEN, PAGE, ARRIVED = "the scene", "the notices", "links written", "the page", "just arrived"
MOST_LINKS = 200
UNSET = object()


def recall() -> Scene:
    """The scene of this visit: read from the link on arrival and whenever a link we did not write comes in."""
    link = current_link()
    if SCENE not in st.session_state or (link and _name(link) not in st.session_state[WRITTEN]):
        arrival = Scene.from_query(link)
        st.session_state[SCENE], st.session_state[NOTICES] = arrival.scene, arrival.notices
        st.session_state.setdefault(WRITTEN, {})[_name(link)] = None
    scene: Scene = st.session_state[SCENE]
    return scene


def keep(**changes: Any) -> None:
    """The scene with some fields changed becomes the scene; notices of the arrival have been seen by then."""
    keep_scene(replace(recall(), **changes))


def keep_scene(scene: Scene) -> None:
    """This scene, clamped and rounded as its link names it, becomes the scene.

    A frame is only where a link opens: from the first change on, the player knows where it stands. Rates that were set
    suit the surface they were set on: another one chooses anew.
    """
    before = recall()
    if (scene.surface, scene.text) != (before.surface, before.text):
        scene = replace(scene, rates=())
    st.session_state[SCENE], st.session_state[NOTICES] = replace(scene, frame=None).settled(), ()


def notices() -> tuple[str, ...]:
    """What could not be read of the link that was followed, until something is changed."""
    return tuple(st.session_state.get(NOTICES, ()))


def current_link() -> dict[str, list[str]]:
    """The query of the address bar."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def write_link() -> None:
    """Bring the address bar up to date with the scene; remember what was written, to know a foreign link."""
    link = recall().to_query()
    written = st.session_state[WRITTEN]
    written[_name(link)] = None
    while len(written) > MOST_LINKS:
        written.pop(next(iter(written)))
    if link != current_link():
        st.query_params.from_dict(link)


def arrive(page: str) -> None:
    """A page is drawn: another than before has new widgets, which the browser shows empty unless told a value."""
    st.session_state[ARRIVED] = st.session_state.get(PAGE) != page
    st.session_state[PAGE] = page


def seed(key: str, value: Any) -> str:
    """Give the widget of this key its value from the scene, before it is drawn; returns the key."""
    if st.session_state.get(ARRIVED) or st.session_state.get(key, UNSET) != value:
        st.session_state[key] = value
    return key


def memory(name: str) -> dict[Any, Any]:
    """A named dictionary that lives as long as the visit."""
    made: dict[Any, Any] = st.session_state.setdefault(f"memory of {name}", {})
    return made


def _name(link: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted((key, tuple(values)) for key, values in link.items()))
