"""Mini-batches: drawn, listed, followed as PyTorch follows them, and recorded beside the whole."""

from pathlib import Path

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.learning.data import (
    MODELS,
    BatchSurfaces,
    batch_record,
    data_surface,
    draw_batches,
    listed_batches,
    steps_per_epoch,
)
from gdviz.learning.data.batches import angles
from gdviz.learning.data.loss_surface import surface_of_rows
from gdviz.optimizers import OPTIMIZERS, RULES
from gdviz.surface import Surface
from gdviz.trajectory import Ending

RECORDED = dict(np.load(Path(__file__).parent / "references" / "data" / "torch.npz"))
X, Y, ORDER = RECORDED["x"], RECORDED["y"], RECORDED["order"]
RATES = {"sgd": 0.05, "momentum": 0.02, "nesterov": 0.02, "rmsprop": 0.02, "adagrad": 0.2, "adam": 0.05, "adamw": 0.05}


def surface(model: str) -> Surface:
    return MODELS[model].surface({"x": X, "y": Y if model == "linear" else np.sign(Y)})


@pytest.mark.parametrize("model", ["linear", "logistic", "svm"])
@pytest.mark.parametrize("key", RATES)
def test_batches_in_a_given_order_are_pytorchs_run(model: str, key: str) -> None:
    whole = surface(model)
    batches = BatchSurfaces(whole, listed_batches(list(ORDER), 30))
    knobs = {"momentum": 0.9} if key in ("momentum", "nesterov") else {}
    run = descend(whole, key, (-1.0, 1.5), 100, batches=batches, learning_rate=RATES[key], **knobs)
    assert np.abs(run.points - RECORDED[f"path_{model}_{key}"]).max() < 1e-9


@pytest.mark.parametrize("key", [rule.key for rule in RULES])
def test_a_batch_of_all_rows_is_the_whole(key: str) -> None:
    whole = surface("linear")
    plain = descend(whole, key, (-1.0, 1.5), 20)
    order = [np.arange(30)[::-1]] * 20
    batched = descend(whole, key, (-1.0, 1.5), 20, batches=BatchSurfaces(whole, listed_batches(order, 30)))
    drawn_whole = descend(whole, key, (-1.0, 1.5), 20, batches=BatchSurfaces(whole, draw_batches(30, 30, 20)))
    assert plain.ending is batched.ending is Ending.ALL_STEPS
    np.testing.assert_allclose(batched.points, plain.points, rtol=0, atol=1e-9)
    assert (drawn_whole.points == plain.points).all()


def test_the_record_is_what_each_batch_said() -> None:
    whole = surface("logistic")
    plan = draw_batches(30, 7, 23, seed=4)
    run = descend(whole, "adam", (-1.0, 1.5), 23, batches=BatchSurfaces(whole, plan))
    record = batch_record(whole, plan, run)
    for t in range(1, 24):
        rows, (w, b) = plan.batch(t), run.points[t - 1]
        margin = np.sign(Y[rows]) * (w * X[rows] + b)
        slope = -np.sign(Y[rows]) / (1 + np.exp(margin))
        assert record.values[t - 1] == pytest.approx(np.log1p(np.exp(-margin)).mean(), rel=1e-12)
        np.testing.assert_allclose(record.gradients[t - 1], [(slope * X[rows]).mean(), slope.mean()], rtol=1e-11)
        full = run.gradients[t - 1]
        cosine = record.gradients[t - 1] @ full / np.linalg.norm(record.gradients[t - 1]) / np.linalg.norm(full)
        assert np.cos(record.angles[t - 1]) == pytest.approx(cosine, abs=1e-12)
    assert record.rows_seen.tolist() == np.concatenate(([0], np.cumsum([7, 7, 7, 7, 2] * 5)[:23])).tolist()
    assert record.epochs[[5, 10, 20]].tolist() == [1.0, 2.0, 4.0]


def test_angles_are_exact_for_small_ones_and_undefined_for_nothing() -> None:
    left = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0], [3.0, 0.0], [1.0, 0.0]])
    right = np.array([[2.0, 0.0], [0.0, 5.0], [1.0, 0.0], [-1.0, 0.0], [1.0, 1e-9]])
    found = angles(left, right)
    np.testing.assert_allclose(found[[0, 1, 3, 4]], [0, np.pi / 2, np.pi, 1e-9], rtol=1e-12)
    assert np.isnan(found[2])


def test_every_epoch_sees_every_row_once_in_another_order() -> None:
    plan = draw_batches(10, 3, 12, seed=1)
    epochs = [np.concatenate([plan.batch(t) for t in range(first, first + 4)]) for first in (1, 5, 9)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 3
    assert plan.sizes.tolist() == [3, 3, 3, 1] * 3
    assert (draw_batches(10, 3, 12, seed=1).rows == plan.rows).all()
    assert (draw_batches(10, 3, 12, seed=2).rows != plan.rows).any()


def test_whole_passes_look_at_every_row_once_each() -> None:
    plans = [draw_batches(30, size, 5 * steps_per_epoch(30, size), seed=2) for size in (30, 8, 1)]
    assert [plan.steps for plan in plans] == [5, 20, 150]
    assert [plan.rows_seen[-1] for plan in plans] == [150] * 3
    assert plans[0].epochs[-1] == 5


def test_with_replacement_rows_repeat() -> None:
    rows = draw_batches(50, 50, 200, replace=True, seed=3).rows
    distinct = np.mean([len(set(row)) for row in rows])
    assert distinct == pytest.approx(50 * (1 - (1 - 1 / 50) ** 50), abs=1.0)


@pytest.mark.parametrize("size", [0, 11, -1])
def test_sizes_that_do_not_fit_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="A batch has from 1 to 10 rows"):
        draw_batches(10, size, 5)


@pytest.mark.parametrize("batch", [[], [10], [-1], [0.5]])
def test_rows_that_are_not_there_are_refused(batch: list[float]) -> None:
    with pytest.raises(ValueError, match="at least one row, from 0 to 9"):
        listed_batches([[0], batch], 10)


def test_rows_may_be_counted_twice() -> None:
    whole = surface("linear")
    part = surface_of_rows(whole, [3, 3, 5])
    each = (whole.text, part.text)
    errors = (0.5 * X + 0.25 - Y)[[3, 3, 5]]
    assert part.value(0.5, 0.25) == pytest.approx(np.mean(errors**2))
    assert each[0] != each[1]
    assert part.key != whole.key


def test_a_method_takes_no_batches() -> None:
    whole = surface("linear")
    with pytest.raises(TypeError, match="takes no schedule, batches"):
        descend(whole, OPTIMIZERS["newton"], batches=BatchSurfaces(whole, draw_batches(30, 5, 5)))


def test_single_rows_scatter_by_the_theory() -> None:
    """w ← w - 2α(w - y) with a single y each step has the stationary variance of an autoregression."""
    y = np.random.default_rng(0).normal(size=400)
    whole = data_surface("(w - y)^2 + 0*b", ("w", "b"), {"y": y})
    plan = draw_batches(400, 1, 12_000, replace=True, seed=8)
    run = descend(whole, "sgd", (0.0, 0.0), 12_000, batches=BatchSurfaces(whole, plan), learning_rate=0.05)
    # w ← w - 2α(w - y_i): variance v = (1 - 2α)² v + 4α² σ²
    expected = 4 * 0.05**2 * y.var() / (1 - (1 - 2 * 0.05) ** 2)
    assert run.points[2000:, 0].var() == pytest.approx(expected, rel=0.15)
    assert run.points[2000:, 0].mean() == pytest.approx(y.mean(), abs=0.05)
