"""The Data page under AppTest: every part, set and model opens; links, typed losses and own tables do no harm."""

import json
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from gdviz.learning.data import GENERATORS, INCLUDED, MODELS
from gdviz.learning.training import train
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import CHOICES, NUMBERS, OPENINGS, OWN, DataRun, DataScene, Run, Scene
from gdviz.scene.data import SWITCHES
from tests.trials import trials
from tests.unpacking import unpack
from tests.written_numbers import read

pytestmark = pytest.mark.long

PATIENCE = 60


def opened(link: str = "") -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=PATIENCE).switch_page("pages/data.py")
    for key, values in parse_qs(link, keep_blank_values=True).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def link_of(data: DataScene) -> str:
    return urlencode(Scene(data=data).to_query(), doseq=True)


def payload(app: AppTest) -> dict:
    for component in app.get("bidi_component"):
        found = json.loads(component.proto.json or "{}")
        if "run_key" in found:
            return found
    raise AssertionError("no player")


def data(app: AppTest) -> DataScene:
    return app.session_state["the scene"].data


def show(app: AppTest, changed: DataScene) -> None:
    app.session_state["the scene"] = replace(app.session_state["the scene"], data=changed)
    app.run()
    assert not app.exception


def find(elements, key: str):
    return next(element for element in elements if element.key == key)


def shown_texts(app: AppTest) -> str:
    html = [element.proto.body for element in app.get("html")]
    return "\n".join([*html, *(e.value for e in app.markdown), *(e.value for e in app.caption)])


def test_it_opens_on_full_mini_and_single_with_an_empty_link() -> None:
    app = opened()
    found = payload(app)
    assert [run["label"].split(" · ")[-1] for run in found["runs"]] == ["all rows", "batches of 8", "single rows"]
    assert [found["fit"]["runs"][run["id"]].get("size") for run in found["runs"]] == [None, 8, 1]
    assert dict(app.query_params) == {}


@pytest.mark.parametrize("part", list(OPENINGS))
def test_every_part_opens_from_its_link_and_reproduces_its_runs(part: str) -> None:
    first, second = (payload(opened(link_of(OPENINGS[part]))) for _ in range(2))
    assert first["runs"]
    assert first["run_key"] == second["run_key"]
    assert first["fit"]["key"] == second["fit"]["key"]


@pytest.mark.parametrize("model", list(MODELS))
def test_every_model_opens_on_rows_made_for_it(model: str) -> None:
    app = opened(f"data.model={model}&data.set={MODELS[model].data}")
    assert payload(app)["surface"]["variables"] == list(MODELS[model].weights)
    assert payload(app)["fit"]["names"] == list(MODELS[model].columns)


@pytest.mark.parametrize("key", [*GENERATORS, *INCLUDED])
def test_picking_rows_brings_a_model_that_suits_them(key: str) -> None:
    app = opened()
    find(app.selectbox, "data-set").select(key).run()
    assert not app.exception
    assert not app.error
    assert data(app).set == key
    assert payload(app)["fit"]["names"] == list(MODELS[data(app).model].columns)


def test_a_model_and_rows_that_do_not_suit_each_other_are_brought_together() -> None:
    app = opened("data.set=blobs&data.model=decay")
    assert payload(app)["fit"]["names"] == ["x1", "x2", "y"]


@pytest.mark.parametrize(
    "hostile",
    [
        "data.part=nowhere&data.set=__class__&data.model=../../x",
        "data.run=&data.run=~~~&data.run=nan~sgd&data.run=-5~adam&data.run=1e9~sgd~learning_rate~inf",
        "data.loss=__import__('os').system('id')",
        "data.loss=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "data.loss=" + "(" * 500,
        "data.loss=w%2Bb",
        "data.set=own&data.table=" + "x" * 5000,
        "data.set=own&data.table=%3Cscript%3Ealert(1)%3C/script%3E",
        "data.set=own&data.table=a,b%0A1,2",
        "data.set=own",
        "data.rows=1e9&data.share=nan&data.degree=-3&data.hidden=999&data.steps=0",
        "data.knobs=noise~nan~foo~1&data.letters=~&data.start=1&data.axis=x&data.standard=maybe",
        "data.part=network&data.set=noisy_line",
        "data.part=polynomial&data.set=moons",
        "data.part=network&data.run=0~bfgs",
        "data.part=overfitting&data.rows=4&data.share=0.9",
        "data.part=overfitting&data.set=moons&data.model=logistic_weights&data.decay=10&data.rows=5",
    ],
)
def test_a_hostile_link_never_shows_a_traceback(hostile: str) -> None:
    app = opened(hostile)
    assert not app.error
    assert "<script>alert" not in shown_texts(app)
    assert "onerror" not in shown_texts(app)


def test_a_typed_loss_is_drawn_and_a_wrong_one_keeps_the_picture() -> None:
    app = opened()
    find(app.text_input, "data-loss").set_value("abs(w*x + b - y)^1.5").run()
    good = payload(app)
    assert good["surface"]["text"].startswith("abs(w*x + b - y)^1.5")
    find(app.text_input, "data-loss").set_value("(w*x + foo - y]^2").run()
    assert not app.exception
    assert payload(app)["surface"]["key"] == good["surface"]["key"]
    assert "^" in app.code[0].value
    assert data(app).loss == "(w*x + foo - y]^2"


def test_letters_of_the_loss_are_numbers_of_the_link() -> None:
    app = opened("data.loss=(w*x%2Bb-y)^2%2Bq*w^2&data.letters=q~2.5")
    assert dict(data(app).letters) == {"q": 2.5}
    bare = opened("data.loss=(w*x%2Bb-y)^2%2Bq*w^2")
    assert payload(app)["surface"]["key"] != payload(bare)["surface"]["key"]


def test_a_batch_of_all_rows_takes_the_steps_of_all_rows() -> None:
    run = Run("sgd", (("learning_rate", 0.05),))
    whole = payload(opened(link_of(DataScene(runs=(DataRun(run, 0),)))))
    same = payload(opened(link_of(DataScene(runs=(DataRun(run, 40),)))))
    assert whole["runs"][0]["points"] == same["runs"][0]["points"]


def test_other_seeds_draw_other_batches_and_other_rows() -> None:
    usual = payload(opened())
    batches, rows = payload(opened("data.order=1")), payload(opened("data.seed=1"))
    assert batches["surface"]["key"] == usual["surface"]["key"]
    assert batches["runs"][0] == usual["runs"][0]
    assert batches["runs"][1] != usual["runs"][1]
    assert rows["surface"]["key"] != usual["surface"]["key"]


def test_scaling_says_the_condition_number_before_and_after() -> None:
    raw = opened("data.set=penguins")
    said = next(e.proto.body for e in raw.get("html") if "gdviz-condition" in e.proto.body)
    x = INCLUDED["penguins"].dataset().columns["x"]
    moments = np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1.0]])  # half the Hessian of least squares
    (written,) = re.findall(r"condition (\S+) → 1<", said)
    assert read(written) == pytest.approx(np.linalg.cond(moments), rel=5e-3)
    scaled = opened("data.set=penguins&data.standard=on")
    assert said in [e.proto.body for e in scaled.get("html")]


def test_the_comparison_and_the_decay_are_one_press_each() -> None:
    app = opened("data.run=5~adam")
    find(app.button, "data-compare").click().run()
    assert [one.batch for one in data(app).runs] == [0, 8, 1]
    find(app.toggle, "data-decaying").set_value(True).run()
    assert {one.run.schedule for one in data(app).runs} == {"cosine"}
    assert all(run["rates"] for run in payload(app)["runs"])


def test_the_early_stop_is_the_lowest_validation_loss() -> None:
    app = opened(link_of(OPENINGS["overfitting"]))
    found = payload(app)
    marks = [mark for mark in found["marks"] if mark["kind"] == "event"]
    assert {mark["run"]: mark["frame"] for mark in marks} == {i: r["stop"] for i, r in found["fit"]["runs"].items()}
    assert all(0 < mark["frame"] < data(app).steps for mark in marks)
    words = {spot["word"] for spot in found["fit"]["spots"]}
    assert words == {"training minimum", "validation minimum"}


def test_a_slice_says_how_much_of_the_path_it_holds() -> None:
    words = payload(opened(link_of(OPENINGS["polynomial"])))["fit"]["words"]
    assert " % and " in words
    assert "A slice" in words
    aside = payload(opened(link_of(replace(OPENINGS["network"], plane="random"))))["fit"]["words"]
    assert "drawn at random" in aside


@pytest.mark.parametrize("part", ["polynomial", "network"])
def test_runs_without_a_step_are_left_out_in_a_sentence(part: str) -> None:
    still = DataRun(Run("typed", rule="theta = theta - alpha*sqrt(-1 - g*g)"))
    alone = opened(link_of(replace(OPENINGS[part], steps=5, runs=(still,))))
    assert not alone.exception
    both = opened(link_of(replace(OPENINGS[part], steps=5, runs=(still, DataRun(Run("adam", style=1))))))
    assert [run["id"] for run in payload(both)["runs"]] == ["1"]
    for page in (alone, both):
        assert "the first step leads to weights without a finite value." in "".join(
            one.proto.body for one in page.get("html")
        )


def test_the_network_on_the_page_is_the_library_s() -> None:
    from gdviz.learning.data import draw_batches, split
    from gdviz.learning.training import Network, NetworkLoss

    asked = replace(OPENINGS["network"], steps=60)
    found = payload(opened(link_of(asked)))
    made = GENERATORS["moons"].dataset(120, 0, noise=0.25).columns
    parts = split(120, 0.5, 0)
    loss = NetworkLoss(Network(8), np.column_stack((made["x1"], made["x2"]))[parts.train], made["y"][parts.train])
    plan = draw_batches(60, 16, 60, seed=0)
    fit = train(loss, OPTIMIZERS["adam"], Network(8).initial(0), 60, batches=plan, learning_rate=0.05)
    np.testing.assert_allclose(unpack(found["runs"][0]["values"], 5), fit.values, rtol=1e-8)


def test_parts_remember_what_was_left_there() -> None:
    app = opened()
    show(app, replace(data(app), steps=33))
    find(app.get("button_group"), "data-part").set_value("network").run()
    assert data(app).part == "network"
    find(app.get("button_group"), "data-part").set_value("batches").run()
    assert data(app) == DataScene(steps=33)


# Tables of strangers. The dialog itself is driven in the browser; what it shows is checked here.


def test_own_rows_travel_only_when_they_are_put_into_the_link() -> None:
    app = opened("data.set=own&data.table=x,y%0A1,2%0A2,4.1%0A3,5.9")
    assert payload(app)["fit"]["names"] == ["x", "y"]
    assert app.query_params["data.table"] == "x,y\n1,2\n2,4.1\n3,5.9"
    show(app, replace(data(app), table=""))
    assert "data.table" not in app.query_params


def test_a_link_without_its_table_says_so() -> None:
    app = opened("data.set=own")
    assert "did not travel" in shown_texts(app)


@trials(150)
@given(
    some.fixed_dictionaries(
        {},
        optional={
            f"data.{key}": some.text(max_size=12)
            | some.sampled_from(["1", "on", "own", "nan", "3~4", "a~1", "8~sgd", "moons"])
            for key in [*CHOICES, *NUMBERS, *SWITCHES, "knobs", "letters", "loss", "table", "start", "run"]
        },
    )
)
def test_any_data_link_is_read_clamped_and_written_again(query: dict[str, str]) -> None:
    scene = Scene.from_query(query).scene
    assert scene.settled() == scene
    shown = scene.data
    assert all(getattr(shown, name) in choices for name, choices in CHOICES.items())
    assert all(knob.low <= getattr(shown, name) <= knob.high for name, knob in NUMBERS.items())


@trials(100)
@given(some.data())
def test_a_data_scene_survives_its_link(draw) -> None:
    key = draw.draw(some.sampled_from(CHOICES["set"]))
    known = GENERATORS[key].knobs if key in GENERATORS else {}
    knobs = {n: float(f"{draw.draw(some.floats(k.low, k.high)):.6g}") for n, k in known.items() if not k.integer}
    numbers = {n: draw.draw(some.integers(int(k.low), int(k.high))) for n, k in NUMBERS.items() if k.integer}
    shown = DataScene(
        set=key,
        knobs=tuple((n, k) for n, k in knobs.items() if k != known[n].default),
        table=draw.draw(some.text(some.characters(exclude_categories=["Cs"]), max_size=30)) if key == OWN else "",
        loss=draw.draw(some.none() | some.text(some.characters(exclude_categories=["Cs"]), max_size=30)),
        letters=draw.draw(some.sampled_from([(), (("q", 2.5),), (("lambda", 0.5), ("delta", -1.0))])),
        start=draw.draw(some.sampled_from([None, (0.0, 1.5), (-3.25, 1e6)])),
        runs=draw.draw(some.sampled_from([one.runs for one in OPENINGS.values()])),
        **{n: draw.draw(some.booleans()) for n in SWITCHES},
        **{n: draw.draw(some.sampled_from(choices)) for n, choices in CHOICES.items() if n != "set"},
        **numbers,
    )
    address = urlencode(Scene(data=shown).to_query(), doseq=True)
    assert Scene.from_query(parse_qs(address, keep_blank_values=True)).scene.data == shown


HOSTILE_TABLES = [
    "",
    "x",
    "x,y\n",
    "x,y\n1,2",
    "<html><script>alert(1)</script>",
    '{"x": [1, 2]}',
    "x;y\n1,5;2,5\n2,5;4,1\n3,5;5,9",
    "\ufeffx,y\r\n1,2\r\n2,4\r\n3,5",
    "**bold**,![i](http://evil.example/i.png)\n1,2\n2,4\n3,5",
    "<img src=x onerror=alert(1)>,y\n1,2\n2,4\n3,5",
    "=cmd|' /C calc'!A0,y\n1,2\n2,4\n3,5",
    "a,b\n1,<b>x</b>\n2,$y$\n3,<b>x</b>\n4,$y$",
    "x,y\n" + "\n".join(f"{i},{i * i}" for i in range(5000)),
    "x,y\nnan,1\ninf,2\n,3\n1,4",
    "x y\n" * 50,
    '"a,b\n1,2\n3,4',
    "1,2\n2,4\n3,6\n4,8",
    "x,y\n1,1\n1,1\n1,1",
    "x,y,z\n1,2,a\n2,3,b\n3,4,c\n4,5,a\n5,1,b",
]


@pytest.mark.parametrize("text", HOSTILE_TABLES, ids=range(len(HOSTILE_TABLES)))
def test_a_pasted_table_is_used_or_refused_with_a_sentence(text: str) -> None:
    app = opened()
    find(app.selectbox, "data-set").select(OWN).run()
    find(app.text_area, "own-text").set_value(text).run()
    assert not app.exception
    assert not app.error
    said = shown_texts(app)
    for trick in ("<script>alert", "<img", "evil.example/", "<b>x", "**bold"):
        assert trick not in said
    use = [button for button in app.button if button.key == "own-use"]
    assert use or 'role="alert"' in said or not text
    if use:
        use[0].click().run()
        assert not app.exception
        assert data(app).set == OWN
        assert "data.table" not in app.query_params
        assert payload(app)["fit"]["names"][-1] == "y" or 'role="alert"' in shown_texts(app)


def test_columns_are_chosen_by_the_visitor() -> None:
    app = opened()
    find(app.selectbox, "data-set").select(OWN).run()
    find(app.text_area, "own-text").set_value("a,b,c\n1,5,2\n2,3,4.1\n3,4,5.9\n4,1,8").run()
    find(app.multiselect, "own-inputs").set_value(["b"]).run()
    find(app.selectbox, "own-target").select("a").run()
    find(app.button, "own-use").click().run()
    columns = payload(app)["fit"]["columns"]
    b, a = np.array([5.0, 3, 4, 1]), np.array([1.0, 2, 3, 4])
    np.testing.assert_allclose(unpack(columns["x"], 5), (b - b.mean()) / b.std(), rtol=1e-8)
    np.testing.assert_allclose(unpack(columns["y"], 5), (a - a.mean()) / a.std(), rtol=1e-8)


def test_two_visits_do_not_share_a_table() -> None:
    first, second = opened(), opened("data.set=own")
    find(first.selectbox, "data-set").select(OWN).run()
    find(first.text_area, "own-text").set_value("x,y\n1,2\n2,4.1\n3,5.9").run()
    find(first.button, "own-use").click().run()
    second.run()
    assert "did not travel" in shown_texts(second)


def test_folds_say_the_loss_over_rows_set_apart_once_each() -> None:
    app = opened("data.part=overfitting&data.set=noisy_line&data.model=linear&data.folds=5&data.rows=20")
    x, y = (GENERATORS["noisy_line"].dataset(20, 0).columns[name] for name in "xy")
    from gdviz.learning.data import folds

    losses = []
    for part in folds(20, 5, 0):
        line = np.polyfit(x[part.train], y[part.train], 1)  # least squares by other means
        losses.append(np.mean((np.polyval(line, x[part.validation]) - y[part.validation]) ** 2))
    assert f"{np.mean(losses):.4g} on average, from {min(losses):.4g} to {max(losses):.4g}" in shown_texts(app)
    assert len(payload(app)["fit"]["spots"]) == 7


def test_other_rows_ask_for_a_rate_they_can_bear() -> None:
    app = opened()
    for key in ("stopping", "counts", "tumours", "sinusoid"):
        find(app.selectbox, "data-set").select(key).run()
        assert not app.exception
        assert all(run["ending"]["kind"] == "done" for run in payload(app)["runs"])


def test_runs_are_judged_and_noise_is_not_called_a_cycle() -> None:
    found = payload(opened())
    words = {run: fate["word"] for run, fate in found["fates"].items()}
    assert words["0"] == "global minimum"
    assert "cycling" not in words.values()
    kinds = {mark["kind"] for mark in payload(opened("data.set=tanh_curve&data.model=two_weights"))["marks"]}
    assert {"global", "saddle"} <= kinds


HAND = """
import streamlit as st
from gdviz.ui import session, work
from gdviz.ui.data import picture

work.begin()
session.arrive("Data")
session.recall()
for place, held in st.session_state.pop("messages", ()):
    st.session_state["data-player"] = {"start": {"x": place, "y": 1.0, "held": held}}
    picture._take_start()
"""


def test_a_start_that_is_dragged_is_one_gesture() -> None:
    page = AppTest.from_string(HAND, default_timeout=PATIENCE)
    page.run()
    page.session_state["messages"] = [(0.5, True), (0.6, True), (0.7, False)]
    page.run()
    assert not page.exception
    history = page.session_state["the history"]
    assert data(page).start == (0.7, 1.0)
    assert (len(history.past), history.gesture) == (1, "")
