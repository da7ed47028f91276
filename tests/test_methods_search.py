"""Searches and models, step by step, against the textbook's own promises."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import line_search

from gdviz.optimizers.methods import METHODS, Oracle
from gdviz.optimizers.methods.ray import Slope
from gdviz.optimizers.methods.trust_region import dogleg
from gdviz.optimizers.methods.wolfe import cubic, parabola
from gdviz.trajectory import Trajectory
from tests.plain_surfaces import BEALE, CLASSICS, HIMMELBLAU, ROSENBROCK, SADDLE, VALLEY, PlainSurface, quadratic

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


@pytest.mark.parametrize("surface", QUADRATICS, ids=lambda s: s.name)
@pytest.mark.parametrize("key", ["newton", "damped_newton"])
def test_newton_needs_one_step_on_a_quadratic(key: str, surface: PlainSurface) -> None:
    path = run(key, surface, 1)
    assert np.abs(path.points[1] - surface.minima[0]).max() < 1e-9
    assert path.evaluations.hessian == 1


@pytest.mark.parametrize("key", ["newton", "damped_newton", "trust_region"])
def test_newtons_family_squares_the_distance(key: str) -> None:
    path = run(key, replace(HIMMELBLAU, start=(3.3, 2.2)), 6)
    distance = np.linalg.norm(path.points - (3.0, 2.0), axis=1)
    far = distance[:-1] > 1e-7
    assert far.sum() >= 3
    assert (distance[1:][far] < distance[:-1][far] ** 2 + 1e-15).all()


@pytest.mark.parametrize("key", ["bfgs", "lbfgs"])
@pytest.mark.parametrize("surface", [ROSENBROCK, BEALE, HIMMELBLAU], ids=lambda s: s.name)
def test_quasi_newton_is_superlinear(key: str, surface: PlainSurface) -> None:
    path = run(key, surface, 60)
    end = min(surface.minima, key=lambda m: np.linalg.norm(path.points[-1] - m))
    distance = np.linalg.norm(path.points - end, axis=1)
    last = int(np.argmax(distance < 1e-8))
    ratios = distance[last - 2 : last + 1] / distance[last - 3 : last]
    assert last > 3
    assert ratios.max() < 0.5
    assert ratios[-1] < 0.1


def test_bfgs_learns_the_inverse_hessian() -> None:
    path = run("bfgs", VALLEY, 30)
    xx, xy, yy = VALLEY.hessian(0.0, 0.0)
    learnt = [[path.states["h_xx"][-1], path.states["h_xy"][-1]], [path.states["h_xy"][-1], path.states["h_yy"][-1]]]
    assert np.abs(np.array(learnt) @ [[xx, xy], [xy, yy]] - np.eye(2)).max() < 1e-3


def test_damped_newton_turns_every_curvature_positive() -> None:
    for floor, damping in ((1e-3, 0.0), (0.5, 0.0), (1e-3, 2.0)):
        path = run("damped_newton", SADDLE, 8, floor=floor, damping=damping)
        for point, gradient, trial in zip(path.points, path.gradients, path.trials, strict=False):
            xx, xy, yy = SADDLE.hessian(*point)
            eigenvalues, vectors = np.linalg.eig(np.array([[xx, xy], [xy, yy]]))
            modified = np.maximum(abs(eigenvalues), floor) + damping
            expected = -vectors @ np.diag(1 / modified) @ vectors.T @ gradient
            assert np.allclose(sorted(trial["modified"]), sorted(modified), rtol=1e-12)
            assert np.allclose(trial["direction"], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("surface", [*CLASSICS, SADDLE], ids=lambda s: s.name)
def test_the_trust_region_keeps_its_own_rules(surface: PlainSurface) -> None:
    path = run("trust_region", surface, 40)
    for k, trial in enumerate(path.trials):
        if trial.get("move") == "stay":
            break
        step = np.array(trial["candidate"]) - path.points[k]
        g, B = np.array(trial["model"]["g"]), np.array(trial["model"]["B"])
        assert np.linalg.norm(step) <= trial["radius"] * (1 + 1e-9)
        assert trial["accepted"] == (path.points[k + 1].tolist() == list(trial["candidate"]))
        assert trial["promised"] == pytest.approx(-(g @ step + step @ B @ step / 2), rel=1e-6, abs=1e-12)
        if trial["rho"] is not None:
            assert trial["accepted"] == (trial["rho"] > 0.15)
            smaller = path.states["radius"][k + 1] < path.states["radius"][k]
            assert smaller == (trial["rho"] < 0.25)


@given(
    eigen=st.tuples(st.floats(-5, 5), st.floats(-5, 5)),
    turn=st.floats(0, 3.2),
    heading=st.floats(0, 6.3),
    radius=st.floats(0.01, 10),
)
def test_a_dogleg_step_is_inside_and_no_worse_than_the_cauchy_point(
    eigen: tuple[float, float], turn: float, heading: float, radius: float
) -> None:
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    B = rotation @ np.diag(eigen) @ rotation.T
    g = np.array([np.cos(heading), np.sin(heading)])
    step, kind = dogleg(g, B, radius)
    bend = g @ B @ g
    cauchy = -(min(radius, 1 / bend) if bend > 0 else radius) * g
    model = [g @ p + p @ B @ p / 2 for p in (step, cauchy)]
    assert np.linalg.norm(step) <= radius * (1 + 1e-9)
    assert model[0] <= model[1] + 1e-9 * (1 + abs(model[1]))
    if kind == "dogleg":
        assert np.linalg.norm(step) == pytest.approx(radius, rel=1e-6)


numbers = st.floats(-5, 5)


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
