"""Tuned rates: on a bowl the search finds what theory names; no run that arrived is made worse; order by hand."""

import numpy as np
import pytest

from gdviz.analysis.basins import RATES
from gdviz.analysis.landscape import survey
from gdviz.analysis.sweep.opening import Outcome, outcome, ranked
from gdviz.descent import descend
from gdviz.gallery import GALLERY
from gdviz.scene import Run, Scene
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory
from gdviz.ui.rail.run_cards import tuned

BOWL = Surface("x^2/2 + 5y^2", start=(4.0, 2.0))  # curvatures 1 and 10: stable below 2/10, best rate 2/(1 + 10)
WINDOW = ((-1.0, 1.0), (-1.0, 1.0))


def test_gradient_descent_on_a_bowl_gets_the_rate_nearest_to_two_over_the_sum_of_curvatures() -> None:
    run = tuned(Scene(runs=(Run("sgd"),), steps=100), BOWL, survey(BOWL)).runs[0]
    rate = run.setting()["learning_rate"]
    assert rate in RATES
    assert rate == min(RATES, key=lambda other: abs(np.log(other * 11 / 2)))


def test_methods_keep_their_rate() -> None:
    scene = Scene(runs=(Run("bfgs"), Run("nelder_mead", style=1)))
    assert tuned(scene, BOWL, survey(BOWL)).runs == scene.runs


def path(
    points: list[tuple[float, float]], values: list[float], slopes: list[float], ending: Ending = Ending.ALL_STEPS
) -> Trajectory:
    gradients = np.array([(slope, 0.0) for slope in slopes])
    return Trajectory(np.array(points), np.array(values), gradients, np.ones(len(points) - 1), ending=ending)


def test_what_leaves_the_window_or_diverges_is_lost() -> None:
    assert outcome(path([(0, 0), (3.0, 0)], [1.0, 0.0], [1.0, 0.0]), WINDOW).lost
    assert outcome(path([(0, 0), (0.5, 0)], [1.0, 0.0], [1.0, 0.0], Ending.OVERFLOW), WINDOW).lost
    assert not outcome(path([(0, 0), (0.5, 0)], [9.0, 8.0], [1.0, 1.0]), WINDOW).lost


def test_a_run_has_settled_from_the_step_after_which_its_slope_stays_small() -> None:
    still = [(0.0, 0.0)] * 5
    values = [5.0, 1.0, 2.0, 1.0, 1.0]
    assert outcome(path(still, values, [8.0, 1e-4, 1.0, 1e-3, 1e-4]), WINDOW) == Outcome(False, 3, 1.0)
    moving = outcome(path(still, values, [8.0, 1e-4, 1.0, 1e-3, 1.0]), WINDOW)
    assert moving == Outcome(False, None, 1.0)
    restless = path([(0.0, 0.0)] * 11, [9.0] * 9 + [3.0, 2.0], [8.0] * 11)
    assert outcome(restless, WINDOW).value == 3.0, "the highest of the last fifth, not the lucky last"


def test_settled_comes_before_cycling_then_depth_then_steps_then_the_value() -> None:
    cycling, lost = Outcome(False, None, 0.01), Outcome(True, None, -3.0)
    late, soon, lower = Outcome(False, 90, 0.5), Outcome(False, 20, 0.5), Outcome(False, 20, 0.49999999)
    shallow, high = Outcome(False, 5, 2.0), Outcome(False, None, 7.0)
    best_first = [lower, soon, late, shallow, cycling, high, lost]
    for shift in range(len(best_first)):
        given = best_first[shift:] + best_first[:shift]
        assert [given[place] for place in ranked(given)] == best_first


def minimum_reached(surface: Surface, run: Run, scene: Scene) -> float | None:
    """f at the end of a run at rest in a bowl (small slope, positive Hessian), by NumPy; None for one that is not."""
    start = scene.start or surface.start
    end = descend(surface, run.chosen, start, scene.steps, **run.arguments(0)).points[-1]
    (xx, xy, yy), slope = surface.hessian(*end), np.hypot(*surface.gradient(*end))
    calm = slope < 1e-6 * max(1.0, np.hypot(*surface.gradient(*start)))
    return float(surface.value(*end)) if calm and np.linalg.eigvalsh([[xx, xy], [xy, yy]])[0] > 0 else None


@pytest.mark.long
@pytest.mark.parametrize(
    "key", ["bowl_10", "himmelblau", "three_hump_camel", "rosenbrock", "six_hump_camel", "booth", "peaks"]
)
def test_no_run_that_arrived_is_made_worse(key: str) -> None:
    surface, window = GALLERY[key], np.array(GALLERY[key].window)
    starts = window[:, 0] + np.random.default_rng(3).uniform(0.1, 0.9, (2, 2)) * np.ptp(window, axis=1)
    names, arrived = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adagrad"), 0
    for start in starts.tolist():
        rates = (0.002, 0.02, 0.1)
        runs = [Run(name, (("learning_rate", rate),)) for name in names for rate in rates][:8]
        scene = Scene(start=tuple(start), steps=150, runs=tuple(runs))
        before = [minimum_reached(surface, run, scene) for run in scene.runs]
        after = [minimum_reached(surface, run, scene) for run in tuned(scene, surface, survey(surface)).runs]
        for old, new in zip(before, after, strict=True):
            arrived += old is not None
            assert old is None or (new is not None and new <= old + 1e-8 * max(1.0, abs(old)))
    assert arrived or key == "rosenbrock"


def test_tuning_the_opening_scene_leaves_every_run_at_a_minimum() -> None:
    scene, surface = Scene(), GALLERY[Scene().surface]

    def values(runs: tuple[Run, ...]) -> list[float]:
        return [descend(surface, r.chosen, surface.start, scene.steps, **r.arguments(0)).values[-1] for r in runs]

    for before, after in zip(values(scene.runs), values(tuned(scene, surface, survey(surface)).runs), strict=True):
        assert after <= max(1e-8, before), "all four minima of Himmelblau's function are 0"
