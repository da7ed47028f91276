"""Work on rows is counted before it begins: every link gives a picture or a sentence, and all runs are as long."""

import json
from urllib.parse import parse_qs

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gdviz.figures import step_budget
from gdviz.figures.packing import map_payload
from gdviz.learning.data import TableError, data_surface
from gdviz.learning.data.row_loss import row_formula
from gdviz.learning.training import LeastSquares
from gdviz.scene import OPENINGS, DataRun, DataScene, Run
from gdviz.ui import work
from tests.hostile_links import DATA, LINKS
from tests.test_data_page import link_of, opened, payload, shown_texts

pytestmark = pytest.mark.long


def seconds(loss: str, order: int, rows: int) -> float:
    return row_formula(loss, ("w", "b"), ("x", "y")).seconds(order, rows)


def test_a_row_costs_what_its_operations_cost() -> None:
    # (w x + b - y)²: two products, a sum and a difference
    each = seconds("(w*x + b - y)^2", 0, 1001) - seconds("(w*x + b - y)^2", 0, 1)
    assert each == pytest.approx(1000 * 4 * 5e-10)
    # one sine more is worth six additions
    more = seconds("(w*x + b - y)^2 + sin(w)", 0, 1001) - seconds("(w*x + b - y)^2 + sin(w)", 0, 1)
    assert more == pytest.approx(1000 * (5 * 5e-10 + 3e-9))


@pytest.mark.parametrize("terms", [1, 5, 12])
@pytest.mark.parametrize("rows", [10, 300, 1000])
def test_the_grid_on_which_holes_are_looked_for_is_no_finer_than_is_affordable(terms: int, rows: int) -> None:
    text = "sqrt(1+" * terms + "w^2+b^2*x" + ")" * terms
    column = np.linspace(-2, 2, rows)
    surface = data_surface(text, ("w", "b"), {"x": column})
    high, wide = map_payload(surface, ((-3, 3), (-3, 3)))["fine"]
    roots, quick = terms, terms + 4  # additions and products
    cost = high * wide * rows * (roots * 1.5e-9 + quick * 5e-10)
    assert cost <= 0.4 or (high, wide) == (150, 150)
    assert (high, wide) == (600, 600) or 150 <= high == wide < 600
    assert rows > 10 or (high, wide) == (600, 600)


def test_all_runs_stop_at_the_same_step_and_together_within_what_is_affordable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_budget, "AFFORDABLE", 2.0)
    steps, said = step_budget.shortened([0.001, 0.003, 0.004], 2000, "Fewer runs go further.")
    assert steps == 250
    assert said.startswith("These 3 runs stop after 250 of 2,000 steps:")
    assert step_budget.shortened([0.001], 2000, "") == (2000, "")
    assert step_budget.shortened([], 2000, "") == (2000, "")
    alone, said = step_budget.shortened([5.0], 2000, "")
    assert alone == 1
    assert said.startswith("This run stops after 1 of 2,000 steps:")


@pytest.mark.parametrize("part", list(OPENINGS))
def test_what_the_page_opens_with_is_not_shortened(part: str) -> None:
    assert " stop after " not in shown_texts(opened(link_of(OPENINGS[part])))


def test_looks_elsewhere_and_the_size_of_a_batch_are_counted() -> None:
    objective = LeastSquares(np.ones((1000, 16)), np.ones(1000))
    plain = Run("typed", rule="theta = theta - alpha*g")
    looks = Run("typed", rule="theta = theta - alpha*grad(theta - g)")
    of = step_budget.seconds_of_training
    assert of(objective, DataRun(plain, 10)) < of(objective, DataRun(plain, 500)) < of(objective, DataRun(looks, 500))


@pytest.mark.parametrize("name", LINKS)
def test_every_hostile_link_gives_a_picture_and_says_where_it_rests(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_budget, "AFFORDABLE", 0.1)
    monkeypatch.setattr(work, "ALLOWANCE", 0.3)
    monkeypatch.setattr("gdviz.ui.stage.results.LONGEST_SURVEY", 0.3)
    script, link = LINKS[name]
    app = AppTest.from_file("../app.py", default_timeout=60).switch_page(script)
    for key, values in parse_qs(link, keep_blank_values=True).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    drawn = [json.loads(component.proto.json or "{}") for component in app.get("bidi_component")]
    picture = next((one for one in drawn if "run_key" in one or "panels" in one), None)
    assert picture or "the server is shared" in shown_texts(app)
    if script == DATA:
        assert picture, "its work is counted before it begins"
        asked = app.session_state["the scene"].data
        assert asked.steps == 2000, "the scene keeps what was asked for"
        steps = max(run["steps"] for run in picture["runs"])
        assert f"These 8 runs stop after {steps:,} of 2,000 steps" in shown_texts(app)


@pytest.mark.parametrize("part", ["network", "polynomial"])
@pytest.mark.parametrize("others", ["", "&data.run=1~sgd"])
def test_a_schedule_that_follows_the_losses_is_left_out_of_training_in_a_sentence(part: str, others: str) -> None:
    app = opened(f"data.part={part}&data.steps=50&data.run=0~adam~schedule~reduce_on_plateau{others}")
    assert "Left out: Adam, with a schedule that follows the losses." in shown_texts(app)
    if others:
        assert [run["name"] for run in payload(app)["runs"]] == ["Gradient descent"]


def test_the_steps_do_not_depend_on_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_budget, "AFFORDABLE", 0.1)
    link = LINKS["single rows"][1]
    first, second = (payload(opened(link)) for _ in range(2))
    assert first["run_key"] == second["run_key"]


def test_more_rows_than_a_map_can_be_made_of_are_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    long = row_formula("+".join(f"sin(w*x + {i}*b)" for i in range(1, 20)), ("w", "b"), ("x", "y"))
    step_budget.check_map(long, 1000)
    with pytest.raises(TableError, match="100,000 rows under this loss are too much work"):
        step_budget.check_map(long, 100_000)
    monkeypatch.setattr(step_budget, "LONGEST_MAP", 1e-6)
    app = opened(link_of(DataScene(set="noisy_line", rows=1000)))
    assert "too much work for a shared server" in shown_texts(app)
