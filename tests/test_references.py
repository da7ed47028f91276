"""The recorded references themselves: complete, and what the named formulas give when written out by hand."""

import json
import re
from itertools import islice

import numpy as np
import pytest

from gdviz.surface import Surface
from tests.plain_steps import PLAIN, Array, Gradient
from tests.plain_steps_more import PLAIN_MORE
from tests.plain_steps_wrappers import PLAIN_WRAPPERS
from tests.record_loader import FOLDER, Run, recorded_keys, recorded_runs, recorded_schedules

SURFACES = {"rosenbrock", "himmelblau", "beale", "rastrigin", "ackley", "goldstein_price"}
FIRST_ORDER = """
sgd momentum nesterov adagrad rmsprop adadelta adam amsgrad adamw adamax nadam radam rprop asgd lion adabelief yogi adan
adopt prodigy schedule_free_sgd schedule_free_adamw lookahead lookahead_adam qhm aggmo ademamix tiger sign_sgd
polyak_sgd sam sam_adam
"""
BY_HAND = PLAIN | PLAIN_MORE | PLAIN_WRAPPERS
CACHE: dict[str, Surface] = {}
every_key = pytest.mark.parametrize("key", recorded_keys())


def gradient_of(run: Run) -> Gradient:
    """The surface's gradient with the run's options: decay, then clipping, as PyTorch's users write them."""
    surface = CACHE.setdefault(run.surface, Surface(run.surface))

    def gradient(x: Array) -> Array:
        g = np.array(surface.gradient(*x)) + run.options.get("weight_decay_l2", 0.0) * x
        g = g * min(1.0, run.options.get("clip_norm", np.inf) / (np.hypot(*g) + 1e-6))
        return np.clip(g, -run.options.get("clip_value", np.inf), run.options.get("clip_value", np.inf))

    return gradient


def test_every_first_order_optimizer_is_recorded() -> None:
    assert set(FIRST_ORDER.split()) == set(recorded_keys())
    assert set(BY_HAND) | {"polyak_sgd"} == set(recorded_keys())


@every_key
def test_six_surfaces_and_two_starts_each(key: str) -> None:
    runs = list(recorded_runs(key))
    assert {run.surface_name for run in runs} == SURFACES
    assert len({(run.surface_name, run.start) for run in runs}) == 12
    for run in runs:
        assert run.optimizer == key
        assert run.points.shape == (201, 2)
        assert run.points.dtype == np.float64
        assert tuple(run.points[0]) == run.start
        assert np.isfinite(run.points).all()
        assert np.hypot(*(run.points - run.points[0]).T).max() >= 0.05
        assert run.slack < 1e-11
        assert re.search(r" \d+\.\d+", run.library), "the library's version is recorded"


@pytest.mark.parametrize("key", sorted(BY_HAND))
def test_the_formula_written_by_hand_gives_the_recorded_points(key: str) -> None:
    for run in recorded_runs(key):
        steps = BY_HAND[key](np.array(run.start), gradient_of(run), run.knobs)
        points = np.array([run.start, *islice(steps, 200)])
        np.testing.assert_allclose(points, run.points, rtol=0, atol=1e-9, err_msg=f"{run.surface_name} {run.start}")


def test_polyak_steps_by_value_over_squared_slope() -> None:
    for run in recorded_runs("polyak_sgd"):
        surface, gradient, x = Surface(run.surface), gradient_of(run), np.array(run.start)
        for expected in run.points[1:]:
            g = gradient(x)
            gap = surface.value(*x) - run.knobs["f_min"]
            x = x - (min(gap / (g @ g), run.knobs["learning_rate"]) if g @ g > 2.3e-16 else 0.0) * g
            assert abs(x - expected).max() < 1e-9


def test_schedules_have_a_rate_for_each_of_200_steps() -> None:
    for recorded in recorded_schedules():
        assert recorded.rates.shape == (200,)
        assert (recorded.rates >= 0).all()
        assert recorded.losses.shape == ((200,) if recorded.schedule == "reduce_on_plateau" else (0,))


def test_where_another_library_steps_otherwise_the_reason_is_recorded() -> None:
    found = json.loads((FOLDER / "disagreements.json").read_text(encoding="utf8"))
    assert len(found) > 20
    for entry in found:
        assert entry["optimizer"] in recorded_keys()
        assert entry["apart"]["200_steps"] < 1e-9 or entry["why"], entry["other"]
