"""Parts of the data, their surfaces, early stopping and weight decay."""

import numpy as np
import pytest
from sklearn import linear_model

from gdviz.descent import descend
from gdviz.learning.data import (
    GENERATORS,
    MODELS,
    decayed_minima,
    folds,
    loss_of,
    split,
    surfaces_of,
    turns_up,
    values_along,
    with_decay,
)
from gdviz.learning.data import data_surface as surface_from
from gdviz.learning.data.minima import lowest
from gdviz.surface import Surface

COLUMNS = GENERATORS["noisy_line"].dataset(40, 5, noise=1.5).columns
X, Y = COLUMNS["x"], COLUMNS["y"]
WHOLE = MODELS["linear"].surface(COLUMNS)


@pytest.mark.parametrize(("train", "size"), [(0.7, 28), (1, 1), (39, 39), (0.5, 20)])
def test_a_split_parts_all_rows(train: float, size: int) -> None:
    parts = split(40, train, seed=2)
    assert len(parts.train) == size
    assert sorted([*parts.train, *parts.validation]) == list(range(40))
    assert (split(40, train, seed=2).train == parts.train).all()


def test_seeds_part_differently() -> None:
    assert (split(40, 0.5, seed=1).train != split(40, 0.5, seed=2).train).any()


@pytest.mark.parametrize("train", [0, 40, 0.0, 1.0, -1, 0.001])
def test_both_parts_have_rows(train: float) -> None:
    with pytest.raises(ValueError, match="From 1 to 39 rows"):
        split(40, train)


@pytest.mark.parametrize("k", [2, 3, 7, 40])
def test_every_row_is_checked_on_once(k: int) -> None:
    made = folds(40, k, seed=1)
    assert len(made) == k
    assert sorted(np.concatenate([parts.validation for parts in made])) == list(range(40))
    for parts in made:
        assert sorted([*parts.train, *parts.validation]) == list(range(40))
        assert abs(len(parts.validation) - 40 / k) < 1


@pytest.mark.parametrize("k", [0, 1, 41])
def test_folds_that_cannot_be_made(k: int) -> None:
    with pytest.raises(ValueError, match="From 2 to 40 folds"):
        folds(40, k)


def test_both_surfaces_have_their_own_line() -> None:
    parts = split(40, 12, seed=3)
    train, validation = surfaces_of(WHOLE, parts)
    for surface, rows in ((train, parts.train), (validation, parts.validation)):
        np.testing.assert_allclose(surface.minima[0].point, np.polyfit(X[rows], Y[rows], 1), rtol=1e-10)
        assert loss_of(surface).rows == len(rows)
    run = descend(train, "sgd", (-1.0, 1.0), 300, learning_rate=0.02)
    curve = values_along(validation, run)
    errors = run.points[:, :1] * X[parts.validation] + run.points[:, 1:] - Y[parts.validation]
    np.testing.assert_allclose(curve, np.mean(errors**2, axis=1), rtol=1e-12)
    assert curve.min() >= validation.minima[0].value


def test_fewer_rows_bring_the_minima_further_apart() -> None:
    def apart(rows: int) -> float:
        gaps = []
        for seed in range(12):
            train, validation = surfaces_of(WHOLE, split(40, rows, seed))
            gaps.append(np.hypot(*np.subtract(train.minima[0].point, validation.minima[0].point)))
        return float(np.mean(gaps))

    assert apart(3) > 2 * apart(20)


def test_where_to_stop() -> None:
    assert turns_up([3, 2, 1, 2, 3]) == 2
    assert turns_up([3, 2, 2.5, 2.6, 1, 5]) == 4
    assert turns_up([np.nan, 2, np.inf]) == 1
    assert turns_up([3, 2, 1, 1.005]) is None
    assert turns_up([1, 1, 1]) is None
    assert turns_up([np.nan]) is None


@pytest.mark.parametrize("amount", [0.0, 0.3, 5.0])
def test_decay_moves_the_minimum_as_ridge_does(amount: float) -> None:
    decayed = with_decay(WHOLE, amount)
    # mean((Xθ - y)²) + amount/2 |θ|² is scikit-learn's ridge with alpha = n amount / 2 and no intercept apart
    features = np.column_stack((X, np.ones(40)))
    ridge = linear_model.Ridge(alpha=40 * amount / 2, fit_intercept=False).fit(features, Y)
    np.testing.assert_allclose(decayed.minima[0].point, ridge.coef_, rtol=1e-9)
    run = descend(WHOLE, "sgd", (1.0, 1.0), 4000, learning_rate=0.05, weight_decay_l2=amount)
    np.testing.assert_allclose(run.points[-1], decayed.minima[0].point, atol=1e-9)
    assert decayed.value(0.4, 0.2) == pytest.approx(WHOLE.value(0.4, 0.2) + amount / 2 * 0.2)


def test_more_decay_shorter_weights() -> None:
    found = decayed_minima(WHOLE, [0.0, 0.1, 1.0, 10.0, 100.0])
    lengths = [np.hypot(*minimum.point) for minimum in found if minimum]
    assert len(lengths) == 5
    assert (np.diff(lengths) < 0).all()
    assert found[0] is not None
    np.testing.assert_allclose(found[0].point, WHOLE.minima[0].point, rtol=1e-9)


def test_decay_finds_a_free_letter_and_reads_declared_formulas() -> None:
    ridge = MODELS["ridge"].surface(COLUMNS)
    assert set(with_decay(ridge, 0.2).parameters) == {"lambda", "mu"}
    declared = surface_from("J(w, b) = (w x + b - y)^2", data=COLUMNS)
    assert with_decay(declared, 2.0).value(1, 2) == pytest.approx(declared.value(1, 2) + 5)


def test_decay_gives_parted_classes_a_minimum() -> None:
    x = np.linspace(-2, 2, 20)
    surface = MODELS["logistic"].surface({"x": x, "y": np.sign(x)})
    assert lowest(surface) == ()
    (minimum,) = with_decay(surface, 0.1).minima
    fitted = linear_model.LogisticRegression(C=1 / (20 * 0.1), fit_intercept=False, tol=1e-12)
    assert minimum.point[0] == pytest.approx(fitted.fit(x[:, None], np.sign(x)).coef_[0, 0], rel=1e-6)


def test_only_surfaces_of_data_have_parts() -> None:
    with pytest.raises(TypeError, match="not made of data"):
        surfaces_of(Surface("x^2 + y^2"), split(4, 2))
