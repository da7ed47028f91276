"""The Learn page under AppTest: nothing of a run is sent before the answer; every kind of question is answered."""

import itertools
import json
import math
import re
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.figures import ground_payload
from gdviz.figures.withheld import without_hidden
from gdviz.lessons import COURSE, NO_PROOF, Lesson, Question, judge, make_task, read_lesson, work_out
from gdviz.lessons.course import course_lesson
from gdviz.lessons.questions import ORDINARY
from gdviz.lessons.result_code import read_code
from gdviz.scene import Scene
from gdviz.ui.components.pictures import PlayerResult
from gdviz.ui.learn import picture, visit
from gdviz.ui.learn.answering import exchanged, first_stop, stops
from gdviz.ui.learn.lesson_view import cell
from tests.unpacking import unpack

pytestmark = pytest.mark.long

HEAD = '+++\ntitle = "T"\nminutes = 1\n+++\n'
SCENE = "~~~scene\nf=x^2%2B10y^2&start=3~2&steps=100&run=sgd~learning_rate~0.05\n~~~\n\n"
OWN = HEAD + "".join(
    f"Moment of the kind {kind}.\n\n{SCENE}~~~question\nkind = \"{kind}\"\nask = \"What of {kind}?\"\n{rest}~~~\n\n"
    f"~~~reveal\nThe end is {{sgd.end}}.\n~~~\n\n---\n\n"
    for kind, rest in {
        "point": 'answer = "sgd.end"\n',
        "number": 'answer = "sgd.steps_below(1e-6)"\nlow = 0\nhigh = 1000\n',
        "choice": 'options = [{says = "it arrives"}, {says = "it does not"}]\nright = 1\n',
        "order": 'options = [{says = "one", value = "3"}, {says = "two", value = "1"}, '
        '{says = "third", value = "2"}]\n',
        "arrow": 'answer = "sgd.point(1) - start"\n',
    }.items()
).removesuffix("---\n\n")  # fmt: skip


LARGE = "from gdviz.ui.learn import overview\noverview.take('mine.md', b'x' * 2_000_000)"


def opened(link: str = "", text: str = "") -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=60)
    app.switch_page("pages/learn.py")
    for key, values in parse_qs(link, keep_blank_values=True).items():
        app.query_params[key] = values
    if text:
        app.session_state["memory of learn"] = {visit.OWN: read_lesson(text, "own")}
    app.run()
    assert not app.exception
    return app


def player(app: AppTest) -> dict:
    [data] = [json.loads(one.proto.json) for one in app.get("bidi_component") if '"run_key"' in one.proto.json]
    return data


def everything_sent(app: AppTest) -> str:
    """All that the page gave to the browser, as one text."""
    return "".join(str(one.proto) for one in app._tree if getattr(one, "proto", None))


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def read(app: AppTest) -> str:
    return " ".join([*(one.value for one in app.markdown), *(one.proto.body for one in app.get("html"))])


def place(app: AppTest, moment: int, value: list[float]) -> None:
    """As `picture.take` does when the player reports: AppTest runs no callback of a component."""
    app.session_state["memory of learn"].setdefault("pending", {})[visit.QuestionId("own", moment)] = value
    app.run()


def test_the_overview_shows_every_lesson_and_opens_it() -> None:
    app = opened()
    lessons = [course_lesson(key) for key in COURSE]
    text = read(app)
    for lesson in lessons:
        assert isinstance(lesson, Lesson)
        assert lesson.title in text
        assert f"{lesson.minutes} min" in text
    app.button(key=f"learn-open-{lessons[0].key}").click().run()
    assert dict(app.query_params) == {"lesson": lessons[0].key}
    assert not app.exception


def test_every_card_has_a_picture_of_its_own() -> None:
    pictures = re.findall(r'data:image/svg\+xml,([^"]+)"><p class="gdviz-lesson-number', read(opened()))
    assert len(pictures) == len(COURSE) == len(set(pictures))


def test_the_idea_is_read_at_the_end_alone() -> None:
    """It would give answers away: the gradient does not point to the minimum."""
    idea, about = course_lesson("rate").idea, course_lesson("rate").about
    assert idea not in read(opened())
    assert about in read(opened())
    answers = "answers=rate~0~point~1~2~wrong&answers=rate~1~order~1~0~2~right&answers=rate~2~choice~0~wrong"
    assert idea in read(opened(answers)), "the card of a lesson that has been read"
    idea = course_lesson("gradient").idea
    assert idea not in everything_sent(opened("lesson=gradient&moment=3"))
    assert idea in everything_sent(opened("lesson=gradient&moment=5"))


@pytest.mark.parametrize(
    "link",
    ["lesson=none", "lesson=", "lesson=rate&moment=999999999", "lesson=rate&moment=-1", "lesson=rate&moment=%00",
     "moment=2", "lesson=../../x&moment=1&answers=%FF", "lesson=rate&lesson=other&moment=1e9", "begin=1"],
)  # fmt: skip
def test_a_hostile_link_shows_the_overview_or_a_moment(link: str) -> None:
    opened(link)


def test_a_lesson_that_is_nowhere_is_named_once_and_the_course_is_there() -> None:
    app = opened("lesson=momentum_tuned&moment=2")
    assert read(app).count("There is no lesson “momentum_tuned” here.") == 1
    assert course_lesson("rate").title in read(app)
    assert "There is no lesson" not in read(opened())
    assert "There is no lesson" not in read(opened("lesson=mine&lesson.text=no+head"))


def test_a_moment_is_in_the_address_and_back_again() -> None:
    app = opened("lesson=rate&moment=2")
    assert 'aria-label="Moment 2 of' in read(app)
    button(app, "Back").click().run()
    assert dict(app.query_params) == {"lesson": "rate"}
    button(app, "Skip").click().run()
    assert app.query_params["moment"] == "2"


@pytest.mark.parametrize("moment", range(1, 6))
def test_before_the_answer_nothing_of_the_run_is_sent(moment: int) -> None:
    app = opened(f"lesson=own&moment={moment}", OWN)
    data = player(app)
    assert data["runs"] == []
    assert data["fates"] == {}
    assert data["parts"] == "map"
    assert not data["asked"].get("truth")
    assert [mark for mark in data["marks"] if mark["run"] is not None] == []
    sent = everything_sent(app)
    assert f"What of {data['asked'].get('kind', '')}" in sent or data["asked"]["kind"] == "none"
    assert "The end is" not in sent
    assert "Open in Explore" not in sent
    assert not re.search("learning_rate(~|%7E)", sent), "the scene of the moment opens in Explore after the answer only"


def test_a_point_is_placed_committed_and_stays_beside_the_truth() -> None:
    app = opened("lesson=own", OWN)
    assert button(app, "Commit").disabled
    place(app, 0, [1.0, 0.5])
    assert "You say (1, 0.5)." in read(app)
    assert (player(app)["runs"], player(app)["points_in_view"]) == ([], False)
    button(app, "Commit").click().run()
    data = player(app)
    assert data["points_in_view"], "critical points are no answers any more"
    x, y = 3 * 0.9**100, 0.0  # by the factors 1 - 0.05·2 and 1 - 0.05·20 = 0 of the two coordinates
    assert data["asked"]["given"] == [1.0, 0.5]
    assert data["asked"]["truth"] == pytest.approx([x, y], abs=1e-12)
    assert data["asked"]["words"] == "1.1 away"
    assert len(data["runs"]) == 1
    assert "The end is" in read(app)


@pytest.mark.parametrize(
    ("kind", "result", "placed", "committed"),
    [
        ("point", PlayerResult(None, None, (1.0, 2.0), False), [1.0, 2.0], False),
        ("point", PlayerResult(None, None, (1.0, 2.0), True), [1.0, 2.0], True),
        ("arrow", PlayerResult(None, None, (1.0, 2.0), True), [-2.0, 1.0], True),
        ("arrow", PlayerResult(None, None, (3.0, 1.0), True), [0.0, 0.0], False),
        ("number", PlayerResult(None, None, (1.0, 2.0), True), None, False),
        ("point", PlayerResult((1.0, 2.0), {}, None, False), None, False),
    ],
)
def test_what_the_player_reports_is_placed_and_enter_commits(
    monkeypatch: pytest.MonkeyPatch, kind: str, result: PlayerResult, placed: list[float] | None, committed: bool
) -> None:
    heard: dict[str, object] = {}
    monkeypatch.setattr(picture, "chosen", lambda key: result)
    monkeypatch.setattr(picture, "place_answer", lambda asked, value: heard.update(placed=value))
    monkeypatch.setattr(picture, "answer", lambda asked, value: heard.update(committed=value))
    picture.take(visit.QuestionId("own", 0), Question(kind, "Where?"), (3.0, 1.0))
    assert heard == ({"placed": placed} if placed else {}) | ({"committed": placed} if committed else {})


def test_an_answer_is_not_taken_back() -> None:
    app = opened("lesson=rate&answers=rate~0~point~1~2~right&answers=rate~0~point~0~0~right")
    assert player(app)["asked"]["given"] == [1.0, 2.0]
    assert app.query_params["answers"] == "rate~0~point~1~2~right"
    assert read(app).count('role="status">Not this time.') == 1, "whether it is right is worked out, not believed"


@pytest.mark.parametrize(
    "answers",
    ["rate~0~number~3~right", "rate~0~point~nan~0~right", "rate~0~point~1~right", "rate~0~choice~1~right",
     "other~0~point~1~2~right", "rate~7~point~1~2~right", "rate~0~point~1e99~0~right", "~~~~", "%00"],
)  # fmt: skip
def test_a_forged_answer_shows_nothing_of_the_run(answers: str) -> None:
    app = opened(f"lesson=rate&answers={answers}")
    assert player(app)["runs"] == []


def test_progress_lives_in_the_link_and_ends_in_a_result_code() -> None:
    app = opened("lesson=rate&moment=4&answers=rate~0~point~1~2~wrong&answers=rate~1~order~1~0~2~right")
    [code] = [one.value for one in app.code]
    results = read_code(code)
    assert [answer.value for answer in results.answers] == [(1.0, 2.0), [1, 0, 2]]
    assert results.questions == {"rate": 3}
    assert NO_PROOF in read(app) + " ".join(one.value for one in app.caption)
    button(app, "All lessons").click().run()
    assert 'aria-label="2 of 3 answered"' in read(app)
    app.button(key="learn-open-rate").click().run()
    assert app.query_params["moment"] == "3"


ABSURD = [None, "", "1", math.nan, math.inf, [math.nan, 0.0], [math.inf, 0.0], [1.0], [0, 0, 0], True, {}, b"", "<b>"]
KINDS = {
    "point": (0, [1.0, 2.0], [0.0, 0.0], [0.0, [1e300, 0.0]]),
    "number": (1, 76.0, 1.0, [[0.0, 0.0]]),
    "choice": (2, 1, 0, [-1, 2, 0.5, [0]]),
    "order": (3, [2, 1, 0], [0, 1, 2], [0, [0, 1], [0, 1, 3]]),
    "arrow": (4, [1.0, 0.0], [0.0, 1.0], [[0.0, 0.0], 1.0]),
}
"""Kind → its moment in OWN, two answers, and what is absurd for this kind."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_absurd_is_no_answer_and_the_first_of_two_stays(kind: str) -> None:
    """A second commit, as of a double click or of Enter pressed twice, changes nothing."""
    moment, first, second, own = KINDS[kind]
    absurd = [*ABSURD, *own]
    script = f"""
from math import inf, nan
from gdviz.lessons import read_lesson
from gdviz.ui.learn import visit
visit.keep_own(read_lesson({OWN!r}, "own"), "")
asked = visit.QuestionId("own", {moment})
refused = [visit.answer(asked, one) for one in {absurd!r}]
assert all(refused) and not visit.answers(), refused
assert visit.answer(asked, {first!r}) == visit.answer(asked, {second!r}) == ""
assert visit.answers()[asked].value == {tuple(first) if kind in ("point", "arrow") else first!r}
"""
    assert not AppTest.from_string(script, default_timeout=60).run().exception


def test_another_like_it_asks_with_new_numbers_and_goes_back() -> None:
    app = opened("lesson=own", OWN)
    place(app, 0, [1.0, 0.5])
    button(app, "Commit").click().run()
    first = player(app)["start"]
    button(app, "Another like it").click().run()
    data = player(app)
    assert data["runs"] == []
    assert data["asked"]["given"] is None
    assert data["start"] != first
    assert "answers=" not in str(app.query_params.get("answers")), "another is for oneself"
    app.session_state["memory of learn"]["pending"][visit.QuestionId("own", 0, 1)] = [0.0, 0.0]
    app.run()
    button(app, "Commit").click().run()
    assert len(player(app)["runs"]) == 1
    button(app, "As in the lesson").click().run()
    assert player(app)["start"] == first
    assert player(app)["asked"]["given"] == [1.0, 0.5]


def test_an_arrow_is_told_from_the_start() -> None:
    app = opened("lesson=own&moment=5", OWN)
    place(app, 4, [0.0, 0.0])
    assert button(app, "Commit").disabled, "an arrow without length points nowhere"
    place(app, 4, [-1.0, 0.0])
    button(app, "Commit").click().run()
    asked = player(app)["asked"]
    assert asked["given"] == [2.0, 2.0]
    assert asked["truth"] == pytest.approx([3 - 0.05 * 6, 2 - 0.05 * 40])
    assert asked["words"] == "81° off"  # between (-1, 0) and (-0.3, -2): atan(2 / 0.3) = 81.47°


@pytest.mark.parametrize(
    ("typed", "right"), [("76", True), ("4*19", True), ("1e9", False), ("−3", False), ("0", False)]
)
def test_a_number_is_typed(typed: str, right: bool) -> None:
    # f < 1e-6 once 9·0.81^k < 1e-6 (y is 0 from the first step on): k = ln(9e6) / ln(1/0.81) = 76
    app = opened("lesson=own&moment=2", OWN)
    app.text_input[0].set_value(typed)
    button(app, "Commit").click().run()
    assert not app.exception
    assert f'role="status">{ORDINARY[right]}' in read(app)
    assert player(app)["runs"]


def test_the_slider_of_a_number_writes_into_the_field() -> None:
    app = opened("lesson=own&moment=2", OWN)
    [slider] = app.select_slider
    assert app.text_input[0].value == ""
    slider.set_value(75.0).run()  # a slider of 121 places from 0 to 1000 has one at 75
    assert app.text_input[0].value == "75"
    assert player(app)["runs"] == []
    button(app, "Commit").click().run()
    assert f'role="status">{ORDINARY[True]}' in read(app)


@pytest.mark.parametrize(
    ("entries", "count", "few"),
    [
        ({"low": 0.0, "high": 12.0}, 121, [0, 0.1, 0.2]),
        ({"low": 1.0, "high": 1e4, "log": True}, 110, [1, 1.1, 1.2]),
        ({"low": 1.0, "high": 1000.0, "log": True, "whole": True}, 80, [1, 2, 3]),
        ({"low": 0.0, "high": 5.0, "whole": True}, 6, [0, 1, 2, 3, 4, 5]),
        ({"low": 0.0001, "high": 1.0, "log": True}, 110, [0.0001]),
    ],
)
def test_the_places_of_a_slider(entries: dict[str, float], count: int, few: list[float]) -> None:
    places = stops(Question("number", "?", **entries))
    assert (places[0], places[-1]) == (entries["low"], entries["high"])
    assert places[: len(few)] == few
    assert abs(len(places) - count) < 15
    if entries.get("log") and not entries.get("whole"):
        ratios = [after / before for before, after in itertools.pairwise(places)]
        assert max(ratios) < 1.2, "even factors"


def test_no_slider_of_the_course_begins_at_a_right_answer() -> None:
    asked = [(key, place, one) for key in COURSE for place, one in course_lesson(key).questions]
    numbers = [(key, place, one) for key, place, one in asked if one.kind == "number"]
    assert len(numbers) > 25
    for key, place, question in numbers:
        worked = work_out(course_lesson(key).moments[place])
        assert not judge(question, first_stop(stops(question)), worked).right, (key, place)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "many", "1/0", "∞", "<b>7</b>", "9" * 60, "1e999", "-1e999", "nan", "inf", "7 steps", "x", "1e308*10"],
)
def test_what_is_no_number_gets_a_sentence_and_nothing_is_shown(typed: str) -> None:
    app = opened("lesson=own&moment=2", OWN)
    app.text_input[0].set_value(typed)
    button(app, "Commit").click().run()
    assert player(app)["runs"] == []
    assert 'role="alert"' in read(app)


def test_a_choice_is_one_of_the_options() -> None:
    app = opened("lesson=own&moment=3", OWN)
    assert button(app, "Commit").disabled
    app.radio[0].set_value(0).run()
    button(app, "Commit").click().run()
    assert not app.exception
    assert player(app)["runs"]


def test_an_order_is_moved_by_buttons_alone() -> None:
    app = opened("lesson=own&moment=4", OWN)
    up = [one for one in app.button if one.label.startswith("Move place") and one.label.endswith("up")]
    assert up[0].disabled
    up[1].click().run()
    assert [re.search("one|two|third", one.value)[0] for one in app.markdown if re.match(r"\d\\\.", one.value)] == [
        "two", "one", "third"]  # fmt: skip
    button(app, "Commit").click().run()
    assert player(app)["runs"]


def test_options_change_places() -> None:
    assert exchanged([0, 1, 2], 1, -1) == [1, 0, 2]
    assert exchanged([0, 1, 2], 0, -1) == [0, 1, 2]
    assert exchanged([0, 1, 2], 2, 1) == [0, 1, 2]


def test_what_a_question_hides_is_not_in_the_payload() -> None:
    scene = Scene.from_query({"f": "x^2 + 10y^2 + 3", "start": "3~2"}).scene
    whole = ground_payload(scene)
    formula = without_hidden(whole, ["formula"])
    assert formula["surface"]["z"] == whole["surface"]["z"]
    assert not formula["surface"]["program"]
    assert "10" not in json.dumps({key: formula["surface"][key] for key in ("text", "name", "program", "key")})
    dark = without_hidden(whole, ["map"])
    assert set(dark["surface"]["z"]) != set(whole["surface"]["z"])
    assert (dark["surface"]["low"], dark["surface"]["high"]) == (0.0, 0.0)
    assert not dark["surface"]["program"]
    assert without_hidden(whole, ["minima"]) == whole
    camel = Scene.from_query({"surface": "himmelblau"}).scene
    assert ground_payload(camel)["marks"]
    assert ground_payload(camel, minima=False)["marks"] == without_hidden(ground_payload(camel), ["map"])["marks"] == []


def test_a_short_lesson_of_ones_own_lives_in_its_link() -> None:
    given = {"lesson": "kinds", "moment": "2", "lesson.text": OWN, "answers": "kinds~0~point~1~2~wrong"}
    app = opened(urlencode(given))
    assert "Moment of the kind number." in read(app)
    assert dict(app.query_params) == given, "loaded anew, it is read anew with its answers"
    button(app, "Back").click().run()
    assert player(app)["asked"]["given"] == [1.0, 2.0]
    app.session_state["memory of learn"]["text of own lesson"] = OWN.ljust(4001)
    app.run()
    assert "lesson.text" not in app.query_params


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + "<script>alert(1)</script>", "HTML is not let through"),
        ("no head", "cannot be read"),
        (OWN.ljust(4001), "more than 4000 characters"),
        ("", ""),
        ("\0", "cannot be read"),
    ],
)
def test_a_hostile_lesson_of_a_link_gets_a_sentence(text: str, words: str) -> None:
    app = opened(urlencode({"lesson": "kinds", "lesson.text": text}))
    assert words in read(app)
    assert "How gradient descent learns" in read(app)
    assert "alert(1)" not in everything_sent(app)


def test_a_lesson_of_a_link_stands_in_for_none_of_the_course() -> None:
    assert "Moment of the kind" not in read(opened(urlencode({"lesson": "rate", "lesson.text": OWN})))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\x00", "no UTF-8 text"),
        (b"x" * 2_000_000, "this file is larger"),
        (b"", "no lesson yet"),
        (b"+++\ntitle = \n+++\n", "no lesson yet"),
        (b'+++\ntitle = "T"\n+++\n<script>alert(1)</script>\n', "Line 4"),
        (b'+++\ntitle = "T"\n+++\nIt ends at {sgd.nothing}.\n', "Line 4"),
    ],
)
def test_a_file_that_is_no_lesson_gets_a_sentence(content: bytes, words: str) -> None:
    script = (
        f"from gdviz.ui.learn import overview\noverview.take('mine.md', {content!r})" if len(content) < 1e6 else LARGE
    )
    app = AppTest.from_string(script, default_timeout=60).run()
    assert not app.exception
    assert words in read(app)
    assert "<script" not in read(app)


def test_a_lesson_of_ones_own_is_shown_like_the_others() -> None:
    app = opened("", OWN)
    app.button(key="learn-open-own").click().run()
    assert "Moment of the kind point." in read(app)
    assert dict(app.query_params) == {"lesson": "own"}


def test_a_cell_of_a_table_stays_one() -> None:
    assert cell("a | b\nc") == "a \\| b c"


def test_explore_leads_back_to_the_lesson() -> None:
    app = AppTest.from_file("../app.py", default_timeout=60)
    for key, value in {"f": "x^2+y^2", "lesson": "rate", "moment": "2"}.items():
        app.query_params[key] = value
    app.run()
    [back] = [one for one in app.get("page_link") if "Back to the lesson" in one.proto.label]
    assert parse_qs(back.proto.query_string) == {"lesson": ["rate"], "moment": ["2"]}
    assert app.session_state["the scene"].text == "x^2+y^2"


BOWL = {"f": "x^2+10y^2", "start": "3~2", "steps": "100", "run": "sgd~learning_rate~0.05"}
TASK = make_task(
    Scene.from_query(BOWL).scene, "Where does it stop?", kind="point", ask="Where?", answer="sgd.end",
    hides=("formula", "minima", "verdicts", "readouts", "menu"),
)  # fmt: skip
TASK_LINK = urlencode({**Scene.from_query(BOWL).scene.to_query(), **TASK.to_query()}, doseq=True)


def test_a_task_shows_only_what_it_does_not_hide() -> None:
    app = opened(TASK_LINK)
    text = read(app)
    assert "Where does it stop?" in text
    assert "What it hides is not on this page." in text
    assert not app.get("page_link"), "the menu is hidden"
    data = player(app)
    assert data["runs"] == data["marks"] == []
    assert not data["surface"]["program"]
    assert "10y" not in everything_sent(app).replace(TASK_LINK, "")
    key = next(iter(app.session_state["memory of learn"]["task"]))
    app.session_state["memory of learn"]["pending"] = {visit.QuestionId(key, 0): [0.0, 0.0]}
    app.run()
    button(app, "Commit").click().run()
    data = player(app)
    assert data["parts"] == "picture"
    assert data["fates"] == {}
    assert [mark["kind"] for mark in data["marks"] if mark["kind"] in ("minimum", "global") or mark["run"]] == []
    assert len(data["runs"]) == 1
    values = unpack(data["runs"][0]["values"], 5)
    assert all(math.isnan(value) for value in values)
    [code] = [one.value for one in app.code]
    assert read_code(code).questions == {key: 1}
    assert "answers" in app.query_params
    assert "task.title" in app.query_params
    button(app, "Leave the task").click().run()
    assert "How gradient descent learns" in read(app)
    assert app.get("page_link")


@pytest.mark.parametrize(
    "link",
    ["task.title=", "task.title=<script>&task.kind=point&task.answer=sgd.end", "task.title=T&task.kind=spell",
     "task.title=T&task.kind=point&task.ask=Q&task.answer=__import__('os')", "task.title=T&task.hides=everything~x",
     "f=x%2B&task.title=T&task.kind=point&task.ask=Q&task.answer=sgd.end", "task.kind=&task.options=&task.=&task=1"],
)  # fmt: skip
def test_a_hostile_task_gets_a_sentence(link: str) -> None:
    app = opened(link)
    assert "<script>" not in read(app)
    assert 'role="alert"' in read(app)


def test_a_task_without_a_question_only_shows() -> None:
    app = opened(urlencode({**BOWL, "task.title": "Look", "task.hides": "verdicts"}))
    assert len(player(app)["runs"]) == 1
    assert player(app)["fates"] == {}


def test_a_teacher_sets_a_task_on_explore() -> None:
    app = AppTest.from_file("../app.py", default_timeout=60)
    for key, value in BOWL.items():
        app.query_params[key] = value
    app.run()
    button(app, "Set a task").click().run()
    app.text_input(key="task-title").set_value("My task").run()
    assert not app.exception
    link = next(one.value for one in app.code if "task.title" in one.value)
    assert 'alt="QR code' in read(app)
    assert any("<iframe" in one.value and "embed=true" in one.value for one in app.code)
    task = opened(link.split("?")[1])
    assert "My task" in read(task)
    assert player(task)["runs"] == []
    for kind in ("arrow", "number", "order", "choice", ""):
        app.selectbox(key="task-kind").set_value(kind).run()
        assert not app.exception
    app.selectbox(key="task-kind").set_value("choice").run()
    app.text_area(key="task-options").set_value("It arrives.\nIt flies away.").run()
    assert any("task.options" in one.value for one in app.code)


def test_a_teacher_reads_the_notes_and_prints_a_lesson() -> None:
    app = opened()
    app.session_state["learn-teachers"] = True
    app.run()
    app.selectbox(key="teachers-lesson").set_value("rate").run()
    assert not app.exception
    assert course_lesson("rate").notes.strip()[:40] in read(app)
    assert [one for one in app.get("download_button") if one.proto.label.startswith("Print sheet")]


def test_what_was_shown_can_be_taken_away_and_not_before() -> None:
    app = opened("lesson=rate")
    assert not [one for one in app.expander if one.label == "Take away"]
    asked = visit.QuestionId("rate", 0)
    app.session_state["memory of learn"]["pending"] = {asked: [0.0, 0.0]}
    app.run()
    app.button(key="answer-rate-0-0-commit").click().run()
    assert [one.label for one in app.expander if one.label == "Take away"] == ["Take away"]
    assert not app.exception


def test_a_task_on_a_rule_that_is_being_typed_gets_a_sentence() -> None:
    app = AppTest.from_file("../app.py", default_timeout=60)
    app.query_params["run"] = ["typed~rule~theta = theta - "]
    app.run()
    button(app, "Set a task").click().run()
    assert not app.exception
    assert "ends too early" in read(app)
