"""Contracts over the whole table of first-order optimizers."""

import numpy as np
import pytest

from gdviz.descent import LOST, SETTLED, UNDER_WAY, Retirement, descend, descend_many
from gdviz.optimizers import METHODS, OPTIMIZERS, RULES, Optimizer
from gdviz.surface import Surface
from gdviz.trajectory import Ending

SURFACES = {
    "himmelblau": Surface("(x^2 + y - 11)^2 + (x + y^2 - 7)^2"),
    "rastrigin": Surface("20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)"),
    "beale": Surface("(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"),
}
STARTS = np.array([[0.5, 1.0], [-1.5, 0.3], [2.0, -0.4]])
EVERY = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)


def test_the_table_is_the_list() -> None:
    listed = """sgd momentum nesterov adagrad rmsprop adadelta adam amsgrad adamw adamax nadam radam rprop asgd lion
        adabelief yogi adan adopt prodigy schedule_free_sgd schedule_free_adamw lookahead qhm aggmo ademamix tiger
        sign_sgd polyak_sgd sam"""
    assert set(listed.split()) <= set(OPTIMIZERS)
    assert len(OPTIMIZERS) == len(RULES) + len(METHODS)
    assert all(OPTIMIZERS[key].key == key for key in OPTIMIZERS)


@EVERY
def test_a_record_is_complete(rule: Optimizer) -> None:
    program = rule.program
    assert set(program.knobs) <= set(rule.knobs)
    assert set(rule.knobs) - set(program.knobs) <= {"learning_rate"}
    assert program.uses("alpha") or "learning_rate" in program.knobs
    assert set(rule.remembers) == set(program.states)
    assert set(rule.begins) <= set(program.states)
    assert rule.source
    assert rule.family
    for knob in rule.knobs.values():
        assert knob.low <= knob.default <= knob.high
        assert knob.clamp(np.inf) == knob.high
        assert knob.clamp(np.nan) == knob.default
        assert knob.help.endswith(".")


@EVERY
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_many_paths_are_single_paths(rule: Optimizer, surface: Surface) -> None:
    many = descend_many(surface, rule, STARTS, 40, learning_rate=1e-3, retire=False)
    for lane, start in enumerate(STARTS):
        run = descend(surface, rule, start, 40, learning_rate=1e-3)
        assert run.ending is Ending.ALL_STEPS
        # polynomials take the same operations in the same order; sines are computed another way
        tolerance = 1e-9 if surface is SURFACES["rastrigin"] else 0.0
        np.testing.assert_allclose(many.points[lane], run.points[-1], rtol=tolerance, atol=tolerance)
        assert many.values[lane] == pytest.approx(run.values[-1], rel=1e-9)
        assert all(np.isfinite(state).all() for state in run.states.values())
        assert all(len(state) == 41 for state in run.states.values())


@EVERY
def test_defaults_descend_on_a_bowl(rule: Optimizer) -> None:
    run = descend("x^2/2 + y^2", rule, (1.3, -0.9), 300)
    assert run.values[-1] < 0.7 * run.values[0]


@EVERY
def test_knobs_may_differ_from_path_to_path(rule: Optimizer) -> None:
    numbers = {
        name: np.array([knob.clamp(0.9 * knob.default), knob.clamp(knob.default), knob.clamp(0.98 * knob.default)])
        for name, knob in rule.knobs.items()
    }
    numbers["learning_rate"] = np.array([1e-3, 2e-3, 5e-4])
    surface = SURFACES["himmelblau"]
    many = descend_many(surface, rule, [(0.5, 1.0)], 30, retire=False, **numbers)
    for lane in range(3):
        run = descend(surface, rule, (0.5, 1.0), 30, **{name: float(values[lane]) for name, values in numbers.items()})
        np.testing.assert_allclose(many.points[lane], run.points[-1], rtol=1e-9, atol=1e-12)


def test_settled_and_lost_paths_are_let_go() -> None:
    starts = np.array([[1.0, 0.0], [1.0, 1.0], [1e5, 0.0]])
    surface = Surface("x^4 + y^2")
    ends = descend_many(surface, "sgd", starts, 2000, learning_rate=0.4)
    assert ends.status.tolist() == [SETTLED, SETTLED, LOST]
    assert ends.steps[2] == 25
    assert np.isfinite(ends.points).all()
    kept = descend_many(surface, "sgd", starts[:2], 2000, learning_rate=0.4, retire=False)
    assert kept.status.tolist() == [UNDER_WAY, UNDER_WAY]
    assert kept.steps.tolist() == [2000, 2000]


def test_a_slow_path_is_not_settled_while_its_gradient_is_large() -> None:
    ends = descend_many("x^2 + y^2", "sgd", [(1.0, 1.0)], 100, learning_rate=1e-7)
    assert ends.status.tolist() == [UNDER_WAY]
    easier = descend_many("x^2 + y^2", "sgd", [(1.0, 1.0)], 100, learning_rate=1e-7, retire=Retirement(gradient=10))
    assert easier.status.tolist() == [SETTLED]


def test_chunks_and_threads_change_nothing() -> None:
    starts = np.random.default_rng(5).uniform(-3, 3, (40_000, 2))
    one, two = (descend_many(SURFACES["himmelblau"], "adam", starts, 60, threads=n) for n in (1, 2))
    np.testing.assert_array_equal(one.points, two.points)
    np.testing.assert_array_equal(one.status, two.status)
    some = descend_many(SURFACES["himmelblau"], "adam", starts[20_000:20_010], 60, retire=False)
    whole = descend_many(SURFACES["himmelblau"], "adam", starts, 60, retire=False)
    np.testing.assert_array_equal(some.points, whole.points[20_000:20_010])


def test_many_runs_share_noise_schedule_and_options_with_one() -> None:
    options = {"noise": 0.3, "clip_norm": 1.0, "weight_decay_l2": 0.01, "schedule": "cosine", "seed": 9}
    many = descend_many("x^2 + y^2", "adam", STARTS, 50, retire=False, **options)
    for lane, start in enumerate(STARTS):
        run = descend("x^2 + y^2", "adam", start, 50, **options)
        np.testing.assert_allclose(many.points[lane], run.points[-1], rtol=1e-12)


def test_functions_without_a_formula_run_many_paths() -> None:
    functions = Surface.of_functions(
        "x^2 + 3y^2 as functions",
        lambda p: p[0] ** 2 + 3 * p[1] ** 2,
        lambda p: np.array([2 * p[0], 6 * p[1]]),
        lambda p: np.array([2 + 0 * p[0], 0 * p[0], 6 + 0 * p[0]]),
    )
    for key in ("sam_adam", "momentum", "polyak_sgd"):
        many, same = (descend_many(s, key, STARTS, 30, retire=False) for s in (functions, "x^2 + 3y^2"))
        np.testing.assert_allclose(many.points, same.points, atol=1e-12)


def test_a_method_has_no_batch_form() -> None:
    with pytest.raises(TypeError, match="one path at a time"):
        descend_many("x^2 + y^2", "newton", [(1.0, 1.0)])
