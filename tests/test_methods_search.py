"""Searches and models, step by step, against the textbook's own promises."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import line_search

from gdviz.optimizers import METHODS, Oracle
from gdviz.optimizers.methods.oracle import Slope
from gdviz.optimizers.methods.wolfe import cubic, parabola
from gdviz.trajectory import Trajectory
from tests.plain_surfaces import BEALE, CLASSICS, ROSENBROCK, SADDLE, VALLEY, PlainSurface, quadratic
from tests.trials import trials

QUADRATICS = [quadratic(1.0, 0.0, 1.0), quadratic(2.0, -1.0, 3.0), quadratic(1.0, 0.0, 1000.0), VALLEY]
SEARCHERS = ["line_search", "conjugate_gradient", "bfgs", "lbfgs"]
Step = tuple[np.ndarray, np.ndarray, float, dict]


def run(key: str, surface: PlainSurface, steps: int, **knobs: float) -> Trajectory:
    return METHODS[key].run(Oracle(surface), np.array(surface.start), steps, knobs)


def searches(path: Trajectory) -> Iterator[Step]:
    """Point, direction, rate and trial of every step that searched, while there was something to find."""
    for point, gradient, rate, trial in zip(path.points, path.gradients, path.rates, path.trials, strict=False):
        if "search" in trial and np.linalg.norm(gradient) > 1e-6:
            yield point, np.array(trial["direction"]), rate, trial


@pytest.mark.parametrize("key", SEARCHERS)
@pytest.mark.parametrize("surface", [*CLASSICS, SADDLE], ids=lambda s: s.name)
def test_every_accepted_step_fulfils_the_strong_wolfe_conditions_and_scipy_finds_one_too(
    key: str, surface: PlainSurface
) -> None:
    c2 = METHODS[key].knobs["c2"].default
    path = run(key, surface, 25, **({"search": 1} if key == "line_search" else {}))
    judged = 0
    for point, p, rate, _ in searches(path):
        slope = np.dot(surface.gradient(*point), p)
        assert slope < 0
        there = point + rate * p
        assert surface.value(*there) <= surface.value(*point) + 1e-4 * rate * slope
        assert abs(np.dot(surface.gradient(*there), p)) <= c2 * abs(slope)
        theirs, *_ = line_search(lambda q: surface.value(*q), lambda q: np.array(surface.gradient(*q)), point, p, c2=c2)
        assert theirs is not None
        judged += 1
    assert judged > 1


@pytest.mark.parametrize("key", ["line_search", "damped_newton"])
@pytest.mark.parametrize("surface", CLASSICS, ids=lambda s: s.name)
def test_backtracking_takes_the_first_rate_that_descends_enough(key: str, surface: PlainSurface) -> None:
    for point, p, rate, trial in searches(run(key, surface, 25)):
        slope = np.dot(surface.gradient(*point), p)
        enough = [
            surface.value(*(point + 0.5**k * p)) <= surface.value(*point) + 1e-4 * 0.5**k * slope for k in range(60)
        ]
        assert rate == 0.5 ** enough.index(True)
        assert [t["rate"] for t in trial["search"]] == [0.5**k for k in range(enough.index(True) + 1)]


@pytest.mark.parametrize("key", [*SEARCHERS, "damped_newton"])
def test_trials_are_where_they_say_and_judged_rightly(key: str) -> None:
    path = run(key, ROSENBROCK, 20)
    for (point, p, rate, trial), end in zip(searches(path), path.points[1:], strict=False):
        value, slope = ROSENBROCK.value(*point), np.dot(ROSENBROCK.gradient(*point), p)
        accepted = [t for t in trial["search"] if t["accepted"]]
        assert len(accepted) == 1
        assert accepted[0]["rate"] == rate
        assert accepted[0]["point"] == tuple(end)
        for t in trial["search"]:
            assert np.abs(np.array(t["point"]) - (point + t["rate"] * p)).max() == 0
            assert t["value"] == ROSENBROCK.value(*t["point"])
            assert t["armijo"] == (t["value"] <= value + 1e-4 * t["rate"] * slope)
            if t["wolfe"] is not None:
                assert t["wolfe"] == (abs(t["slope"]) <= METHODS[key].knobs["c2"].default * abs(slope))


@pytest.mark.parametrize("key", SEARCHERS)
def test_values_are_counted_trial_by_trial(key: str) -> None:
    path = run(key, BEALE, 12)
    assert path.evaluations.value == 1 + sum(len(trial["search"]) for trial in path.trials)
    assert path.evaluations.hessian == 0


@pytest.mark.parametrize("surface", QUADRATICS[1:], ids=lambda s: s.name)
@pytest.mark.parametrize("formula", [0, 1])
def test_conjugate_gradients_end_a_quadratic_in_two_exact_searches(surface: PlainSurface, formula: int) -> None:
    path = run("conjugate_gradient", surface, 2, formula=formula, c2=1e-10)
    assert np.abs(path.points[2] - surface.minima[0]).max() < 1e-6
    xx, xy, yy = surface.hessian(0.0, 0.0)
    first, second = (np.array(trial["direction"]) for trial in path.trials)
    curved = np.array([[xx, xy], [xy, yy]]) @ second
    assert abs(first @ curved) < 1e-6 * np.linalg.norm(first) * np.linalg.norm(curved)


def test_the_two_formulas_are_what_they_are_called_after() -> None:
    for formula in (0, 1):
        path = run("conjugate_gradient", ROSENBROCK, 15, formula=formula)
        for k in range(1, 15):
            g, before = path.gradients[k], path.gradients[k - 1]
            beta = g @ g / (before @ before) if formula == 0 else max(0.0, g @ (g - before) / (before @ before))
            assert path.states["beta"][k] in (pytest.approx(beta, rel=1e-12), 0.0)
            assert path.trials[k]["restart"] == (path.states["beta"][k] == 0.0)
            kept = path.states["beta"][k] * path.states["direction"][k - 1]
            assert np.abs(path.states["direction"][k] - (kept - g)).max() < 1e-12
        assert (path.states["beta"][1:] > 0).sum() > 7


def test_restarts_come_on_the_clock() -> None:
    path = run("conjugate_gradient", ROSENBROCK, 12, formula=0, restart_every=3)
    assert [trial["restart"] for trial in path.trials][::3] == [True] * 4
    assert not any(trial["restart"] for trial in path.trials[1::3])


numbers = st.floats(-5, 5)


@trials(100)
@given(lowest=numbers, bend=st.floats(0.1, 5), cube=st.floats(-1, 1), start=numbers, width=st.floats(0.1, 3))
def test_interpolation_finds_the_bottom_of_a_cubic(
    lowest: float, bend: float, cube: float, start: float, width: float
) -> None:
    def spot(rate: float, cube: float) -> Slope:
        u = rate - lowest
        return Slope(rate, np.zeros(2), bend * u**2 + cube * u**3, np.zeros(2), 2 * bend * u + 3 * cube * u**2)

    low, high = spot(start, 0.0), spot(start + width, 0.0)
    assert parabola(low, high) == pytest.approx(lowest, abs=1e-6)
    if abs(cube) > 1e-3:
        assert cubic(spot(start, cube), spot(start + width, cube)) == pytest.approx(lowest, abs=1e-5)
