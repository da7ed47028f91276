"""A task on its page under AppTest: what is open can be turned, all else stays; what is hidden is not sent; no key."""

import json
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gdviz.lessons import make_task
from gdviz.lessons.task import CONTROLS, PARTS
from gdviz.scene import Scene
from gdviz.ui.learn import controls, visit
from gdviz.ui.learn.setting import OPENS
from tests.test_learn_page import BOWL, button, everything_sent, opened, player, read
from tests.unpacking import unpack

pytestmark = pytest.mark.long

SCENE = Scene.from_query({**BOWL, "f": "a x^2+10y^2"}).scene


def task_link(key: bool = False, scene: Scene = SCENE, **entries: Any) -> str:
    task = make_task(scene, "Try it", **entries)
    return urlencode({**scene.to_query(), **task.to_query(key=key)}, doseq=True)


def rows(app: AppTest) -> dict[str, dict[str, Any]]:
    """Name → row of every number that can be turned on the page."""
    return {row["name"]: row for one in app.get("bidi_component") if '"rows":' in one.proto.json
            for row in json.loads(one.proto.json)["rows"]}  # fmt: skip


def given(app: AppTest) -> visit.TaskSet:
    return app.session_state["memory of learn"]["task"]


def turn(app: AppTest, scene: Scene) -> None:
    """As the controls do: AppTest runs no callback of a component."""
    app.session_state["memory of learn"]["tries"] = {given(app).key: scene}
    app.run()
    assert not app.exception


def test_nothing_can_be_turned_unless_it_is_opened() -> None:
    app = opened(task_link())
    assert rows(app) == {}
    assert not app.text_input
    assert "Fixed: start (3, 2) · 100 steps · Gradient descent · α 0.05." in " ".join(one.value for one in app.caption)


@pytest.mark.parametrize(
    ("control", "names"),
    [
        ("start", {"start x", "start y"}),
        ("steps", {"steps"}),
        ("parameters", {"letter a"}),
        ("knobs", {"learning_rate"}),
    ],
)
def test_what_is_opened_can_be_turned_and_nothing_else(control: str, names: set[str]) -> None:
    app = opened(task_link(opens=[control]))
    assert set(rows(app)) == names
    words = " ".join(one.value for one in app.caption)
    assert ("start (3, 2)" in words) == (control != "start")
    assert ("100 steps" in words) == (control != "steps")
    assert ("α 0.05" in words) == (control != "knobs")


def test_turned_numbers_are_run_and_taken_back() -> None:
    app = opened(task_link(opens=["start", "knobs", "parameters"]))
    scene = controls.with_letters(SCENE, {"a": 3.0})
    turn(app, Scene.from_query({**scene.to_query(), "start": "1~1", "run": "sgd~learning_rate~0.01"}).scene)
    points = unpack(player(app)["runs"][0]["points"], 5).reshape(2, -1).T
    expected = [[(1 - 0.06) ** k, (1 - 0.2) ** k] for k in range(3)]  # a x^2 + 10 y^2 with a = 3, rate 0.01
    np.testing.assert_allclose(points[:3], expected, rtol=1e-4)
    button(app, "As the task was set").click().run()
    assert player(app)["start"] == [3.0, 2.0]


def test_controls_wait_for_the_answer_unless_the_runs_are_shown() -> None:
    asked: dict[str, Any] = {"kind": "number", "ask": "Which rate?", "answer": "limit", "low": 0.01, "high": 1}
    app = opened(task_link(opens=["knobs"], **asked))
    assert rows(app) == {}
    assert player(app)["runs"] == []
    shown = opened(task_link(opens=["knobs"], shows=True, **asked))
    assert set(rows(shown)) == {"learning_rate"}
    assert len(player(shown)["runs"]) == 1
    assert button(shown, "Commit")


def test_a_formula_is_typed_where_it_is_open() -> None:
    app = opened(task_link(opens=["surface"]))
    app.text_input[0].set_value("x^2 + 3y^2").run()
    assert not app.exception
    assert player(app)["surface"]["text"].replace(" ", "") == "x^2+3y^2"
    app.text_input[0].set_value("x^^2").run()
    assert 'role="alert"' in read(app)
    assert player(app)["surface"]["text"].replace(" ", "") == "x^2+3y^2"


RATE = 0.05173
SECRETS = {
    "formula": ("11.7", "11.7"),
    "runs": ("Adam", str(RATE)),
    "verdicts": ("Still descending", "still descending"),
}
"""Part of a task → what nothing that is sent holds where it is hidden."""
HIDING = Scene.from_query(
    {"f": "x^2+11.7y^2+x*y", "start": "3~2", "steps": "40", "run": f"adam~learning_rate~{RATE}"}
).scene


@pytest.mark.parametrize("hides", [PARTS, *((part,) for part in PARTS)], ids="+".join)
@pytest.mark.parametrize("asks", [False, True], ids=["shown", "asked"])
def test_what_a_task_hides_is_in_nothing_that_is_sent(hides: tuple[str, ...], asks: bool) -> None:
    """But for the link of the task itself, which the button copies."""
    asked: dict[str, Any] = {"kind": "point", "ask": "Where?", "answer": "adam.end"} if asks else {}
    link = task_link(scene=HIDING, hides=hides, **asked)
    app = opened(link)
    if asks:
        assert player(app)["runs"] == []
        app.session_state["memory of learn"]["pending"] = {visit.QuestionId(given(app).key, 0): [0.0, 0.0]}
        app.run()
        button(app, "Commit").click().run()
        assert not app.exception
    data = player(app)
    parts = [str(one.proto) for one in app._tree if getattr(one, "proto", None)]
    sent = "".join(part for part in parts if "copy-link" not in part)
    assert len(data["runs"]) == 1
    for part in hides:
        assert [secret for secret in SECRETS.get(part, ()) if secret in sent] == [], part
    values = unpack(data["runs"][0]["values"], 5)
    assert bool(np.isnan(values).all()) == ("readouts" in hides)
    kinds = {mark["kind"] for mark in data["marks"]}
    assert ("global" in kinds) == (not {"minima", "map"} & set(hides))
    assert (data["surface"]["low"] == data["surface"]["high"]) == ("map" in hides)
    assert bool(data["surface"]["program"]) == (not {"formula", "map"} & set(hides))
    assert bool(data["fates"]) == (not {"verdicts", "runs"} & set(hides))
    assert bool(app.get("page_link")) == ("menu" not in hides)


def test_the_menu_does_not_lead_to_the_scene_of_a_task() -> None:
    app = opened(task_link(scene=HIDING, hides=["formula"]))
    queries = {one.proto.label: one.proto.query_string for one in app.get("page_link")}
    assert "Explore" in queries
    assert not any("11.7" in query for label, query in queries.items() if label != "Learn")
    open_scene = opened(urlencode({"f": "x^2+11.7y^2"}))
    assert any("11.7" in one.proto.query_string for one in open_scene.get("page_link")), (
        "a visitor's own scene goes along"
    )


def test_runs_that_are_hidden_have_no_name() -> None:
    app = opened(task_link(hides=["runs"]))
    data = player(app)
    assert [run["label"] for run in data["runs"]] == ["run 1"]
    assert (data["runs"][0]["rate"], data["runs"][0]["rates"]) == (None, None)
    assert data["fates"] == {}
    assert "Gradient descent" not in everything_sent(app)


def test_the_page_of_a_choice_has_no_key_and_the_teachers_has() -> None:
    asked: dict[str, Any] = {
        "kind": "choice",
        "ask": "Which?",
        "options": ("It arrives.", "It flies away."),
        "right": 1,
    }
    for key, words in ((False, "Which option is right is not in this link"), (True, "Right. It is “It arrives”")):
        app = opened(task_link(key=key, **asked))
        app.radio[0].set_value(0).run()
        button(app, "Commit").click().run()
        assert not app.exception
        assert words in read(app)
        assert ("task.right" in app.query_params) == key
        assert app.code, "the result code is there in both"


def test_every_control_has_words_in_the_dialog() -> None:
    assert set(OPENS) == set(CONTROLS)


@pytest.mark.parametrize("page", ["data", "traps", "learning_rate"])
def test_a_task_is_set_from_every_page(page: str) -> None:
    app = AppTest.from_file("../app.py", default_timeout=90)
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    button(app, "Set a task").click().run()
    app.text_input(key="task-title").set_value("From here").run()
    assert not app.exception
    link = next(one.value for one in app.code if "task.title" in one.value)
    assert f"/{page}" not in link.split("?")[0]
    task = opened(link.split("?")[1])
    assert "From here" in read(task)
    assert player(task)["runs"] == []
    assert ("fit" in player(task)) == (page == "data")


def test_the_choice_of_a_teacher_has_two_links() -> None:
    app = AppTest.from_file("../app.py", default_timeout=60)
    for key, value in BOWL.items():
        app.query_params[key] = value
    app.run()
    button(app, "Set a task").click().run()
    app.selectbox(key="task-kind").set_value("choice").run()
    app.text_area(key="task-options").set_value("It arrives.\nIt flies away.").run()
    app.text_input(key="task-title").set_value("Vote").run()
    links = [one.value for one in app.code if one.value.startswith(("http", "/"))]
    assert ["task.right" in link for link in links] == [False, True]
    assert not any("task.right" in one.value for one in app.code if "<iframe" in one.value)
    assert "not which one is right" in " ".join(one.value for one in app.caption)


def test_inside_another_page_a_task_stands_without_the_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "is_embedded", property(lambda _: True))
    app = opened(task_link(kind="point", ask="Where?", answer="sgd.end"))
    assert not app.get("page_link")
    assert "Try it" in read(app)
    assert button(app, "Leave the task")
    assert opened("lesson=rate").get("page_link"), "a lesson keeps it"


@pytest.mark.parametrize(
    "page", ["app.py", "pages/data.py", "pages/traps.py", "pages/learning_rate.py", "pages/learn.py"]
)
def test_the_course_is_in_the_head_of_every_page(page: str) -> None:
    app = AppTest.from_file("../app.py", default_timeout=90)
    if page != "app.py":
        app.switch_page(page)
    app.run()
    assert [one.proto.label for one in app.get("page_link")].count("Learn") == 1
