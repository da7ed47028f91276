"""Run cards of both pages: the knobs they show, and what their buttons do to the scene."""

from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from gdviz.figures import STYLES, labels, looks
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import MOST_RUNS, TYPED, DataRun, DataScene, Run, Scene
from gdviz.schedule import SCHEDULES
from gdviz.ui import session
from gdviz.ui.components.menu import LINES
from gdviz.ui.data import run_cards as data_cards
from gdviz.ui.rail import run_cards
from gdviz.ui.rail.run_card import card_knobs, knob_row, next_optimizer

pytestmark = pytest.mark.long


class Visit:
    """A session without a browser: a scene, and the values of its widgets."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def recall(self) -> Scene:
        return self.scene

    def keep_scene(self, scene: Scene) -> None:
        self.scene = scene

    def keep(self, **changes: object) -> None:
        self.scene = replace(self.scene, **changes)


@pytest.fixture
def visit(monkeypatch) -> Visit:
    runs = (Run("sgd"), Run("adam", style=2))
    here = Visit(Scene(runs=runs, data=DataScene(runs=tuple(DataRun(run, 8) for run in runs))))
    for name in ("recall", "keep_scene", "keep"):
        monkeypatch.setattr(session, name, getattr(here, name))
    monkeypatch.setattr(st, "session_state", {})
    return here


def runs_of(visit: Visit, cards) -> list[Run]:
    return list(visit.scene.runs) if cards is run_cards else [one.run for one in visit.scene.data.runs]


def choose(cards, style: int, word: str) -> None:
    st.session_state[f"run{style}-menu" if cards is run_cards else f"run{style}-data-menu"] = word
    cards._act(style)


BOTH = pytest.mark.parametrize("cards", [run_cards, data_cards], ids=["Explore", "Data"])


@BOTH
def test_a_run_is_hidden_and_shown(visit: Visit, cards) -> None:
    cards._hide(2)
    assert [run.on for run in runs_of(visit, cards)] == [True, False]
    cards._hide(2)
    assert [run.on for run in runs_of(visit, cards)] == [True, True]


@BOTH
def test_a_duplicate_stands_behind_its_original_in_the_first_free_style(visit: Visit, cards) -> None:
    choose(cards, 0, "Duplicate")
    assert [(run.optimizer, run.style) for run in runs_of(visit, cards)] == [("sgd", 0), ("sgd", 1), ("adam", 2)]
    assert visit.scene.data.runs[1].batch == 8


@BOTH
def test_no_more_runs_than_styles(visit: Visit, cards) -> None:
    for _ in range(20):
        choose(cards, 0, "Duplicate")
    assert sorted(run.style for run in runs_of(visit, cards)) == list(range(MOST_RUNS))


@BOTH
def test_the_last_run_is_not_removed(visit: Visit, cards) -> None:
    choose(cards, 0, "Remove")
    choose(cards, 2, "Remove")
    assert [run.optimizer for run in runs_of(visit, cards)] == ["adam"]


@BOTH
def test_a_message_about_a_run_that_was_removed_changes_nothing(visit: Visit, cards) -> None:
    before = visit.scene
    cards._hide(5)
    choose(cards, 5, "Duplicate")
    choose(cards, 5, "Remove")
    run_cards._turn(5, {"learning_rate": 0.5})
    run_cards._swap(5, "adam")
    run_cards._copy(5)
    data_cards._turn(5, 20, {"learning_rate": 0.5})
    data_cards._plan(5, {"gamma": 0.5})
    st.session_state["run5-data-optimizer"] = "adam"
    data_cards._swap(5)
    assert visit.scene == before


@BOTH
def test_a_new_run_is_of_an_optimizer_that_is_not_there_yet(visit: Visit, cards) -> None:
    cards._add()
    assert [(run.optimizer, run.style) for run in runs_of(visit, cards)][-1] == ("momentum", 1)


def test_a_batch_of_all_rows_is_no_batch(visit: Visit) -> None:
    data_cards._turn(0, 20, {"batch": 20.0})
    data_cards._turn(2, 20, {"batch": 4.0, "beta1": 0.5})
    assert [one.batch for one in visit.scene.data.runs] == [0, 4]
    assert dict(visit.scene.data.runs[1].run.knobs) == {"beta1": 0.5}


def test_a_card_shows_the_rate_and_two_knobs_or_every_knob_of_a_typed_rule() -> None:
    assert card_knobs(Run("adamw")) == ("learning_rate", "beta1", "beta2")
    assert card_knobs(Run("sgd")) == ("learning_rate",)
    typed = Run(TYPED, rule="theta = theta - alpha*(a*g + b*sign(g) + c*g^3)")
    assert card_knobs(typed)[0] == "learning_rate"
    assert set(card_knobs(typed)) == {"learning_rate", "a", "b", "c"}
    assert not set(card_knobs(Run("bfgs"))) - set(Run("bfgs").chosen.knobs)


def test_only_the_rate_and_a_typed_knob_have_sliders() -> None:
    assert [knob_row(Run("adam"), 1, name).slider for name in ("learning_rate", "beta1")] == [True, False]
    assert knob_row(Run(TYPED, rule="theta = theta - alpha*a*g"), 1, "a").slider
    assert knob_row(Run("adam"), 3, "beta1", long=True)[:3] == ("beta1", "β₁ beta1", "Beta1 of run 3")


def test_the_usual_optimizers_come_in_order_and_begin_again() -> None:
    assert [next_optimizer(used) for used in (set(), {"sgd"}, {"sgd", "adam"})] == ["sgd", "momentum", "momentum"]
    every = {"sgd", "momentum", "adam", "nesterov", "rmsprop", "adagrad", "adamw", "adadelta"}
    assert next_optimizer(every) == "sgd"


def test_three_rates_stand_side_by_side_in_one_colour(visit: Visit) -> None:
    visit.scene = Scene(runs=(Run("sgd", (("learning_rate", 0.02),)), Run("adam", style=2)))
    choose(run_cards, 0, run_cards.THREE_RATES)
    runs = visit.scene.runs
    assert [(run.optimizer, run.setting()["learning_rate"]) for run in runs] == [
        ("sgd", 0.02), ("sgd", 0.01), ("sgd", 0.04), ("adam", 0.1),
    ]  # fmt: skip
    look = [looks(runs)[run.style] for run in runs]
    assert {one.color for one in look[:3]} == {STYLES[0].color}
    assert look[3] == STYLES[2]
    assert len({one.dash for one in look[:3]}) == 3
    assert [run.setting() for run in visit.scene.settled().runs] == [run.setting() for run in runs]


def test_there_are_no_three_rates_where_styles_run_out(visit: Visit) -> None:
    visit.scene = Scene(runs=tuple(Run("sgd", style=style) for style in range(7)))
    before = visit.scene
    choose(run_cards, 0, run_cards.THREE_RATES)
    assert visit.scene == before


def test_a_rate_stays_within_its_knob() -> None:
    scene = Scene(runs=(Run("sgd", (("learning_rate", 100.0),)),)).with_rates(0, (2.0,))
    assert scene.runs[1].setting()["learning_rate"] == OPTIMIZERS["sgd"].knobs["learning_rate"].high


def test_runs_that_would_be_labelled_alike_are_numbered() -> None:
    runs = (Run("adam"), Run("sgd", style=1), Run("adam", style=2))
    first, _, second = labels(runs).values()
    assert second == f"{first} (2)"


def test_knobs_on_a_card_are_written_with_their_names() -> None:
    said = [knob_row(run, 1, name).label for run in (Run("rmsprop"), Run("adam")) for name in card_knobs(run)]
    assert said == ["learning rate α", "momentum μ", "squares ρ", "learning rate α", "mean β₁", "squares β₂"]
    assert knob_row(Run("sam"), 1, "rho").label == "ρ", "a radius, no mean of squares"


def test_every_optimizer_says_what_it_does_and_no_two_alike() -> None:
    assert list(LINES) == list(OPTIMIZERS)
    assert len(set(LINES.values())) == len(LINES)


def shown_schedule() -> None:
    import streamlit

    from gdviz.scene import Run
    from gdviz.ui.rail.run_card import schedule

    schedule(Run("sgd", schedule=streamlit.query_params["key"]), 1, None, 50)


@pytest.mark.parametrize("key", SCHEDULES)
def test_a_schedule_is_shown_with_its_equations(key: str) -> None:
    app = AppTest.from_function(shown_schedule)
    app.query_params["key"] = key
    app.run(timeout=20)
    assert not app.exception
    if key == "constant":
        assert not app.latex
        return
    (equations,) = (element.value for element in app.latex)
    assert all(line in equations for line in SCHEDULES[key].latex)
    if key == "exponential":
        assert r"\alpha_{t} = \alpha \gamma^{n}" in equations
