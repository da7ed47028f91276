"""Own tables on the Data page: never replaced, two values as classes and as numbers, two inputs, links with names."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from gdviz.learning.data import (
    MODELS,
    Dataset,
    TableError,
    as_text,
    read_table,
    rows_from,
    travelled,
    usual_inputs,
    usual_target,
)
from gdviz.scene import OWN, DataScene
from gdviz.ui.data.learning import material
from gdviz.ui.data.suitability import model_for, suited, unfit, with_model, with_set
from gdviz.ui.data.upload import _dataset
from tests.test_data_page import data, find, link_of, opened, payload, show, shown_texts
from tests.trials import trials

pytestmark = pytest.mark.long

PASSED = "hours,passed\n1,0\n2,0\n3,1\n4,0\n5,1\n6,1"
PRICES = "size,rooms,price\n2104,3,399900\n1600,3,329900\n2400,3,369000\n1416,2,232000\n3000,4,539900\n1985,4,299900"
SMOKERS = "age,smoker,charges\n19,yes,16884\n18,no,1725\n28,no,4449\n33,no,21984\n40,yes,30000"


def own(text: str, units: bool = True, **changes) -> DataScene:
    return DataScene(set=OWN, table=text, standard=units, **changes)


def use(text: str, inputs: list[str] | None = None, target: str | None = None, link: str = ""):
    """The page after a table was pasted and used."""
    app = opened(link)
    find(app.selectbox, "data-set").select(OWN).run()
    find(app.text_area, "own-text").set_value(text).run()
    if target is not None:
        find(app.selectbox, "own-target").select(target).run()
    if inputs is not None:
        find(app.multiselect, "own-inputs").set_value(inputs).run()
    find(app.button, "own-use").click().run()
    assert not app.exception
    assert data(app).set == OWN
    return app


def model_menu(app) -> dict[str, bool]:
    """Model → whether it is greyed."""
    for component in app.get("bidi_component"):
        found = json.loads(component.proto.json or "{}")
        if found.get("label") == "Model":
            members = [one for group in found["families"] for one in group["members"]]
            assert all(one["line"].startswith("Not for these rows: ") for one in members if one["disabled"])
            return {one["key"]: one["disabled"] for one in members}
    raise AssertionError("no menu of models")


PAIRS = [("0", "1"), ("no", "yes"), ("false", "true"), ("FALSE", "TRUE"), ("-1", "1"), ("nein", "ja"), ("non", "oui")]
PAIRS += [
    ("hayır", "evet"),
    ("nie", "tak"),
    ("nem", "igen"),
    ("όχι", "ναι"),
    ("☐", "☑"),
    ("いいえ", "はい"),
    ("falso", "vero"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_a_target_of_two_values_is_for_classification_and_for_regression(pair: tuple[str, str]) -> None:
    app = use(PASSED.replace(",0", f",{pair[0]}").replace(",1", f",{pair[1]}"))
    greyed = model_menu(app)
    assert not any(greyed[key] for key in ("logistic", "linear", "svm", "sigmoid_neuron"))
    assert all(greyed[key] for key in ("logistic_weights", "plane", "poisson"))
    assert payload(app)["fit"]["classes"] == list(pair)
    scenes = [replace(data(app), model=model) for model in ("linear", "sigmoid_neuron", "logistic")]
    for scene in scenes:
        show(app, scene)
        assert not app.exception
        assert data(app).set == OWN
        assert 'role="alert"' not in shown_texts(app)
        assert payload(app)["fit"]["labels"] == ["hours", "passed"]


def test_another_model_keeps_own_rows_units_and_seeds() -> None:
    before = own(PASSED, model="linear", seed=3, order=5)
    for key, model in MODELS.items():
        after = with_model(before, key)
        fits = len(model.columns) == 2 and model.target != "count" and not model.alone
        assert after == (replace(before, model=key) if fits else before), key
    others = {key for key, one in MODELS.items() if len(one.columns) == 3 or one.target == "count" or one.alone}
    assert set(unfit(before)) == others
    assert unfit(DataScene()) == {}


def test_rows_of_numbers_refuse_classes_and_of_counts_do_not_refuse_poisson() -> None:
    greyed = unfit(own("x,y\n1,2.5\n2,3.5\n3,4.25"))
    assert greyed["logistic"] == "it needs two classes, and the target has 3 different values"
    assert greyed["poisson"] == "it needs counts: whole numbers from 0"
    assert "linear" not in greyed
    assert "poisson" not in unfit(own("x,y\n1,2\n2,3\n3,17"))


def test_choosing_the_own_table_again_brings_it_back_as_it_was() -> None:
    app = use(PASSED)
    first = payload(app)["fit"]["columns"]
    find(app.selectbox, "data-set").select("noisy_line").run()
    assert data(app).set == "noisy_line"
    find(app.selectbox, "data-set").select(OWN).run()
    assert not [area for area in app.text_area if area.key == "own-text"]
    assert (data(app).set, data(app).standard) == (OWN, True)
    assert payload(app)["fit"]["columns"] == first


def test_two_inputs_and_a_number_are_a_plane_with_the_slopes_of_least_squares() -> None:
    app = use(PRICES, ["size", "rooms"], "price")
    assert data(app).model == "plane"
    table = np.array([line.split(",") for line in PRICES.split("\n")[1:]], float)
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    slopes, *_ = np.linalg.lstsq(standard[:, :2], standard[:, 2])
    star = next(mark for mark in payload(app)["marks"] if mark["kind"] == "global")
    np.testing.assert_allclose(star["point"], slopes, rtol=1e-6)
    assert payload(app)["fit"]["labels"] == ["size", "rooms", "price"]
    assert payload(app)["fit"]["classes"] == []


def test_a_text_of_two_values_is_an_input_of_0_and_1() -> None:
    found = _dataset(read_table(SMOKERS), ["smoker"], "charges", None, "batches")
    assert found.columns["x"].tolist() == [1, 0, 0, 0, 1]
    assert found.labels["x"] == "smoker (no = 0, yes = 1)"
    with pytest.raises(TableError, match="a text of 3 different values"):
        rows_from(read_table("a,b\nu,1\nv,2\nw,3"), ["a"], "b")


def test_inputs_of_a_network_never_hold_its_target() -> None:
    app = opened("data.part=network&data.set=moons")
    find(app.selectbox, "data-set").select(OWN).run()
    find(app.text_area, "own-text").set_value("class,a,b\n0,1,2\n1,3,4\n0,2,2\n1,5,6").run()
    assert find(app.multiselect, "own-inputs").value == ["class", "a"]
    find(app.selectbox, "own-target").select("class").run()
    assert find(app.multiselect, "own-inputs").value == ["a"]
    find(app.multiselect, "own-inputs").set_value(["a", "b"]).run()
    find(app.button, "own-use").click().run()
    assert payload(app)["fit"]["classes"] == ["0", "1"]
    assert 'role="alert"' not in shown_texts(app)


def test_how_many_rows_are_used_is_still_said_later() -> None:
    rows = "\n".join(f"{i},{i * i % 97}" for i in range(5000))
    app = use(f"x,y\n{rows}")
    note = app.session_state["memory of own table"]["set"].note
    assert "1,000 of 5,000 rows" in note
    assert "1,000 rows" in shown_texts(app)


@pytest.mark.parametrize("text", [PASSED, PRICES, SMOKERS, "a,b\n1,no\n2,yes\n3.25,yes"])
def test_rows_in_a_link_keep_headings_classes_and_every_digit(text: str) -> None:
    table = read_table(text)
    names = list(table.columns)
    found = rows_from(table, names[:-1], names[-1])
    back = travelled(as_text(found))
    assert back.labels == found.labels
    assert (back.classes, back.target) == (found.classes, found.target)
    for name, column in found.columns.items():
        np.testing.assert_array_equal(back.columns[name], column)
    assert payload(opened(link_of(own(as_text(found)))))["fit"]["labels"] == list(found.labels.values())


@trials(50)
@given(
    some.lists(some.tuples(some.floats(-1e9, 1e9), some.floats(-1e9, 1e9)), min_size=3, max_size=12),
    some.sampled_from(["x,y", "height (cm),weight", '"a, b",c', "Größe,价格"]),
)
def test_any_numbers_come_back_from_a_link(rows: list[tuple[float, float]], heads: str) -> None:
    text = heads + "\n" + "\n".join(f"{a!r},{b!r}" for a, b in rows)
    found = travelled(text)
    back = travelled(as_text(found))
    for name, column in found.columns.items():
        np.testing.assert_array_equal(back.columns[name], column)


def test_a_link_without_its_rows_opens_on_others_and_asks_for_the_table() -> None:
    app = opened("data.set=own&data.model=poisson")
    assert payload(app)["fit"]["names"] == ["x", "y"]
    assert "did not travel" in shown_texts(app)
    find(app.button, "data-upload").click().run()
    assert [area for area in app.text_area if area.key == "own-text"]
    for part in ("network", "polynomial", "overfitting"):
        assert payload(opened(f"data.set=own&data.part={part}"))["runs"]


def test_rows_that_do_not_suit_a_part_are_not_lost_there() -> None:
    app = use(PASSED)
    find(app.get("button_group"), "data-part").set_value("network").run()
    find(app.selectbox, "data-set").select(OWN).run()
    assert "A small network needs two inputs and two classes; these rows have one input" in shown_texts(app)
    assert payload(app)["runs"]
    find(app.get("button_group"), "data-part").set_value("batches").run()
    assert payload(app)["fit"]["labels"] == ["hours", "passed"]


def test_own_rows_come_along_to_a_part_that_they_suit() -> None:
    app = use(PASSED)
    find(app.get("button_group"), "data-part").set_value("overfitting").run()
    assert (data(app).part, data(app).set, data(app).model) == ("overfitting", OWN, "logistic")
    assert payload(app)["fit"]["labels"] == ["hours", "passed"]
    linked = opened(link_of(own("x,y\n1,2.5\n2,3\n3,4.5\n4,4\n5,6\n6,7.5")))
    find(linked.get("button_group"), "data-part").set_value("polynomial").run()
    assert data(linked).set == OWN
    assert len(payload(linked)["fit"]["checked"]) == 3


def test_a_model_that_is_put_in_the_place_of_another_is_said() -> None:
    app = opened("data.set=noisy_line&data.model=poisson")
    said = "Poisson regression does not suit these rows: it needs counts: whole numbers from 0. Linear regression"
    assert said in shown_texts(app)
    assert payload(app)["surface"]["name"] == "Linear regression"
    menu = next(f for c in app.get("bidi_component") if (f := json.loads(c.proto.json or "{}")).get("label") == "Model")
    assert menu["chosen"] == "linear"
    assert suited(DataScene())[1] == ""


def test_units_and_codes_follow_the_model() -> None:
    table = own(PASSED)
    assert set(material(table, MODELS["logistic"]).columns["y"]) == {-1, 1}
    assert set(material(table, MODELS["sigmoid_neuron"]).columns["y"]) == {0, 1}
    assert set(material(table, MODELS["linear"]).columns["y"]) == {0, 1}
    assert material(table, MODELS["linear"]).classes == ()
    two = Dataset("own", "Two", {"x": np.arange(4.0), "y": np.array([2.0, 3, 3, 2])}, "number")
    assert two.with_target("sign").classes == ("2", "3")
    assert model_for(two, "decay") == "decay"
    assert with_set(DataScene(rows=77), OWN).standard


@pytest.mark.parametrize(
    "head", ["id", "ID", "PassengerId", "customer_id", "Nr.", "No", "row number", "zip code", "", "Unnamed: 0"]
)
def test_a_heading_of_an_identifier(head: str) -> None:
    table = read_table(f"{head};size;price\n7;1.5;2\n3;2.5;4\n9;4;5\n")
    assert usual_inputs(table, usual_target(table), 1) == ["size"]


@pytest.mark.parametrize(
    "head", ["idea", "number of rooms", "body mass index", "humid", "paid", "keys pressed", "piano"]
)
def test_a_heading_of_something_measured(head: str) -> None:
    table = read_table(f"{head};size;price\n7;1.5;2\n3;2.5;4\n9;4;5\n")
    assert usual_inputs(table, usual_target(table), 1) == [next(iter(table.columns))]


def test_dates_and_row_numbers_are_no_first_choice() -> None:
    text = "n,day,size,sex,price\n1,2024-01-05,1.5,f,2\n2,2024-01-06,2.5,m,4\n3,2024-02-01,4,f,5\n4,2024-02-03,4,f,6\n"
    table = read_table(text)
    assert usual_target(table) == "price"
    assert usual_inputs(table, "price", 2) == ["size", "sex"]
    assert usual_inputs(table, "size", 2) == ["price", "sex"]
    dated = read_table("day,price\n2024-01-05,2\n2024-01-06,4\n2024-02-01,5\n")
    assert usual_inputs(dated, "price", 1) == ["day"], "where nothing else is there"
    assert usual_target(read_table("hours,passed,day\n1,0,2024-01-05\n5,1,2024-01-06\n4,1,2024-02-01\n")) == "passed"
