"""Tasks: they survive their links, their questions are judged, and hostile links get a sentence."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.lessons import LessonError, judge, truth, work_out
from gdviz.lessons.task import CONTROLS, PARTS, PREFIX, Task, TaskArrival, is_task, make_task, read_task
from gdviz.scene import Scene
from gdviz.scene.codec import FIELDS
from tests.trials import trials

LINK = "f=x^2%2B10y^2&start=3~2&steps=50&run=sgd~learning_rate~0.09&run=sgd~learning_rate~0.02"
SCENE = Scene.from_query(parse_qs(LINK)).scene
QUESTIONS: list[dict[str, Any]] = [
    {},
    {"kind": "point", "ask": "Where does it stop?", "answer": "sgd.end", "within": 0.25, "hint": "It & no & else?"},
    {"kind": "arrow", "ask": "Which way?", "answer": "-gradient(start)"},
    {"kind": "number", "ask": "How many?", "answer": "sgd.first(f < 1e-3)", "low": 1, "high": 1000, "log": True,
     "whole": True, "unit": "steps", "within": 0.1, "relative": True},
    {"kind": "choice", "ask": "Which?", "options": ("yes ~ & no", "no", "é ="), "right": 3},
    {"kind": "order", "ask": "Order?", "options": ("a", "b"), "values": ("sgd.value", "sgd2.value"),
     "highest_first": True},
]  # fmt: skip


def through_a_link(task: Task) -> TaskArrival:
    query = urlencode({**SCENE.to_query(), **task.to_query()}, doseq=True)
    values = parse_qs(query, keep_blank_values=True)
    assert Scene.from_query(values).scene == SCENE
    return read_task(values, SCENE)


@pytest.mark.parametrize("entries", QUESTIONS)
def test_a_task_survives_its_link(entries: dict[str, Any]) -> None:
    task = make_task(SCENE, "Say first: 100 %?", hides=["minima", "menu", "steps"], locked=["start", "runs"], **entries)
    back, notices = through_a_link(task)
    assert notices == ()
    assert back
    assert (back.title, back.question, back.hides, back.locked) == (task.title, task.question, task.hides, task.locked)
    assert back.to_query() == task.to_query()
    if task.question:
        worked = work_out(task.moment(SCENE))
        assert judge(task.question, truth(task.question, worked), worked).right
        assert task.question.hides == ("minima",)


@trials(100)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<![\\"), min_size=1, max_size=60
    ),
    st.sets(st.sampled_from(PARTS)),
    st.sets(st.sampled_from(CONTROLS)),
)
def test_titles_and_what_is_hidden_survive(title: str, hides: set[str], locked: set[str]) -> None:
    task = make_task(SCENE, title, hides=[*hides], locked=[*locked])
    assert through_a_link(task) == TaskArrival(task)
    assert set(task.hides) == hides
    assert set(task.locked) == locked


def test_no_key_of_a_task_is_one_of_a_scene() -> None:
    assert not any(field.key.startswith(PREFIX) for field in FIELDS)
    assert not is_task({field.key: "1" for field in FIELDS})
    assert read_task({"f": "x^2"}, SCENE) == TaskArrival(None)


def T(title: str = "t", **entries: str | list[str]) -> dict[str, str | list[str]]:  # noqa: N802
    """A link."""
    return {PREFIX + name: value for name, value in {"title": title, **entries}.items()}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (T(title=""), "needs a title"),
        (T("", kind="point"), "needs a title"),
        (T(title="<script>"), "HTML"),
        (T(title="a\nb"), "one line"),
        (T(title="x" * 5000), "120 characters"),
        (T(kind="essay"), "one of point, number"),
        (T(kind="point"), "ask"),
        (T(kind="point", ask="?"), "right answer is missing"),
        (T(kind="point", ask="?", answer="adam.end"), "no run “adam”"),
        (T(kind="point", ask="{sgd.end}", answer="sgd.end"), "before the answer"),
        (T(kind="point", ask="?", answer="__import__"), "no meaning"),
        (T(kind="number", ask="?", answer="1", low="nan"), "number"),
        (T(kind="number", ask="?", answer="1", low="2", high="1"), "range"),
        (T(kind="choice", ask="?", options=["a", "b"], right="7"), "right"),
        (T(kind="choice", ask="?", options=["a"] * 500, right="1"), "2 to 8 options"),
        (T(kind="order", ask="?", options=["a", "b"], values=["1"]), "its value"),
        (T(hides="everything"), "cannot be hidden"),
        (T(locked="formula"), "cannot be locked"),
    ],
)  # fmt: skip
def test_hostile_links_get_a_sentence(query: dict[str, str | list[str]], words: str) -> None:
    task, notices = read_task(query, SCENE)
    assert task is None
    assert words in notices[0]
    assert notices[0].startswith("The task of this link cannot be read. ")
    assert len(notices[0]) < 500


KEYS = [
    "title",
    "kind",
    "ask",
    "answer",
    "options",
    "values",
    "right",
    "low",
    "high",
    "log",
    "within",
    "hides",
    "locked",
    "x",
]


@trials(100)
@given(
    st.dictionaries(
        st.sampled_from([PREFIX + key for key in KEYS]),
        st.text(max_size=30)
        | st.lists(st.sampled_from(["point", "choice", "1", "sgd.end", "~", "on", ""]), max_size=12),
    )
)
def test_no_link_raises(query: dict[str, str | list[str]]) -> None:
    task, notices = read_task(query, SCENE)
    assert task is None or notices == ()


def test_a_formula_that_cannot_be_read_gets_a_sentence() -> None:
    broken = Scene.from_query({"f": "x^^2"}).scene
    with pytest.raises(LessonError, match="formula cannot be read"):
        make_task(broken, "t", kind="point", ask="?", answer="sgd.end")
