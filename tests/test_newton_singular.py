"""Newton's method where the Hessian is singular: a function of one coordinate, or of one combination of both."""

import math

import numpy as np
import pytest

import gdviz
from gdviz.analysis.diagnosis import Verdict
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer, as_rule
from gdviz.trajectory import Ending

NEWTON = OPTIMIZERS["newton"]
RULE = as_rule(NEWTON)
BOTH = pytest.mark.parametrize("newton", [NEWTON, RULE], ids=["method", "rule"])


def one_variable(slope, curvature, x: float, steps: int) -> list[float]:
    """Newton's method in one variable, by hand."""
    path = [x]
    for _ in range(steps):
        x = x - slope(x) / curvature(x) if slope(x) else x
        path.append(x)
    return path


@BOTH
@pytest.mark.parametrize(
    ("text", "slope", "curvature", "start"),
    [
        ("x^3", lambda x: 3 * x**2, lambda x: 6 * x, (2.0, 1.0)),
        ("x^4 - 3x^3 + 2", lambda x: 4 * x**3 - 9 * x**2, lambda x: 12 * x**2 - 18 * x, (2.0, 1.0)),
        ("(x - 5)^2", lambda x: 2 * (x - 5), lambda x: 2.0, (2.0, 1.0)),
        ("exp(x) - 2x", lambda x: math.exp(x) - 2, math.exp, (2.0, -3.0)),
    ],
)
def test_a_function_of_x_alone_is_stepped_on_in_x(
    newton: Optimizer | Method, text: str, slope, curvature, start: tuple[float, float]
) -> None:
    run = gdviz.descend(text, newton, start, 12)
    np.testing.assert_allclose(run.points[:, 0], one_variable(slope, curvature, start[0], 12), rtol=1e-9, atol=1e-12)
    assert (run.points[:, 1] == start[1]).all()


@BOTH
@pytest.mark.parametrize(("a", "b"), [(1.0, 2.0), (0.3, 0.7), (1e-3, 5.0), (-4.0, 0.1)])
def test_a_function_of_one_combination_is_stepped_on_along_it(newton: Optimizer | Method, a: float, b: float) -> None:
    """u⁴ of u = a x + b y: each step leaves 2/3 of u, along (a, b)."""
    run = gdviz.descend(f"({a} x + {b} y)^4", newton, (2, 1), 12)
    u = run.points @ (a, b)
    np.testing.assert_allclose(u, u[0] * (2 / 3) ** np.arange(13), rtol=1e-6)
    across = (run.points - run.points[0]) @ (-b, a) / math.hypot(a, b)
    assert np.abs(across).max() < 1e-6


@BOTH
@pytest.mark.parametrize("text", ["x + y^2", "x", "x + 2y + (x - y)^2"])
def test_without_curvature_along_the_slope_there_is_no_step(newton: Optimizer | Method, text: str) -> None:
    run = gdviz.descend(text, newton, (1, 1), 10)
    assert run.ending is Ending.DIVISION_BY_ZERO
    assert run.steps == 0
    assert run.verdict is Verdict.STUCK
    assert "where Newton's step has no end." in run.diagnosis.sentence


def test_many_runs_step_as_one() -> None:
    starts = np.array([[2.0, 1.0], [1.5, -1.0], [3.0, 0.5]])
    many = gdviz.descend_many("x^4 - 3x^3 + 2", RULE, starts, 15, retire=False)
    for start, end in zip(starts, many.points, strict=True):
        np.testing.assert_allclose(end, gdviz.descend("x^4 - 3x^3 + 2", NEWTON, start, 15).points[-1], atol=1e-12)
