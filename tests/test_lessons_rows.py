"""Moments on rows: what is worked out (against NumPy by hand), what is withheld, and the way to the Data page."""

import json
from itertools import pairwise
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gdviz.export import contents_of
from gdviz.figures import rows_ground_payload, rows_played
from gdviz.figures.withheld import without_hidden
from gdviz.lessons import Case, Lesson, LessonError, lesson_sheet, read_lesson, work_out
from gdviz.lessons.another import another
from gdviz.lessons.quantities import evaluate
from gdviz.lessons.terms import parse
from gdviz.lessons.values import Pair
from gdviz.scene import Scene
from tests.test_learn_page import button, everything_sent, opened, player, read

HEAD = '+++\ntitle = "T"\n+++\nRows.\n\n'
X, Y = [0.0, 1.0, 2.0, 4.0], [1.0, 2.0, 2.0, 5.0]
TABLE = "data.set=own&data.table=x%2Cy%0A0%2C1%0A1%2C2%0A2%2C2%0A4%2C5&data.model=linear&data.start=0.5~0"
ONE = f"{TABLE}&data.steps=12&data.run=1~sgd~learning_rate~0.01&data.run=0~sgd~learning_rate~0.01"
CLASSES = "data.part=overfitting&data.set=iris&data.standard=on&data.model=logistic_weights&data.share=0.1&data.order=4"
QUESTION = '~~~question\nkind = "point"\nask = "Where?"\nanswer = "sgd.end"\nvary = ["start", "rows", "batches"]\n~~~\n'


def lesson(scene: str, more: str = "") -> Lesson:
    return read_lesson(f"{HEAD}~~~scene\n{scene}\n~~~\n\n{more}", "own")


def case(scene: str) -> Case:
    return work_out(lesson(scene).moments[0])


def measured(of: Case, term: str) -> object:
    return evaluate(parse(term), of)


def gradients(w: float, b: float) -> np.ndarray:
    """Of every row's own squared miss, by hand."""
    x, y = np.array(X), np.array(Y)
    return np.stack([2 * (w * x + b - y) * x, 2 * (w * x + b - y)], axis=1)


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("data.part=network&data.set=moons", "batches and overfitting"),
        ("data.set=own", "rows did not travel"),
        ("data.set=own&data.table=x%2Cy%0A1%2C2", "Fewer than two rows"),
        ("data.set=iris&data.model=linear", "does not suit these rows"),
        ("data.set=noisy_line&steps=30", "no part “steps”"),
        ("data.set=noisy_line&data.loss=(w*x%2Bb-y", "cannot be read"),
        ("data.set=noisy_line&data.wrong=1", "no part “data.wrong”"),
    ],
)
def test_a_scene_on_rows_that_cannot_be_shown_gets_a_sentence_with_its_line(scene: str, words: str) -> None:
    with pytest.raises(LessonError, match="Line 7") as refused:
        lesson(scene)
    assert words in str(refused.value)


def test_a_second_scene_is_of_the_same_page() -> None:
    with pytest.raises(LessonError, match="same page"):
        lesson(ONE, "~~~other\nf=x^2\n~~~\n")


@pytest.mark.parametrize("name", ["rows", "gradient_spread(start)", "sgd.passes", "sgd.batch_gradient(1)"])
def test_a_quantity_of_rows_needs_rows(name: str) -> None:
    with pytest.raises(LessonError, match="needs a scene of the Data page"):
        lesson("f=x^2", f"~~~reveal\n{{{name}}}\n~~~\n")


def test_work_beyond_the_budget_is_refused() -> None:
    runs = "&".join(["data.run=0~line_search"] * 6)
    of = lesson(f"data.set=outliers&data.model=linear_huber&data.rows=1000&data.steps=2000&{runs}")
    with pytest.raises(LessonError, match="server is shared"):
        work_out(of.moments[0])


def test_quantities_of_rows_by_hand() -> None:
    of = case(ONE)
    each = gradients(0.5, 0.0)
    assert measured(of, "rows") == 4
    assert measured(of, "gradient(start)") == pytest.approx(Pair(*each.mean(axis=0)))
    assert measured(of, "row_gradient(4, start)") == pytest.approx(Pair(*each[3]))
    spread = np.sqrt(((each - each.mean(axis=0)) ** 2).sum(axis=1).mean())
    assert measured(of, "gradient_spread(start)") == pytest.approx(spread)
    assert measured(of, "sgd.passes") == 3
    assert measured(of, "sgd2.passes") == 12
    assert (measured(of, "sgd.batch"), measured(of, "sgd2.batch")) == (1, 4)
    for name in ("sgd2.batch_gradient(1)", "sgd.batch_gradient(13)", "row_gradient(5, start)", "apart(start)"):
        with pytest.raises(LessonError):
            measured(of, name)


def test_every_step_follows_the_gradient_of_its_row() -> None:
    of = case(ONE)
    run = of.run("sgd")
    assert run is not None
    assert run.learned is not None
    assert run.learned.plan is not None
    errors, losses, point = [], [], np.array([0.5, 0.0])
    for k in range(1, 13):
        each = gradients(*point)
        row = int(run.learned.plan.rows[k - 1, 0])
        own = each[row]
        losses.append((point[0] * X[row] + point[1] - Y[row]) ** 2)
        assert measured(of, f"sgd.batch_gradient({k})") == pytest.approx(Pair(*own))
        errors.append(np.hypot(*(own - each.mean(axis=0))))
        point = point - 0.01 * own
    assert measured(of, "sgd.end") == pytest.approx(Pair(*point))
    assert measured(of, "sgd.mean(batch_error)") == pytest.approx(np.mean(errors))
    assert measured(of, "sgd.batch_rises") == sum(after > before for before, after in pairwise(losses))


def test_rows_set_apart_are_those_that_are_not_learned_from() -> None:
    of = case(f"{CLASSES}&data.start=0~0&data.steps=50&data.run=0~sgd~learning_rate~1")
    assert of.on is not None
    assert of.on.parts is not None
    columns, (w1, w2) = of.on.rows.columns, of.runs[0].trajectory.points[-1]
    for rows, name in ((of.on.parts.train, "sgd.value"), (of.on.parts.validation, "apart(sgd.end)")):
        x1, x2, y = (columns[key][rows] for key in ("x1", "x2", "y"))
        assert measured(of, name) == pytest.approx(np.mean(np.log1p(np.exp(-y * (w1 * x1 + w2 * x2)))))
    train = of.on.parts.train
    x1, x2, y = (columns[key][train] for key in ("x1", "x2", "y"))
    assert measured(of, "sgd.right") == ((w1 * x1 + w2 * x2 > 0) == (y > 0)).sum()
    assert measured(of, "rows") == 10


def test_equal_passes_leave_every_run_the_same_reading() -> None:
    of = case("data.set=penguins&data.standard=on&data.equal_passes=on&data.steps=342&data.run=0~sgd&data.run=9~sgd")
    assert measured(of, "sgd.passes") == measured(of, "sgd2.passes") == 9  # 342 steps of 9 rows are 9 times 342 rows


def test_before_the_answer_the_map_and_the_rows_alone_are_sent() -> None:
    scene = Scene.from_query(parse_qs(ONE)).scene
    before, after = rows_ground_payload(scene), contents_of(rows_played(scene)).payload()
    assert before["runs"] == []
    assert before["fit"]["runs"] == {}
    assert before["fates"] == {}
    assert before["fit"]["columns"] == after["fit"]["columns"]
    sent = json.dumps(before)
    for run in after["runs"]:
        assert run["points"] not in sent
    for one in after["fit"]["runs"].values():
        assert all(text not in sent for text in one.values() if isinstance(text, str) and len(text) > 8)
    assert "fit" not in without_hidden(after, ["formula"]), "rows and model would give the formula away"
    quiet = without_hidden(after, ["readouts"])["fit"]["runs"]
    assert not any({"values", "gradients", "angles"} & set(one) for one in quiet.values())
    assert len(quiet) == 2


def test_another_question_on_rows_has_other_rows_and_another_start() -> None:
    scene = "data.set=noisy_line&data.steps=200&data.start=0~0&data.run=0~sgd~learning_rate~0.05"
    moment = lesson(scene, QUESTION).moments[0]
    other = another(moment, 3)
    assert other is not None
    assert other.scene is not None
    assert moment.scene is not None
    assert other.page == "data"
    assert other.scene.data.seed != moment.scene.data.seed
    assert other.scene.data.start != moment.scene.data.start


def test_the_sheet_of_a_lesson_on_rows_is_printed() -> None:
    sheet = lesson_sheet(lesson(ONE, QUESTION), "https://example.org")
    assert "single rows" in sheet
    assert sheet.count('class="map"') == 2


def test_a_moment_on_rows_is_answered_and_opens_on_the_data_page() -> None:
    app = opened("lesson=noise")
    data = player(app)
    assert data["runs"] == []
    assert data["fit"]["runs"] == {}
    assert "Open in Data" not in everything_sent(app)
    app.radio[0].set_value(1).run()
    button(app, "Commit").click().run()
    assert not app.exception
    assert len(player(app)["runs"]) == 1
    assert len(player(app)["fit"]["runs"]) == 1
    assert player(app)["view"]["axis"] == "step"
    assert "make a ball, not a point" in read(app)
    [link] = [one for one in app.get("page_link") if one.proto.label == "Open in Data"]
    query = parse_qs(link.proto.query_string)
    assert query["data.set"] == ["penguins"]
    there = AppTest.from_file("../app.py", default_timeout=60)
    there.switch_page("pages/data.py")
    for key, values in query.items():
        there.query_params[key] = values
    there.run()
    assert not there.exception
    [back] = [one for one in there.get("page_link") if "Back to the lesson" in one.proto.label]
    assert parse_qs(back.proto.query_string) == {"lesson": ["noise"], "moment": ["1"]}
