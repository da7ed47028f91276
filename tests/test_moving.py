"""While a hand drags: paths alone are answered, late or hostile messages change nothing, and all is one gesture."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.runtime.scriptrunner_utils import script_requests
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.testing.v1 import AppTest

from gdviz.ui import streamlit_fixes
from gdviz.ui.rail import start as moving
from tests.test_pages import data
from tests.test_pages import opened as app_opened
from tests.unpacking import unpack

pytestmark = pytest.mark.long

PAGE = """
import streamlit as st
from gdviz.scene.running import surface_of
from gdviz.ui import session, work
from gdviz.ui.rail import run_cards
from gdviz.ui.rail import start as moving

work.begin()
session.arrive("Explore")
surface = surface_of(session.recall())
run_cards.rail(session.recall(), surface)
if "messages" in st.session_state:
    for message in st.session_state.pop("messages"):
        st.session_state["drag"] = {"held": message}
        moving._take()
if seconds := st.session_state.get("longest"):
    moving.LONGEST = seconds
moving.live(surface_of(session.recall()) if "other" not in st.session_state else surface_of(st.session_state["other"]))
session.write_link()
"""
LINK = {"f": "x^2 + y^2", "start": "3~2", "steps": "40", "run": ["sgd~learning_rate~0.1", "adam"]}


def opened(**link: Any) -> AppTest:
    page = AppTest.from_string(PAGE, default_timeout=60)
    for key, value in (LINK | link).items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def answered(page: AppTest, *messages: Any) -> dict[str, Any] | None:
    page.session_state["messages"] = list(messages)
    page.run()
    assert not page.exception
    components = [json.loads(component.proto.json or "{}") for component in page.get("bidi_component")]
    return next(data["moved"] for data in components if "moved" in data)


def start(x: Any, y: Any, n: Any) -> dict[str, Any]:
    return {"start": {"x": x, "y": y, "held": True, "n": n}, "n": n}


def test_a_held_start_is_answered_with_its_paths_and_no_word_on_them() -> None:
    page = opened()
    assert answered(page) is None
    moved = answered(page, start(-1.5, 0.5, 7))
    assert moved is not None
    assert set(moved) == {"heard", "runs", "run_key", "start", "inside", "numbers"}
    assert moved["heard"] == 7
    assert moved["start"] == [-1.5, 0.5]
    assert moved["numbers"] == {"start-numbers": {"x": -1.5, "y": 0.5}}
    descent = moved["runs"][0]
    points = unpack(descent["points"], 5).reshape(2, 41)
    # On x² + y² a step of gradient descent with rate 0.1 leaves 0.8 of the point.
    np.testing.assert_allclose(points, np.outer([-1.5, 0.5], 0.8 ** np.arange(41)), rtol=1e-8)
    assert answered(page) is None


def test_a_drag_is_one_gesture_and_leaves_the_address_alone_until_it_ends() -> None:
    page = opened()
    before = dict(page.query_params)
    for n in range(1, 6):
        answered(page, start(0.1 * n, 1, n))
    history = page.session_state["the history"]
    assert len(history.past) == 1
    assert history.past[0].start == (3, 2)
    assert history.gesture == "the start"
    assert dict(page.query_params) == before


def test_a_held_knob_turns_its_run_within_bounds() -> None:
    page = opened()
    moved = answered(
        page, {"board": "run0-knobs", "values": {"learning_rate": 0.25, "colour": 3}, "n": 3, "held": True}
    )
    assert moved is not None
    points = unpack(moved["runs"][0]["points"], 5).reshape(2, 41)
    np.testing.assert_allclose(points, np.outer([3, 2], 0.5 ** np.arange(41)), rtol=1e-8)
    assert "0.25" in moved["runs"][0]["label"]
    answered(page, {"board": "run0-knobs", "values": {"learning_rate": 1e9}, "n": 4, "held": True})
    run = page.session_state["the scene"].runs[0]
    assert run.setting()["learning_rate"] == run.chosen.knobs["learning_rate"].high
    assert len(page.session_state["the history"].past) == 1


def test_what_a_hand_passed_does_not_overtake_where_it_let_go() -> None:
    page = opened()
    answered(page, start(1, 1, 20))
    assert answered(page, start(2, 2, 19)) is None
    assert page.session_state["the scene"].start == (1, 1)


@pytest.mark.parametrize(
    "message",
    [
        None,
        "start",
        {"n": "x"},
        {"start": {"x": 1, "y": 2}},
        start("1", 2, 1),
        start(float("nan"), 2, 1),
        start(1e300, 0, 1),
        {"start": [1, 2], "n": 1},
        {"board": ["run0-knobs"], "values": {"learning_rate": 1}, "n": 1},
        {"board": "run9-knobs", "values": {"learning_rate": 1}, "n": 1},
        {"board": "run0-knobs", "values": "fast", "n": 1},
        {"board": "run0-knobs", "values": {"learning_rate": "__import__('os')"}, "n": 1},
    ],
)
def test_what_is_no_place_and_no_knob_changes_nothing(message: Any) -> None:
    page = opened()
    before = page.session_state["the scene"]
    answered(page, message)
    assert page.session_state["the scene"] == before


def test_long_work_is_left_until_the_hand_lets_go() -> None:
    page = opened(steps="5000", run=["nelder_mead", "cg", "bfgs"], f="sin(3x) cos(2y) + x^2/9 + y^2/7")
    page.session_state["longest"] = 1e-9
    assert answered(page, start(1, 1, 5)) == {"heard": 5}
    assert page.session_state["the scene"].start == (1, 1)


def test_paths_of_another_surface_than_the_one_drawn_are_not_sent() -> None:
    page = opened()
    page.session_state["other"] = type(page.session_state["the scene"])(surface="booth")
    assert answered(page, start(1, 1, 5)) == {"heard": 5}


def test_while_the_text_cannot_be_read_paths_are_those_of_the_surface_that_is_drawn() -> None:
    app = app_opened("app.py", "f=x^2%2By^2&start=3~2&steps=40&run=sgd~learning_rate~0.1")
    next(box for box in app.text_input if box.key == "formula").set_value("x^2 +").run()
    app.session_state["the scene"] = replace(app.session_state["the scene"], start=(-1.5, 0.5))
    app.session_state[f"memory of {moving.HEARD}"] = {"n": 7}
    app.run()
    assert not app.exception
    moved = data(app, "moved")["moved"]
    points = unpack(moved["runs"][0]["points"], 5).reshape(2, 41)
    np.testing.assert_allclose(points, np.outer([-1.5, 0.5], 0.8 ** np.arange(41)), rtol=1e-8)


def test_a_drag_ends_a_run_of_the_page_and_other_fragments_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    opened()
    assert all(streamlit_fixes._interrupting)
    monkeypatch.setattr(streamlit_fixes, "_interrupting", {"mine"})
    requests = ScriptRequests()
    requests.request_rerun(RerunData(fragment_id="another"))
    assert requests.on_scriptrunner_yield() is None
    requests.request_rerun(RerunData(fragment_id="mine"))
    request = requests.on_scriptrunner_yield()
    assert request is not None
    assert request.type is ScriptRequestType.RERUN
    assert request.rerun_data.fragment_id_queue == ["another", "mine"]
    assert getattr(script_requests, streamlit_fixes.WAITS).__wrapped__.__module__ == script_requests.__name__


def test_a_start_that_is_typed_as_it_is_shown_is_set_by_hand() -> None:
    assert moving.start_changes((1.0, 2.0), {"x": 1.0}) == {"start": (1.0, 2.0)}
    assert moving.start_changes((1.0, 2.0), {"y": 3.0, "steps": 50.0}) == {"start": (1.0, 3.0), "steps": 50}
    assert moving.start_changes((1.0, 2.0), {"steps": 50.0}) == {"steps": 50}
