"""Races: budgets kept by everybody, arrivals by the closed form, places as they must be."""

import csv
import json

import numpy as np
import pytest

from gdviz.analysis.race import Entry, race
from gdviz.analysis.race.results import performance_profile
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.optimizers import METHODS, OPTIMIZERS
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


BAD = [
    ({"budget": 2}, ValueError, "budget is from 10 to 100000 evaluations, not 2."),
    ({"budget": "much"}, TypeError, "budget is a number"),
    ({"surfaces": []}, ValueError, "A race needs a surface"),
    ({"surfaces": 3}, TypeError, "A race needs a surface"),
    ({"surfaces": [ROUND, 3]}, TypeError, "surface is a Surface or its formula as text, not int."),
    ({"optimizers": []}, ValueError, "A race needs entries"),
    ({"optimizers": 3}, TypeError, "A race needs entries"),
    ({"optimizers": ["sdg"]}, KeyError, "Did you mean sgd?"),
    ({"optimizers": [3]}, TypeError, "optimizer is an optimizer or its key"),
    ({"optimizers": [Entry("sgd", {"lr": 1})]}, TypeError, "Gradient descent has no knob lr."),
    ({"starts": (1, 2, 3)}, ValueError, "starts are points of shape (n, 2)"),
    ({"starts": 0}, ValueError, "starts is from 1 to 10000, not 0."),
    ({"starts": "here"}, TypeError, "starts are numbers, not the text 'here'."),
    ({"tolerance": -1}, ValueError, "tolerance is at least 0"),
    ({"tune": "yes"}, TypeError, "tune is True or False, not str."),
    ({"survey": 3}, TypeError, "survey is a gdviz.Survey"),
    ({"starts": 5000, "budget": 100_000}, ValueError, "a race takes at most 10⁸."),
]


@pytest.mark.parametrize(("given", "error", "sentence"), BAD)
def test_nonsense_is_refused(given, error, sentence):
    with pytest.raises(error) as refusal:
        race(**({"surfaces": ROUND, "optimizers": ["sgd"]} | given))
    assert sentence in str(refusal.value)


KEYS = ("sgd", "adam", "bfgs")
SEVERAL = [GALLERY[key] for key in ("booth", "matyas", "himmelblau")]
PLACES = [(1.0, 2.0), (-2.0, 0.5)]


@pytest.fixture(scope="module")
def several():
    return race(SEVERAL, KEYS, PLACES, budget=120, tolerance=0.01)


def test_several_surfaces_and_starts_are_a_plain_loop(several):
    assert len(several) == 18
    assert [(problem.surface, problem.start) for problem in several.problems] == [
        (surface, place) for surface in SEVERAL for place in PLACES
    ]
    results = iter(several.results)
    for surface in SEVERAL:
        for place in PLACES:
            for key in KEYS:
                alone, result = race(surface, [key], place, budget=120, tolerance=0.01).results[0], next(results)
                assert (result.trajectory.points == alone.trajectory.points).all()
                assert result.to_tolerance == alone.to_tolerance
    # the first of the optimizers by hand: all of a plain run's values, and the first from which all are low enough
    problem, run = several.problems[0], descend(SEVERAL[0], "sgd", PLACES[0], 120)
    late = [t for t, value in enumerate(run.values) if value > 0.01 * run.values[0]]
    assert problem.target == 0
    assert several.evaluations[0, 0] == (late[-1] + 1 if late[-1] < 120 else np.inf)


def test_the_profile_is_that_of_dolan_and_more(several):
    needed = [[np.inf if r.to_tolerance is None else r.to_tolerance for r in several.results[3 * p : 3 * p + 3]]
              for p in range(6)]  # fmt: skip
    profile = several.profile([1, 1.5, 4, 1000])
    for k, ratio in enumerate((1, 1.5, 4, 1000)):
        for entry in range(3):
            solved = sum(row[entry] <= ratio * min(row) and row[entry] < np.inf for row in needed)
            assert profile.shares[k, entry] == pytest.approx(solved / 6)
    steps = several.profile()
    assert steps.ratios[0] == 1
    assert (np.diff(steps.shares, axis=0) >= 0).all()
    np.testing.assert_array_equal(steps.shares[-1], steps.solved)
    with pytest.raises(ValueError, match="ratios are numbers from 1"):
        several.profile([0.5])


def test_a_problem_that_nobody_solves_counts_for_nobody():
    # three problems of four evaluations by hand; nobody solves the second, and the third is begun where it ends
    needed = np.array([[10, 20.0], [np.inf, np.inf], [0, 0]])
    profile = performance_profile(("a", "b"), needed, [1, 2, 3])
    np.testing.assert_allclose(profile.shares, [[2 / 3, 1 / 3], [2 / 3, 2 / 3], [2 / 3, 2 / 3]])
    np.testing.assert_allclose(profile.solved, [2 / 3, 2 / 3])


def test_starts_drawn_from_the_windows_by_the_seed():
    one, two = (race(SEVERAL[:2], ["sgd"], 5, budget=10, seed=seed) for seed in (1, 1))
    assert [p.start for p in one.problems] == [p.start for p in two.problems]
    assert [p.start for p in one.problems] != [p.start for p in race(SEVERAL[:2], ["sgd"], 5, 10, seed=2).problems]
    for problem in one.problems:
        (left, right), (low, high) = problem.surface.window
        assert left <= problem.start[0] <= right
        assert low <= problem.start[1] <= high
    assert len({p.start for p in one.problems[:5]}) == 5
    assert len(one.problems) == 10


def test_a_race_is_taken_away(several, tmp_path):
    for suffix in ("html", "csv", "json", "svg", "png"):
        said = several.save(tmp_path / f"race.{suffix}")
        assert said.startswith(f"{tmp_path / f'race.{suffix}'}: 18 runs on 6 problems, ")
    rows = list(csv.DictReader((tmp_path / "race.csv").read_text(encoding="utf8").splitlines()))
    assert [float(row["value"]) for row in rows] == [result.value for result in several.results]
    content = json.loads((tmp_path / "race.json").read_text(encoding="utf8"))
    assert content["profile"]["shares"] == several.profile().shares.tolist()
    assert [r["evaluations"] for r in content["results"]] == [r.to_tolerance for r in several.results]
    page = (tmp_path / "race.html").read_text(encoding="utf8")
    assert "Dolan and Moré 2002" in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "").replace(
        "http://www.w3.org/2000/svg", ""
    )
    assert page.count("<tr>") == 1 + 3 + 1 + 18
    assert (tmp_path / "race.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError, match=r"There is no \.docx"):
        several.save(tmp_path / "race.docx")
    assert "solved by Gradient descent" in repr(several)


def test_a_diverged_race_is_json_all_the_same(tmp_path):
    lost = race(ROUND, [Entry("sgd", {"learning_rate": 3.0}, "<lost>"), "sgd", "sgd"], budget=300, tune=False)
    lost.save(tmp_path / "race.json")
    content = json.loads((tmp_path / "race.json").read_text(encoding="utf8"), parse_constant=pytest.fail)
    assert content["results"][0]["value"] is None
    assert lost.names == ("<lost>", "Gradient descent", "Gradient descent (2)")
    lost.save(tmp_path / "race.html")
    assert "<lost>" not in (tmp_path / "race.html").read_text(encoding="utf8")
