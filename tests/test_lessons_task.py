"""Tasks: they survive their links, their questions are judged, and hostile links get a sentence."""

import csv
import io
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.cli import main
from gdviz.lessons import Answered, LessonError, Task, is_task, judge, make_task, read_task, truth, work_out
from gdviz.lessons.result_code import result_code
from gdviz.lessons.results import task_key
from gdviz.lessons.task import PARTS, PREFIX, TaskArrival, name_of
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
    task = make_task(SCENE, "Say first: 100 %?", hides=["minima", "menu"], opens=["start", "knobs"], **entries)
    back, notices = through_a_link(task)
    assert notices == ()
    assert back
    assert (back.title, back.hides, back.opens) == (task.title, task.hides, task.opens)
    assert back.to_query() == task.to_query()
    if "right" not in entries:
        assert back.question == task.question
    if task.question and not task.question.keyless:
        case = work_out(task.moment(SCENE))
        assert judge(task.question, truth(task.question, case), case).right
        assert task.question.hides == ("minima",)


@trials(100)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="<![\\"), min_size=1, max_size=60
    ),
    st.sets(st.sampled_from(PARTS)),
    st.sets(st.sampled_from(("start", "steps"))),
)
def test_titles_and_what_is_hidden_survive(title: str, hides: set[str], opens: set[str]) -> None:
    task = make_task(SCENE, title, hides=[*hides], opens=[*opens])
    assert through_a_link(task) == TaskArrival(task)
    assert set(task.hides) == hides
    assert set(task.opens) == opens


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
        (T(opens="formula"), "cannot be opened"),
        (T(opens="surface", hides="formula"), "What is opened (surface) cannot be hidden (formula)"),
        (T(opens="knobs", hides="runs"), "cannot be hidden"),
        (T(page="moon"), "one of explore, data"),
        (T(page="data", opens="start"), "On rows no control"),
        (T(kind="point", ask="?", answer="sgd.end", keyless="on"), "keyless is for a choice"),
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
    "opens",
    "shows",
    "page",
    "keyless",
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
    with pytest.raises(LessonError, match="scene cannot be read: "):
        make_task(broken, "t", kind="point", ask="?", answer="sgd.end")


CHOICE: dict[str, Any] = {"kind": "choice", "ask": "Which?", "options": ("yes", "no", "perhaps"), "right": 2}


def test_the_students_link_of_a_choice_does_not_hold_its_key() -> None:
    task = make_task(SCENE, "Vote", **CHOICE)
    students, teachers = task.to_query(), task.to_query(key=True)
    assert not any("right" in key for key in students)
    assert teachers["task.right"] == ["2"]
    (theirs, _), (ours, _) = read_task(students, SCENE), read_task(teachers, SCENE)
    assert theirs is not None
    assert ours is not None
    assert theirs.question is not None
    assert ours.question is not None
    assert (theirs.question.keyless, theirs.question.right) == (True, None)
    assert (ours.question.keyless, ours.question.right) == (False, 1)
    assert name_of(SCENE, theirs) == name_of(SCENE, ours) == name_of(SCENE, task)
    case = work_out(theirs.moment(SCENE))
    with pytest.raises(LessonError):
        truth(theirs.question, case)
    judged = judge(theirs.question, 2, case)
    assert (judged.right, judged.distance, judged.belief, judged.truth) == (False, None, None, 2)
    assert "“perhaps”" in judged.sentence
    assert "is not in this link" in judged.sentence
    assert judge(ours.question, 1, case).right


def test_answers_without_a_key_are_judged_by_the_teachers_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = make_task(SCENE, "Vote", **CHOICE)
    name = name_of(SCENE, task)
    codes = [result_code([Answered(name, 0, "choice", given, False)], {name: 1}) for given in (0, 1, 1, 2)]
    file = tmp_path / "codes.txt"
    file.write_text("\n".join(codes), encoding="utf8")
    link = "https://example.org/learn?" + urlencode({**SCENE.to_query(), **task.to_query(key=True)}, doseq=True)
    assert task_key(link) == (name, 1)
    assert main(["results", "--key", link, str(file)]) == 0
    rows = [*csv.DictReader(io.StringIO(capsys.readouterr().out))]
    assert [row["right"] for row in rows if row["table"] == "answer"] == ["0", "1", "1", "0"]
    [total] = [row for row in rows if row["table"] == "distribution" and row["prediction"] == "all"]
    assert (total["right"], total["count"]) == ("2", "4")
    assert main(["results", "--key", link.replace("task.right=2", ""), str(file)]) == 1
    assert "task.right" in capsys.readouterr().err


@pytest.mark.parametrize(
    "link", ["", "https://example.org", "?task.title=T", "x" * 9000, "?" + "&".join(["a=1"] * 300)]
)
def test_what_is_no_link_with_a_key_is_refused(link: str) -> None:
    with pytest.raises((LessonError, ValueError)):
        task_key(link)


def test_a_task_may_be_set_on_rows() -> None:
    query = {"data.set": "penguins", "data.standard": "on", "data.steps": "30", "data.run": "0~sgd~learning_rate~0.1"}
    scene = Scene.from_query(query).scene
    task = make_task(scene, "Rows", page="data", kind="point", ask="Where?", answer="sgd.end")
    back, notices = read_task({**scene.to_query(), **task.to_query()}, scene)
    assert notices == ()
    assert back == task
    x, y = truth(task.question, work_out(task.moment(scene)))  # type: ignore[misc, arg-type]
    slope = 0.8712  # the correlation: in standard units the least-squares slope is that
    assert (x, y) == pytest.approx((slope, 0), abs=2e-2)
