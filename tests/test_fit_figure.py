"""The part "fit" of the player's payload: programs say what formulas say, arrays arrive, sizes are bounded."""

import base64
import json
import math

import numpy as np
import pytest

from gdviz.expression import read
from gdviz.figures import FitRun, OverlayContours, Spot, fit
from gdviz.figures.model_view import MOST_FRAMES, MOST_INDICES, Scatter, ellipse
from gdviz.figures.program import formula_model, network_model, polynomial_model, program
from gdviz.learning.data import MODELS, BatchPlan, draw_batches
from gdviz.learning.training import Network, polynomial

PLAIN = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": lambda a, b: a / b,
    "neg": lambda a: -a, "exp": math.exp, "tanh": math.tanh, "sin": math.sin, "abs": abs, "max": max,
    "sigmoid": lambda a: 1 / (1 + math.exp(-a)), "softplus": lambda a: math.log1p(math.exp(a)), "pow": math.pow,
}  # fmt: skip


def worked_out(told: dict, **inputs: float) -> float:
    values = [inputs[name] for name in told["inputs"]]
    for op, *places in told["steps"]:
        values.append(places[0] if op == "constant" else PLAIN[op](*(values[place] for place in places)))
    return values[-1]


AT = {"x": 0.7, "x1": -0.4, "x2": 1.3, "y": 1.0, "w": 0.6, "b": -0.2, "w1": 0.9, "w2": -0.5, "omega": 1.4, "phi": 0.3,
      "A": 2.0, "k": 0.8}  # fmt: skip
BY_HAND = {
    "linear": lambda v: (v["w"] * v["x"] + v["b"] - v["y"]) ** 2,
    "ridge": lambda v: (v["w"] * v["x"] + v["b"] - v["y"]) ** 2 + 0.5 * v["w"] ** 2,
    "logistic_weights": lambda v: math.log1p(math.exp(-v["y"] * (v["w1"] * v["x1"] + v["w2"] * v["x2"]))),
    "svm": lambda v: max(0, 1 - v["y"] * (v["w"] * v["x"] + v["b"])) + 0.05 * v["w"] ** 2,
    "poisson": lambda v: math.exp(v["w"] * v["x"] + v["b"]) - v["y"] * (v["w"] * v["x"] + v["b"]),
    "sinusoid": lambda v: (math.sin(v["omega"] * v["x"] + v["phi"]) - v["y"]) ** 2,
    "decay": lambda v: (v["A"] * math.exp(-v["k"] * v["x"]) - v["y"]) ** 2,
    "two_weights": lambda v: (v["w2"] * math.tanh(v["w1"] * v["x"]) - v["y"]) ** 2,
}


@pytest.mark.parametrize("key", list(BY_HAND))
def test_the_loss_of_a_row_in_the_browser_is_the_model_s(key: str) -> None:
    model = MODELS[key]
    told = formula_model(
        model.prediction, model.row_loss, model.weights, model.columns, model.values, classes=False
    )  # fmt: skip
    assert worked_out(told["loss"], **AT) == pytest.approx(BY_HAND[key](AT), rel=1e-12)
    json.dumps(told, allow_nan=False)


def test_a_formula_that_is_only_a_name_or_a_number_has_a_value() -> None:
    assert worked_out(program(read("w", ("w", "b")).tree, ("w", "b"), {}), w=3.0, b=1.0) == 3.0
    assert worked_out(program(read("a w", ("w", "b")).tree, ("w", "b"), {"a": 2.5}), w=2.0, b=0.0) == 5.0


ROWS = Scatter({"x": np.arange(6.0), "y": np.arange(6.0) ** 2})


def test_batches_arrive_as_they_were_drawn_and_all_rows_are_not_sent() -> None:
    plan = draw_batches(6, 4, 5, seed=3)
    sent = fit(ROWS, {}, {"0": FitRun(plan.rows_seen, plan)})["runs"]["0"]
    got = np.frombuffer(base64.b64decode(sent["batches"]), "<u2").reshape(5, 4)
    np.testing.assert_array_equal(np.where(got == 65535, -1, got.astype(int)), plan.rows)
    whole = draw_batches(6, 6, 5)
    assert "batches" not in fit(ROWS, {}, {"0": FitRun(whole.rows_seen, whole)})["runs"]["0"]


def test_what_is_sent_is_bounded() -> None:
    rows = np.zeros((2000, 1000), dtype=np.int64)
    plan = BatchPlan(rows, 2000)
    known = FitRun(plan.rows_seen, plan, weights=np.zeros((2001, 65)))
    sent = fit(ROWS, {}, {"0": known})["runs"]["0"]
    assert len(base64.b64decode(sent["batches"])) <= 2 * MOST_INDICES
    assert len(base64.b64decode(sent["weights"])) <= (MOST_FRAMES + 1) * 65 * 4
    assert sent["stride"] * MOST_FRAMES >= 2000


def test_the_key_tells_pictures_apart_and_json_takes_them() -> None:
    ghost = OverlayContours(((0, 1), (0, 1)), np.array([[1.0, np.nan], [2.0, 3.0]]), "apart")
    one = fit(ROWS, {}, {}, ghost=ghost, spots=[Spot((1, 2), "here")], trail=[(0, 0), (1, 1)])
    other = fit(Scatter({"x": np.arange(6.0), "y": np.arange(6.0)}), {}, {})
    assert one["key"] != other["key"]
    json.dumps(one, allow_nan=False)
    assert one["key"] == fit(ROWS, {}, {}, ghost=ghost, spots=[Spot((1, 2), "here")], trail=[(0, 0), (1, 1)])["key"]


def test_models_of_many_weights_name_what_the_browser_needs() -> None:
    told = polynomial_model(polynomial(np.linspace(-1, 1, 9), 3))
    assert (len(told["means"]), len(told["spreads"])) == (3, 3)
    assert network_model(Network(5, "relu")) == {"kind": "network", "classes": True, "hidden": 5, "activation": "relu"}


def test_the_ellipse_of_noise_has_the_spread_it_was_drawn_with() -> None:
    random = np.random.default_rng(0)
    turn = 0.4
    way = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    points = (random.standard_normal((20_000, 2)) * [3.0, 0.5]) @ way + [1.0, -2.0]
    middle, half, angle = ellipse(points)
    np.testing.assert_allclose(middle, [1.0, -2.0], atol=0.1)
    np.testing.assert_allclose(half, [3.0, 0.5], rtol=0.03)
    assert math.tan(angle) == pytest.approx(math.tan(turn), rel=0.05)
    assert ellipse(points[:2]) is None
