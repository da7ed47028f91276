"""Rules that keep the point of the step before in a line of their own: steps by hand."""

import numpy as np
import pytest

from gdviz import Surface, descend
from gdviz.rule import custom_optimizer

BOWL, CURVATURES = Surface("x^2 + 10y^2"), np.array([2.0, 20.0])
PLAIN = (
    "x = x_old - lr*grad\nx_old = x",
    "x_new = x_old - lr * grad\nx_old = x_new",
    "theta_new = theta_old - alpha*g\ntheta_old = theta_new",
    "w_next = w_prev - eta*dw\nw_prev = w_next",
    "theta_old = theta\ntheta = theta_old - alpha*g",
)
HEAVY_BALL = (
    "d = theta - theta_old\ntheta_old = theta\ntheta = theta - alpha*g + beta*d",
    "x_new = x - lr*g + beta*(x - x_old)\nx_old = x\nx = x_new",
    "theta_next = theta - alpha*g + 0.9*(theta - theta_prev)\ntheta_prev = theta\ntheta = theta_next",
)


def by_hand(momentum: float) -> np.ndarray:
    point = before = np.array([3.0, 2.0])
    points = [point]
    for _ in range(5):
        point, before = point - 0.05 * CURVATURES * point + momentum * (point - before), point
        points.append(point)
    return np.array(points)


@pytest.mark.parametrize(("text", "momentum"), [(t, 0.0) for t in PLAIN] + [(t, 0.9) for t in HEAVY_BALL])
def test_a_memory_of_the_point_begins_at_the_start(text: str, momentum: float) -> None:
    run = descend(BOWL, custom_optimizer(text), start=(3, 2), steps=5, learning_rate=0.05)
    assert np.allclose(run.points, by_hand(momentum))


def test_extrapolation_from_points_begins_at_the_start() -> None:
    rule = custom_optimizer("y = theta - alpha*g\ntheta = y + 0.5*(y - y_old)\ny_old = y")
    run = descend(BOWL, rule, start=(3, 2), steps=2, learning_rate=0.05)
    theta = np.array([3.0, 2.0])
    old = theta
    for point in run.points[1:]:
        y = theta - 0.05 * CURVATURES * theta
        theta, old = y + 0.5 * (y - old), y
        assert np.allclose(point, theta)


def test_a_first_value_of_its_own_and_other_memories_stay() -> None:
    run = descend(
        BOWL, custom_optimizer("m = beta*m + g\ntheta = theta - alpha*m"), start=(3, 2), steps=1, learning_rate=0.05
    )
    assert np.allclose(run.points[1], [3 - 0.05 * 6, 2 - 0.05 * 40])
