"""Steering by hand: the same code hides the same surface from everybody, and a way by hand is measured truly."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from gdviz.lessons import code_of
from gdviz.lessons.steering import FAR, LONGEST_CODE, RATES, STEPS, by_descent, by_hand, hidden
from gdviz.numeral import numeral
from gdviz.ui.learn.steering import payload_of
from tests.test_pages import opened
from tests.trials import trials

pytestmark = pytest.mark.long

LEARN = "pages/learn.py"


@pytest.mark.parametrize("code", ["table-1", "blue", "7", ""])
def test_a_hidden_surface_has_traps_and_a_start_far_from_its_minimum(code: str) -> None:
    secret = hidden(code)
    assert len(secret.survey.minima) > 1
    best = secret.survey.global_minimum
    assert best is not None
    assert np.hypot(secret.start[0] - best.point[0], secret.start[1] - best.point[1]) > FAR
    run, rate = by_descent(code)
    assert rate in RATES
    assert run.steps == STEPS
    assert run.values[-1] < run.values[0]


def test_a_code_means_the_same_to_a_whole_table() -> None:
    assert code_of(" Table-1 ") == code_of("ＴＡＢＬＥ-1") == "table-1"
    assert hidden("Table-1").surface.text == hidden("table-1").surface.text
    assert hidden("table-1").surface.text != hidden("table-2").surface.text


@trials(100)
@given(st.text(max_size=200))
def test_no_code_is_refused_or_long(text: str) -> None:
    code = code_of(text)
    assert len(code) <= LONGEST_CODE
    assert code_of(code) == code


def test_a_way_by_hand_is_measured_on_the_surface() -> None:
    secret = hidden("blue")
    points = [secret.start, (0.0, 0.0), (0.5, -0.25)]
    way = by_hand(secret, points)
    assert way.points.tolist() == [list(point) for point in points]
    for k, (x, y) in enumerate(points):
        h = 1e-6
        slope = [
            (secret.surface.value(x + h, y) - secret.surface.value(x - h, y)) / (2 * h),
            (secret.surface.value(x, y + h) - secret.surface.value(x, y - h)) / (2 * h),
        ]
        assert way.values[k] == pytest.approx(float(secret.surface.value(x, y)))
        assert way.gradients[k] == pytest.approx(slope, abs=1e-6)
    assert way.rates[1] == pytest.approx(np.hypot(0.5, 0.25) / np.hypot(*way.gradients[1]))
    assert by_hand(secret, points[:1]).steps == 0


def sent(app: AppTest) -> dict:
    """What the browser received for the player."""
    return next(data for one in app.get("bidi_component") if "run_key" in (data := json.loads(one.proto.json or "{}")))


def test_nothing_of_the_landscape_is_sent_before_the_end() -> None:
    app, secret = opened(LEARN, "lesson=steer&group=blue"), hidden("blue")
    app.session_state["memory of steering"] = {"blue": {"points": [(0.5, 0.25)]}}
    app.run()
    data = sent(app)
    whole = payload_of(secret, by_hand(secret, [secret.start]), True)
    assert data["surface"]["program"] is None
    assert data["surface"]["z"] != whole["surface"]["z"]
    assert secret.surface.text not in json.dumps(data)
    assert data["marks"] == []
    assert [run["id"] for run in data["runs"]] == ["1"]
    assert data["runs"][0]["steps"] == 1
    app.button(key="steering-show").click().run()
    assert "in 1 step. " in " ".join(one.value for one in app.markdown)
    shown = sent(app)
    assert shown["surface"]["text"] == secret.surface.text
    assert [run["id"] for run in shown["runs"]] == ["1", "0"]


def test_twelve_steps_end_it_and_the_sentence_is_true() -> None:
    app, secret = opened(LEARN, "lesson=steer&group=blue"), hidden("blue")
    way = [(0.1 * k, 0.05 * k) for k in range(1, STEPS + 1)]
    app.session_state["memory of steering"] = {"blue": {"points": way}}
    app.run()
    lowest = min(float(secret.surface.value(*point)) for point in [secret.start, *way])
    text = " ".join(one.value for one in app.markdown).replace("\N{NO-BREAK SPACE}", " ")
    assert f"**f = {numeral(lowest, 4)}** in {STEPS} steps" in text
    assert f"ended at **f = {numeral(float(by_descent('blue')[0].values[-1]), 4)}**" in text


@pytest.mark.parametrize("group", ["", "%00", "a" * 3000, "<script>"])
def test_any_group_of_a_link_is_borne(group: str) -> None:
    app = opened(LEARN, f"lesson=steer&group={group}")
    assert app.button(key="steering-step").disabled


def test_who_asks_for_the_map_at_once_is_compared_with_nobody() -> None:
    app = opened(LEARN, "lesson=steer&group=blue")
    app.button(key="steering-show").click().run()
    text = " ".join(one.value for one in app.markdown)
    assert "You took no step." in text
    assert "as well as you" not in text
