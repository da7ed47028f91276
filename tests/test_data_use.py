"""What pages need of data: coded classes, predictions frame by frame, noise of gradients."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz.analysis.diagnosis import diagnose
from gdviz.descent import descend
from gdviz.learning.data import (
    GENERATORS,
    INCLUDED,
    MODELS,
    condition_number,
    data_surface,
    gradient_noise,
    loss_of,
    scaling_of,
)
from gdviz.learning.data.loss_surface import surface_of_rows
from gdviz.learning.data.minima import framed
from tests.data_sets import load_dataset


@pytest.mark.parametrize("key", MODELS)
def test_every_model_has_a_set_that_fits(key: str) -> None:
    model = MODELS[key]
    surface = model.of(load_dataset(model.data))
    assert surface.minima
    assert surface.name == model.name
    run = descend(surface, "adam", steps=5)
    inputs = {name: np.linspace(-2, 2, 7) for name in model.columns[:-1]}
    assert model.predictions(run.points, inputs).shape == (6, 7)


def test_predictions_are_the_models() -> None:
    x = np.linspace(-1, 2, 5)
    points = np.array([[1.0, 2.0], [-0.5, 0.3]])
    line = MODELS["linear"].predictions(points, {"x": x})
    np.testing.assert_allclose(line, [x + 2, -0.5 * x + 0.3])
    np.testing.assert_allclose(MODELS["decay"].predictions(points, {"x": x}), [np.exp(-2 * x), -0.5 * np.exp(-0.3 * x)])
    plane = MODELS["logistic_weights"].predictions(points, {"x1": x, "x2": x**2})
    np.testing.assert_allclose(plane[1], -0.5 * x + 0.3 * x**2)


def test_classes_are_coded_as_the_model_needs_them() -> None:
    signs = GENERATORS["two_classes"].dataset(20)
    bits = signs.with_target("zero_one")
    assert set(bits.columns["y"]) == {0, 1}
    assert (bits.with_target("sign").columns["y"] == signs.columns["y"]).all()
    assert bits.with_target("count").target == "count"
    assert signs.with_target("number") is signs
    with pytest.raises(ValueError, match="two classes"):
        INCLUDED["stopping"].dataset().with_target("sign")
    with pytest.raises(ValueError, match="whole numbers from 0"):
        signs.with_target("count")
    for key, target in (("logistic", [0.0, 1.0]), ("sigmoid_neuron", [-1.0, 1.0]), ("poisson", [0.5, 1.0])):
        with pytest.raises(ValueError, match="The target of this model is a c"):
            MODELS[key].surface({"x": [1.0, 2.0], "y": target})
    with pytest.raises(ValueError, match="needs a column x2"):
        MODELS["logistic_weights"].surface({"x1": [1.0], "y": [1.0]})


def test_a_set_is_found_by_its_name_and_seed() -> None:
    assert load_dataset("penguins") is load_dataset("penguins")
    assert (
        load_dataset("moons", 30, 4, noise=0.5).columns["x1"]
        == GENERATORS["moons"].dataset(30, 4, noise=0.5).columns["x1"]
    ).all()
    with pytest.raises(KeyError):
        load_dataset("nothing")


def test_other_columns_of_a_real_table() -> None:
    table = INCLUDED["penguins"].table()
    data = table.dataset({"x": "bill_depth_mm", "y": "sex"}, "sign")
    assert data.classes == ("female", "male")
    assert data.rows == 333
    assert MODELS["logistic"].of(data).minima


@pytest.mark.parametrize("key", ["logistic", "svm_squared", "sinusoid"])
def test_runs_on_data_are_diagnosed(key: str) -> None:
    surface = MODELS[key].of(load_dataset(MODELS[key].data))
    run = descend(surface, "adam", steps=300)
    found = diagnose(surface, "adam", run)
    near = np.hypot(*(run.points[-1] - surface.minima[0].point)) < 0.05
    assert found.verdict.name == ("REACHED" if near else "TRAPPED")
    assert near == (key != "sinusoid")


def test_columns_cannot_be_changed_behind_the_back() -> None:
    with pytest.raises(ValueError, match="read-only"):
        load_dataset("penguins").columns["x"][0] = 1.0


@pytest.mark.parametrize("weights", [("x", "b"), ("w", "w"), ("w", "y")])
def test_weights_and_columns_have_different_names(weights: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="different names"):
        data_surface("(x - y)^2", weights, {"x": [1.0, 2.0], "y": [1.0, 2.0]})


@pytest.mark.parametrize("key", ["penguins", "iris", "tumours", "temperature"])
def test_standard_units_are_rounder(key: str) -> None:
    data = load_dataset(key)
    model = {"number": "linear", "sign": "logistic_weights" if "x1" in data.columns else "logistic"}[data.target]
    scaled = replace(data, columns=scaling_of(data.columns, data.inputs).scaled(data.columns))
    surfaces = [MODELS[model].of(each) for each in (data, scaled)]
    before, after = (condition_number(s, s.minima[0].point if s.minima else s.start) for s in surfaces)
    assert before > 100 * after
    assert after < 7
    if data.target == "number":  # the Hessian of least squares is twice the second moments
        x = data.columns["x"]
        moments = np.array([[np.mean(x * x), x.mean()], [x.mean(), 1]])
        assert before == pytest.approx(np.linalg.cond(moments), rel=1e-3)
    np.testing.assert_array_equal(scaled.columns["y"], data.columns["y"])


def test_a_typed_loss_is_framed() -> None:
    data = load_dataset("tanh_curve").columns
    typed = framed(data_surface("(v*tanh(u*x) - y)^2", ("u", "v"), data))
    assert len(typed.minima) == 2
    for minimum in typed.minima:
        assert all(low < p < high for p, (low, high) in zip(minimum.point, typed.window, strict=True))
    tilted = framed(data_surface("w*x + b", ("w", "b"), data))
    assert tilted.minima == ()
    assert tilted.window == ((-6, 6), (-6, 6))
    flat = framed(data_surface("0*w + 0*b + x", ("w", "b"), data))
    assert flat.window == ((-6, 6), (-6, 6))
    undefined = framed(data_surface("log(w - 1000) + 0*x*b", ("w", "b"), data))
    assert undefined.minima == ()


def test_rows_gradients_and_their_noise() -> None:
    surface = MODELS["logistic"].of(load_dataset("two_classes"))
    each = loss_of(surface).per_row(1, 0.4, -0.3, surface.parameters).T
    for row in (0, 7, 59):
        np.testing.assert_allclose(each[row], surface_of_rows(surface, [row]).gradient(0.4, -0.3), rtol=1e-12)
    np.testing.assert_allclose(each.mean(axis=0), surface.gradient(0.4, -0.3), rtol=1e-12)
    np.testing.assert_allclose(gradient_noise(surface, 0.4, -0.3), np.cov(each.T, bias=True), rtol=1e-12)
