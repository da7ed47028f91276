"""Maps of basins against plain loops that share no code with them, and against surfaces whose borders are known."""

import math
from itertools import pairwise

import numpy as np
import pytest

from gdviz.analysis.basins import DIVERGED, STALLED, UNSETTLED, basins, basins_progressively
from gdviz.analysis.basins.attractors import goals
from gdviz.analysis.basins.basin_map import Raster
from gdviz.analysis.basins.runs import one_by_one, witnesses
from gdviz.descent import SETTLED, Batch, Stop, descend, settings_of
from gdviz.optimizers import OPTIMIZERS
from gdviz.surface import Surface

HIMMELBLAU = Surface("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", window=((-6, 6), (-6, 6)))
ITS_MINIMA = np.array([[3, 2], [-2.805118, 3.131313], [-3.779310, -3.283186], [3.584428, -1.848127]])
TWO_WELLS = Surface("(x^2 - 1)^2 + y^2", window=((-2, 2), (-2, 2)))


def slope(x, y):
    one, two = x * x + y - 11, x + y * y - 7
    return np.stack((4 * x * one + 2 * two, 2 * one + 4 * y * two))


def plain_descent(points, steps, rate):
    for _ in range(steps):
        points = points - rate * slope(*points)
    return points


def plain_momentum(points, steps, rate, beta):
    velocity = np.zeros_like(points)
    for _ in range(steps):
        velocity = beta * velocity + slope(*points)
        points = points - rate * velocity
    return points


def plain_adam(points, steps, rate):
    first, second = np.zeros_like(points), np.zeros_like(points)
    for t in range(1, steps + 1):
        g = slope(*points)
        first, second = 0.9 * first + 0.1 * g, 0.999 * second + 0.001 * g * g
        points = points - rate * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
    return points


def plain_labels(points, minima):
    """Index of the nearest of these minima, -1 if it is further than 0.02, -2 if lost."""
    away = np.hypot(*(points[:, None] - minima.T[:, :, None]))
    near = np.where(np.nanmin(away, axis=0, initial=np.inf) < 0.02, away.argmin(axis=0), UNSETTLED)
    return np.where(np.abs(points).max(axis=0) <= 1e6, near, DIVERGED)


@pytest.mark.parametrize(
    ("optimizer", "plain", "knobs"),
    [
        ("sgd", lambda p, n: plain_descent(p, n, 0.01), {"learning_rate": 0.01}),
        ("sgd", lambda p, n: plain_descent(p, n, 0.012), {"learning_rate": 0.012}),
        ("momentum", lambda p, n: plain_momentum(p, n, 0.003, 0.9), {"learning_rate": 0.003, "momentum": 0.9}),
        ("adam", lambda p, n: plain_adam(p, n, 0.05), {"learning_rate": 0.05}),
    ],
)
def test_labels_equal_a_plain_loop(optimizer, plain, knobs):
    found = basins(HIMMELBLAU, optimizer, shape=(61, 83), steps=700, **knobs)
    xs, ys = np.meshgrid(np.linspace(-6, 6, 83), np.linspace(-6, 6, 61))
    with np.errstate(all="ignore"):
        ends = plain(np.stack((xs.ravel(), ys.ravel())), 700)
    order = [int(np.hypot(*(ITS_MINIMA - m.point).T).argmin()) for m in found.minima]
    assert sorted(order) == [0, 1, 2, 3]
    expected = plain_labels(ends, ITS_MINIMA[order]).reshape(61, 83)
    assert len(np.unique(expected)) >= 4
    disagree = found.labels != expected
    # within a chaotic border rounding decides; elsewhere nothing may differ
    assert disagree.mean() <= (0.001 if optimizer == "adam" else 0)


@pytest.mark.long
@pytest.mark.parametrize("key", OPTIMIZERS)
def test_every_optimizer_has_a_map_that_agrees_with_its_single_runs(key):
    window = ((-4.1, 4.3), (-4.2, 4.0))
    found = basins(HIMMELBLAU, key, window, shape=(5, 6), steps=600)
    places = np.array([m.point for m in found.minima])
    for row, y in enumerate(found.ys):
        for column, x in enumerate(found.xs):
            run = descend(HIMMELBLAU, key, (x, y), 600)
            away = np.hypot(*(places - run.points[-1]).T)
            label = found.labels[row, column]
            if away.min() < 0.9 * found.near:
                assert label == away.argmin()
            elif away.min() > 1.1 * found.near:
                assert label < 0 or found.steps[row, column] < 600


def test_every_start_of_a_smooth_bowl_arrives_and_the_shares_add_up():
    found = basins(HIMMELBLAU, "adam", window=((-4, 4), (-4, 4)), shape=(20, 30), steps=2000, learning_rate=0.05)
    assert found.labels.shape == found.steps.shape == (20, 30)
    assert found.shares.sum() == found.global_share == 1.0
    assert (found.shares > 0.15).all()
    assert 0 < found.steps.min() <= found.steps.max() <= 2000


def test_the_border_of_two_wells_is_the_line_between_them():
    found = basins(TWO_WELLS, "sgd", shape=(21, 41), steps=3000, learning_rate=0.02)
    left = next(k for k, m in enumerate(found.minima) if m.point[0] < 0)
    assert (found.labels[:, :20] == left).all()
    assert (found.labels[:, 21:] == 1 - left).all()
    assert (found.labels[:, 20] == STALLED).all()
    assert found.share_of(STALLED) == pytest.approx(1 / 41)


def test_a_start_that_creeps_off_a_saddle_is_followed_to_the_end():
    near_the_ridge = ((-1e-7, 3e-7), (-1, 1))
    found = basins(TWO_WELLS, "sgd", window=near_the_ridge, shape=(3, 5), steps=4000, learning_rate=0.02)
    reached = np.array([found.minima[k].point[0] if k >= 0 else 0.0 for k in found.labels[0]])
    assert reached == pytest.approx([-1, 0, 1, 1, 1], abs=1e-6)


def test_the_global_minimum_is_the_deeper_of_two():
    tilted = Surface("(x^2 - 1)^2 + 0.3x + y^2", window=((-2, 2), (-2, 2)))
    found = basins(tilted, "sgd", shape=(11, 101), steps=3000, learning_rate=0.02)
    top = np.roots([4, 0, -4, 0.3])  # the border runs through the saddle between the wells
    border = sorted(top.real)[1]
    assert found.global_share == pytest.approx((border + 2) / 4, abs=0.01)
    assert found.minima[found.deepest[0]].point[0] < 0


def test_minima_outside_the_window_are_found_and_merged():
    apart = Surface("(x^2 - 9)^2 + y^2")
    found = basins(apart, "sgd", window=((-1, 1), (-1, 1)), shape=(8, 8), steps=2000, learning_rate=0.005)
    assert sorted(m.point[0] for m in found.minima) == pytest.approx([-3, 3], abs=1e-8)
    assert found.shares == pytest.approx([0.5, 0.5])


def test_a_closer_look_has_the_labels_of_the_whole():
    tiny = ((0.2, 0.2001), (-1.3, -1.2999))
    whole, close = (basins(HIMMELBLAU, "newton", window, shape=(9, 9), steps=80) for window in (None, tiny))
    assert close.minima == whole.minima
    for row, column in ((0, 0), (4, 7), (8, 3)):
        end = descend(HIMMELBLAU, "newton", (close.xs[column], close.ys[row]), 80).points[-1]
        label = close.labels[row, column]
        assert label == STALLED or close.minima[label].point == pytest.approx(end, abs=1e-6)
    assert (basins(HIMMELBLAU, "sgd", tiny, shape=(9, 9), steps=900).labels >= 0).all()


def test_a_circle_of_minima_is_one_goal_and_its_centre_a_stall():
    ring = Surface("(x^2 + y^2 - 1)^2", window=((-2, 2), (-2, 2)))
    found = basins(ring, "sgd", shape=(31, 31), steps=2000, learning_rate=0.02)
    assert list(found.valleys) == [0]
    assert found.labels[15, 15] == STALLED
    assert (np.delete(found.labels.ravel(), 15 * 31 + 15) == 0).all()


def test_a_plateau_is_not_a_minimum():
    easom = Surface("-cos(x)cos(y)exp(-((x - pi)^2 + (y - pi)^2))", window=((-20, 20), (-20, 20)))
    found = basins(easom, "sgd", shape=(21, 21), steps=300, learning_rate=0.5)
    assert found.labels[0, 0] == found.labels[20, 0] == UNSETTLED
    assert found.labels[12, 12] == found.deepest[0]


def test_leaving_the_domain_is_lost():
    found = basins(Surface("log(x) + y^2", window=((-1, 1), (-1, 1))), "sgd", shape=(5, 5), steps=400)
    assert (found.labels == DIVERGED).all()  # downhill is towards log(0)
    assert found.minima == ()


def test_labels_do_not_depend_on_the_stages():
    whole = basins(HIMMELBLAU, "momentum", shape=(90, 70), steps=400, learning_rate=0.004)
    maps = list(
        basins_progressively(HIMMELBLAU, "momentum", shape=(90, 70), steps=400, learning_rate=0.004, preview=16)
    )
    assert [m.stage for m in maps] == ["preview", "refined", "exact"]
    assert all(a.known < b.known for a, b in pairwise(maps))
    assert (maps[-1].labels == whole.labels).all()
    assert (maps[-1].steps == whole.steps).all()
    wrong = [float(np.mean(m.labels != whole.labels)) for m in maps]
    assert wrong[0] > wrong[1] >= wrong[2] == 0
    assert wrong[1] < 0.01


def test_a_map_may_be_left_half_done():
    making = basins_progressively(HIMMELBLAU, "sgd", shape=(64, 64), steps=10, preview=8)
    assert next(making).stage == "preview"
    making.close()
    assert list(making) == []


@pytest.mark.parametrize("preview", [1, 3, 64, 500])
def test_any_preview_fits_any_shape(preview):
    *_, last = basins_progressively(TWO_WELLS, "sgd", shape=(7, 13), steps=500, learning_rate=0.05, preview=preview)
    assert last.known == 1
    assert (last.labels == basins(TWO_WELLS, "sgd", shape=(7, 13), steps=500, learning_rate=0.05).labels).all()


def test_newton_has_a_full_map_equal_to_its_single_runs():
    found = basins(HIMMELBLAU, "newton", shape=(9, 70), steps=60)
    assert found.note == ""
    assert found.labels.shape == (9, 70)
    for row, column in ((0, 3), (2, 40), (5, 20), (8, 69), (4, 33)):
        end = descend(HIMMELBLAU, "newton", (found.xs[column], found.ys[row]), 60).points[-1]
        label = found.labels[row, column]
        at_minimum = np.hypot(*(ITS_MINIMA - end).T).min() < 1e-5
        assert (label >= 0) == at_minimum
        if at_minimum:
            assert found.minima[label].point == pytest.approx(end, abs=1e-5)
    assert found.share_of(STALLED) > 0.1


def test_a_method_has_a_smaller_map_and_says_so():
    found = basins(TWO_WELLS, "bfgs", shape=(6, 100), steps=60)
    assert found.labels.shape == (6, 48)
    assert found.note == "BFGS runs one start at a time: 48 × 6 starts instead of 100 × 6."
    for column in (0, 17, 30, 47):
        end = descend(TWO_WELLS, "bfgs", (found.xs[column], found.ys[2]), 60).points[-1]
        assert found.minima[found.labels[2, column]].point == pytest.approx(end, abs=1e-4)


def test_work_is_bounded_by_counting():
    with pytest.raises(ValueError, match="at most"):
        basins(HIMMELBLAU, "sgd", shape=(5000, 5000), steps=1000)


@pytest.mark.parametrize("key", ["rmsprop", "nadam", "adam", "schedule_free_adamw"])
@pytest.mark.parametrize("given", [{}, {"schedule": ("cyclic", {"step_size_up": 150, "step_size_down": 50})}])
def test_every_label_is_that_of_the_end_after_all_steps(key, given):
    """A rule that scales its steps may leave a minimum at which it rested: then nobody is let go there."""
    found = basins(HIMMELBLAU, key, shape=(9, 11), steps=900, **given)
    places = np.array([m.point for m in found.minima])
    for row, y in enumerate(found.ys):
        for column, x in enumerate(found.xs):
            away = np.hypot(*(places - descend(HIMMELBLAU, key, (x, y), 900, **given).points[-1]).T)
            expected = away.argmin() if away.min() < found.near else UNSETTLED
            assert found.labels[row, column] == expected


def test_rmsprop_leaves_minima_where_it_rested():
    found = basins(HIMMELBLAU, "rmsprop", shape=(21, 21), steps=2000)
    assert found.share_of(UNSETTLED) > 0.2
    for stage in basins_progressively(HIMMELBLAU, "rmsprop", shape=(21, 21), steps=2000, preview=8):
        last = stage
    assert (last.labels == found.labels).all()


def test_runs_one_by_one_end_where_each_of_them_ends_at_rest() -> None:
    """f = x² + 2y² by steps of half the Newton step: each halves the distance to the minimum."""
    starts = np.array([[4.0, -2.0, 0.0], [1.0, 3.0, 0.0]])
    surface, newton = Surface("x^2 + 2y^2"), OPTIMIZERS["newton"]
    settings = settings_of(newton, {"learning_rate": 0.5})
    near = Stop(gradient=0.1)
    batch, early = (
        one_by_one(surface, newton, starts, 100, settings),
        one_by_one(surface, newton, starts, 100, settings, near),
    )
    assert np.abs(batch.points).max() < 1e-5
    assert batch.status.tolist() == early.status.tolist() == [SETTLED] * 3
    slopes = np.hypot(2 * starts[0], 4 * starts[1])
    halvings = np.ceil(np.log2(np.maximum(slopes, 0.1) / 0.1)).astype(int)
    assert early.steps.tolist() == halvings.tolist()
    assert early.points == pytest.approx((starts / 2.0**halvings).T)
    assert early.values == pytest.approx(np.array([1, 2]) @ (starts / 2.0**halvings) ** 2)


@pytest.mark.parametrize("shape", [(1, 1), (7, 13), (64, 65), (100, 90), (128, 30)])
@pytest.mark.parametrize("coarse", [1, 3, 16, 64])
def test_a_coarse_cell_is_as_many_fine_ones_as_needed_and_is_seen_at_its_middle(
    shape: tuple[int, int], coarse: int
) -> None:
    raster = Raster(((0.0, 1.0), (0.0, 1.0)), shape, coarse)
    expected = []
    for size, stride, middles in zip(shape, raster.strides, raster.middles, strict=True):
        assert stride == math.ceil(size / coarse)
        cells = [range(size)[first : first + stride] for first in range(0, size, stride)]
        expected.append(
            [cell[len(cell) // 2] if len(cell) == stride else min(cell[0] + stride // 2, size - 1) for cell in cells]
        )
        assert middles.tolist() == expected[-1]
    assert np.argwhere(raster.preview()).tolist() == [[row, column] for row in expected[0] for column in expected[1]]


def test_the_witnesses_are_256_cells_evenly_spread_from_the_first_to_the_last() -> None:
    cells = np.arange(5000, 6000)
    some = witnesses(cells)
    assert (len(some), some[0], some[-1]) == (256, 5000, 5999)
    assert set(np.diff(some)) <= {3, 4}
    assert witnesses(cells[:200]).tolist() == cells[:200].tolist()


def test_the_ends_of_more_runs_than_are_looked_at_together_have_the_labels_of_each() -> None:
    aims = goals(TWO_WELLS)
    points = np.random.default_rng(1).choice([-1.0, 1.0, 0.0, 0.5], (2, 5000)) * np.array([[1.0], [0.0]])
    known = {minimum.point[0]: k for k, minimum in enumerate(aims.minima)}
    expected = [known.get(x, STALLED if x == 0 else UNSETTLED) for x in points[0]]
    assert aims.label(points).tolist() == expected


def test_the_height_of_a_window_is_the_median_of_f_above_the_lowest() -> None:
    assert goals(Surface("x + 7 + 0y", window=((-1, 3), (-1, 1)))).height == pytest.approx(2)


def test_work_is_counted_over_rows_and_columns() -> None:
    with pytest.raises(ValueError, match="at most"):
        basins(HIMMELBLAU, "sgd", shape=(5000, 1), steps=10**6)


@pytest.mark.parametrize("text", ["+".join(f"|x-{k}|" for k in range(1, 30)) + "+y^2", "x^2 + y^2"])
def test_no_stage_of_a_map_runs_more_than_its_share_of_work(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    surface, asked, stages = Surface(text), [], 0

    def ends(surface: Surface, optimizer: object, starts: np.ndarray, steps: int, *more: object) -> Batch:
        asked.append(starts.shape[1])
        there = np.zeros((starts.shape[1], 2)) + 0.3
        still = np.full(starts.shape[1], SETTLED)
        return Batch(there, np.zeros(len(there)), np.full(len(there), 5), still)

    monkeypatch.setattr("gdviz.analysis.basins.ends", ends)
    for _ in basins_progressively(surface, "sgd", shape=(256, 256), steps=1000, learning_rate=0.01):
        stages += 1
        sizes, asked = asked, []
        operations = text.count("|") + text.count("+")  # fewer than there are in the gradient
        assert sum(sizes) * 1000 * operations <= 1.6e9, "what waits for its last steps is done in parts, too"
    assert stages > (5 if "|" in text else 1)
