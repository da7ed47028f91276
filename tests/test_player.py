"""The player under Streamlit without a browser: it mounts, takes valid messages, and refuses all others."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from gdviz.ui.components.pictures import chosen, player

def moved():
    st.session_state.moves = st.session_state.get("moves", 0) + 1

data = {"surface": {"key": "s"}, "runs": [], "run_key": "r", "marks": [], "start": [0, 0], "view": {}, "frame": None}
result = player(data, key="player", on_start=moved)
st.text(repr(result))
"""


def after(state: Any) -> tuple[str, Any]:
    page = AppTest.from_string(PAGE, default_timeout=60).run()
    page.session_state["player"] = state
    page.run()
    assert not page.exception
    return page.text[0].value, page.get("bidi_component")[0].proto


def test_nothing_is_chosen_before_it_is_touched() -> None:
    page = AppTest.from_string(PAGE, default_timeout=60).run()
    assert not page.exception
    assert page.text[0].value == "PlayerResult(start=None, view=None, answer=None, committed=False)"


def test_a_start_and_a_view_are_heard_and_answered() -> None:
    text, component = after({"start": {"x": 1.5, "y": -2, "n": 77}, "view": {"levels": "linear"}})
    assert text == "PlayerResult(start=(1.5, -2.0), view={'levels': 'linear'}, answer=None, committed=False)"
    assert '"heard": 77' in component.json
    assert '"vendor": "/app/static/vendor/"' in component.json


@pytest.mark.parametrize(
    "start",
    [
        {"x": "1", "y": 2, "n": 1},
        {"x": float("nan"), "y": 2, "n": 1},
        {"x": 1e300, "y": 2, "n": 1},
        {"x": 1},
        {"y": 1, "n": "x"},
        [1, 2],
        "start",
        7,
    ],
)
def test_what_is_no_point_was_not_chosen(start: Any) -> None:
    text, _ = after({"start": start, "view": "drop"})
    assert text == "PlayerResult(start=None, view=None, answer=None, committed=False)"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"x": 1, "y": -2.5, "final": False, "n": 1}, "answer=(1.0, -2.5), committed=False"),
        ({"x": 1, "y": -2.5, "final": True}, "answer=(1.0, -2.5), committed=True"),
        ({"x": 1, "y": -2.5, "final": "true"}, "answer=(1.0, -2.5), committed=False"),
        ({"x": 1, "final": True}, "answer=None, committed=False"),
        ({"x": float("inf"), "y": 0, "final": True}, "answer=None, committed=False"),
        ({"x": float("nan"), "y": 0}, "answer=None, committed=False"),
        ([1, 2], "answer=None, committed=False"),
        ("answer", "answer=None, committed=False"),
    ],
)
def test_an_answer_is_two_finite_numbers(answer: Any, said: str) -> None:
    text, _ = after({"answer": answer})
    assert text == f"PlayerResult(start=None, view=None, {said})"
