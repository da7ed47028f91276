"""Verdicts and events on scenes with known outcomes, and thresholds from theory."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdviz
from gdviz.analysis.diagnosis import EventKind, Verdict, diagnose
from gdviz.analysis.landscape import survey
from gdviz.descent import Stop, descend
from gdviz.gallery import GALLERY
from gdviz.learning.data import MODELS, BatchSurfaces, draw_batches
from gdviz.surface import Minimum, Surface
from gdviz.trajectory import Trajectory
from tests.diagnosis_scenes import BOWL, DOUBLE, FIVE, SCENES, TILTED, TWO, diagnosed, run
from tests.trials import trials


@pytest.mark.parametrize("name", SCENES)
def test_verdict_and_events(name: str) -> None:
    found, scene = diagnosed(name), SCENES[name]
    assert found.verdict is scene.verdict, found.sentence
    assert {e.kind.name for e in found.events} == set(scene.kinds.split()), [e.sentence for e in found.events]
    steps = [e.step for e in found.marks]
    assert steps == sorted(steps)
    assert all(0 <= e.step <= e.until <= scene.steps and e.sentence.endswith(".") for e in found.marks)


def test_the_scenes_show_every_kind_of_event() -> None:
    """Convergence is a mark and no event; bursts have a test of their own (test_diagnosis_truth)."""
    shown = {kind for scene in SCENES.values() for kind in scene.kinds.split()}
    assert shown == {kind.name for kind in EventKind} - {"CONVERGENCE", "BURST"}


angles, ratios = st.floats(0.3, 1.2), st.floats(1.0, 30.0)


def quadratic(angle: float, ratio: float) -> str:
    """Eigenvalues 2 and 2·ratio, turned by an angle."""
    c, s = math.cos(angle), math.sin(angle)
    return f"({c:.17g} x + {s:.17g} y)^2 + {ratio:.17g} ({-s:.17g} x + {c:.17g} y)^2"


@trials(12)
@given(angles, ratios, st.floats(0.05, 0.999))
def test_below_one_over_the_curvature_nothing_happens(angle: float, ratio: float, product: float) -> None:
    found = run(quadratic(angle, ratio), FIVE, "sgd", (3.7, 2.9), 150, learning_rate=product / (2 * ratio))
    assert not found.events
    assert found.verdict in (Verdict.REACHED, Verdict.DESCENDING)


@trials(12)
@given(angles, ratios, st.floats(1.002, 1.4), st.sampled_from(["sgd", "momentum", "nesterov"]))
def test_above_the_stability_threshold_it_diverges(angle: float, ratio: float, factor: float, key: str) -> None:
    limit = {"sgd": 2, "momentum": 2 * 1.9, "nesterov": 2 * 1.9 / 2.8}[key]
    text = quadratic(angle, ratio)
    found = run(text, FIVE, key, (3.7, 2.9), 20000, learning_rate=factor * limit / (2 * ratio))
    assert found.verdict is Verdict.DIVERGED
    calm = run(text, FIVE, key, (3.7, 2.9), 3000, learning_rate=0.95 * limit / (2 * ratio))
    assert calm.verdict in (Verdict.REACHED, Verdict.DESCENDING)


@trials(8)
@given(st.floats(0.3, 1.0), st.floats(1.75, 1.95))
def test_between_one_and_two_it_zigzags(angle: float, product: float) -> None:
    found = run(quadratic(angle, 12.0), FIVE, "sgd", (-3.0, 3.5), 100, learning_rate=product / 24)
    assert [e.kind for e in found.events] == [EventKind.ZIGZAG]
    assert (
        f"λ₁ = 24 in the steepest direction, and α·λ₁ = {product / 24:.4g} × 24 = {product:.4g}"
        in found.events[0].sentence
    )


SMOOTH = [key for key, surface in GALLERY.items() if surface.smooth]
STEPS_TOO_FAR = {"OVERSHOOT", "ZIGZAG", "CYCLE", "ASCENT", "DIVERGENCE"}


@pytest.mark.long
@pytest.mark.parametrize("key", SMOOTH)
def test_small_steps_never_go_too_far_on_the_gallery(key: str) -> None:
    """With rate × curvature below 0.9 all along the path, every step ends before the lowest point of its line."""
    surface, rate = GALLERY[key], 0.1
    for _ in range(30):
        trajectory = descend(surface, "sgd", steps=300, learning_rate=rate)
        hxx, hxy, hyy = surface.hessian(*trajectory.points.T)
        if rate * np.max(np.hypot((hxx - hyy) / 2, hxy) + np.abs(hxx + hyy) / 2) < 0.9:
            break
        rate /= 2
    found = diagnose(surface, "sgd", trajectory, knobs={"learning_rate": rate})
    assert not STEPS_TOO_FAR & {e.kind.name for e in found.events}, [e.sentence for e in found.events]
    assert found.verdict in (Verdict.REACHED, Verdict.TRAPPED, Verdict.DESCENDING, Verdict.UNBOUNDED)


def test_arrival_is_a_mark_and_no_event() -> None:
    found = diagnosed("bowl")
    assert found.arrival is not None
    assert found.marks == (found.arrival,)
    # 5·0.8ᵗ, the distance after t steps, falls below 0.4 % of the window's diagonal at t = 21
    assert found.arrival.step == 21
    assert found.arrival.sentence.startswith(
        "From frame 21 on it stays within 0.04612 of the minimum (0, 0); in that frame f = 0.002127, slope 0.09223."
    )
    assert diagnosed("ellipse, slow").arrival is None


def test_a_trap_is_marked_once() -> None:
    found = diagnosed("camel")
    assert found.arrival is None
    assert [e.kind for e in found.marks] == [EventKind.TRAP]


def test_known_minima_of_the_surface_count_as_deeper() -> None:
    deeper = Surface(TILTED, window=((0, 2), (-2, 2)), minima=[Minimum((-1.0356, 0.0), -0.3054)])
    unknown = Surface(TILTED, window=((0, 2), (-2, 2)))
    verdicts = []
    for surface in (deeper, unknown):
        trajectory = descend(surface, "sgd", (1.5, 1), 200, learning_rate=0.05)
        verdicts.append(diagnose(surface, "sgd", trajectory).verdict)
    assert verdicts == [Verdict.TRAPPED, Verdict.REACHED]


def test_a_run_that_stopped_at_a_saddle_is_told_so() -> None:
    found = run(DOUBLE, TWO, "sgd", (0, 1.5), 500, learning_rate=0.1, stop=Stop(gradient=1e-6))
    assert found.verdict is Verdict.SADDLE


def test_a_given_survey_is_used() -> None:
    surface = Surface(TILTED, window=TWO)
    trajectory = descend(surface, "sgd", (1.5, 1), 200, learning_rate=0.05)
    half = survey(surface, window=((0.2, 2), (-2, 2)))
    assert diagnose(surface, "sgd", trajectory, half).verdict is Verdict.REACHED
    assert diagnose(surface, "sgd", trajectory, survey(surface)).verdict is Verdict.TRAPPED


def test_a_surface_without_formula_is_diagnosed_too() -> None:
    surface = Surface.of_functions(
        "double well, by functions",
        lambda p: (p[0] ** 2 - 1) ** 2 + p[1] ** 2 + 0.3 * p[0],
        lambda p: np.stack([4 * p[0] * (p[0] ** 2 - 1) + 0.3, 2 * p[1]]),
        lambda p: np.stack([12 * p[0] ** 2 - 4, 0 * p[0], 2 + 0 * p[0]]),
        window=TWO,
    )
    trajectory = descend(surface, "sgd", (1.5, 1), 200, learning_rate=0.05)
    found = diagnose(surface, "sgd", trajectory)
    assert found.verdict is Verdict.TRAPPED
    assert "a climb of 0.7171." in found.sentence


def test_many_crossings_close_together_are_one_event() -> None:
    surface = GALLERY["bohachevsky"]
    trajectory = descend(surface, "schedule_free_sgd", (0.5, 0.7), 400, learning_rate=1.0)
    found = diagnose(surface, "schedule_free_sgd", trajectory)
    crossings = [e for e in found.events if e.kind is EventKind.BASIN_LEFT]
    assert len(crossings) == 1
    assert crossings[0].until > crossings[0].step
    assert "such crossings until step" in crossings[0].sentence


def test_hovering_about_a_minimum_is_being_there() -> None:
    """RMSProp with a constant rate twitches about the minimum for ever, by less than 1 % of the window's diagonal."""
    surface = GALLERY["rastrigin"]
    trajectory = descend(surface, "rmsprop", (2.3, -1.7), 500, learning_rate=0.05)
    found = diagnose(surface, "rmsprop", trajectory)
    assert found.verdict is Verdict.TRAPPED
    away = np.hypot(*(trajectory.points[-126:] - (1.98991223, -1.98991223)).T).max()
    assert away < 0.01 * 2 * 5.12 * math.sqrt(2)
    last = trajectory.values[-126:]
    assert f"It hovers within {away:.4g} of the minimum (1.99, −1.99), where f = 7.96: " in found.sentence
    assert f"in its last 125 steps f is between {last.min():.4g} and {last.max():.4g}; the one at" in found.sentence


def test_a_start_beyond_the_bound() -> None:
    found = run(BOWL, ((1e7, 2e7), (0, 1)), "sgd", (1.5e7, 0.5), 10, learning_rate=1e-9)
    assert found.verdict is Verdict.DIVERGED
    assert "lies beyond the bound of the run." in found.sentence


def test_climbing_straight_on_is_divergence_too() -> None:
    """Steps of exactly one period see the same phase of every ripple, and no bowl under them."""
    surface = GALLERY["levy13"]
    found = diagnose(surface, "sign_sgd", descend(surface, "sign_sgd", (-0.6, 0.9), 400, learning_rate=1.0))
    assert found.verdict is Verdict.DIVERGED
    assert "in the last 100 steps f rose from" in found.sentence


def test_no_steps_at_all() -> None:
    surface = Surface(BOWL)
    still = Trajectory(np.array([[1.0, 1.0]]), np.array([2.0]), np.array([[2.0, 2.0]]), np.zeros(0))
    found = diagnose(surface, "sgd", still)
    assert found.verdict is Verdict.DESCENDING
    assert "After 0 steps it is at (1, 1), f = 2, with a slope of 2.828 left." in found.sentence
    assert not found.marks


def fitted_line(count: int, seed: int) -> Surface:
    """The mean squared error of a line fitted to rows drawn from a seed."""
    random = np.random.default_rng(seed)
    x = random.normal(size=count)
    return MODELS["linear"].surface({"x": x, "y": 2 * x + 1 + random.normal(size=count)})


@pytest.mark.parametrize(("size", "steps"), [(8, 120), (1, 1000), (4, 400), (1, 120)])
@pytest.mark.parametrize("seed", range(3))
def test_batches_keep_a_run_moving(size: int, steps: int, seed: int) -> None:
    """Its mean over the last quarter is the mean of the quarter before, as far as its own swings let one tell."""
    surface = fitted_line(40, seed)
    batches = BatchSurfaces(surface, draw_batches(40, size, steps))
    found = gdviz.descend(surface, "sgd", (-1, 1.5), steps, learning_rate=0.05, batches=batches).diagnosis
    assert found.verdict is Verdict.NOISY, found.sentence
    assert "Every mini-batch has a slope of its own" in found.sentence


@pytest.mark.parametrize("size", [1, 8])
def test_batches_do_not_hide_that_a_run_is_on_its_way(size: int) -> None:
    surface = fitted_line(40, 0)
    batches = BatchSurfaces(surface, draw_batches(40, size, 60))
    found = gdviz.descend(surface, "sgd", (-3, -3), 60, learning_rate=0.002, batches=batches).diagnosis
    assert found.verdict is Verdict.DESCENDING, found.sentence


@pytest.mark.parametrize("key", ["sgd", "momentum", "adam", "rmsprop"])
def test_weight_decay_holds_a_run_where_it_balances_the_slope(key: str) -> None:
    """(x - 2)² + 3y² + λ/2 (x² + y²) is least at x = 4/(2 + λ), y = 0, where the slope is λ x."""
    run = gdviz.descend("(x-2)^2+3y^2", key, (1, 1), 2000, learning_rate=0.02, weight_decay_l2=0.5)
    assert run.verdict is Verdict.HELD, run.diagnosis.sentence
    assert "where the slope is 0.8, and weight decay pulls back towards the origin by 0.5 × 1.6 = 0.8." in (
        run.diagnosis.sentence
    )


@pytest.mark.parametrize(
    ("text", "start", "verdict"),
    [
        ("x^2 + 3y^2", (1, 1), Verdict.REACHED),  # squares: nowhere below 0
        ("|x - 1| + y^2", (1, 1), Verdict.REACHED),
        ("log(1 + x^2 + 4y^2) + 0.2x", (0, 1), Verdict.LOWEST_KNOWN),  # falls without bound to the left
        ("cos(3x) + sin(5y) + x^2/10 + y^2/10 + |x - y|/50", (1, -0.3), Verdict.TRAPPED),
    ],
)
def test_global_is_said_only_where_nothing_lower_is_possible(
    text: str, start: tuple[float, float], verdict: Verdict
) -> None:
    run = gdviz.descend(text, "sgd", start, 3000, schedule="cosine", learning_rate=0.02)
    assert run.verdict is verdict, run.diagnosis.sentence


def test_a_run_that_ends_higher_is_not_said_to_descend() -> None:
    run = gdviz.descend("(x^2+y-11)^2+(x+y^2-7)^2", "sgd", (-2.5, -0.6), 1, learning_rate=100)
    assert run.verdict is Verdict.CLIMBING
    assert "In the last step f rose from 112.2 to 1.559·10¹⁴" in run.diagnosis.sentence
