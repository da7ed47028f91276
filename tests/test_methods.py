"""Every method keeps the contract of a method, also on surfaces that no method survives."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from gdviz.optimizers import METHODS, Method, Oracle
from gdviz.settings import NEVER, Stop
from gdviz.trajectory import Ending, Trajectory
from tests.plain_surfaces import CLASSICS, HIMMELBLAU, ROSENBROCK, SADDLE, VALLEY, PlainSurface

ALL = pytest.mark.parametrize("method", METHODS.values(), ids=lambda m: m.key)
DOWNHILL = [m for m in METHODS.values() if m.key != "newton"]  # Newton goes wherever the slope is zero


def run(method: Method, surface: PlainSurface, steps: int = 200, stop: Stop = NEVER, **knobs: float) -> Trajectory:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return method.run(Oracle(surface), np.array(surface.start), steps, knobs, stop)


def consistent(method: Method, surface: PlainSurface, path: Trajectory) -> None:
    """Everything that must hold of any trajectory."""
    n = path.steps
    assert path.points.shape == path.gradients.shape == (n + 1, 2)
    assert path.values.shape == (n + 1,)
    assert path.rates.shape == (n,)
    assert len(path.trials) == n
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.rates).all()
    assert set(path.states) == set(method.remembers)
    for name, column in path.states.items():
        assert column.dtype == np.float64
        assert column.shape in {(n + 1,), (n + 1, 2)}, name
        assert np.isfinite(column).all(), name


@ALL
@pytest.mark.parametrize("surface", CLASSICS, ids=lambda s: s.name)
def test_a_trajectory_is_consistent_and_true_to_the_surface(method: Method, surface: PlainSurface) -> None:
    path = run(method, surface)
    consistent(method, surface, path)
    assert path.steps == 200
    assert path.ending is Ending.ALL_STEPS
    assert path.points[0].tolist() == list(surface.start)
    assert np.array_equal(path.values, [surface.value(x, y) for x, y in path.points])
    assert np.array_equal(path.gradients, [surface.gradient(x, y) for x, y in path.points])


@ALL
def test_the_same_run_twice_is_the_same_run(method: Method) -> None:
    first, second = run(method, ROSENBROCK, 40), run(method, ROSENBROCK, 40)
    assert np.array_equal(first.points, second.points)
    assert first.trials == second.trials
    assert first.evaluations == second.evaluations


@ALL
def test_more_steps_do_not_change_the_first_ones(method: Method) -> None:
    short, long = run(method, HIMMELBLAU, 7), run(method, HIMMELBLAU, 25)
    assert np.array_equal(short.points, long.points[:8])
    assert short.trials == long.trials[:7]


@pytest.mark.parametrize("method", DOWNHILL, ids=lambda m: m.key)
@pytest.mark.parametrize("surface", CLASSICS, ids=lambda s: s.name)
def test_methods_never_go_uphill_and_arrive(method: Method, surface: PlainSurface) -> None:
    path = run(method, surface)
    assert (np.diff(path.values) <= 0).all()
    near = min(np.linalg.norm(path.points[-1] - m) for m in surface.minima)
    assert near < (1e-6 if method.key != "line_search" else 0.2)


@ALL
def test_at_the_minimum_a_method_stays_and_asks_nothing_more(method: Method) -> None:
    path = run(method, replace(VALLEY, start=VALLEY.minima[0]), 30)
    assert path.steps == 30
    assert path.ending is Ending.ALL_STEPS
    assert (path.points == VALLEY.minima[0]).all()
    if method.key != "nelder_mead":
        assert path.evaluations.gradient == 1
        assert path.evaluations.hessian == 0


@pytest.mark.parametrize("method", DOWNHILL, ids=lambda m: m.key)
def test_tolerances_end_a_run_with_their_own_sentence(method: Method) -> None:
    by_step = run(method, VALLEY, 5000, Stop(step=1e-3))
    assert by_step.ending is Ending.STEP_SMALL
    by_value = run(method, VALLEY, 5000, Stop(value=1e-6))
    assert by_value.ending is Ending.VALUE_SETTLED
    if method.key == "nelder_mead":  # it knows no gradient
        assert run(method, VALLEY, 50, Stop(gradient=1e3)).ending is Ending.ALL_STEPS
        return
    by_gradient = run(method, VALLEY, 5000, Stop(gradient=1e-3))
    assert by_gradient.ending is Ending.GRADIENT_SMALL
    assert np.linalg.norm(by_gradient.gradients[-1]) < 1e-3
    assert (np.linalg.norm(by_gradient.gradients[:-1], axis=1) >= 1e-3).all()
    assert run(method, VALLEY, 50, Stop(gradient=1e9)).steps == 0


@ALL
def test_an_unknown_knob_is_refused(method: Method) -> None:
    with pytest.raises(TypeError, match="has no knob steepness"):
        run(method, VALLEY, 3, steepness=2.0)


def plain(thing: object) -> bool:
    """Made of Python's own numbers, texts, tuples and mappings only."""
    if isinstance(thing, dict):
        return all(type(name) is str and plain(value) for name, value in thing.items())
    return all(map(plain, thing)) if type(thing) is tuple else type(thing) in {float, int, bool, str, type(None)}


@ALL
@pytest.mark.parametrize("surface", [ROSENBROCK, SADDLE], ids=lambda s: s.name)
def test_trials_are_plain_values(method: Method, surface: PlainSurface) -> None:
    assert all(plain(dict(trial)) for trial in run(method, surface, 60).trials)


def test_damped_newton_leaves_the_saddle_that_newton_runs_into() -> None:
    newton, damped = run(METHODS["newton"], SADDLE), run(METHODS["damped_newton"], SADDLE)
    assert np.abs(newton.points[-1]).max() < 1e-9
    assert np.abs(damped.points[-1] - (0, 1)).max() < 1e-9
    low, high = damped.trials[0]["eigenvalues"]
    assert low < 0 < high
    assert damped.trials[0]["modified"] == (-low, high)


@ALL
def test_the_card_is_complete(method: Method) -> None:
    assert METHODS[method.key] is method
    assert method.latex
    assert all(line.count("{") == line.count("}") for line in method.latex)
    assert all(line.count(r"\left") - line.count(r"\leftarrow") == line.count(r"\right") for line in method.latex)
    assert method.source
    assert method.family
    assert method.note.endswith(".")
    for knob in method.knobs.values():
        assert knob.clamp(knob.default) == knob.default
        assert knob.low <= knob.default <= knob.high
        assert knob.help.endswith(".")


def test_a_solitary_surface_object_is_all_that_an_oracle_needs() -> None:
    oracle = Oracle(ROSENBROCK)
    assert oracle.value(np.array([0.0, 1.0])) == 101.0
    assert oracle.gradient(np.array([0.0, 1.0])).tolist() == [-2.0, 200.0]
    assert oracle.hessian(np.array([0.0, 1.0])).tolist() == [[-398.0, 0.0], [0.0, 200.0]]
    oracle.seen_value(np.zeros(2))
    oracle.seen_gradient(np.zeros(2))
    counts = oracle.evaluations
    assert (counts.value, counts.gradient, counts.hessian) == (1, 1, 1)
