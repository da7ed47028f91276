"""Sentences that were once false, each against a closed form, SciPy or a hand-made path."""

import math
import re

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import gdviz
from gdviz.analysis.diagnosis import EventKind, Verdict
from gdviz.gallery import GALLERY
from gdviz.learning.data import data_surface
from gdviz.numeral import numeral
from tests.sentence_witness import numbers


def sentences(run, kind: EventKind) -> list[str]:
    return [event.sentence for event in run.events if event.kind is kind]


@pytest.mark.parametrize(
    ("text", "f", "start", "rate"),
    [
        ("x^4 - 3x^2 + 2", lambda x, y: x**4 - 3 * x**2 + 2, (-2.5, 0), 0.1),
        ("x^4 - 2x^3 + 1", lambda x, y: x**4 - 2 * x**3 + 1, (2, 0), 0.2),
        ("(x^2+y-11)^2 + (x+y^2-7)^2", lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2, (-4, -4), 0.012),
        ("cosh(2x) + y^4", lambda x, y: np.cosh(2 * x) + y**4, (1.2, 1.0), 0.22),
    ],
)
def test_an_overshoot_is_measured_on_the_true_line(text: str, f, start: tuple[float, float], rate: float) -> None:
    run = gdviz.descend(text, "sgd", start, 2, learning_rate=rate)
    event = next(e for e in run.events if e.kind is EventKind.OVERSHOOT)
    assert event.step == 1
    p, d = run.points[0], run.points[1] - run.points[0]
    scan = np.linspace(0, 1, 2001)
    heights = f(*(p[:, None] + d[:, None] * scan))
    best = scan[np.flatnonzero(heights <= heights.min() + 1e-4)[-1]]
    found = minimize_scalar(lambda s: f(*(p + s * d)), bounds=(best - 5e-3, best + 5e-3), method="bounded")
    share = numbers("lay at # % of the step, it went # times as far", event.sentence)
    assert share == pytest.approx([100 * found.x, 1 / found.x], rel=1e-3)


def test_the_opening_scene_climbs_for_two_steps() -> None:
    run = gdviz.descend(GALLERY["himmelblau"], "momentum", steps=150, learning_rate=0.004)
    said = sentences(run, EventKind.ASCENT)[0]
    a, b = run.values[8], run.values[10]
    assert said.startswith(f"Steps 9 and 10 climbed from f = {a:.4g} to {b:.4g}: what Momentum remembers carried it ")
    assert (np.diff(run.values[8:11]) > 0).all()
    assert run.values[11] < b


def test_the_cause_of_a_climb_is_memory_only_where_there_is_memory() -> None:
    run = gdviz.descend("x^3 - x*y - x + x*y^3 - y^4", "newton", (-1, -1), 100)
    said = sentences(run, EventKind.ASCENT)
    assert said
    for event in (e for e in run.events if e.kind is EventKind.ASCENT):
        x, y = run.points[event.step - 1]
        low = np.linalg.eigvalsh([[6 * x, 3 * y * y - 1], [3 * y * y - 1, 6 * x * y - 12 * y * y]])[0]
        assert f"f bends down there (λ = {numeral(low)})" in event.sentence or "passed over higher" in event.sentence
        assert "remembers" not in event.sentence


def test_a_negative_rate_is_the_cause() -> None:
    run = gdviz.descend("x^2 + y^2", "sgd", (1, 1), 50, learning_rate=-0.1)
    assert run.verdict is Verdict.DIVERGED
    assert "the rate is negative, α = −0.1, so every step goes uphill" in run.diagnosis.sentence
    assert all("remembers" not in event.sentence for event in run.events)


@pytest.mark.parametrize(
    ("product", "steps", "verdict"),
    [
        (1.999, 1000, Verdict.DESCENDING), (1.998, 300, Verdict.DESCENDING), (1.9995, 300, Verdict.DESCENDING),
        (2.0, 200, Verdict.CYCLING), (2.001, 200, Verdict.DIVERGED), (2.001, 1000, Verdict.DIVERGED),
        (2.01, 60, Verdict.DIVERGED), (1.99, 60, Verdict.DESCENDING),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["sgd", "momentum"])
def test_near_the_threshold(product: float, steps: int, verdict: Verdict, key: str) -> None:
    """On λ/2 (x² + y²), λ = 1, each step of plain descent multiplies by 1 - αλ; heavy ball's limit is 2(1 + β)."""
    knobs = {"learning_rate": product * (1 if key == "sgd" else 1.5)} | ({} if key == "sgd" else {"momentum": 0.5})
    run = gdviz.descend("x^2/2 + y^2/2", key, (3, 2), steps, **knobs)
    assert run.verdict is verdict, run.diagnosis.sentence


def test_a_product_beside_its_threshold_is_told_from_it() -> None:
    run = gdviz.descend("x^2/2 + y^2/2", "sgd", (3, 2), 2000, learning_rate=2.00004)
    assert "α·λ₁ = 2 × 1 = 2.00004, above the stability threshold 2;" in run.diagnosis.sentence


@pytest.mark.parametrize(
    ("text", "start", "rate", "width"),
    [
        ("|x| + |y|", (1 + 1 / 32, 0.5 + 1 / 32), 1 / 16, math.sqrt(2) / 16),
        ("|x| + |y|", (1.025, 0.525), 0.05, math.sqrt(2) / 20),
        ("2/3 |x|^(3/2)", (0.5, 0), 0.1, 0.005),  # α √x = 2x
        ("|x - 1|^1.5", (2, 0), 0.1, 2 * 0.075**2),  # α 1.5 √x = 2x
        ("x^2/2 + y^2/2", (0.05, 0), 2.0, 0.1),
    ],
)
def test_a_narrow_cycle_is_one(text: str, start: tuple[float, float], rate: float, width: float) -> None:
    run = gdviz.descend(text, "sgd", start, 400, learning_rate=rate)
    assert run.verdict is Verdict.CYCLING, run.diagnosis.sentence
    assert f"goes round between 2 points, {numeral(width)} apart at most" in run.diagnosis.sentence


def test_a_cycle_is_as_wide_as_said_from_the_step_said() -> None:
    for seed in range(12):
        x, y = np.random.default_rng(seed).uniform(-4, 4, 2)
        run = gdviz.descend("x^4/4 - x^2 + y^2 + x y/3", "sgd", (x, y), 300, learning_rate=0.5 + 0.03 * seed)
        for event in (e for e in run.events if e.kind is EventKind.CYCLE):
            span = numbers(r"between \d+ points, # apart at most", event.sentence) or [math.nan]
            points = run.points[event.step - 1 :]
            widest = np.hypot(*(points[:, None] - points).transpose(2, 0, 1)).max()
            assert math.isnan(span[0]) or span[0] == pytest.approx(widest, rel=1e-3)


def test_newtons_cycle_has_newtons_cause() -> None:
    run = gdviz.descend("x^4 + 4x^2 y + 4y^2 + 2x + 2y", "newton", (1.25, -0.90625), 20)
    assert run.verdict is Verdict.CYCLING
    assert "where the parabola fitted at the last point is flat" in run.diagnosis.sentence


def test_a_cycle_names_the_rate_against_the_curvature() -> None:
    """Rastrigin's Hessian at its minima is 2 + 40π² cos(2πx), 397 at most."""
    run = gdviz.descend(GALLERY["rastrigin"], "sgd", (5.12, -5.12), 100, learning_rate=0.01)
    bound = numbers("λ₁ = # × # = #, above the stability threshold 2", run.diagnosis.sentence)
    assert run.verdict is Verdict.CYCLING
    assert bound is not None
    assert 2 < bound[2] <= 0.01 * (2 + 40 * math.pi**2) + 1e-3
    rows = {"x": [34.6, 30.3, 35.8, 60.2, 79.0, 45.1, 61.1, 75.0, 76.1, 84.4], "y": [-1, -1, -1, 1, 1, -1, 1, 1, 1, 1]}
    surface = data_surface("softplus(-y*(w*x + b))", ("w", "b"), rows)
    run = gdviz.descend(surface, "sgd", (0, 0), 1000, learning_rate=1.0)
    assert numbers("the mean curvature is # and α times it is 1 × #", run.diagnosis.sentence)


def test_an_overflow_names_the_rate_that_would_hold() -> None:
    """exp(10x² + y²): λ₁ at (1, 1) of e¹¹ ((20 + 400, 40), (40, 2 + 4))."""
    high = math.exp(11) * np.linalg.eigvalsh([[420, 40], [40, 6]])[1]
    run = gdviz.descend("exp(10*x**2 + y**2)", "sgd", (1, 1), 200, learning_rate=0.01)
    assert f"there λ₁ = {numeral(high)} and" in run.diagnosis.sentence
    assert f"a rate below {numeral(2 / high)} would hold" in run.diagnosis.sentence


@pytest.mark.parametrize(
    ("decay", "rate", "hold"), [(1.0, 0.34, 2 / 7), (1.0, 0.30, 2 / 7), (0.0, 0.34, 1 / 3), (4.0, 0.25, 0.2)]
)
def test_the_limit_minds_weight_decay(decay: float, rate: float, hold: float) -> None:
    run = gdviz.descend("x^2 + 3y^2", "sgd", (1, 1), 200, learning_rate=rate, weight_decay_l2=decay)
    assert run.verdict is Verdict.DIVERGED
    assert f"a rate below {numeral(hold)} would hold" in run.diagnosis.sentence


def test_how_much_faster_is_said_of_quadratics_only() -> None:
    isotropic = gdviz.descend("3x^2 + 3y^2", "sgd", (3, 2), 200, learning_rate=0.001).diagnosis.sentence
    assert "each step takes 0.6 % off the way, and α = 1/λ = 0.1667 arrives in one step." in isotropic
    assert "times as fast" not in gdviz.descend("x^4 + y^4", "sgd", (3, 2), 200, learning_rate=0.001).diagnosis.sentence


def test_reached_is_said_of_a_run_that_is_down() -> None:
    """x⁶ + y² falls so slowly that x = 0.2 is still on the way; RMSProp leaps away from a minimum it stood at."""
    run = gdviz.descend("x^6 + y^2", "sgd", (1, 1), 300, learning_rate=0.1)
    assert run.values[-1] > 2e-5
    assert run.verdict is Verdict.DESCENDING
    run = gdviz.descend(GALLERY["himmelblau"], "rmsprop", steps=1000, learning_rate=0.02)
    assert run.verdict is Verdict.HOVERING
    last = run.values[-251:]
    assert f"f is between {numeral(last.min())} and {numeral(last.max())}" in run.diagnosis.sentence
    burst = next(event for event in run.events if event.kind is EventKind.BURST)
    assert run.values[burst.step - 7 : burst.step].max() < 1e-3 < run.values[burst.step + 10 :].max()


def test_an_arrival_is_as_near_as_said() -> None:
    for key, rate in (("sgd", 0.01), ("momentum", 0.004), ("adam", 0.2), ("rmsprop", 0.02)):
        run = gdviz.descend(GALLERY["himmelblau"], key, steps=150, learning_rate=rate)
        mark = run.diagnosis.arrival
        if mark is not None:
            near = numbers(r"stays within # of the minimum \(#, #\); in that frame f = #, slope #", mark.sentence)
            assert near is not None
            away = np.hypot(*(run.points[mark.step :] - near[1:3]).T).max()
            assert near[0] == pytest.approx(away, abs=2e-3)
            assert near[3:] == pytest.approx([run.values[mark.step], np.hypot(*run.gradients[mark.step])], rel=1e-3)


@pytest.mark.parametrize("key", ["sgd", "adam", "sam", "sam_adam"])
def test_where_the_slope_underflows_it_is_a_plateau(key: str) -> None:
    for place in ((30, 30), (40, 40)):
        run = gdviz.descend("exp(-x^2-y^2)", key, place, 30)
        assert run.verdict is Verdict.PLATEAU, run.diagnosis.sentence


def test_a_slope_above_one_is_no_plateau() -> None:
    """(tan x)' is nowhere below 1."""
    for key in ("sgd", "adam"):
        for start in ((1, 1), (-0.6, -0.6), (0.2, 0.1)):
            run = gdviz.descend("tan(x) + y^2", key, start, 150, learning_rate=0.01)
            assert not sentences(run, EventKind.PLATEAU_STALL)
            assert run.verdict is not Verdict.PLATEAU


def test_beside_a_monkey_saddle_it_is_no_plateau() -> None:
    run = gdviz.descend("x^3 - 3x y^2", "sgd", (1e-5, 0), 200, learning_rate=0.1)
    assert run.verdict is Verdict.DEGENERATE
    assert "stalls at the degenerate point (0, 0)" in run.diagnosis.sentence


def test_swings_that_grow_are_divergence() -> None:
    run = gdviz.descend("x^2 + 10y^2", "momentum", (-2, 2), 150, learning_rate=0.1638, momentum=0.627)
    assert run.verdict is Verdict.DIVERGED
    assert f"a rate below {numeral(2 * 1.627 / 20)} would hold" in run.diagnosis.sentence


def test_a_basin_is_left_for_the_next_by_name() -> None:
    """On (x² - 1)² + y² + 0.3x the basins are the two sides of the saddle, a root of 4x³ - 4x + 0.3."""
    left, saddle, right = sorted(np.roots([4, 0, -4, 0.3]).real)
    for rate in (0.15, 0.2, 0.25, 0.3):
        run = gdviz.descend("(x^2-1)^2 + y^2 + 0.3x", "sgd", (1.9, 1), 100, learning_rate=rate)
        for event in (e for e in run.events if e.kind is EventKind.BASIN_LEFT):
            before, after = run.points[event.step - 1 : event.step + 1, 0]
            names = [numeral(left if x < saddle else right) for x in (before, after)]
            assert re.search(rf"of the minimum \({names[0]}, 0\) for that of \({names[1]}, 0\)", event.sentence)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_one_step_is_no_steps(count: int) -> None:
    run = gdviz.descend("x^2 + 10y^2", "sgd", (3, 2), count, learning_rate=0.001)
    assert f"After {count} step{'' if count == 1 else 's'} it is" in run.diagnosis.sentence


ROWS = {"x": [34.6, 30.3, 35.8, 60.2, 79.0, 45.1, 61.1, 75.0, 76.1, 84.4], "y": [0, 0, 0, 1, 1, 0, 1, 1, 1, 1]}


def test_a_saturated_sigmoid_is_not_the_domains_end() -> None:
    """At w = b = 0 the loss ln 2 has the Hessian mean(x̃x̃ᵀ)/4; the first step leads to a real loss, by softplus."""
    surface = data_surface("-y*log(sigmoid(w*x+b)) - (1-y)*log(1-sigmoid(w*x+b))", ("w", "b"), ROWS)
    run = gdviz.descend(surface, "sgd", (0, 0), 1000, learning_rate=1.0)
    x, y = (np.array(ROWS[name], dtype=float) for name in ("x", "y"))
    if run.steps == 0:  # numbers of 16 digits cannot hold the next loss as it is typed
        high = np.linalg.eigvalsh([[(x * x).mean() / 4, x.mean() / 4], [x.mean() / 4, 1 / 4]])[1]
        w, b = ((y - 0.5) * x).mean(), (y - 0.5).mean()
        loss = np.mean(np.logaddexp(0, w * x + b) - y * (w * x + b))
        assert run.verdict is Verdict.SATURATED
        assert f"to ({numeral(w)}, {numeral(b)}), where f = {numeral(loss)}" in run.diagnosis.sentence
        assert f"a rate below {numeral(2 / high)} would hold" in run.diagnosis.sentence
    assert run.verdict is not Verdict.LEFT_DOMAIN


@pytest.mark.parametrize(
    ("text", "start", "rate"),
    [("sqrt(x) + y^2", (1, 1), 0.5), ("log(x) + y^2", (1, 1), 0.1), ("asin(x) + y^2", (0, 1), 1.5)],
)
def test_the_domains_end_stays_it(text: str, start: tuple[float, float], rate: float) -> None:
    run = gdviz.descend(text, "sgd", start, 300, learning_rate=rate)
    assert run.verdict is Verdict.LEFT_DOMAIN
    assert "it leads to no real f." in run.diagnosis.sentence


@pytest.mark.parametrize(
    ("text", "f", "rate"),
    [
        ("-log(1 - tanh(20x + y)) + x^2", lambda x, y: np.logaddexp(0, 40 * x + 2 * y) - np.log(2) + x * x, 1.0),
        ("-log(1 - tanh(20x + y)) + x^2", lambda x, y: np.logaddexp(0, 40 * x + 2 * y) - np.log(2) + x * x, 1.5),
        ("log(1 - tanh(x)^2) + y^2 - 3x", lambda x, y: -2 * (np.logaddexp(x, -x) - np.log(2)) + y * y - 3 * x, 40.0),
    ],
)
def test_a_formula_beyond_its_digits_is_said_to_be(text: str, f, rate: float) -> None:
    """1 - tanh(u) is 2/(1 + exp 2u), 1 - tanh² is 1/cosh²."""
    run = gdviz.descend(text, "sgd", (0.1, 0.1), 50, learning_rate=rate)
    assert run.verdict is Verdict.SATURATED, run.diagnosis.sentence
    there = run.points[-1] - rate * run.gradients[-1]
    assert f"where f = {numeral(float(f(*there)))}, but a part of the formula" in run.diagnosis.sentence


def test_every_rate_has_a_verdict() -> None:
    """A run may come to rest in the midst of its last quarter."""
    for text in ("x^4 + y^4", "20 + x^2 - 10cos(2 pi x) + y^2 - 10cos(2 pi y)"):
        for key in ("adam", "rmsprop", "momentum"):
            found = gdviz.sweep(text, key, (1.3, 0.9), 300, learning_rate=np.geomspace(1e-4, 3, 40))
            for rate, verdict in zip(found.axes["learning_rate"][::5], found.verdicts[::5], strict=True):
                assert gdviz.descend(text, key, (1.3, 0.9), 300, learning_rate=rate).verdict is verdict
