"""Sweeps against single runs, against theory, and against the diagnosis of each run."""

from collections import Counter

import numpy as np
import pytest

from gdviz.analysis.basins.attractors import goals
from gdviz.analysis.diagnosis import diagnose
from gdviz.analysis.diagnosis.words import Verdict
from gdviz.analysis.landscape import survey
from gdviz.analysis.sweep import sweep
from gdviz.analysis.sweep.rate_sweep import verdicts_of
from gdviz.analysis.sweep.run_ends import Ends, Exit, together
from gdviz.analysis.theory import threshold
from gdviz.descent import descend, settings_of
from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.surface import Surface

HIMMELBLAU = GALLERY["himmelblau"]
BOWL = Surface("x^2 + 10y^2", start=(3.0, 1.0))


def plain_descent(start, steps, rate):
    """Gradient descent on BOWL by its closed form: each coordinate shrinks by its own factor."""
    return start[0] * (1 - 2 * rate) ** steps, start[1] * (1 - 20 * rate) ** steps


def test_ends_are_those_of_the_closed_form():
    rates = np.geomspace(1e-4, 0.099, 40)
    found = sweep(BOWL, "sgd", steps=60, learning_rate=rates)
    x, y = plain_descent((3.0, 1.0), 60, rates)
    assert found.points == pytest.approx(np.stack((x, y)), rel=1e-9, abs=1e-300)
    assert found.final == pytest.approx(x * x + 10 * y * y, rel=1e-9)
    assert list(found.axes) == ["learning_rate"]
    assert found.settings(7) == {"learning_rate": rates[7]}


def test_the_threshold_shows_in_the_verdicts():
    limit = threshold(BOWL, "sgd", (0, 0)).rate
    found = sweep(BOWL, "sgd", steps=2000, learning_rate=limit * np.array([0.5, 0.9, 0.99, 1.01, 1.1, 3]))
    assert found.verdicts.tolist() == [Verdict.REACHED] * 3 + [Verdict.DIVERGED] * 3
    assert np.isinf(found.final[3:]).all()
    assert (found.steps[3:] == -1).all()


def test_steps_to_tolerance_follow_from_the_slowest_factor():
    rates = np.array([0.01, 0.03, 0.05])
    found = sweep(Surface("x^2 + y^2", start=(1, 1)), "sgd", steps=1000, learning_rate=rates, tolerance=1e-4)
    assert found.resolution == 1
    assert found.steps.tolist() == np.ceil(np.log(1e-4) / np.log(1 - 2 * rates)).astype(int).tolist()
    assert found.best == (2,)


def test_two_knobs_make_a_grid_in_the_order_given():
    rates, momenta = np.array([0.001, 0.01, 0.02]), np.array([0.0, 0.5, 0.8, 0.9])
    found = sweep(HIMMELBLAU, "momentum", steps=150, learning_rate=rates, momentum=momenta)
    assert found.final.shape == found.verdicts.shape == found.steps.shape == (3, 4)
    assert found.points.shape == (2, 3, 4)
    for i, j in ((0, 0), (1, 3), (2, 2)):
        alone = descend(HIMMELBLAU, "momentum", None, 150, learning_rate=rates[i], momentum=momenta[j])
        assert found.points[:, i, j] == pytest.approx(alone.points[-1], abs=0)
        assert found.settings(i, j) == {"learning_rate": rates[i], "momentum": momenta[j]}


def test_many_settings_together_agree_with_few():
    few = {"learning_rate": np.geomspace(1e-3, 0.1, 9), "momentum": np.linspace(0, 0.95, 7)}
    many = {name: np.concatenate([axis, np.linspace(axis[0], axis[-1], 45)]) for name, axis in few.items()}
    small, large = (sweep(HIMMELBLAU, "momentum", steps=900, **axes) for axes in (few, many))
    assert (small.resolution, large.resolution) == (1, 25)
    part = np.s_[:9, :7]
    same = small.verdicts == large.verdicts[part]
    assert same.mean() > 0.95
    assert set(small.verdicts[~same]) <= {Verdict.CYCLING, Verdict.DESCENDING}
    met = (small.steps >= 0) & (small.verdicts == Verdict.REACHED)
    assert met.sum() > 20
    late = large.steps[part][met] - small.steps[met]
    assert (late >= -25).all()  # an oscillating slope may be small at a look and larger once more
    assert np.median(late) <= 75
    both = np.isfinite(small.final) & (small.verdicts == Verdict.REACHED)
    assert large.final[part][both] == pytest.approx(small.final[both], abs=1e-4)


@pytest.mark.parametrize(
    ("surface", "optimizer"),
    [
        ("himmelblau", "sgd"),
        ("himmelblau", "momentum"),
        ("rosenbrock", "sgd"),
        ("six_hump_camel", "nesterov"),
        ("rastrigin", "adam"),
        ("double_well", "adam"),
        ("bowl_10", "nesterov"),
        ("himmelblau", "rmsprop"),
        ("himmelblau", "lion"),
    ],
)
def test_verdicts_are_those_of_the_diagnosis(surface, optimizer):
    surface = GALLERY[surface]
    rates = np.geomspace(3e-4, 1, 24)
    found = sweep(surface, optimizer, steps=400, learning_rate=rates)
    other = Counter()
    for rate, verdict in zip(rates, found.verdicts, strict=True):
        run = descend(surface, optimizer, None, 400, learning_rate=rate)
        told = diagnose(surface, optimizer, run, survey(surface), {"learning_rate": rate}).verdict
        other[(told, verdict)] += told is not verdict
    differing = {pair for pair, count in other.items() if count}
    assert sum(other.values()) <= 2
    assert differing <= {(Verdict.CYCLING, Verdict.DESCENDING), (Verdict.DESCENDING, Verdict.CYCLING)}


def test_traps_and_saddles_and_unbounded_slopes_have_their_verdicts():
    wells = Surface("(x^2 - 1)^2 + 0.3x + y^2", window=((-2, 2), (-2, 2)))
    rates = np.array([0.02, 0.05])
    assert set(sweep(wells, "sgd", (1.5, 1), learning_rate=rates).verdicts) == {Verdict.TRAPPED}
    assert set(sweep(wells, "sgd", (-1.5, 1), learning_rate=rates).verdicts) == {Verdict.REACHED}
    ridge = Surface("(x^2 - 1)^2 + y^2", window=((-2, 2), (-2, 2)))
    assert set(sweep(ridge, "sgd", (0, 1), learning_rate=rates).verdicts) == {Verdict.SADDLE}
    slope = Surface("x^2 - y^4")
    assert set(sweep(slope, "sgd", (1, 1), learning_rate=rates).verdicts) == {Verdict.UNBOUNDED}
    edge = Surface("log(x) + y^2", window=((0.1, 3), (-1, 1)))
    assert set(sweep(edge, "sgd", (1, 0.5), learning_rate=rates).verdicts) == {Verdict.LEFT_DOMAIN}


def test_cycles_and_plateaus_and_slow_ways_have_their_verdicts():
    flat = Surface("-exp(-x^2 - y^2)", window=((-9, 9), (-9, 9)))
    assert sweep(flat, "sgd", (8, 8), 200, learning_rate=np.array([0.1])).verdicts[0] is Verdict.PLATEAU
    swinging = sweep(Surface("x^4/4 + x^2/2 + y^2"), "sgd", (0.1, 0.1), 2000, learning_rate=np.array([0.1, 2.2]))
    assert swinging.verdicts.tolist()[0] is Verdict.REACHED
    bounded = Surface("log(1 + x^2) + y^2/10", window=((-4, 4), (-4, 4)))  # beyond 2/λ = 1 it swings for ever
    assert sweep(bounded, "sgd", (0.1, 1), 3000, learning_rate=np.array([3.0])).verdicts[0] is Verdict.CYCLING
    assert sweep(BOWL, "sgd", steps=50, learning_rate=np.array([1e-4])).verdicts[0] is Verdict.DESCENDING


def test_any_knob_may_be_swept_and_options_are_kept():
    found = sweep(HIMMELBLAU, "adam", steps=50, beta1=np.array([0.0, 0.9]), learning_rate=0.1, clip_norm=1.0)
    assert found.fixed == {"learning_rate": 0.1, "clip_norm": 1.0}
    alone = descend(HIMMELBLAU, "adam", None, 50, **found.settings(1))
    assert found.points[:, 1] == pytest.approx(alone.points[-1], abs=0)


def test_a_method_may_be_swept_too():
    found = sweep(BOWL, "newton", steps=200, learning_rate=np.array([0.5, 1.0, 1.9]))
    assert found.verdicts.tolist() == [Verdict.REACHED] * 3
    assert found.steps[1] == 1


def test_nonsense_is_refused_in_words():
    with pytest.raises(ValueError, match="at least one knob"):
        sweep(BOWL, "sgd", learning_rate=0.1)
    with pytest.raises(ValueError, match="at most"):
        sweep(BOWL, "sgd", steps=10_000, learning_rate=np.ones(200_000))
    with pytest.raises(TypeError, match="no knob"):
        sweep(BOWL, "sgd", momentum=np.array([0.1]))


def test_a_method_that_has_not_settled_says_so_and_one_that_begins_settled_takes_no_step() -> None:
    """x² + 3y² by hand: a hundredth of the slope (6, 12) at the start is not reached in two backtracked steps."""
    rates = np.array([1e-3, 0.25, 0.5])
    assert (sweep("x^2 + 3y^2", "line_search", start=(3, 2), steps=2, learning_rate=rates).steps == -1).all()
    assert (sweep("x^2 + 3y^2", "line_search", start=(0, 0), steps=2, learning_rate=rates).steps == 0).all()


def test_by_its_end_alone_a_run_far_below_the_window_is_unbounded_settled_or_not() -> None:
    """f = y² - x + x²/10⁹ turns at x = 5·10⁸, so that nothing proves a fall without end; the window is 12 high."""
    surface = Surface("y^2 - x + x^2/1e9", window=((-5, 5), (-5, 5)))
    ends = Ends(
        np.array([[1e5, 20.0], [0.0, 0.0]]), np.zeros(2), np.ones(2), np.full(2, -1), np.array([Exit.NONE, Exit.NONE])
    )
    shared = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1}, None)
    verdicts = verdicts_of(goals(surface), survey(surface), ends, 0.0, {}, shared)
    assert verdicts.tolist() == [Verdict.UNBOUNDED, Verdict.DESCENDING]


@pytest.mark.parametrize(("depth", "verdict"), [(9.5, Verdict.DESCENDING), (10.5, Verdict.UNBOUNDED)])
def test_ten_heights_of_the_window_below_its_lowest_is_where_a_fall_counts_as_endless(
    depth: float, verdict: Verdict
) -> None:
    """f = y² − x + x²/10⁹ with nothing that proves a fall without end; f is −x to a millionth."""
    surface = Surface("y^2 - x + x^2/1e9", window=((-5, 5), (-5, 5)))
    aims = goals(surface)
    lowest = aims.lowest if np.isfinite(aims.lowest) else 0.0
    ends = Ends(
        np.array([[depth * aims.height - lowest], [0.0]]),
        np.zeros(1),
        np.ones(1),
        np.full(1, -1),
        np.array([Exit.NONE]),
    )
    shared = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1}, None)
    assert verdicts_of(aims, survey(surface), ends, 0.0, {}, shared).tolist() == [verdict]


def test_by_its_end_alone_a_noisy_run_that_gains_no_more_is_noisy_only_where_there_is_a_slope() -> None:
    """On a slope with gain, on it without, and far out where there is no slope."""
    surface = Surface("tanh(x)^2 + y^2")
    places, gain = np.array([[0.5, 0.5, 40.0], [0.0, 0.0, 0.0]]), np.array([1.0, 0.0, 0.0])
    ends = Ends(places, np.zeros(3), gain, np.full(3, -1), np.array([Exit.NONE] * 3))
    for noise, moved in ((0.0, Verdict.CYCLING), (0.3, Verdict.NOISY)):
        shared = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1, "noise": noise}, None)
        found = verdicts_of(goals(surface), survey(surface), ends, 0.0, {}, shared).tolist()
        assert found == [Verdict.DESCENDING, moved, Verdict.PLATEAU]


def test_where_neither_slope_nor_weight_decay_pulls_nothing_is_held() -> None:
    """At the origin, where f is flat; and where the slope of x/2 + y is what decay of 0.5 adds at (-1, -2)."""
    shared = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1, "weight_decay_l2": 0.5}, None)
    flat = Surface("1 - exp(-50((x - 9)^2 + y^2))", window=((8, 10), (-1, 1)))
    for surface, place, verdict in ((flat, (0, 0), Verdict.PLATEAU), (Surface("x/2 + y"), (-1, -2), Verdict.HELD)):
        ends = Ends(np.array(place, float)[:, None], np.zeros(1), np.zeros(1), np.full(1, -1), np.array([Exit.NONE]))
        assert verdicts_of(goals(surface), survey(surface), ends, 0.0, {}, shared).tolist() == [verdict]


def test_together_noisy_runs_take_all_their_steps_even_from_a_minimum() -> None:
    settings = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1, "noise": 1e-6}, None)
    quiet = settings_of(OPTIMIZERS["sgd"], {"learning_rate": 0.1}, None)
    rates = {"learning_rate": np.array([0.1, 0.2])}
    start, drawn = (0.0, 0.0), np.random.default_rng(0).standard_normal((100, 2))
    moved = together(BOWL, OPTIMIZERS["sgd"], start, 100, 1e-3, rates, settings)
    for k, rate in enumerate(rates["learning_rate"]):
        point = np.zeros(2)
        for draw in drawn:
            point = point - rate * (np.array([2.0, 20.0]) * point + 1e-6 * draw)
        assert moved.points[:, k] == pytest.approx(point, abs=1e-12)
    assert together(BOWL, OPTIMIZERS["sgd"], start, 100, 1e-3, rates, quiet).taken.max() < 100
