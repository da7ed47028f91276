"""Thresholds against spectral radii and against what runs do; quadratics against linear algebra done elsewhere."""

import numpy as np
import pytest

from gdviz.analysis.theory import LAWS, measured_threshold, quadratic, rate_limit, sharpness, swing_sentence, threshold
from gdviz.analysis.theory import _mostly_along as mostly_along
from gdviz.analysis.theory.stability import frozen_product, is_quadratic
from gdviz.descent import descend, settings_of
from gdviz.optimizers import OPTIMIZERS
from gdviz.surface import Surface

# text, and the Hessian worked out by hand
QUADRATICS = {
    "x^2 + y^2": (2, 0, 2),
    "x^2 + 10y^2": (2, 0, 20),
    "50x^2 + y^2": (100, 0, 2),
    "x^2 + x y + y^2": (2, 1, 2),
    "3(x - 1)^2 + (y + 2)^2 - 5": (6, 0, 2),
    "(x + y)^2 + 4(x - y)^2": (10, -6, 10),
    "0.01x^2 + 0.02y^2 + 3x": (0.02, 0, 0.04),
    "2x^2 - 3x y + 2y^2 + x - y": (4, -3, 4),
    "(2x + y - 3)^2 + (x - 2y)^2": (10, 0, 10),
    "500(x - 0.5)^2 + 0.5y^2": (1000, 0, 1),
}


def largest(hessian):
    xx, xy, yy = hessian
    return np.linalg.eigvalsh([[xx, xy], [xy, yy]])[1]


@pytest.mark.parametrize("text", QUADRATICS)
def test_measured_threshold_is_two_over_the_largest_eigenvalue(text):
    surface = Surface(text)
    center, lam = quadratic(surface).center, largest(QUADRATICS[text])
    measured = measured_threshold(surface, "sgd", center)
    assert measured.measured
    assert measured.rate == pytest.approx(2 / lam, rel=0.01)
    assert threshold(surface, "sgd", center).rate == pytest.approx(2 / lam, rel=1e-12)


@pytest.mark.parametrize(
    ("key", "knobs", "product"),
    [
        ("momentum", {"momentum": 0.9}, 2 * 1.9),
        ("momentum", {"momentum": 0.5}, 3.0),
        ("momentum", {"momentum": 0.8, "dampening": 0.8}, 2 * 1.8 / 0.2),
        ("nesterov", {"momentum": 0.9}, 2 * 1.9 / 2.8),
        ("nesterov", {"momentum": 0.3}, 2 * 1.3 / 1.6),
        ("qhm", {"momentum": 0.9, "nu": 0.7}, 2 * 1.9 / (1 + 0.9 * -0.4)),
        ("qhm", {"momentum": 0.9, "nu": 1.0}, 2 * 1.9 / 0.1),
    ],
)
@pytest.mark.parametrize("text", ["x^2 + 10y^2", "(x + y)^2 + 4(x - y)^2"])
def test_momentum_thresholds_are_where_runs_give_way(text, key, knobs, product):
    surface, lam = Surface(text), largest(QUADRATICS[text])
    center = quadratic(surface).center
    assert threshold(surface, key, center, **knobs).rate == pytest.approx(product / lam, rel=1e-12)
    assert measured_threshold(surface, key, center, **knobs).rate == pytest.approx(product / lam, rel=0.01)


def matrix(key, s, knobs):
    """One step of the rule on ½λθ² with α = 1, λ = s, by pushing unit vectors through the written equations."""
    beta, columns = knobs.get("momentum", 0.0), []
    for theta, m in ((1.0, 0.0), (0.0, 1.0)):
        g = s * theta
        if key == "sgd":
            m = 0.0
            move = g
        elif key == "momentum":
            m = beta * m + (1 - knobs["dampening"]) * g
            move = m
        elif key == "nesterov":
            m = beta * m + g
            move = g + beta * m
        else:
            m = beta * m + (1 - beta) * g
            move = (1 - knobs["nu"]) * g + knobs["nu"] * m
        columns.append((theta - move, m))
    return np.array(columns).T


@pytest.mark.parametrize("key", LAWS)
def test_at_its_threshold_an_eigenvalue_of_a_rule_leaves_the_unit_circle(key):
    chance = np.random.default_rng(3)
    for _ in range(200):
        knobs = {"momentum": chance.uniform(0, 0.99), "dampening": chance.uniform(0, 0.9), "nu": chance.uniform(0, 1)}
        law, step = LAWS[key], None
        for s, inside in ((law.product(knobs) * 0.999, True), (law.product(knobs) * 1.001, False)):
            step = matrix(key, s, knobs)
            assert (np.abs(np.linalg.eigvals(step)).max() < 1) == inside


def test_a_threshold_is_put_into_words():
    told = threshold(Surface("x^2 + 4y^2"), "nesterov", (0, 0), momentum=0.5)
    assert told.sentence == "Above α = 0.1875 Nesterov cannot stay at this minimum, where λ = 8."
    assert told.latex.startswith(r"\frac{2(1+\beta)}")
    assert not told.measured
    tried = measured_threshold(Surface("x^2 + 4y^2"), "sgd", (0, 0))
    assert tried.sentence.startswith("Measured: above α = 0.25 a run of Gradient descent that begins 0.014 beside")


def test_threshold_at_the_sharper_of_two_minima_is_lower():
    camel = Surface("(x^2 - 1)^2 (1 + x/2)^2 + y^2")
    mild, sharp = (threshold(camel, "sgd", point).rate for point in ((-1, 0), (1, 0)))
    assert sharp == pytest.approx(2 / 18)  # f'' = 8(1 + x/2)²
    assert mild == pytest.approx(2 / 2)
    assert measured_threshold(camel, "sgd", (1, 0)).rate == pytest.approx(2 / 18, rel=0.01)


def test_other_optimizers_are_measured_and_say_so():
    surface = Surface("x^2 + 4y^2")
    found = threshold(surface, "aggmo", (0, 0), beta1=0.0, beta2=0.0, beta3=0.0)
    assert found.measured
    assert found.sentence.startswith("Measured:")
    assert found.latex == found.source == ""
    assert found.rate == pytest.approx(2 / 8, rel=0.01)  # without memory it is gradient descent
    signs = threshold(surface, "sign_sgd", (0, 0))  # it ends within a step of where it should be
    assert signs.measured
    assert 1e-3 < signs.rate < 0.1


@pytest.mark.parametrize(("key", "product"), [("sgd", 2), ("momentum", 3.8), ("nesterov", 3.8 / 2.8)])
def test_weight_decay_adds_to_the_curvature(key, product):
    surface = Surface("x^2 + 3y^2")
    found = threshold(surface, key, (0, 0), weight_decay_l2=1.0)
    assert found.rate == pytest.approx(product / (6 + 1), rel=1e-12)
    assert measured_threshold(surface, key, (0, 0), weight_decay=1.0).rate == pytest.approx(product / 7, rel=0.01)
    assert r"(\lambda+\lambda_2)" in found.latex
    settings = descend(surface, key, (1, 1), 1, weight_decay=1.0).settings
    assert rate_limit(key, settings, 6.0) == pytest.approx(product / 7, rel=1e-12)
    assert rate_limit("adam", settings, 6.0) is None
    assert rate_limit(key, settings, -1.0) is None


SHARP = Surface("5x^2 + 0.5y^2")
COMES_BACK = ("adamw", "radam", "adabelief", "ademamix", "adopt", "schedule_free_adamw", "adan")
STAYS = ("sgd", "momentum", "nesterov", "qhm", "aggmo", "asgd", "rmsprop", "sign_sgd", "lion", "tiger", "sam")


@pytest.mark.parametrize("key", STAYS)
def test_above_a_measured_threshold_every_run_ends_further_away(key):
    found = measured_threshold(SHARP, key, (0, 0))
    away = 1e-3 * np.hypot(10, 10)
    tilted = np.array([1, 0.2]) / np.hypot(1, 0.2)  # mostly along x, the sharpest direction
    inside, *above = found.rate * np.array([0.99, *np.geomspace(1.01, 15, 40)])
    assert np.hypot(*descend(SHARP, key, away * tilted, 2005, learning_rate=inside).points[-1]) <= away
    for rate in above:
        run = descend(SHARP, key, away * tilted, 2005, learning_rate=rate)
        ends = np.hypot(*run.points[[min(step, run.steps) for step in (2001, 2002, 2005)]].T)
        assert ends.max() > away


@pytest.mark.parametrize("key", COMES_BACK)
def test_a_rule_that_comes_back_at_larger_rates_has_no_measured_threshold(key):
    found = measured_threshold(SHARP, key, (0, 0))
    assert not np.isfinite(found.rate)
    assert found.sentence.startswith("Measured: no rate is a limit: ")


@pytest.mark.parametrize("beta1", [0.0, 0.5, 0.9])
@pytest.mark.parametrize(("key", "decay"), [("adam", 0.0), ("amsgrad", 0.0), ("adamax", 0.0), ("adamw", 2.0)])
def test_the_law_of_a_frozen_scale_is_where_swings_begin(key, decay, beta1):
    """With eps = 1 and tiny gradients the scale is 1: the rule is linear, and the law exact."""
    knobs = {"beta1": beta1, "eps": 1.0, **({"weight_decay": decay} if key == "adamw" else {})}
    settings = descend("x^2", key, (1, 1), 0, **knobs).settings
    product, curvature = frozen_product(key, settings), 10.0
    assert product == pytest.approx((2 + 2 * beta1) / (1 - beta1))
    limit = product / (curvature + decay * (1 + beta1) / (1 - beta1))
    margin = 0.01 * (1 - beta1) / (1 + beta1)  # swings grow or fade by about 2 % a step
    for part, grows in ((1 - margin, False), (1 + margin, True)):
        run = descend("5x^2 + 5y^2", key, (1e-60, 1e-60), 600, learning_rate=part * limit, **knobs)
        early, late = (np.abs(run.points[k : k + 50]).max() for k in (150, 550))
        assert (late > early) == grows


def test_the_law_of_a_frozen_scale_is_told_where_it_is_known():
    words = {
        key: swing_sentence(OPTIMIZERS[key], settings_of(OPTIMIZERS[key], {}))
        for key in ("adam", "rmsprop", "lion", "sgd")
    }
    assert "above 38, " in words["adam"]  # 2 (1 + 0.9)/(1 − 0.9)
    assert "above 2, " in words["rmsprop"]
    assert words["lion"] == words["sgd"] == ""


def test_under_noise_a_law_still_holds_and_nothing_is_measured():
    assert threshold(SHARP, "sgd", (0, 0), noise=0.1).rate == pytest.approx(2 / 10)
    tried = threshold(SHARP, "lion", (0, 0), noise=0.1)
    assert np.isnan(tried.rate)
    assert "noise moves Lion about" in tried.sentence


def test_a_schedule_has_no_one_threshold():
    with pytest.raises(TypeError, match="leave the schedule out"):
        threshold(Surface("x^2 + y^2"), "sgd", (0, 0), schedule="cosine")


def test_a_method_has_no_threshold_and_newton_a_measured_one():
    surface = Surface("x^2 + 4y^2")
    assert threshold(surface, "bfgs", (0, 0)) is None
    assert threshold(surface, "newton", (0, 0)).rate == pytest.approx(2, rel=0.01)


def test_a_threshold_may_not_exist():
    on_a_hill = measured_threshold(Surface("-x^2 - y^2"), "sgd", (0, 0))
    assert np.isnan(on_a_hill.rate)
    assert on_a_hill.sentence == "Measured: no rate keeps Gradient descent at this point."
    patient = measured_threshold(Surface("x^2 + 4y^2"), "adam", (0, 0))  # v grows until any step is short
    assert np.isinf(patient.rate)
    assert patient.sentence == "Measured: no rate up to a million drives Adam from this minimum for good."


def test_sharpness_along_a_path_is_the_largest_eigenvalue():
    surface = Surface("100(y - x^2)^2 + (1 - x)^2")
    points = descend(surface, "sgd", (-1.2, 1), 50, learning_rate=1e-3).points
    expected = [np.linalg.eigvalsh([[1200 * x * x - 400 * y + 2, -400 * x], [-400 * x, 200]])[1] for x, y in points]
    assert sharpness(surface, points) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("text", QUADRATICS)
def test_a_quadratic_is_recognised_and_laid_open(text):
    surface = Surface(text)
    found, (xx, xy, yy) = quadratic(surface), QUADRATICS[text]
    values = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    assert found.eigenvalues == pytest.approx(values, rel=1e-12)
    assert found.condition == pytest.approx(np.linalg.cond([[xx, xy], [xy, yy]]), rel=1e-9)
    points = np.random.default_rng(0).uniform(-3, 3, (20, 2))
    assert found.split(points).sum(axis=1) + found.lowest == pytest.approx(surface.value(*points.T), rel=1e-9, abs=1e-9)
    assert np.abs(surface.gradient(*found.center)).max() < 1e-9


@pytest.mark.parametrize(
    "text", ["x^2 + y^3", "x^2 + abs(y)", "cos(x) + y^2", "x^2 + 1e-3*y^4 + y^2", "x^2 + exp(-y^2)", "x^2/y", "sqrt(x)"]
)
def test_others_are_no_quadratics(text):
    assert not is_quadratic(Surface(text))
    assert quadratic(Surface(text)) is None


@pytest.mark.parametrize("text", ["x^2 - y^2", "x + y", "x^2", "(x + y)^2", "x*y"])
def test_quadratics_without_a_single_minimum_have_no_best_rate(text):
    assert is_quadratic(Surface(text))
    assert quadratic(Surface(text)) is None


def test_the_optimal_rate_and_momentum_are_the_best_of_all():
    surface = Surface("x^2 + 25y^2")
    best = quadratic(surface)
    assert (best.optimal_rate, best.condition) == (pytest.approx(2 / 52), pytest.approx(25))
    assert best.optimal_momentum == pytest.approx((4 / 6) ** 2)

    def left(key, **knobs):
        return np.hypot(*descend(surface, key, (1, 1), 600, **knobs).points[-1])

    alone = left("sgd", learning_rate=best.optimal_rate)
    assert alone == pytest.approx(np.hypot(1, 1) * best.optimal_factor**600, rel=1e-6)
    assert all(alone < left("sgd", learning_rate=best.optimal_rate * k) for k in (0.9, 0.98, 1.02))
    ball = {"learning_rate": best.optimal_momentum_rate, "momentum": best.optimal_momentum}
    together = left("momentum", **ball)
    assert together < alone**2
    assert np.log(together) / 600 == pytest.approx(np.log(best.momentum_factor), rel=0.03)
    for change in (0.9, 1.1):
        assert together < left("momentum", **{**ball, "momentum": ball["momentum"] * change})
        assert together < left("momentum", **{**ball, "learning_rate": ball["learning_rate"] * change})


@pytest.mark.parametrize("text", ["y^2 + 1e-12 x^2", "1e-11 y^2 + (x - 2)^2", "x^2 - 1e-12 y^2"])
def test_a_bowl_with_a_floor_as_flat_as_rounding_has_no_single_minimum(text: str) -> None:
    assert quadratic(Surface(text)) is None
    assert quadratic(Surface("y^2 + 1e-4 x^2")) is not None


@pytest.mark.parametrize("text", QUADRATICS)
def test_a_measured_run_begins_along_the_sharpest_direction_with_a_fifth_across_it(text: str) -> None:
    surface, (xx, xy, yy) = Surface(text), QUADRATICS[text]
    begin = mostly_along(surface, np.zeros(2))
    across, along = np.linalg.eigh([[xx, xy], [xy, yy]])[1].T @ begin
    assert np.hypot(*begin) == pytest.approx(1)
    if xx != yy or xy:
        assert abs(across / along) == pytest.approx(0.2)


def test_where_no_curvature_is_known_a_measured_run_begins_with_a_part_along_both_axes() -> None:
    begin = mostly_along(Surface("sqrt(x) + y^2"), np.zeros(2))  # the second derivative at 0 is infinite
    assert np.hypot(*begin) == pytest.approx(1)
    assert np.abs(begin).min() > 0.1
