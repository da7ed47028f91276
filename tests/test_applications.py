"""The applications' losses against closed forms, a numerical convolution, and scikit-learn."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage
from sklearn import linear_model

import gdviz
from gdviz.analysis.basins import basins
from gdviz.learning.data import GENERATORS, INCLUDED, MODELS, loss_of
from gdviz.scene import OWN, DataScene, model_of
from gdviz.ui.data.learning import material, rated
from gdviz.ui.data.suitability import with_model, with_set
from tests.data_sets import load_dataset

ALONE = [key for key, model in MODELS.items() if model.alone]
PLACES = [(0.0, 0.0), (-2.0, 3.0), (1.5, -0.7), (900.0, -900.0)]


def policy(w1: float, w2: float) -> np.ndarray:
    scores = np.array([w1, w2, 0.0])
    weights = np.exp(scores - scores.max())
    return weights / weights.sum()


def test_the_policy_gradient_is_the_closed_form() -> None:
    rows = load_dataset("bandit", 60, 4, mean1=0.3, mean2=1.1, mean3=-0.4)
    surface = MODELS["bandit"].of(rows, tau=0.0)
    means = np.array([0.3, 1.1, -0.4])
    for place in PLACES:
        chances = policy(*place)
        expected = chances @ means
        assert surface.value(*place) == pytest.approx(-expected, abs=1e-12)
        np.testing.assert_allclose(surface.gradient(*place), -(chances * (means - expected))[:2], atol=1e-12)


def test_one_row_is_reinforce_s_sample_with_its_importance_weight() -> None:
    rows = load_dataset("bandit", 30, 1)
    surface = MODELS["bandit"].of(rows, tau=0.0)
    w1, w2 = 0.4, -0.8
    chances = policy(w1, w2)
    for (slope1, slope2), arm, reward in zip(
        loss_of(surface).per_row(1, w1, w2, surface.parameters).T, *rows.columns.values(), strict=True
    ):
        score = np.array([arm == 1, arm == 2], dtype=float) - chances[:2]  # of ln π
        weight = chances[int(arm) - 1] / (1 / 3)
        np.testing.assert_allclose((slope1, slope2), -weight * reward * score, atol=1e-13)
    np.testing.assert_allclose(
        loss_of(surface).per_row(1, w1, w2, surface.parameters).T.mean(axis=0), surface.gradient(w1, w2), atol=1e-14
    )


@pytest.mark.parametrize("tau", [0.15, 0.2, 0.5])
def test_with_entropy_the_best_policy_is_a_softmax_of_the_rewards(tau: float) -> None:
    surface = MODELS["bandit"].of(load_dataset("bandit", 60), tau=tau)
    np.testing.assert_allclose(surface.minima[0].point, ((1.0 - 0.2) / tau, (0.7 - 0.2) / tau), rtol=1e-9)
    entropy = -np.sum(policy(*surface.minima[0].point) * np.log(policy(*surface.minima[0].point)))
    expected = policy(*surface.minima[0].point) @ (1.0, 0.7, 0.2)
    assert surface.minima[0].value == pytest.approx(-expected - tau * entropy, rel=1e-12)


def test_without_entropy_no_policy_is_best() -> None:
    assert MODELS["bandit"].of(load_dataset("bandit", 60), tau=0.0).minima == ()


def test_a_blurred_face_is_the_face_convolved_with_a_gaussian() -> None:
    grid = np.linspace(-6, 6, 241)
    up, across = np.meshgrid(grid, grid, indexing="ij")
    columns = {"x1": across.ravel(), "x2": up.ravel()}
    face = MODELS["registration"]
    sharp, blurred = (face.predictions(np.array([[0.3, -0.2]]), columns, sigma=s).reshape(241, 241) for s in (0, 0.5))
    shifted = sum(
        h * np.exp(-((across - 0.3 - x) ** 2 + (up + 0.2 - y) ** 2) / 0.32)
        for x, y, h in ((-1, 1, 1), (1, 1, 1), (-0.8, -1, 0.8), (0, -1.3, 0.8), (0.8, -1, 0.8))
    )
    np.testing.assert_allclose(sharp, shifted, atol=1e-13)
    by_sums = ndimage.gaussian_filter(sharp, 0.5 / (grid[1] - grid[0]), truncate=8.0)
    np.testing.assert_allclose(blurred, by_sums, atol=1e-5)


def test_without_noise_the_minimum_is_the_shift_whatever_it_is() -> None:
    for dx, dy in ((0.9, -0.5), (-0.4, 0.7), (0.0, 0.0)):
        surface = MODELS["registration"].of(load_dataset("picture", 196, noise=0.0, dx=dx, dy=dy))
        np.testing.assert_allclose(surface.minima[0].point, (dx, dy), atol=1e-9)
        assert surface.minima[0].value == pytest.approx(0.0, abs=1e-20)


@pytest.mark.long
def test_blur_widens_the_basin_of_the_shift() -> None:
    rows = load_dataset("picture", 144)
    shares = []
    for sigma in (0.0, 0.5, 0.8):
        surface = MODELS["registration"].of(rows, sigma=sigma)
        picture = basins(surface, "sgd", surface.window, shape=(11, 11), steps=1200, learning_rate=1.0)
        near = [k for k, one in enumerate(picture.minima) if np.hypot(one.point[0] - 0.9, one.point[1] + 0.5) < 0.1]
        shares.append(np.isin(picture.labels, near).mean())
    assert 0.1 < shares[0] < 0.35
    assert shares[0] + 0.1 < shares[1] < shares[2] - 0.1


def test_the_opening_start_is_trapped_by_an_eye_and_blur_frees_it() -> None:
    face, rows = MODELS["registration"], load_dataset("picture", 196)
    ends = [
        gdviz.descend(face.of(rows, sigma=sigma), "sgd", start=face.start, steps=600, learning_rate=face.rate).points[
            -1
        ]
        for sigma in (0.0, 0.5)
    ]
    assert np.hypot(*(ends[0] - (0.9, -0.5))) > 1.5  # one eye lies on the other
    assert np.hypot(*(ends[1] - (0.9, -0.5))) < 0.1


def test_the_words_are_counted_and_the_weights_scikit_learns() -> None:
    file = Path(gdviz.__file__).parent / "learning" / "data" / "tables" / "reviews.csv"
    table = list(csv.DictReader(file.open(encoding="utf-8")))
    assert len({row["review"] for row in table}) == 40
    for row in table:
        for word in ("good", "bad"):
            assert int(row[word]) == len(re.findall(rf"\b{word}\b", row["review"].lower())), row
    counts = np.array([[int(row["good"]), int(row["bad"])] for row in table])
    opinions = [row["opinion"] for row in table]
    fitted = linear_model.LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-12, max_iter=5000)
    weights = fitted.fit(counts, opinions).coef_[0]  # classes in alphabetical order: against, for
    rows = INCLUDED["reviews"].dataset()
    assert rows.classes == ("against", "for")
    np.testing.assert_allclose(MODELS["sentiment"].of(rows).minima[0].point, weights, rtol=1e-6)


def test_an_application_and_its_rows_suit_nothing_but_one_another() -> None:
    sets = {model.data for model in MODELS.values() if model.alone}
    assert sets == {key for key, one in (GENERATORS | INCLUDED).items() if one.alone}
    for key, model in MODELS.items():
        for other in sets:
            assert bool(model.unfit(load_dataset(other))) == (model.data != other), (key, other)
    assert all(MODELS[key].unfit(load_dataset("noisy_line")) for key in ALONE)


@pytest.mark.parametrize("key", ALONE)
def test_the_model_brings_its_rows_and_the_rows_their_model(key: str) -> None:
    model = MODELS[key]
    chosen = with_model(DataScene(), key)
    assert (chosen.set, chosen.rows, chosen.standard) == (model.data, model.rows, False)
    assert with_set(DataScene(), model.data) == replace(chosen, model=key)
    back = with_model(chosen, "linear")
    assert (back.set, back.rows) == ("noisy_line", DataScene().rows)
    away = with_set(chosen, "outliers")
    assert away.model == "linear_absolute"
    assert away.rows == DataScene().rows
    in_units = replace(chosen, standard=True)  # a link may say so: counts, pixels and arms stay as they are
    assert material(in_units, model_of(in_units)).scaling.by == {}
    assert with_model(replace(DataScene(), set=OWN, table="x,y\n1,2\n2,3.5"), key).set == OWN


def test_the_rate_of_a_model_is_taken() -> None:
    scene = rated(with_model(DataScene(), "registration"))
    assert {one.run.setting()["learning_rate"] for one in scene.runs} == {MODELS["registration"].rate}
