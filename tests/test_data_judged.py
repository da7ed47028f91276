"""What the Data page says of fits: least squares by degree, folds under decay, early stops, parted classes, units."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.optimize import linprog
from sklearn.linear_model import Ridge

from gdviz.descent import descend
from gdviz.figures.validation import AtEnd, degree_chart
from gdviz.learning.data import GENERATORS, MODELS, folds, split, turns_up
from gdviz.learning.data.model import separable
from gdviz.learning.training.polynomials import errors_by_degree
from gdviz.scene import OPENINGS, DataScene, first_weights
from gdviz.ui.components.pictures import Click
from gdviz.ui.data import many_weights, picture
from gdviz.ui.data.learning import material, rated, surface_of
from gdviz.ui.data.suitability import with_model, with_set
from tests.test_data_own import own
from tests.test_data_page import data, link_of, opened, payload, shown_texts
from tests.trials import trials
from tests.written_numbers import read

pytestmark = pytest.mark.long

HOURS = np.array([0.5, 1.0, 2.5, 3.0, 4.5, 6.0, 7.5, 9.0])
PASSED = np.array([0, 0, 1, 0, 1, 0, 1, 1])
TABLE = "hours,passed\n" + "\n".join(f"{h},{p}" for h, p in zip(HOURS, PASSED, strict=True))
PRICES = "size,rooms,price\n50,2,110\n80,3,150\n65,2,160\n120,5,260\n95,4,190\n70,3,170"


def test_errors_by_degree_are_those_of_polyfit() -> None:
    made = GENERATORS["polynomial"].dataset(40, 3).columns
    x, y, parts = made["x"], made["y"], split(40, 0.5, 1)
    found = errors_by_degree(x, y, parts)
    assert found.degrees.tolist() == list(range(1, 16))
    for degree in range(1, 11):
        fit = np.polyfit(x[parts.train], y[parts.train], degree)
        for errors, rows in ((found.training, parts.train), (found.validation, parts.validation)):
            expected = np.mean((np.polyval(fit, x[rows]) - y[rows]) ** 2)
            assert errors[degree - 1] == pytest.approx(expected, rel=1e-6)
    assert found.best == 1 + int(np.argmin(found.validation))


def test_errors_by_degree_under_decay_are_ridge_s() -> None:
    made = GENERATORS["polynomial"].dataset(30, 1).columns
    x, y, parts = made["x"], made["y"], split(30, 0.6, 0)
    powers = x[:, None] ** np.arange(1, 8)
    standard = (powers - powers[parts.train].mean(axis=0)) / powers[parts.train].std(axis=0)
    features = np.column_stack((np.ones(30), standard))
    ridge = Ridge(alpha=len(parts.train) * 0.3 / 2, fit_intercept=False).fit(features[parts.train], y[parts.train])
    error = np.mean((ridge.predict(features[parts.validation]) - y[parts.validation]) ** 2)
    assert errors_by_degree(x, y, parts, 7, 0.3).validation[6] == pytest.approx(error, rel=1e-9)


def test_the_chart_of_degrees_names_both_curves_and_keeps_huge_errors_in_sight() -> None:
    made = GENERATORS["polynomial"].dataset(24, 1).columns
    found = errors_by_degree(made["x"], made["y"], split(24, 0.5, 0))
    figure = degree_chart(found, 9, [AtEnd("Adam", "#CC79A7", 0.4), AtEnd("SGD", "#0072B2", float("nan"))])
    assert [one["text"] for one in figure["layout"]["annotations"]] == ["learned from", "set apart"]
    _, apart, *ends = figure["traces"]
    assert len(ends) == 1
    assert max(apart["y"]) < max(found.validation)
    assert apart["marker"]["symbol"][14] == "triangle-up"
    assert "degree 15, set apart: 7.8" in apart["text"][14]
    assert figure["layout"]["shapes"][0]["x0"] == 9


def test_the_polynomial_part_opens_where_a_high_degree_misses() -> None:
    app = opened(link_of(OPENINGS["polynomial"]))
    charts = [f for c in app.get("bidi_component") if "figure" in (f := json.loads(c.proto.json or "{}"))]
    assert len(charts) == 1
    assert charts[0]["clickable"]
    made = GENERATORS["polynomial"].dataset(24, OPENINGS["polynomial"].seed).columns
    parts = split(24, 0.5, 0)
    rows = parts.validation
    errors = []
    for degree in (3, 9):
        fit = np.polyfit(made["x"][parts.train], made["y"][parts.train], degree)
        errors.append(np.mean((np.polyval(fit, made["x"][rows]) - made["y"][rows]) ** 2))
    assert errors[1] > 100 * errors[0]
    assert f"{errors[1]:.4g} over those set apart" in shown_texts(app)
    found = payload(app)["fit"]
    assert found["best"]["word"] == "least squares"
    for run in found["runs"].values():  # every curve turns up long before its end, and the marks say so
        assert 0 < run["stop"] < 300


def test_a_click_on_the_chart_chooses_the_degree(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {}
    monkeypatch.setattr(many_weights.session, "keep_data", lambda **changes: chosen.update(changes))
    clicks = [Click(4.4, 0.1), Click(99, 1), Click(-3, 1), Click(0, 0, (1, 0)), Click(0, 0, (-1, 0))]
    for click, degree in zip(clicks, (4, 15, 1, 10, 8), strict=True):
        many_weights._choose(click)
        assert chosen == {"degree": degree}


@pytest.mark.parametrize("decay", [0.0, 0.1, 10.0])
def test_folds_learn_with_the_weight_decay_that_is_set(decay: float) -> None:
    app = opened(
        f"data.part=overfitting&data.set=noisy_line&data.model=linear&data.folds=5&data.rows=20&data.decay={decay}"
    )
    x, y = (GENERATORS["noisy_line"].dataset(20, 0).columns[name] for name in "xy")
    losses = []
    for part in folds(20, 5, 0):
        features = np.column_stack((x, np.ones(20)))  # the decay is on both weights
        ridge = Ridge(alpha=len(part.train) * decay / 2, fit_intercept=False, tol=1e-12)
        ridge.fit(features[part.train], y[part.train])
        losses.append(np.mean((ridge.predict(features[part.validation]) - y[part.validation]) ** 2))
    assert f"{np.mean(losses):.4g} on average, from {min(losses):.4g} to {max(losses):.4g}" in shown_texts(app)


def test_an_early_stop_is_where_the_curve_turns_up_and_nowhere_else() -> None:
    t = np.arange(101.0)
    assert turns_up((t - 30) ** 2 + 5) == 30
    assert turns_up(1 / (1 + t)) is None
    assert turns_up(np.where(t < 97, 1 / (1 + t), 1 / 98)) is None  # lowest at the end, all but 1 %
    assert turns_up([3.0, np.nan, np.inf]) == 0
    assert turns_up([np.nan]) is None
    flat = "data.part=overfitting&data.set=noisy_line&data.model=linear&data.rows=200&data.run=0~sgd~learning_rate~0.01"
    app = opened(flat)
    assert payload(app)["fit"]["runs"]["0"]["stop"] is None
    assert not [mark for mark in payload(app)["marks"] if mark["kind"] == "event"]
    assert "it does not turn up" in shown_texts(app)


@trials(300)
@given(some.lists(some.tuples(*[some.integers(-4, 4)] * 2, some.sampled_from([-1, 1])), min_size=1, max_size=9))
def test_classes_can_be_parted_as_linear_programming_says(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, float)
    turned = table[:, :2] * table[:, 2:]
    # the largest t with turned v >= t, |v| <= 1
    found = linprog([0, 0, -1], A_ub=np.column_stack((-turned, np.ones(len(rows)))), b_ub=np.zeros(len(rows)),
                    bounds=[(-1, 1), (-1, 1), (None, 1)])  # fmt: skip
    assert separable(table[:, :2], table[:, 2]) == (-found.fun > 1e-9)


@pytest.mark.parametrize("gap", [1.0, 1e-3, 0.5e-6, 1e-9])
@pytest.mark.parametrize("middle", [0.0, 5.0])
def test_a_logistic_loss_of_parted_classes_has_no_minimum_however_near_they_are(gap: float, middle: float) -> None:
    rows = {"x": middle + gap * np.array([-3.0, -1, 1, 2]), "y": np.array([-1.0, -1, 1, 1])}
    assert MODELS["logistic"].surface(rows).minima == ()
    assert MODELS["logistic"].parted(rows)


def test_parted_classes_are_said_under_mini_batches_and_decay_is_minded() -> None:
    parted = "data.set=two_classes&data.model=logistic&data.knobs=distance~6~overlap~0.4"
    assert "This loss has no minimum, as its classes can be parted" in shown_texts(opened(parted))
    assert "no minimum" not in shown_texts(opened("data.set=two_classes&data.model=logistic"))
    said = shown_texts(opened(f"{parted}&data.part=overfitting&data.decay=0.1"))
    assert "the loss over the rows set apart has no minimum" in said
    assert "the loss over the rows learned from has no minimum" not in said
    assert "Weight decay λ = 0.1 holds those that are learned" in said
    both = shown_texts(opened(f"{parted}&data.part=overfitting"))
    assert "the loss over the rows learned from has no minimum" in both


def test_weights_are_said_in_the_units_of_the_table() -> None:
    table = own(PRICES, model="plane")
    rows = material(table, MODELS["plane"])
    best = MODELS["plane"].surface(rows.columns).minima[0].point
    said = picture.in_own_units(MODELS["plane"], np.array(best), rows)
    raw = np.array([line.split(",") for line in PRICES.split("\n")[1:]], float)
    slopes, *_ = np.linalg.lstsq(np.column_stack((raw[:, :2], np.ones(len(raw)))), raw[:, 2])
    head, rest = said.removeprefix("In the rows' own units: ").removesuffix(".").split(" = ")
    size, rooms, height = (part for part in rest.replace(" − ", " + −").split(" + "))
    assert (head, size.split("·")[1], rooms.split("·")[1]) == ("price", "size", "rooms")
    found = [read(size.split("·")[0]), read(rooms.split("·")[0]), read(height)]
    np.testing.assert_allclose(found, slopes, rtol=1e-3)
    line = own(TABLE, model="linear")
    w, b = np.polyfit(HOURS, PASSED, 1)
    rows = material(line, MODELS["linear"])
    best = MODELS["linear"].surface(rows.columns).minima[0].point
    said = picture.in_own_units(MODELS["linear"], np.array(best), rows)
    assert said == f"In the rows' own units: passed = {w:.4g}·hours + {b:.4g}."
    raw = material(own(TABLE, model="linear", units=False), MODELS["linear"])
    assert picture.in_own_units(MODELS["linear"], np.array([w, -b]), raw) == f"passed = {w:.4g}·hours − {b:.4g}."
    assert picture.in_own_units(MODELS["linear"], np.array([w, b]), material(DataScene(), MODELS["linear"])) == ""


def test_the_page_counts_the_rows_that_are_right() -> None:
    app = opened(link_of(own(TABLE, model="logistic", steps=400)))
    said = shown_texts(app)
    assert "log-odds(passed = 1) = " in said
    assert "6 of 8 rows right" in said  # any threshold between 2 and 4: one above and one below it are wrong
    assert payload(app)["fit"]["model"]["link"] == "logistic"
    network = shown_texts(opened(link_of(OPENINGS["network"])))
    assert "of 60 rows right" in network
    assert DataScene().model == "linear"
    assert "rows right" not in shown_texts(opened())


def test_data_of_the_scene_are_untouched_by_the_chart() -> None:
    app = opened(link_of(OPENINGS["polynomial"]))
    assert data(app) == OPENINGS["polynomial"]


def test_a_curve_on_rows_that_are_not_its_own_begins_where_something_moves() -> None:
    for key in ("noisy_line", "tanh_curve", "stopping", "penguins", "sinusoid"):
        scene = rated(with_model(with_set(DataScene(), key), "decay"))
        found = payload(opened(link_of(scene)))
        steps = {run["ending"]["kind"] for run in found["runs"]}
        assert steps == {"done"}, key
        surface = surface_of(scene, material(scene, MODELS["decay"]))
        start = first_weights(scene, surface)
        (x_low, x_high), (y_low, y_high) = surface.window
        assert x_low <= start[0] <= x_high, key
        assert y_low <= start[1] <= y_high, key
        knobs = dict(scene.runs[0].run.knobs)
        run = descend(surface, "sgd", start=start, steps=scene.steps, **knobs)
        least = surface.minima[0].value
        assert run.values[-1] - least < 0.6 * (run.values[0] - least), key


def test_a_window_is_widened_only_for_minima_near_by() -> None:
    usual = MODELS["decay"].of(GENERATORS["decay"].dataset(40))
    assert usual.window == MODELS["decay"].window
    assert usual.start == MODELS["decay"].start
    falling = MODELS["decay"].of(GENERATORS["noisy_line"].dataset(40))
    (x_low, x_high), (y_low, y_high) = falling.window
    (minimum,) = falling.minima
    assert x_low < minimum.point[0] < x_high
    assert y_low < minimum.point[1] < y_high


def test_every_run_on_batches_is_judged_by_its_noise_in_the_same_words() -> None:
    for link in ("", "data.seed=3", "data.run=1~sgd~learning_rate~0.2"):
        found = payload(opened(link))
        fates = {run["label"].split(" · ")[-1]: found["fates"][run["id"]]["word"] for run in found["runs"]}
        assert fates.pop("all rows", "global minimum") == "global minimum"
        assert set(fates.values()) == {"kept moving by noise"}


def test_the_reasons_stand_under_the_picture_with_their_numbers() -> None:
    app = opened("data.run=0~sgd~learning_rate~0.5")
    x = GENERATORS["noisy_line"].dataset(40).columns["x"]
    sharpest = np.linalg.eigvalsh(2 * np.array([[np.mean(x * x), np.mean(x)], [np.mean(x), 1]])).max()
    assert f"{2 / sharpest:.4g}" in shown_texts(app)  # the rate above which it diverges
    assert "Diverged." in shown_texts(app)
