"""No surface makes a method raise or warn: a run ends with its sentence and its last finite point."""

import math
from dataclasses import replace

import numpy as np
import pytest

from gdviz.optimizers import METHODS, Method
from gdviz.trajectory import Ending
from tests.plain_surfaces import PlainSurface, quadratic
from tests.test_methods import ALL, DOWNHILL, consistent, run


def raising(x: float, y: float) -> float:
    return math.log(float(x)) + float(y) ** 2


NOWHERE = PlainSurface(
    "raises outside its domain",
    raising,
    lambda x, y: (1 / float(x), 2 * float(y)),
    lambda x, y: (-1 / float(x) ** 2, 0.0, 2.0),
    (0.5, 1.0),
)
CLIFF = PlainSurface(
    "overflows",
    lambda x, y: float(-np.exp(x * x) + y * y),
    lambda x, y: (-2 * x * np.exp(x * x), 2 * y),
    lambda x, y: (-(2 + 4 * x * x) * np.exp(x * x), 0.0, 2.0),
    (1.0, 1.0),
)
FLAT = PlainSurface("flat", lambda x, y: 3.0, lambda x, y: (0.0, 0.0), lambda x, y: (0.0, 0.0, 0.0), (1.0, 2.0))
SLOPE = PlainSurface(
    "slope", lambda x, y: 90 * x + 70 * y, lambda x, y: (90.0, 70.0), lambda x, y: (0.0, 0.0, 0.0), (1.0, 2.0)
)
KINK = PlainSurface(
    "kink",
    lambda x, y: abs(x) + abs(y),
    lambda x, y: (float(np.sign(x)), float(np.sign(y))),
    lambda x, y: (0.0, 0.0, 0.0),
    (0.7, -0.3),
)
HOLE = PlainSurface(
    "not a number to the left of 0",
    lambda x, y: float(np.sqrt(np.float64(x)) + y * y),
    lambda x, y: (float(0.5 / np.sqrt(np.float64(x))), 2 * y),
    lambda x, y: (float(-0.25 * np.float64(x) ** -1.5), 0.0, 2.0),
    (1.0, 1.0),
)
DOME = quadratic(-1.0, 0.0, -3.0)
DUST = quadratic(1e-200, 0.0, 3e-200)  # squares of its slopes are zero
TOWER = quadratic(1e200, 0.0, 3e200)  # squares of its slopes are infinite
NASTY = (NOWHERE, CLIFF, FLAT, SLOPE, KINK, HOLE, DOME, DUST, TOWER)


@ALL
@pytest.mark.parametrize("surface", NASTY, ids=lambda s: s.name)
def test_no_surface_makes_a_method_raise_or_warn(method: Method, surface: PlainSurface) -> None:
    for knobs in ({}, {name: k.low for name, k in method.knobs.items()}, {n: k.high for n, k in method.knobs.items()}):
        path = run(method, surface, 60, **knobs)
        consistent(method, surface, path)
        assert np.isfinite(path.values).all()
        assert path.ending is not Ending.ALL_STEPS or path.steps == 60


@ALL
def test_an_undefined_start_is_said_so(method: Method) -> None:
    for start in ((-1.0, 1.0), (math.nan, 0.0), (math.inf, 0.0)):
        path = run(method, replace(HOLE, start=start), 10)
        assert path.ending is Ending.UNDEFINED_START
        assert path.steps == 0


@pytest.mark.parametrize("method", DOWNHILL, ids=lambda m: m.key)
def test_a_slope_without_end_is_followed_beyond_the_bound(method: Method) -> None:
    path = run(method, SLOPE, 20_000)
    assert path.ending is Ending.BEYOND_BOUND
    assert np.abs(path.points[-1]).max() > 1e6
    assert np.abs(path.points[:-1]).max() <= 1e6


POLE = PlainSurface(
    "log",
    lambda x, y: float(np.log(np.float64(x))),
    lambda x, y: (float(1 / np.float64(x)), 0.0),
    lambda x, y: (float(-1 / np.float64(x) ** 2), 0.0, 1.0),
    (0.5, 1.0),
)
PEAK = PlainSurface(
    "exp", lambda x, y: float(np.exp(x)), lambda x, y: (-1.0, 0.0), lambda x, y: (0.001, 0.0, 1.0), (0.5, 1.0)
)


def test_a_pole_is_no_overflow_and_an_overflow_no_pole() -> None:
    # the model of log at ½, turned about, has its minimum at 0 exactly
    assert run(METHODS["damped_newton"], POLE, 1).points[1].tolist() == [0.25, 1.0]
    onto_the_pole = replace(POLE, gradient=lambda x, y: (1.0, 0.0), hessian=lambda x, y: (2.0, 0.0, 1.0))
    assert run(METHODS["newton"], onto_the_pole).ending is Ending.LEFT_DOMAIN
    assert run(METHODS["newton"], PEAK).ending is Ending.OVERFLOW


def test_newton_divides_by_zero_where_there_is_no_curvature() -> None:
    assert run(METHODS["newton"], SLOPE).ending is Ending.DIVISION_BY_ZERO


def test_newton_says_that_it_left_the_domain() -> None:
    path = run(METHODS["newton"], HOLE)  # the model of √x leads to the left of 0 … or to the right for ever
    assert path.ending in {Ending.LEFT_DOMAIN, Ending.BEYOND_BOUND}


@ALL
@pytest.mark.parametrize("start", [(1.96557098, 1.87649786), (-0.3, 2.0), (1e-150, 1e-160)], ids=str)
def test_memories_stay_finite_down_to_the_smallest_numbers(method: Method, start: tuple[float, float]) -> None:
    # the minimum is at 0, where nothing is lost to rounding: steps and slopes shrink until their squares vanish
    surface = quadratic(2.0, 0.0, 20.0, centre=(0.0, 0.0), start=start)
    consistent(method, surface, run(method, surface, 300))
