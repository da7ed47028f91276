"""Races: budgets kept by everybody, arrivals by the closed form, places as they must be."""

import numpy as np
import pytest

from gdviz.analysis.race import Entry, race
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.optimizers.methods import METHODS
from gdviz.surface import Surface
from gdviz.trajectory import Ending

ROUND = Surface("x^2 + y^2", start=(3.0, 4.0))


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_nobody_exceeds_the_budget(key):
    (result,) = race(GALLERY["himmelblau"], [key], budget=60).results
    asked, run = result.trajectory.evaluations, result.trajectory
    assert len(result.evaluations) == len(run.points)
    assert (np.diff(result.evaluations) >= 0).all()
    assert result.evaluations[-1] <= 60
    if asked.gradient:
        assert asked.gradient <= 60
        assert asked.gradient >= result.evaluations[-1] >= asked.gradient - 20  # a last, unpaid search
    else:
        assert key == "nelder_mead"
        assert asked.value <= 60


@pytest.mark.parametrize("key", METHODS)
def test_a_method_on_a_budget_walks_as_it_always_does(key):
    surface = GALLERY["himmelblau"]
    (result,) = race(surface, [key], budget=40).results
    alone = descend(surface, key, None, 200)
    frames = len(result.trajectory.points)
    assert frames >= 3
    assert (result.trajectory.points == alone.points[:frames]).all()


def test_arrival_by_the_closed_form():
    rates = (0.01, 0.05, 0.3)
    found = race(ROUND, [Entry("sgd", {"learning_rate": rate}) for rate in rates], budget=400, tolerance=1e-3)
    expected = [int(np.ceil(np.log(1e-3) / (2 * np.log(1 - 2 * rate)))) for rate in rates]
    assert [result.to_tolerance for result in found.results] == expected
    assert [result.speed for result in found.results] == [3, 2, 1]
    assert [result.depth for result in found.results] == [3, 1, 1]  # 1e-12 of the height is as deep as any
    assert found.target == 0
    assert found.terms == "Same start, same seed, 400 gradient evaluations each."


def test_two_gradients_a_step_make_half_the_steps():
    plain, doubled = race(ROUND, ["sgd", "sam"], budget=100).results
    assert plain.trajectory.steps == 100
    assert doubled.trajectory.steps == 50
    assert doubled.evaluations.tolist() == list(range(0, 101, 2))


def test_the_diverged_are_last_and_never_arrive():
    lost, found = race(ROUND, [Entry("sgd", {"learning_rate": 3.0}), "sgd"], budget=300).results
    assert (lost.depth, lost.speed, lost.to_tolerance) == (2, None, None)
    assert np.isinf(lost.value)
    assert found.depth == found.speed == 1


def test_a_run_that_passes_through_has_not_arrived():
    swinging = Entry("momentum", {"learning_rate": 0.01, "momentum": 0.99})
    (result,) = race(Surface("x^2 + y^2", start=(1, 0)), [swinging], budget=110, tolerance=0.05).results
    assert result.trajectory.values.min() < 0.05
    assert result.to_tolerance is None


def test_equals_share_a_place():
    results = race(ROUND, ["sgd", "sgd", Entry("sgd", {"learning_rate": 1e-4})], budget=50).results
    assert [result.depth for result in results] == [1, 1, 3]
    assert [result.speed for result in results] == [None, None, None]


def test_tuning_finds_a_better_rate_and_discloses_its_cost():
    surface = Surface("x^2 + 10y^2", start=(3.0, 1.0))
    given = race(surface, ["sgd", "newton", "nelder_mead"], budget=100).results
    found = race(surface, ["sgd", "newton", "nelder_mead"], budget=100, tune=True)
    tuned = found.results
    assert tuned[0].value < given[0].value
    assert tuned[0].tuning.chosen == tuned[0].entry.knobs["learning_rate"]
    assert tuned[0].tuning.chosen == pytest.approx(2 / 22, rel=0.47)  # the optimal rate, to a step of the grid
    assert tuned[0].tuning.values.min() == tuned[0].value
    assert tuned[1].tuning.chosen == pytest.approx(1)
    assert tuned[2].tuning is None
    spent = sum(result.tuning.evaluations for result in tuned if result.tuning)
    assert f"cost {spent} evaluations more" in found.terms
    assert 0 < spent <= 50 * 100


def test_noise_is_the_same_for_all_and_repeats():
    entries = [Entry("sgd", {"noise": 1.0}, "first"), Entry("sgd", {"noise": 1.0}, "second")]
    one, two = race(ROUND, entries, budget=50, seed=4).results
    assert (one.trajectory.points == two.trajectory.points).all()
    assert (one.entry.name, two.entry.name) == ("first", "second")
    other = race(ROUND, entries, budget=50, seed=5).results[0]
    assert (one.trajectory.points != other.trajectory.points).any()


def test_without_a_known_minimum_the_lowest_reached_is_the_target():
    found = race(Surface("x + y^2", start=(0, 1)), ["sgd", "adam"], budget=30)
    assert found.target == min(result.trajectory.values.min() for result in found.results)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="budget"):
        race(ROUND, ["sgd"], budget=2)
    with pytest.raises(ValueError, match="entries"):
        race(ROUND, [])
    with pytest.raises(KeyError):
        race(ROUND, ["sdg"])


@pytest.mark.parametrize("rate", [3.0, 1e7])
def test_a_run_that_ends_beyond_the_bound_after_any_number_of_steps_has_no_height(rate: float) -> None:
    (lost,) = race(ROUND, [Entry("sgd", {"learning_rate": rate})], budget=50).results
    assert lost.trajectory.ending is Ending.BEYOND_BOUND
    assert (lost.trajectory.steps == 1) == (rate == 1e7)
    assert lost.value == np.inf


def test_an_end_far_below_has_its_height_and_a_start_without_one_none() -> None:
    (fallen,) = race(Surface("y^2 - x^2", start=(1, 1)), [Entry("sgd", {"learning_rate": 0.4})], budget=50).results
    assert fallen.value == fallen.trajectory.values[-1] < -1e11
    (nowhere,) = race(Surface("log(x) + y^2", start=(-1, 1)), ["sgd"], budget=50).results
    assert (nowhere.trajectory.steps, nowhere.value, nowhere.to_tolerance) == (0, np.inf, None)
