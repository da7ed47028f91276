"""What a run remembers and decides, as sent to the player: roles, closed forms, trials, and a bounded size."""

import json
import re
from itertools import pairwise

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.figures.inside import ahead, behind, inside_of
from gdviz.figures.trials import trial_sentence, tried
from gdviz.optimizers import METHODS, OPTIMIZERS, RULES
from gdviz.rule import custom_optimizer
from gdviz.rule.roles import Role, roles
from gdviz.surface import Surface
from tests.unpacking import unpack

BOWL = Surface("x^2 + 4y^2")
BANANA = Surface("(1 - x)^2 + 100(y - x^2)^2")


VELOCITIES = {
    "momentum": "m", "nesterov": "m", "qhm": "m", "aggmo": "abc", "rmsprop": "cm", "adam": "m", "adamw": "m",
    "amsgrad": "m", "adamax": "m", "nadam": "m", "radam": "m", "adabelief": "m", "yogi": "m", "adopt": "m",
    "ademamix": "ms", "lion": "m", "tiger": "m", "lookahead": "m", "sam_adam": "m", "prodigy": "ms",
}  # fmt: skip
SCALES = {"rmsprop": "v", "adam": "v", "adamax": "u", "adan": "n", "yogi": "v", "adabelief": "s", "prodigy": "v"}
POINTS = {"lookahead": "z", "schedule_free_sgd": "zx", "schedule_free_adamw": "zx", "asgd": "a", "prodigy": "z"}


def of_role(key: str, role: Role) -> set[str]:
    return {name for name, memory in roles(OPTIMIZERS[key].program).items() if memory.role is role}


@pytest.mark.parametrize(("table", "role"), [(VELOCITIES, Role.VELOCITY), (SCALES, Role.SCALE), (POINTS, Role.POINT)])
def test_memories_are_known_for_what_they_are(table: dict[str, str], role: Role) -> None:
    for key, names in table.items():
        assert of_role(key, role) == set(names), key


def test_a_growing_sum_is_not_a_mean() -> None:
    assert of_role("adagrad", Role.SUM) == {"s"}
    assert roles(custom_optimizer("q = q + abs(g)\ntheta = theta - alpha*g/(q + eps)").program)["q"] == (Role.SUM, 1.0)
    assert (
        roles(custom_optimizer("q = 0.9*q + norm(g)\ntheta = theta - alpha*g/(q + eps)").program)["q"].role
        is Role.OTHER
    )


def test_a_memory_turns_with_the_gradient_if_and_only_if_it_is_an_arrow() -> None:
    """On x² + 4y² a path from the mirrored start is the mirrored path: arrows and points mirror, scales do not."""
    for rule in RULES:
        one = descend(BOWL, rule, (0.7, -0.3), 12, learning_rate=0.01)
        other = descend(BOWL, rule, (-0.7, 0.3), 12, learning_rate=0.01)
        for name, memory in roles(rule.program).items():
            sign = -1 if memory.role in (Role.VELOCITY, Role.POINT) else 1
            np.testing.assert_allclose(
                other.states[name], sign * one.states[name], rtol=1e-4, atol=1e-5, err_msg=rule.key
            )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_scale_has_the_power_of_the_gradient_it_says(rule) -> None:
    """A gradient three times as large makes the first memory 3^power as large (eps and thresholds put aside)."""
    settings = {name: 1e-300 for name in rule.knobs if name == "eps"} | {"learning_rate": 1e-9}
    one, other = (descend(Surface(f"{c}(x^2 + 4y^2)"), rule, (0.7, -0.3), 1, **settings) for c in (1, 3))
    for name, memory in roles(rule.program).items():
        if memory.role in (Role.SCALE, Role.SUM):
            ratio = (other.states[name][1] / one.states[name][1]).tolist()
            assert ratio == pytest.approx([3**memory.power] * 2, rel=1e-3), name


def test_what_is_sent_is_what_was_remembered() -> None:
    run = descend(BANANA, "adam", (-1.0, 1.0), 40)
    sent = inside_of("2", BANANA, OPTIMIZERS["adam"], run)
    assert [state["name"] for state in sent["states"]] == ["m", "v"]
    for state in sent["states"]:
        np.testing.assert_allclose(unpack(state["values"], 4).reshape(2, -1).T, run.states[state["name"]], rtol=1e-6)
        assert state["says"]
    assert (sent["run"], sent["steps"], sent["ghost"], sent["ahead"]) == ("2", 40, None, None)


def test_nesterov_behind_its_look_ahead_is_the_textbooks_point() -> None:
    """v = μ v − α ∇f(p + μ v), p = p + v, and PyTorch's θ is p + μ v."""
    rate, share = 0.02, 0.8
    run = descend(BOWL, "nesterov", (1.0, -1.0), 30, learning_rate=rate, momentum=share)
    place, velocity, points = np.array([1.0, -1.0]), np.zeros(2), []
    for _ in range(31):
        points.append(place)
        velocity = share * velocity - rate * np.array([2, 8]) * (place + share * velocity)
        place = place + velocity
    np.testing.assert_allclose(behind(OPTIMIZERS["nesterov"], run).T, points, atol=1e-12)
    assert behind(OPTIMIZERS["momentum"], descend(BOWL, "momentum", (1, 1), 3)) is None


def test_sam_looks_uphill_by_rho() -> None:
    run = descend(BANANA, "sam", (0.5, 0.7), 25, learning_rate=1e-3, rho=0.05)
    there = ahead(BANANA, OPTIMIZERS["sam"], run, 25)
    apart = there.T - run.points[:25]
    np.testing.assert_allclose(np.linalg.norm(apart, axis=1), 0.05, rtol=1e-9)
    assert ((apart * run.gradients[:25]).sum(axis=1) > 0).all()
    second = np.array(BANANA.gradient(*there)).T
    np.testing.assert_allclose(run.points[1:] - run.points[:25], -1e-3 * second, rtol=1e-9)


def test_a_noisy_clipped_run_looks_from_the_gradient_it_used() -> None:
    run = descend(BANANA, "sam", (0.5, 0.7), 9, learning_rate=1e-3, noise=0.5, clip_norm=1.0, seed=3)
    apart = ahead(BANANA, OPTIMIZERS["sam"], run, 9).T - run.points[:9]
    np.testing.assert_allclose(np.linalg.norm(apart, axis=1), 0.05, rtol=1e-9)
    assert abs((apart * run.gradients[:9][:, ::-1] * [1, -1]).sum(axis=1)).max() > 1e-6, "noise turns the look"


def test_every_trial_of_a_search_with_its_verdict() -> None:
    """Backtracking on x² + 4y² along −∇f: φ(a) and Armijo's line by hand."""
    run = descend(BOWL, "line_search", (1.0, 1.0), 3, learning_rate=1.0, c1=0.3, shrink=0.5)
    spots = tried(run, 10**6)[0]["spots"]
    for x, y, rate, value, armijo, _, taken in spots:
        assert (x, y) == pytest.approx((1 - 2 * rate, 1 - 8 * rate))
        assert value == pytest.approx(x * x + 4 * y * y)
        assert armijo is (value <= 5 - 0.3 * rate * 68)
        assert taken is armijo
    assert [spot[2] for spot in spots] == [0.5**k for k in range(len(spots))]


def test_region_model_and_triangle() -> None:
    first = tried(descend(BANANA, "trust_region", (-1.2, 1.0), 5), 10**6)[0]
    assert first["model"] == pytest.approx([-215.6, -88.0, 1330.0, 480.0, 200.0])
    assert np.hypot(first["to"][0] + 1.2, first["to"][1] - 1.0) <= first["circle"] * 1.000001
    simplex = tried(descend(BANANA, "nelder_mead", (-1.2, 1.0), 5), 10**6)
    for before, after in pairwise(simplex):
        assert before["after"] == after["before"]
    assert {entry["move"] for entry in simplex} <= {
        "reflect",
        "expand",
        "contract inside",
        "contract outside",
        "shrink",
    }


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_it_is_plain_json_of_bounded_size_and_every_step_can_be_told(key: str) -> None:
    run = descend(BANANA, key, (-1.2, 1.0), 5000)
    sent = inside_of("0", BANANA, OPTIMIZERS[key], run)
    assert len(json.dumps(sent, allow_nan=False)) < 250_000
    assert sent["steps"] == run.steps or sent["steps"] > 1000
    assert bool(sent["tried"]) == (key in METHODS), "methods try points, rules do not"
    for entry in sent["tried"][:200]:
        count = re.search(r"(\d+) rates were tried", trial_sentence(entry))
        assert trial_sentence(entry).endswith(".")
        assert int(count[1]) == len(entry["spots"]) if count else len(entry.get("spots", [])) < 2


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_run_without_a_step_has_an_inside_too(key: str) -> None:
    surface = Surface("log(x) + y^2")
    run = descend(surface, key, (-1.0, 1.0), 20)
    sent = inside_of("0", surface, OPTIMIZERS[key], run)
    assert (run.steps, sent["steps"], sent["tried"]) == (0, 0, [])
    json.dumps(sent, allow_nan=False)


def test_many_looks_in_one_rule_are_all_evaluated_and_the_first_is_shown() -> None:
    rule = custom_optimizer(
        "h = grad(theta - 0.5*m)\nm = 0.9*m + h\np = solve(hess(theta), m)\ntheta = theta - alpha*m + 0*p"
    )
    run = descend(BOWL, rule, (0.5, 0.7), 9, learning_rate=1e-3)
    assert run.steps == 9
    there = ahead(BOWL, rule, run, 9)
    np.testing.assert_allclose(there.T, run.points[:9] - 0.5 * run.states["m"][:9], rtol=1e-12)
