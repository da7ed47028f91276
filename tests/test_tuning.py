"""Tuned rates: on a bowl the search finds what theory names; what leaves the map is never chosen over what stays."""

import numpy as np

from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui.tuning import RATES, score, tuned

BOWL = Surface("x^2/2 + 5y^2", start=(4.0, 2.0))  # curvatures 1 and 10: stable below 2/10, best rate 2/(1 + 10)


def test_gradient_descent_on_a_bowl_gets_a_rate_near_two_over_the_sum_of_curvatures() -> None:
    run = tuned(Scene(runs=(Run("sgd"),), steps=100), BOWL).runs[0]
    rate = run.setting()["learning_rate"]
    assert rate in RATES
    assert 0.1 <= rate < 0.2


def test_methods_keep_their_rate() -> None:
    scene = Scene(runs=(Run("bfgs"), Run("nelder_mead", style=1)))
    assert tuned(scene, BOWL).runs == scene.runs


def path(points: list[tuple[float, float]], values: list[float], ending: Ending = Ending.ALL_STEPS) -> Trajectory:
    steps = len(points) - 1
    return Trajectory(np.array(points), np.array(values), np.zeros((steps + 1, 2)), np.ones(steps), ending=ending)


def test_staying_comes_before_lying_low() -> None:
    window = ((-1.0, 1.0), (-1.0, 1.0))
    stays = score(path([(0, 0), (0.5, 0)], [9.0, 8.0]), window, 1)
    leaves = score(path([(0, 0), (3.0, 0)], [1.0, 0.0]), window, 1)
    gone = score(path([(0, 0), (0.5, 0)], [1.0, 0.0], Ending.OVERFLOW), window, 1)
    assert stays < leaves
    assert stays < gone


def test_a_run_that_stopped_early_is_judged_as_if_it_had_stayed_there() -> None:
    window = ((-1.0, 1.0), (-1.0, 1.0))
    early = score(path([(0, 0), (0.5, 0)], [4.0, 1.0], Ending.GRADIENT_SMALL), window, 3)
    assert early == (False, (4.0 + 1.0 + 1.0 + 1.0) / 4)
