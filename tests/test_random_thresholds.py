"""Stability limits of random quadratics against closed forms and plain loops in NumPy; wrong arguments."""

import numpy as np
import pytest

from gdviz import Surface, threshold
from gdviz.analysis.theory import measured_threshold
from gdviz.numeral import numeral
from tests.trials import seeds

LINEAR = ("sgd", "momentum", "nesterov", "qhm")


def plain_run(
    key: str, hessian: np.ndarray, point: np.ndarray, rate: float, knobs: dict[str, float], decay: float
) -> bool:
    """Does the rule, as its paper has it, end nearer to 0 than it began? 4,000 steps of NumPy."""
    beta, tau, nu = knobs.get("momentum", 0.0), knobs.get("dampening", 0.0), knobs.get("nu", 1.0)
    begin, velocity = np.hypot(*point), np.zeros(2)
    for step in range(4000):
        slope = hessian @ point + decay * point
        if key == "qhm":
            velocity = beta * velocity + (1 - beta) * slope
            move = nu * velocity + (1 - nu) * slope
        else:
            velocity = slope if step == 0 and key != "nesterov" else beta * velocity + (1 - tau) * slope
            move = slope + beta * velocity if key == "nesterov" else velocity if beta else slope
        point = point - rate * move
        if np.hypot(*point) > 1e6 * begin:
            return False
        if np.hypot(*point) < 1e-9 * begin:
            return True
    return bool(np.hypot(*point) < begin)


def bisected(key: str, hessian: np.ndarray, knobs: dict[str, float], decay: float) -> float:
    """The largest rate that stays, by halving between one that does and one that does not."""
    values, vectors = np.linalg.eigh(hessian)
    low, high = 1e-3 / values[-1], 1e3 / values[-1]
    for _ in range(18):
        middle = np.sqrt(low * high)
        stays = plain_run(key, hessian, vectors[:, -1] + 0.1 * vectors[:, 0], middle, knobs, decay)
        low, high = (middle, high) if stays else (low, middle)
    return float(np.sqrt(low * high))


def scene(seed: int) -> tuple[str, Surface, np.ndarray, np.ndarray, dict[str, float], float]:
    """Optimizer, quadratic, its minimum, Hessian, knobs and decay."""
    random = np.random.default_rng(seed)
    key = LINEAR[seed % 4]
    (a, c), b = random.uniform(0.3, 9, 2).round(2), 0.0
    b = round(float(random.uniform(-0.9, 0.9) * np.sqrt(4 * a * c)), 2)
    x, y = random.uniform(-2, 2, 2).round(1)
    surface = Surface(f"{a}(x-({x}))^2 + ({b})*(x-({x}))*(y-({y})) + {c}(y-({y}))^2")
    knobs = {} if key == "sgd" else {"momentum": round(float(random.uniform(0.1, 0.95)), 2)}
    if key == "qhm":
        knobs["nu"] = round(float(random.uniform(0.2, 0.9)), 2)
    decay = round(float(random.uniform(0.1, 2)), 2) if seed % 3 == 0 else 0.0
    return key, surface, np.array([x, y]), np.array([[2 * a, b], [b, 2 * c]]), knobs, decay


def check(seed: int) -> None:
    key, surface, minimum, hessian, knobs, decay = scene(seed)
    given = dict(knobs, **({"weight_decay_l2": decay} if decay else {}))
    limit = threshold(surface, key, minimum, **given)
    assert not limit.measured
    steepest = np.linalg.eigvalsh(hessian)[-1] + decay
    if key == "sgd":
        assert limit.rate == pytest.approx(2 / steepest, rel=1e-9)
    if key == "momentum":
        assert limit.rate == pytest.approx(2 * (1 + knobs["momentum"]) / steepest, rel=1e-9)
    assert limit.rate == pytest.approx(bisected(key, hessian, knobs, decay), rel=2e-3), (key, surface.text, given)
    assert numeral(limit.rate) in limit.sentence
    assert ("weight decay adds" in limit.sentence) == bool(decay)


@pytest.mark.parametrize("seed", range(8))
def test_the_limit_is_that_of_a_plain_bisection(seed: int) -> None:
    check(seed)


@pytest.mark.long
def test_many_more_limits() -> None:
    for seed in seeds(8, 108):
        check(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_a_measured_limit_lies_between_a_rate_that_stays_and_one_that_does_not(seed: int) -> None:
    _, surface, minimum, hessian, _, _ = scene(seed)
    measured = measured_threshold(surface, "sgd", minimum)
    assert measured.rate == pytest.approx(2 / np.linalg.eigvalsh(hessian)[-1], rel=2e-3)


BOWL = Surface("x^2 + 10y^2")


@pytest.mark.parametrize(("given", "knobs", "said"), [
    ((BOWL, "sgd", (0, 0, 0)), {}, "minimum is a point of two numbers"),
    ((BOWL, "sgd", "here"), {}, "minimum is made of numbers"),
    ((BOWL, "sgd", (np.nan, 0)), {}, "minimum is made of finite numbers"),
    ((BOWL, "sgd", None), {}, "minimum is made of numbers"),
    ((BOWL, "sdg", (0, 0)), {}, "Did you mean sgd?"),
    ((BOWL, 3, (0, 0)), {}, "optimizer"),
    ((7, "sgd", (0, 0)), {}, "surface is a Surface or its formula as text, not int."),
    (("x^2 +", "sgd", (0, 0)), {}, "The formula ends too early."),
    ((BOWL, "sgd", (0, 0)), {"schedule": "cosine"}, "A stability limit is one rate: leave the schedule out."),
    ((BOWL, "sgd", (0, 0)), {"momentun": 0.9}, "no knob momentun"),
    ((BOWL, "momentum", (0, 0)), {"momentum": "much"}, "momentum is a number, not the text 'much'."),
    ((BOWL, "sgd", (0, 0)), {"weight_decay_l2": -1}, "weight_decay_l2"),
    ((BOWL, "sgd", (0, 0)), {"batches": [[0]]}, "batches is for a single run"),
    ((BOWL, "sgd", (0, 0)), {"settings": 5}, "settings is a gdviz.Settings"),
])  # fmt: skip
def test_wrong_arguments_end_in_a_sentence(given: tuple[object, ...], knobs: dict[str, object], said: str) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)) as caught:
        threshold(*given, **knobs)
    assert said in str(caught.value)


def test_where_there_is_no_limit_none_is_given() -> None:
    assert threshold(BOWL, "nelder_mead", (0, 0)) is None
    saddle = threshold("x^2 - 3y^2", "sgd", (0, 0), noise=0.1)
    assert saddle is not None
