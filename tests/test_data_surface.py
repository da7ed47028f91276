"""Losses over rows: values and derivatives against NumPy, optima against closed forms, scikit-learn and SciPy."""

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from scipy import optimize
from sklearn import linear_model, svm

from gdviz.analysis.landscape import survey
from gdviz.expression import ExpressionError
from gdviz.learning.data import GENERATORS, INCLUDED, MODELS, condition_number, data_surface, loss_of, scaling_of
from gdviz.learning.data.loss_surface import surface_of_rows
from gdviz.surface import Surface

RANDOM = np.random.default_rng(11)
X = RANDOM.normal(size=45)
Y = 0.7 * X - 0.2 + 0.9 * RANDOM.normal(size=45)
SIGNS = np.where(Y > 0, 1.0, -1.0)
COUNTS = RANDOM.poisson(np.exp(0.5 * X + 0.3)).astype(float)
X1, X2 = RANDOM.normal(size=(2, 45))
CLASSES = np.where(X1 + 0.5 * X2 + RANDOM.normal(size=45) > 0, 1.0, -1.0)
WAVE = np.sin(2.1 * X + 0.4) + 0.1 * RANDOM.normal(size=45)
FALL = 3 * np.exp(-0.8 * np.abs(X)) + 0.1 * RANDOM.normal(size=45)
BEND = 1.6 * np.tanh(1.2 * X) + 0.1 * RANDOM.normal(size=45)
ARMS = np.arange(45) % 3 + 1.0
PIXELS = (np.tile(np.linspace(-3, 3, 9), 9), np.repeat(np.linspace(-3, 3, 9), 9))
Loss = Callable[[float, float], float]


def policy(w: float, v: float) -> np.ndarray:
    return np.exp([w, v, 0.0]) / np.sum(np.exp([w, v, 0.0]))


def face(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    blobs = ((-1, 1, 1), (1, 1, 1), (-0.8, -1, 0.8), (0, -1.3, 0.8), (0.8, -1, 0.8))
    return sum(h * np.exp(-((x - a) ** 2 + (y - b) ** 2) / 0.32) for a, b, h in blobs)


LIGHT = face(PIXELS[0] - 0.4, PIXELS[1] + 0.3)
COUNTED = RANDOM.poisson(0.8, size=(2, 45)).astype(float)
OPINIONS = np.where(COUNTED[0] - COUNTED[1] + RANDOM.normal(size=45) > 0, 1.0, -1.0)

ROWS = {
    "linear": ({"x": X, "y": Y}, lambda w, b: np.mean((w * X + b - Y) ** 2)),
    "linear_absolute": ({"x": X, "y": Y}, lambda w, b: np.mean(np.abs(w * X + b - Y))),
    "linear_huber": (
        {"x": X, "y": Y},
        lambda w, b: np.mean([r * r / 2 if abs(r) <= 1 else abs(r) - 0.5 for r in w * X + b - Y]),
    ),
    "ridge": ({"x": X, "y": Y}, lambda w, b: np.mean((w * X + b - Y) ** 2) + 0.5 * w * w),
    "plane": ({"x1": X1, "x2": X2, "y": Y}, lambda w, v: np.mean((w * X1 + v * X2 - Y) ** 2)),
    "logistic_weights": (
        {"x1": X1, "x2": X2, "y": CLASSES},
        lambda w, v: np.mean(np.log(1 + np.exp(-CLASSES * (w * X1 + v * X2)))),
    ),
    "logistic": ({"x": X, "y": SIGNS}, lambda w, b: np.mean(np.log(1 + np.exp(-SIGNS * (w * X + b))))),
    "svm": ({"x": X, "y": SIGNS}, lambda w, b: np.mean(np.maximum(0, 1 - SIGNS * (w * X + b))) + 0.05 * w * w),
    "svm_squared": (
        {"x": X, "y": SIGNS},
        lambda w, b: np.mean(np.maximum(0, 1 - SIGNS * (w * X + b)) ** 2) + 0.05 * w * w,
    ),
    "poisson": ({"x": X, "y": COUNTS}, lambda w, b: np.mean(np.exp(w * X + b) - COUNTS * (w * X + b))),
    "tanh_neuron": ({"x": X, "y": SIGNS}, lambda w, b: np.mean((np.tanh(w * X + b) - SIGNS) ** 2)),
    "sigmoid_neuron": (
        {"x": X, "y": (SIGNS + 1) / 2},
        lambda w, b: np.mean((1 / (1 + np.exp(-w * X - b)) - (SIGNS + 1) / 2) ** 2),
    ),
    "two_weights": ({"x": X, "y": BEND}, lambda v, w: np.mean((w * np.tanh(v * X) - BEND) ** 2)),
    "sinusoid": ({"x": X, "y": WAVE}, lambda w, p: np.mean((np.sin(w * X + p) - WAVE) ** 2)),
    "bandit": (
        {"x": ARMS, "y": Y},
        lambda w, v: (
            np.mean(-3 * Y * policy(w, v)[ARMS.astype(int) - 1]) + 0.2 * np.sum(policy(w, v) * np.log(policy(w, v)))
        ),
    ),
    "registration": (
        {"x1": PIXELS[0], "x2": PIXELS[1], "y": LIGHT},
        lambda a, b: np.mean((face(PIXELS[0] - a, PIXELS[1] - b) - LIGHT) ** 2),
    ),
    "sentiment": (
        {"x1": COUNTED[0], "x2": COUNTED[1], "y": OPINIONS},
        lambda w, v: np.mean(np.log(1 + np.exp(-OPINIONS * (w * COUNTED[0] + v * COUNTED[1])))),
    ),
    "decay": ({"x": np.abs(X), "y": FALL}, lambda a, k: np.mean((a * np.exp(-k * np.abs(X)) - FALL) ** 2)),
}
PROBES = [(0.3, -0.7), (1.1, 0.4), (-0.8, 0.9)]


def of(model: str) -> Surface:
    return MODELS[model].surface(ROWS[model][0])


def test_every_model_is_tested() -> None:
    assert set(ROWS) == set(MODELS)
    assert {model.data for model in MODELS.values()} <= set(GENERATORS | INCLUDED)


@pytest.mark.parametrize("model", MODELS)
def test_value_and_derivatives(model: str) -> None:
    surface, loss = of(model), ROWS[model][1]
    for x, y in PROBES:
        assert surface.value(x, y) == pytest.approx(loss(x, y), rel=1e-12)
        step = 1e-6
        slope = (
            (loss(x + step, y) - loss(x - step, y)) / 2 / step,
            (loss(x, y + step) - loss(x, y - step)) / 2 / step,
        )
        np.testing.assert_allclose(surface.gradient(x, y), slope, rtol=1e-6, atol=1e-8)
        across = np.subtract(surface.gradient(x + step, y), surface.gradient(x - step, y)) / 2 / step
        along = np.subtract(surface.gradient(x, y + step), surface.gradient(x, y - step)) / 2 / step
        np.testing.assert_allclose(surface.hessian(x, y), [*across, along[1]], rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("model", MODELS)
def test_many_points_are_one_by_one(model: str) -> None:
    surface = of(model)
    x, y = np.random.default_rng(2).normal(size=(2, 1000))
    for many, one in (
        (surface.value(x, y)[None], [surface.value(*p) for p in zip(x[:9], y[:9], strict=True)]),
        (np.array(surface.gradient(x, y)), [surface.gradient(*p) for p in zip(x[:9], y[:9], strict=True)]),
        (np.array(surface.hessian(x, y)), [surface.hessian(*p) for p in zip(x[:9], y[:9], strict=True)]),
    ):
        np.testing.assert_allclose(many[:, :9].T, np.reshape(one, (9, -1)), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("model", MODELS)
def test_the_minimum_is_as_low_as_scipy_gets(model: str) -> None:
    surface, loss = of(model), ROWS[model][1]
    (minimum, *others) = surface.minima
    starts = [np.array(minimum.point) + offset for offset in ((0.3, 0.2), (-0.2, 0.4), (0.0, -0.3))]
    options = {"xatol": 1e-12, "fatol": 1e-15, "maxiter": 4000, "maxfev": 4000}
    best = min(
        (optimize.minimize(lambda p: loss(*p), s, method="Nelder-Mead", options=options) for s in starts),
        key=lambda result: result.fun,
    )
    assert minimum.value == pytest.approx(best.fun, abs=1e-9)
    assert minimum.value == pytest.approx(loss(*minimum.point), rel=1e-12)
    if MODELS[model].key not in ("linear_absolute", "svm"):
        np.testing.assert_allclose(surface.gradient(*minimum.point), 0, atol=1e-12)
    assert len(others) == (model == "two_weights")
    (x_low, x_high), (y_low, y_high) = surface.window
    assert x_low < minimum.point[0] < x_high
    assert y_low < minimum.point[1] < y_high


def test_least_squares_and_ridge_are_closed_forms() -> None:
    slope, intercept = np.polyfit(X, Y, 1)
    np.testing.assert_allclose(of("linear").minima[0].point, (slope, intercept), rtol=1e-12)
    ridge = linear_model.Ridge(alpha=0.5 * 45, tol=1e-12).fit(X[:, None], Y)
    np.testing.assert_allclose(of("ridge").minima[0].point, (ridge.coef_[0], ridge.intercept_), rtol=1e-10)


def test_classifiers_are_scikit_learns() -> None:
    plane = linear_model.LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-12, max_iter=5000)
    fitted = plane.fit(np.stack((X1, X2), axis=1), CLASSES)
    np.testing.assert_allclose(of("logistic_weights").minima[0].point, fitted.coef_[0], rtol=1e-5)
    line = linear_model.LogisticRegression(C=np.inf, tol=1e-12, max_iter=5000).fit(X[:, None], SIGNS)
    np.testing.assert_allclose(of("logistic").minima[0].point, (line.coef_[0, 0], line.intercept_[0]), rtol=1e-5)
    # libsvm's C sums over rows, 1/(n λ); it leaves the bias free, as the row loss does
    margin = svm.SVC(kernel="linear", C=1 / (45 * 0.1), tol=1e-10).fit(X[:, None], SIGNS)
    assert of("svm").minima[0].point[0] == pytest.approx(margin.coef_[0, 0], abs=1e-5)


def test_poisson_and_absolute_errors_are_scikit_learns() -> None:
    counts = linear_model.PoissonRegressor(alpha=0.0, tol=1e-10, max_iter=1000).fit(X[:, None], COUNTS)
    np.testing.assert_allclose(of("poisson").minima[0].point, (counts.coef_[0], counts.intercept_), rtol=1e-5)
    median = linear_model.QuantileRegressor(alpha=0.0, quantile=0.5, solver="highs").fit(X[:, None], Y)
    np.testing.assert_allclose(of("linear_absolute").minima[0].point, (median.coef_[0], median.intercept_), atol=1e-6)


def test_fits_of_curves_are_scipys() -> None:
    found, _ = optimize.curve_fit(lambda x, a, k: a * np.exp(-k * x), np.abs(X), FALL, (2, 1), xtol=1e-14, ftol=1e-14)
    np.testing.assert_allclose(of("decay").minima[0].point, found, rtol=1e-6)
    found, _ = optimize.curve_fit(lambda x, w, p: np.sin(w * x + p), X, WAVE, (2, 0.5), xtol=1e-14, ftol=1e-14)
    np.testing.assert_allclose(of("sinusoid").minima[0].point, found, rtol=1e-6)


def test_mirror_images_are_both_minima() -> None:
    one, other = of("two_weights").minima
    np.testing.assert_allclose(np.add(one.point, other.point), 0, atol=1e-8)


def test_classes_that_a_line_parts_have_no_minimum() -> None:
    x = np.linspace(-2, 2, 20)
    assert MODELS["logistic"].surface({"x": x, "y": np.sign(x)}).minima == ()


def test_standard_units_round_the_valley() -> None:
    mass = 4200 + 800 * X
    before = MODELS["linear"].surface({"x": mass, "y": Y})
    scaled = scaling_of({"x": mass}, ["x"]).scaled({"x": mass, "y": Y})
    after = MODELS["linear"].surface(scaled)
    moments = 2 * np.array([[np.mean(mass**2), mass.mean()], [mass.mean(), 1]])
    assert condition_number(before, before.minima[0].point) == pytest.approx(np.linalg.cond(moments), rel=1e-4)
    assert condition_number(after, after.minima[0].point) == pytest.approx(1.0, rel=1e-9)
    assert scaled["x"].std() == pytest.approx(1.0)
    np.testing.assert_allclose(before.minima[0].point, np.polyfit(mass, Y, 1), rtol=1e-6)


def test_a_column_without_spread_is_only_centred() -> None:
    scaling = scaling_of({"x": np.full(5, 7.0)}, ["x"])
    assert scaling.scaled({"x": np.full(5, 7.0)})["x"].tolist() == [0.0] * 5
    assert scaling.by["x"] == (7.0, 1.0)


def test_it_is_a_surface_like_any_other() -> None:
    surface = of("two_weights")
    kinds = sorted(point.kind.value for point in survey(surface).critical_points)
    assert kinds == ["minimum", "minimum", "saddle"]
    copy = pickle.loads(pickle.dumps(surface))
    assert copy == surface
    assert copy.gradient(0.3, 0.4) == surface.gradient(0.3, 0.4)
    assert r"\sum" in surface.latex
    assert len(surface.gradient_latex) == 2
    assert len(surface.hessian_latex) == 3


def test_letters_are_sliders() -> None:
    bare = MODELS["ridge"].surface({"x": X, "y": Y}, **{"lambda": 2.0})
    assert dict(bare.parameters) == {"lambda": 2.0}
    assert bare.value(1, 1) == pytest.approx(np.mean((X + 1 - Y) ** 2) + 2)
    assert bare.with_parameters(**{"lambda": 0.0}).value(1, 1) == pytest.approx(np.mean((X + 1 - Y) ** 2))
    assert bare.key != bare.with_parameters(**{"lambda": 0.0}).key


def test_parts_and_the_whole() -> None:
    whole = data_surface("(w*x + b - y)^2", data={"x": X, "y": Y})
    parts = [surface_of_rows(whole, np.arange(i, 45, 3)) for i in range(3)]
    assert [loss_of(part).rows for part in parts] == [15, 15, 15]
    assert np.mean([part.value(0.4, 0.1) for part in parts]) == pytest.approx(whole.value(0.4, 0.1), rel=1e-13)
    assert data_surface("(w*x + b - y)^2", data={"x": X, "y": Y}, rows=np.arange(0, 45, 3)) == parts[0]


def test_memory_is_bounded_and_many_rows_are_right() -> None:
    x = np.linspace(-1, 1, 100_000)
    surface = data_surface("(w*x + b)^2", data={"x": x})
    w, b = np.random.default_rng(1).normal(size=(2, 5))
    np.testing.assert_allclose(surface.value(w, b), w**2 * np.mean(x**2) + b**2, rtol=1e-9)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "columns of one length"),
        ({"x": [1.0, 2.0], "y": [1.0]}, "columns of one length"),
        ({"x": [[1.0]], "y": [[1.0]]}, "columns of one length"),
        ({"x": [], "y": []}, "from 1 to 100,000 rows"),
        ({"x": [1.0, np.nan], "y": [1.0, 2.0]}, "finite"),
        ({"x": [1.0, np.inf], "y": [1.0, 2.0]}, "finite"),
        ({"x": np.zeros(100_001), "y": np.zeros(100_001)}, "from 1 to 100,000 rows"),
    ],
)
def test_data_that_cannot_be_used(data: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        data_surface("(w*x + b - y)^2", data=data)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["w^2 + b^2", "(w*x + b - y", "x.__class__", "exec(x)", "w*nothing + x"])
def test_row_losses_that_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        data_surface(text, data={"x": X, "y": Y})


def test_surfaces_without_data_say_so() -> None:
    with pytest.raises(TypeError, match="not made of data"):
        loss_of(Surface("x^2 + y^2"))


@pytest.mark.parametrize("rows", [[], [45], [-1], [0.5], [[1]]])
def test_rows_that_are_not_there(rows: list[float]) -> None:
    with pytest.raises(ValueError, match="Rows are"):
        surface_of_rows(of("linear"), rows)
