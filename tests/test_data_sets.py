"""Data sets: real ones against published numbers, made ones against their recipe."""

import numpy as np
import pytest
from sklearn import datasets as sklearn_datasets

from gdviz.learning.data import GENERATORS, INCLUDED, MODELS, scaling_of
from gdviz.learning.data.included import FOLDER
from gdviz.learning.data.minima import lowest


@pytest.mark.parametrize("key", INCLUDED)
def test_every_set_is_whole_and_says_where_it_is_from(key: str) -> None:
    data = INCLUDED[key].dataset()
    assert data.source
    assert data.licence
    assert all(np.isfinite(column).all() and column.shape == (data.rows,) for column in data.columns.values())
    assert set(data.labels) == set(data.columns)
    assert set(np.unique(data.columns["y"])) == {-1, 1} if data.target == "sign" else True
    assert (FOLDER / "README.md").read_text(encoding="utf8").count(INCLUDED[key].file) >= 1


@pytest.mark.parametrize("i", [1, 2, 3, 4])
def test_anscombes_sets_have_anscombes_line(i: int) -> None:
    data = INCLUDED[f"anscombe_{i}"].dataset()
    (minimum,) = MODELS["linear"].surface(data.columns).minima
    np.testing.assert_allclose(minimum.point, (0.5, 3.0), atol=3e-3)
    assert data.columns["x"].var(ddof=1) == pytest.approx(11.0)
    assert np.corrcoef(data.columns["x"], data.columns["y"])[0, 1] == pytest.approx(0.816, abs=1e-3)


def test_known_numbers() -> None:
    stopping = INCLUDED["stopping"].dataset().columns
    # Faraway and R's own help: dist = -17.5791 + 3.9324 speed
    np.testing.assert_allclose(np.polyfit(stopping["x"], stopping["y"], 1), (3.932409, -17.579095), atol=1e-6)
    penguins = INCLUDED["penguins"].dataset()
    assert penguins.rows == 342
    np.testing.assert_allclose(np.polyfit(*penguins.columns.values(), 1), (49.69, -5780.83), atol=5e-3)
    iris, bunch = INCLUDED["iris"].dataset(), sklearn_datasets.load_iris()
    np.testing.assert_array_equal(iris.columns["x1"], bunch.data[50:, 2])
    np.testing.assert_array_equal(iris.columns["y"], np.where(bunch.target[50:] == 2, 1.0, -1.0))
    tumours, bunch = INCLUDED["tumours"].dataset(), sklearn_datasets.load_breast_cancer()
    np.testing.assert_array_equal(tumours.columns["x"], bunch.data[:, 0])
    np.testing.assert_array_equal(tumours.columns["y"], np.where(bunch.target == 0, 1.0, -1.0))
    assert INCLUDED["temperature"].dataset().rows == 144


@pytest.mark.parametrize("key", INCLUDED)
def test_models_fit_real_data_in_any_unit(key: str) -> None:
    data = INCLUDED[key].dataset()
    model = {"number": "linear", "sign": "logistic_weights" if "x1" in data.columns else "logistic"}[data.target]
    raw, standard = (
        MODELS[model].surface(c) for c in (data.columns, scaling_of(data.columns, data.inputs).scaled(data.columns))
    )
    if key == "penguin_species":
        assert standard.minima == ()  # a line parts them
        return
    if "x1" in data.columns:
        assert raw.minima[0].value > standard.minima[0].value  # without an intercept centring helps
        return
    assert raw.minima[0].value == pytest.approx(standard.minima[0].value, rel=1e-7)


@pytest.mark.parametrize("key", GENERATORS)
def test_made_sets_depend_on_the_seed_only(key: str) -> None:
    make = GENERATORS[key]
    one, same, other = make.dataset(50, 3), make.dataset(50, 3), make.dataset(50, 4)
    for name in one.columns:
        assert (one.columns[name] == same.columns[name]).all()
        assert one.rows == 50
        assert np.isfinite(one.columns[name]).all()
    assert any((one.columns[name] != other.columns[name]).any() for name in one.columns)
    if one.target == "sign":
        assert abs(one.columns["y"].sum()) <= 4
    for knob in make.knobs:
        assert make.dataset(50, 3, **{knob: make.knobs[knob].low}).rows == 50
    with pytest.raises(TypeError, match="no knob nonsense"):
        make.dataset(nonsense=1.0)
    with pytest.raises(ValueError, match="from 2 to 5,000 rows"):
        make.dataset(1)


def test_recipes_give_what_they_say() -> None:
    line = GENERATORS["noisy_line"].dataset(4000, 1, slope=2.0, intercept=-1.0, noise=0.5).columns
    np.testing.assert_allclose(np.polyfit(line["x"], line["y"], 1), (2, -1), atol=0.03)
    assert np.std(line["y"] - 2 * line["x"] + 1) == pytest.approx(0.5, rel=0.05)
    wild = GENERATORS["outliers"].dataset(4000, 1, slope=2.0, intercept=-1.0, noise=0.1, outliers=0.25).columns
    assert np.mean(np.abs(wild["y"] - 2 * wild["x"] + 1) > 3) == pytest.approx(0.25, abs=0.03)
    blobs = GENERATORS["blobs"].dataset(4000, 1, distance=3.0, overlap=0.7).columns
    middles = [[blobs[name][blobs["y"] == sign].mean() for name in ("x1", "x2")] for sign in (-1, 1)]
    assert np.linalg.norm(np.subtract(*middles)) == pytest.approx(3.0, abs=0.1)
    counts = GENERATORS["counts"].dataset(4000, 1, slope=0.5, intercept=1.0).columns
    fitted = MODELS["poisson"].surface(counts)
    np.testing.assert_allclose(fitted.minima[0].point, (0.5, 1.0), atol=0.03)
    for key, knobs in (("decay", {"amplitude": 3.0, "rate": 0.5}), ("tanh_curve", {"w1": 1.0, "w2": 2.0})):
        exact = GENERATORS[key].dataset(100, 2, noise=0.0, **knobs).columns
        surface = MODELS["decay" if key == "decay" else "two_weights"].surface(exact)
        found = lowest(surface, (tuple(knobs.values()),))  # type: ignore[arg-type]
        np.testing.assert_allclose(found[0].point, tuple(knobs.values()), atol=1e-9)
    rings = GENERATORS["rings"].dataset(100, 0, noise=0.0).columns
    np.testing.assert_allclose(np.hypot(rings["x1"], rings["x2"]), np.where(rings["y"] > 0, 0.8, 2.0))
    xor = GENERATORS["xor"].dataset(100, 0, noise=0.0).columns
    assert (np.sign(xor["x1"] * xor["x2"]) == xor["y"]).all()
