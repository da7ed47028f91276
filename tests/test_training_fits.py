"""Polynomials trained in full dimension, and the planes on which a path of many weights is shown."""

import numpy as np
import pytest
from numpy.polynomial import Polynomial as NumpyPolynomial
from sklearn import decomposition, linear_model, preprocessing

from gdviz.descent import descend
from gdviz.learning.data import GENERATORS, split, turns_up
from gdviz.learning.training import (
    LeastSquares,
    Network,
    NetworkLoss,
    Plane,
    polynomial,
    principal_plane,
    random_plane,
    train,
)
from gdviz.optimizers import RULES

COLUMNS = GENERATORS["polynomial"].dataset(40, 2, noise=0.3).columns
X, Y = COLUMNS["x"], COLUMNS["y"]
GRID = np.linspace(-1, 1, 31)


def fitted(degree: int, decay: float = 0.0) -> LeastSquares:
    return LeastSquares(polynomial(X, degree).features(X), Y, decay)


@pytest.mark.parametrize("degree", [1, 3, 6, 9])
def test_features_are_scikit_learns_and_the_solution_is_numpys(degree: int) -> None:
    made = polynomial(X, degree)
    powers = preprocessing.PolynomialFeatures(degree, include_bias=False).fit_transform(X[:, None])
    np.testing.assert_allclose(made.features(X)[:, 1:], preprocessing.StandardScaler().fit_transform(powers), atol=1e-9)
    curve = made.curve(fitted(degree).solution(), GRID)
    np.testing.assert_allclose(curve, NumpyPolynomial.fit(X, Y, degree)(GRID), rtol=1e-6, atol=1e-7)


def test_decay_is_ridge() -> None:
    ridge = linear_model.Ridge(alpha=40 * 0.2 / 2, fit_intercept=False).fit(polynomial(X, 5).features(X), Y)
    np.testing.assert_allclose(fitted(5, 0.2).solution(), ridge.coef_, rtol=1e-9)
    assert np.abs(fitted(5, 0.2).gradient(fitted(5, 0.2).solution())).max() < 1e-12


def test_derivatives() -> None:
    objective = fitted(4, 0.1)
    random = np.random.default_rng(0)
    theta, one, other = random.normal(size=(3, 5))
    step = 1e-5
    slope = (objective.values(theta[None] + step * one) - objective.values(theta[None] - step * one))[0] / 2 / step
    assert objective.gradient(theta) @ one == pytest.approx(slope, rel=1e-8)
    bent = (objective.gradient(theta + other) - objective.gradient(theta - other)) @ one / 2
    np.testing.assert_allclose(objective.curvature(np.stack((theta, one)), one, other), bent, rtol=1e-12)


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_two_weights_are_the_plane(key: str) -> None:
    """The rule in full dimension and the rule compiled for the plane take the same steps."""
    objective = fitted(1)
    plane = Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]), (1.0, 0.0), "All there is.")
    surface = plane.surface(objective, ((-2, 2), (-2, 2)), "a line's two weights")
    run = descend(surface, key, (-0.7, 0.4), 60)
    fit = train(objective, key, np.array([-0.7, 0.4]), 60)
    np.testing.assert_allclose(run.points, fit.points, atol=1e-9)
    np.testing.assert_allclose(run.values, fit.values, atol=1e-9)
    assert fit.values[-1] < fit.values[0]


def test_training_comes_to_the_solution() -> None:
    objective = fitted(3)
    fit = train(objective, "adam", np.zeros(4), 3000, learning_rate=0.05)
    np.testing.assert_allclose(fit.points[-1], objective.solution(), atol=1e-5)
    assert fit.epochs[-1] == 3000


def test_a_bendy_model_learns_the_noise() -> None:
    parts = split(40, 14, seed=1)
    errors = {}
    for degree in (1, 3, 12):
        made = polynomial(X[parts.train], degree)
        learned = LeastSquares(made.features(X[parts.train]), Y[parts.train])
        checked = LeastSquares(made.features(X[parts.validation]), Y[parts.validation])
        best = learned.solution()[None]
        errors[degree] = learned.values(best)[0], checked.values(best)[0]
        if degree == 12:
            fit = train(learned, "adam", np.zeros(13), 4000, learning_rate=0.05)
            curve = checked.values(fit.points)
            lowest_at = turns_up(curve)
            assert 0 < (lowest_at or 0) < 4000
            assert curve[lowest_at] < curve[-1]
    assert errors[12][0] < errors[3][0] < errors[1][0]
    assert errors[3][1] < errors[1][1] < errors[12][1]


def test_the_principal_plane_is_the_nearest_one() -> None:
    points = train(fitted(6), "momentum", np.full(7, 0.5), 300, learning_rate=0.02).points
    plane = principal_plane(points)
    about_end = np.concatenate((points - points[-1], points[-1] - points))  # mirrored: then centring changes nothing
    found = decomposition.PCA(2).fit(about_end)
    for way, expected in zip((plane.first, plane.second), found.components_, strict=True):
        assert abs(way @ expected) == pytest.approx(1.0, abs=1e-9)
    np.testing.assert_allclose(plane.explained, found.explained_variance_ratio_, rtol=1e-9)
    off = np.sum(plane.distances(points) ** 2) / np.sum((points - points[-1]) ** 2)
    assert off == pytest.approx(1 - sum(plane.explained), abs=1e-9)
    np.testing.assert_allclose(plane.coordinates(points[-1:]), [[0, 0]], atol=1e-12)
    window = plane.window(points)
    shadow = plane.coordinates(points)
    assert all(low < shadow[:, i].min() < shadow[:, i].max() < high for i, (low, high) in enumerate(window))


def test_the_loss_on_a_plane_and_its_derivatives() -> None:
    columns = GENERATORS["moons"].dataset(60, 1).columns
    loss = NetworkLoss(Network(5), np.stack((columns["x1"], columns["x2"]), axis=1), columns["y"], 0.01)
    fit = train(loss, "adam", loss.network.initial(2), 200)
    for plane in (principal_plane(fit.points), random_plane(loss.network, fit.points[-1], 4)):
        surface = plane.surface(loss, plane.window(fit.points), "moons on a plane")
        x, y, step = 0.3, -0.2, 1e-5
        theta = plane.origin + x * plane.first + y * plane.second
        assert surface.value(x, y) == pytest.approx(loss.values(theta[None])[0], rel=1e-13)
        slope = [
            surface.value(x + step, y) - surface.value(x - step, y),
            surface.value(x, y + step) - surface.value(x, y - step),
        ]
        np.testing.assert_allclose(surface.gradient(x, y), np.array(slope) / 2 / step, rtol=1e-6, atol=1e-9)
        along = np.subtract(surface.gradient(x + step, y), surface.gradient(x - step, y)) / 2 / step
        across = np.subtract(surface.gradient(x, y + step), surface.gradient(x, y - step)) / 2 / step
        np.testing.assert_allclose(surface.hessian(x, y), [along[0], along[1], across[1]], rtol=1e-5, atol=1e-8)
        assert surface.grid(shape=(7, 9))[2].shape == (7, 9)
        assert surface.notes == (plane.sentence,)


def test_random_directions_are_as_long_as_the_weights_of_each_unit() -> None:
    network = Network(4)
    theta = network.initial(3)
    plane = random_plane(network, theta, seed=1)
    for way in (plane.first, plane.second):
        (wi, wb, wo, wl), (ti, tb, to, tl) = network.parts(way), network.parts(theta)
        for unit in range(4):
            assert np.hypot(np.hypot(*wi[unit]), wb[unit]) == pytest.approx(np.hypot(np.hypot(*ti[unit]), tb[unit]))
        assert np.sqrt(wo @ wo + wl**2) == pytest.approx(np.sqrt(to @ to + tl**2))
    assert (random_plane(network, theta, 1).first == plane.first).all()
    assert (random_plane(network, theta, 2).first != plane.first).any()


def test_paths_without_a_plane() -> None:
    with pytest.raises(ValueError, match="at least two points of two weights"):
        principal_plane(np.zeros((1, 5)))
    straight = principal_plane(np.outer(np.linspace(1, 0, 5), [3.0, 4.0, 0.0]))
    assert straight.explained == (pytest.approx(1.0), pytest.approx(0.0))
    assert straight.first @ straight.second == pytest.approx(0.0, abs=1e-12)
    two = principal_plane(np.array([[1.0, 2.0, 2.0], [0.0, 0.0, 0.0]]))
    assert two.first @ two.second == pytest.approx(0.0, abs=1e-12)
    still = principal_plane(np.ones((4, 3)))
    assert still.explained == (0.0, 0.0)


@pytest.mark.parametrize("degree", [0, 21])
def test_degrees_have_bounds(degree: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 20"):
        polynomial(X, degree)
