"""descend: iterates against recorded libraries, endings, options, schedules, and surfaces without a formula."""

import numpy as np
import pytest

from gdviz.descent import LOST, SETTLED, UNDER_WAY, Retirement, Stop, descend, descend_many, run_many
from gdviz.knob import rate
from gdviz.optimizers import OPTIMIZERS, RULES, Optimizer
from gdviz.rule import custom_optimizer
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending
from tests.record_loader import recorded_keys, recorded_runs

BOWL = Surface("x^2 + 10y^2", start=(1.0, 1.0))
AS_FUNCTIONS = Surface.of_functions(
    "x^2 + 10y^2 as functions",
    lambda p: p[0] ** 2 + 10 * p[1] ** 2,
    lambda p: np.array([2 * p[0], 20 * p[1]]),
    lambda p: np.array([2 + 0 * p[0], 0 * p[0], 20 + 0 * p[0]]),
    start=(1.0, 1.0),
)


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_iterates_are_those_of_the_library(key: str) -> None:
    assert key in recorded_keys()
    for run in recorded_runs(key):
        path = descend(run.surface, run.optimizer, run.start, steps=200, **run.knobs, **run.options)
        assert path.ending is Ending.ALL_STEPS
        assert np.abs(path.points - run.points).max() < 1e-9, (run.surface_name, run.knobs)


def test_gradient_descent_on_a_bowl_is_a_power() -> None:
    run = descend(BOWL, "sgd", steps=30, learning_rate=0.04)
    t = np.arange(31)
    np.testing.assert_allclose(run.points, np.stack((0.92**t, 0.2**t), axis=1), rtol=1e-12)
    np.testing.assert_allclose(run.values, 0.92 ** (2 * t) + 10 * 0.2 ** (2 * t), rtol=1e-12)
    np.testing.assert_allclose(run.gradients, run.points * [2, 20], rtol=1e-12)
    assert run.rates.tolist() == [0.04] * 30
    assert (run.evaluations.value, run.evaluations.gradient, run.evaluations.hessian) == (0, 30, 0)


def test_memory_is_recorded_after_each_step() -> None:
    run = descend(BOWL, "momentum", steps=5, learning_rate=0.01, momentum=0.5)
    velocity = np.zeros(2)
    for t in range(5):
        velocity = 0.5 * velocity + run.gradients[t]
        np.testing.assert_allclose(run.states["m"][t + 1], velocity, rtol=1e-14)
    assert run.states["m"][0].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "start", "size", "ending"),
    [
        ("x^2 + y^2", (1, 1), 10.0, Ending.BEYOND_BOUND),
        ("exp(x^2) + y^2", (3, 1), 10.0, Ending.OVERFLOW),
        ("(x^2 + y^2)^50", (100, 100), 1e-9, Ending.OVERFLOW),
        ("sqrt(x) + y^2", (1, 1), 1.5, Ending.LEFT_DOMAIN),
        ("log(x) + y^2", (1, 1), 1.0, Ending.LEFT_DOMAIN),
        ("1/x + y^2", (-1, 0), 1.0, Ending.LEFT_DOMAIN),
        ("log(x) + y^2", (-1, 1), 0.1, Ending.UNDEFINED_START),
        ("x + y", (1, 1), 0.1, Ending.ALL_STEPS),
    ],
)
def test_a_run_ends_with_its_reason(text: str, start: tuple[float, float], size: float, ending: Ending) -> None:
    run = descend(text, "sgd", start, steps=50, learning_rate=size)
    assert run.ending is ending
    assert np.isfinite(run.points).all()
    assert (run.steps == 50) == (ending is Ending.ALL_STEPS)
    if ending is Ending.UNDEFINED_START:
        assert run.points.tolist() == [list(start)]
        assert run.steps == 0


def test_the_point_beyond_the_bound_is_kept() -> None:
    run = descend("x^2 + y^2", "sgd", (1, 0), learning_rate=2.0, bound=100.0)
    assert run.points[:, 0].tolist() == [1, -3, 9, -27, 81, -243]
    assert run.ending is Ending.BEYOND_BOUND


def test_a_step_that_floats_refuse_goes_on_where_ieee_is_finite() -> None:
    # exp(800) raises for floats; in IEEE it is infinite and the gate it closes is exactly 0
    gate = Optimizer("gate", "Gate", "theta = theta - alpha*g/(1 + exp(theta))", knobs={"learning_rate": rate(0.05)})
    run = descend("x^2 + y^2", gate, (800.0, -1.0), steps=3)
    assert run.steps == 3
    assert run.points[:, 0].tolist() == [800.0] * 4
    assert run.points[1, 1] == pytest.approx(-1 + 0.1 / (1 + np.exp(-1)))


def test_a_rule_that_divides_by_zero_says_so() -> None:
    unit = Optimizer("unit", "Unit step", "theta = theta - alpha*g/norm(g)", knobs={"learning_rate": rate(0.5)})
    run = descend("x^2 + y^2", unit, (1.0, 0.0), steps=10)
    assert (run.steps, run.ending) == (2, Ending.DIVISION_BY_ZERO)
    assert run.points.tolist() == [[1, 0], [0.5, 0], [0, 0]]


@pytest.mark.parametrize(
    ("stop", "ending"),
    [
        (Stop(gradient=1e-3), Ending.GRADIENT_SMALL),
        (Stop(step=1e-3), Ending.STEP_SMALL),
        (Stop(value=1e-3), Ending.VALUE_SETTLED),
    ],
)
def test_tolerances_stop_at_the_first_step_that_meets_them(stop: Stop, ending: Ending) -> None:
    whole, run = descend(BOWL, "sgd", learning_rate=0.02), descend(BOWL, "sgd", learning_rate=0.02, stop=stop)
    moved = np.linalg.norm(np.diff(whole.points, axis=0), axis=1)
    sizes = {
        Ending.GRADIENT_SMALL: np.linalg.norm(whole.gradients[1:], axis=1),
        Ending.STEP_SMALL: moved,
        Ending.VALUE_SETTLED: np.abs(np.diff(whole.values)),
    }[ending]
    assert run.ending is ending
    assert run.steps == int(np.argmax(sizes < 1e-3)) + 1
    np.testing.assert_array_equal(run.points, whole.points[: run.steps + 1])
    assert run.evaluations.gradient == run.steps


def test_a_start_at_a_minimum_stops_at_once() -> None:
    run = descend(BOWL, "adam", (0, 0), stop=Stop(gradient=1e-9))
    assert (run.steps, run.ending) == (0, Ending.GRADIENT_SMALL)


def test_noise_is_seeded_isotropic_and_the_same_for_every_optimizer() -> None:
    flat = Surface("x - x + 0y")
    run = descend(flat, "sgd", (0, 0), 4000, learning_rate=1.0, noise=0.5, seed=3)
    drawn = -np.diff(run.points, axis=0)
    np.testing.assert_allclose(drawn.std(axis=0), 0.5, rtol=0.05)
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.05
    again = descend(flat, "momentum", (0, 0), 100, learning_rate=1.0, momentum=0.0, noise=0.5, seed=3)
    np.testing.assert_allclose(again.points, run.points[:101], atol=1e-12)
    other = descend(flat, "sgd", (0, 0), 100, learning_rate=1.0, noise=0.5, seed=4)
    assert np.abs(other.points - run.points[:101]).max() > 0.1
    assert not run.gradients.any()


def test_schedules_set_the_rates() -> None:
    rates = np.linspace(0.04, 0.001, 20)
    run = descend(BOWL, "sgd", steps=20, schedule=rates)
    np.testing.assert_array_equal(run.rates, rates)
    np.testing.assert_allclose(run.points[1:, 0], np.cumprod(1 - 2 * rates), rtol=1e-13)
    named = descend(BOWL, "sgd", steps=20, schedule=("exponential", {"gamma": 0.5}), learning_rate=0.04)
    np.testing.assert_allclose(named.rates, 0.04 * 0.5 ** np.arange(20))


def test_a_schedule_that_hears_the_losses_hears_those_of_its_own_run() -> None:
    """PyTorch's ReduceLROnPlateau by hand: better means lower by more than 1e-4 of the best; patience 2, factor 1/2."""
    knobs = {"patience": 2.0, "factor": 0.5}
    run = descend(BOWL, "sgd", steps=60, learning_rate=0.1, schedule=("reduce_on_plateau", knobs))
    assert run.rates[-1] < 0.1
    rate, best, bad = 0.1, np.inf, 0
    for t in range(60):
        assert run.rates[t] == rate
        bad = 0 if run.values[t] < best * (1 - 1e-4) else bad + 1
        best = run.values[t] if not bad else best
        if bad > 2:
            rate, bad = rate / 2, 0


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_a_surface_without_a_formula_takes_the_same_path(key: str) -> None:
    formula, functions = (descend(s, key, steps=60, noise=0.1) for s in (BOWL, AS_FUNCTIONS))
    np.testing.assert_allclose(functions.points, formula.points, atol=1e-9)
    np.testing.assert_allclose(functions.values, formula.values, atol=1e-9)
    assert functions.evaluations == formula.evaluations


def test_mini_batches_give_the_gradient_and_the_whole_surface_the_record() -> None:
    halves = (Surface("2x^2"), Surface("20y^2"))
    run = descend(BOWL, "sgd", steps=4, learning_rate=0.01, batches=lambda t: halves[t % 2])
    np.testing.assert_allclose(run.points[-1], [0.96**2, 0.6**2], rtol=1e-14)
    np.testing.assert_allclose(run.values, run.points[:, 0] ** 2 + 10 * run.points[:, 1] ** 2, rtol=1e-14)


def test_parameters_are_run_time_arguments() -> None:
    surface = Surface("a x^2 + y^2")
    for a in (1.0, 3.0):
        run = descend(surface.with_parameters(a=a), "sgd", (1, 0), 1, learning_rate=0.1)
        assert run.points[1, 0] == pytest.approx(1 - 0.2 * a)


def test_weight_decay_is_the_knob_or_the_option() -> None:
    decayed = descend(BOWL, "sgd", steps=5, weight_decay=0.3)
    option = descend(BOWL, "sgd", steps=5, weight_decay_l2=0.3)
    np.testing.assert_array_equal(decayed.points, option.points)
    knob = descend(BOWL, "adamw", steps=5, weight_decay=0.3)
    assert np.abs(knob.points - descend(BOWL, "adamw", steps=5, weight_decay=0.0).points).max() > 0


def test_runs_are_deterministic_and_zero_steps_are_a_run() -> None:
    one, two = (descend(BOWL, "adam", steps=50, noise=0.2, seed=7) for _ in range(2))
    np.testing.assert_array_equal(one.points, two.points)
    assert descend(BOWL, "adam", steps=0).steps == 0


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        descend(BOWL, "nothing")
    with pytest.raises(TypeError, match="no knob beta7"):
        descend(BOWL, "adam", beta7=0.5)


def test_a_long_run_is_continued_block_by_block() -> None:
    run = descend("x^2 + y^2", "adam", (1, 1), 9000, learning_rate=1e-5)
    assert run.steps == 9000
    short = descend("x^2 + y^2", "adam", (1, 1), 4100, learning_rate=1e-5)
    np.testing.assert_array_equal(short.points, run.points[:4101])


def test_methods_run_through_the_same_door() -> None:
    run = descend("x^2 + 10y^2", OPTIMIZERS["newton"], (1, 1), 5)
    np.testing.assert_allclose(run.points[-1], 0, atol=1e-12)
    with pytest.raises(TypeError, match="is a method"):
        descend("x^2 + 10y^2", "newton", (1, 1), 5, noise=0.1)


def test_tables_kept_from_the_last_run_are_those_of_its_knobs() -> None:
    runs = [descend(BOWL, "adam", steps=n, learning_rate=a, beta1=b) for n, a, b in ((9, 0.1, 0.9), (9, 0.1, 0.5))]
    again = descend(BOWL, "adam", steps=9, learning_rate=0.1, beta1=0.9)
    np.testing.assert_array_equal(again.points, runs[0].points)
    assert np.abs(runs[0].points - runs[1].points).max() > 1e-3
    longer = descend(BOWL, "adam", steps=12, learning_rate=0.1, beta1=0.9)
    np.testing.assert_array_equal(longer.points[:10], again.points)


def test_knobs_named_in_another_order_are_the_same_run() -> None:
    start, rates = np.array([1.0, 2.0]), np.array([0.1, 0.2])
    one = Settings({"learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "eps": 1e-8})
    other = Settings({"learning_rate": 0.1, "beta2": 0.9, "beta1": 0.99, "eps": 1e-8})  # the same numbers in a row
    adam = OPTIMIZERS["adam"]
    for settings in (one, other, one):
        beta1, beta2 = settings.knobs["beta1"], settings.knobs["beta2"]
        point, m, v = start, np.zeros(2), np.zeros(2)
        for t in range(1, 31):
            g = np.array([2.0, 20.0]) * point
            m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
            point = point - 0.1 * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + 1e-8)
        alone = descend(BOWL, "adam", start, 30, settings=settings).points[-1]
        beside = run_many(BOWL, adam, np.array([start, start]).T, 30, settings, {"learning_rate": rates}).points[0]
        np.testing.assert_allclose((alone, beside), (point, point), rtol=1e-9)


def test_a_run_that_stands_where_floats_refuse_stays_there() -> None:
    unit = "theta = theta - alpha*where(norm(g) > 0, g/norm(g), 0)"
    run = descend("x^2 + y^2", custom_optimizer(unit), (1.0, 0.0), 5000, learning_rate=0.5)
    assert (run.steps, run.ending) == (5000, Ending.ALL_STEPS)
    assert run.points[:3].tolist() == [[1, 0], [0.5, 0], [0, 0]]
    assert not run.points[2:].any()


def test_unless_said_otherwise_the_noise_is_that_of_the_seed_0() -> None:
    run = descend("0x + 0y", "sgd", (0, 0), 20, learning_rate=1.0, noise=0.5)
    drawn = 0.5 * np.random.default_rng(0).standard_normal((20, 2))
    np.testing.assert_allclose(run.points[1:], -np.cumsum(drawn, axis=0), rtol=1e-12)


@pytest.mark.parametrize(("x", "beyond"), [(999_999.5, False), (1e6, False), (1_000_000.5, True)])
def test_unless_said_otherwise_the_bound_is_a_million(x: float, *, beyond: bool) -> None:
    run, batch = descend("0x + 0y", "sgd", (x, 0), 3), descend_many("0x + 0y", "sgd", [(x, 0)], 3, retire=False)
    assert (run.ending is Ending.BEYOND_BOUND) == beyond
    bare = run_many(Surface("0x + 0y"), OPTIMIZERS["sgd"], np.array([[x], [0.0]]), 3, run.settings)
    assert (batch.status == LOST).tolist() == (bare.status == LOST).tolist() == [beyond]


@pytest.mark.parametrize("key", ["sgd", "momentum"])
def test_a_product_of_constants_that_overflows_does_not_lose_a_run_that_is_to_be_multiplied_by_0(key: str) -> None:
    """α·decay is infinite, and what it multiplies is 0: the equation as written, α(g + decay·θ), stays at 0."""
    given = {"learning_rate": 1e300, "weight_decay_l2": 1e300, "retire": False}
    batch = descend_many("0x + 0y", key, [(0, 0)], 5, **given)
    assert (batch.points.tolist(), batch.steps.tolist(), batch.status.tolist()) == ([[0, 0]], [5], [UNDER_WAY])


def test_many_runs_are_let_go_at_rest_unless_all_steps_are_asked_for() -> None:
    """x halves each step and is looked at every 25: it moves less than 10⁻⁴ from step 25 to 50, less than 10 before."""
    ends = {
        retire: descend_many("x^2 + y^2", "sgd", [(1, 0)], 200, learning_rate=0.25, retire=retire)
        for retire in (True, False, Retirement(moved=10.0))
    }
    assert [int(batch.steps[0]) for batch in ends.values()] == [50, 200, 25]
    assert [int(batch.status[0]) for batch in ends.values()] == [SETTLED, UNDER_WAY, SETTLED]
    assert [batch.points[0, 0] for batch in ends.values()] == [2.0**-50, 2.0**-200, 2.0**-25]


@pytest.mark.parametrize("schedule", ["cosine", "reduce_on_plateau", None])
@pytest.mark.parametrize("planned", [None, 120])
def test_the_first_of_more_steps_are_those_of_the_longer_run_for_every_rate(
    schedule: str | None, planned: int | None
) -> None:
    surface, sgd, rates = Surface("x^2 + 10y^2"), OPTIMIZERS["sgd"], np.array([0.01, 0.04])
    settings = descend(surface, "sgd", (3, 1), 0, schedule=schedule).settings
    starts = np.repeat(np.array([[3.0], [1.0]]), 2, axis=1)
    batch = run_many(surface, sgd, starts, 60, settings, {"learning_rate": rates}, planned=planned)
    for lane, end in zip(rates, batch.points, strict=True):
        whole = descend(surface, "sgd", (3, 1), planned or 60, schedule=schedule, learning_rate=lane)
        assert end == pytest.approx(whole.points[60], rel=1e-9)
