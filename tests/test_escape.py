"""Escaping from traps: rates against what is known of the surfaces, intervals against SciPy, budgets counted."""

import numpy as np
import pytest
from scipy.stats import binomtest

from gdviz.analysis.basins import STRATEGIES, escape
from gdviz.analysis.basins.escape_trials import wilson
from gdviz.checkpoint import listen
from gdviz.descent import descend
from gdviz.surface import Surface

# the barrier between the wells is low from the left
TILTED = Surface("(x^2 - 1)^2 - 0.5x + y^2", window=((-2, 2), (-2, 2)))
TRAP = (-0.9, 0.3)


@pytest.mark.parametrize(("successes", "trials"), [(0, 1), (1, 1), (0, 100), (7, 20), (50, 100), (99, 100), (100, 100)])
def test_intervals_are_wilsons(successes, trials):
    expected = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    assert wilson(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_from_anywhere_the_rate_is_the_share_of_the_basin():
    border = sorted(np.roots([4, 0, -4, -0.5]).real)[1]
    found = escape(TILTED, "sgd", "none", seeds=2000, learning_rate=0.05)
    assert found.trials == 2000
    assert found.low <= (2 - border) / 4 <= found.high
    assert (found.reached == (found.starts[0] > border)).all()


def test_what_is_certain_is_run_once():
    found = escape(TILTED, "sgd", "none", TRAP, learning_rate=0.05)
    assert (found.trials, found.successes) == (1, 0)
    assert found.high > 0.7  # one run is no proof of a rate
    assert "one run tells all" in found.note


def test_momentum_rolls_over_a_low_pass():
    found = escape(TILTED, "sgd", "momentum", (-1.9, 0.3), learning_rate=0.02, strength=0.95, budget=2000)
    assert found.rate == 1
    assert escape(TILTED, "sgd", "none", (-1.9, 0.3), learning_rate=0.02, budget=2000).rate == 0
    assert "in its place" in found.note


def test_a_larger_rate_is_the_rate_times_its_factor():
    runs = {k: escape(TILTED, "sgd", "larger_rate", TRAP, learning_rate=0.1, strength=k, seeds=9) for k in (1.5, 2.6)}
    alone = descend(TILTED, "sgd", TRAP, 1000, learning_rate=0.1 * 2.6).points[-1]
    assert runs[1.5].rate == 0
    assert runs[2.6].note.startswith("α = 0.26 instead of 0.1.")
    assert runs[2.6].ends[:, 0] == pytest.approx(alone, abs=1e-3)


def test_noise_helps_where_the_barrier_is_low_and_not_where_it_is_high():
    low = escape(TILTED, "sgd", "noise", TRAP, learning_rate=0.05, strength=4.0, seeds=60)
    assert low.rate > 0.5
    high = escape(Surface("30((x^2 - 1)^2 - 0.2x) + y^2"), "sgd", "noise", TRAP, learning_rate=0.005, strength=4.0)
    assert high.rate == 0
    assert high.high < 0.05


def test_noise_that_fades_begins_as_strong_and_ends_weaker():
    strong, fading = (
        escape(TILTED, "sgd", way, TRAP, learning_rate=0.05, strength=4.0, seeds=40)
        for way in ("noise", "annealed_noise")
    )
    assert fading.rate > 0
    assert "fades" in fading.note
    assert (strong.starts == fading.starts).all()


def test_fading_noise_follows_its_formula():
    flat = Surface("0*x + 0*y")
    found = escape(flat, "sgd", "annealed_noise", (0, 0), strength=2.0, seeds=1, budget=125, learning_rate=0.1)
    chance = np.random.default_rng(0)
    chance.standard_normal((2, 1))  # the scatter of the start
    seed = int(chance.integers(2**31))
    drawn = np.random.default_rng(seed).standard_normal((100, 2))
    deviation = np.sqrt(4.0 / (1 + np.arange(1, 101)) ** 0.55)
    assert found.ends[:, 0] == pytest.approx(-0.1 * np.sum(drawn * deviation[:, None], axis=0), rel=1e-9)


def test_restarts_share_the_budget_and_raise_the_rate():
    one = escape(TILTED, "sgd", "none", TRAP, learning_rate=0.05)
    many = escape(TILTED, "sgd", "restarts", TRAP, learning_rate=0.05, strength=5, budget=1000)
    assert one.rate == 0
    share = (2 - sorted(np.roots([4, 0, -4, -0.5]).real)[1]) / 4
    assert many.low <= 1 - (1 - share) ** 4 <= many.high  # the first start is the trap itself
    assert many.note == "5 starts of 200 steps each; the lowest end counts."


def test_an_optimizer_that_asks_twice_takes_half_the_steps():
    found = escape(TILTED, "sam", "none", TRAP, budget=500, learning_rate=0.05)
    assert "250 steps" in found.note


def test_trials_repeat_by_their_seed():
    first, second, other = (
        escape(TILTED, "adam", "noise", TRAP, seeds=8, budget=100, seed=seed, spread=0.1) for seed in (1, 1, 2)
    )
    assert (first.ends == second.ends).all()
    assert (first.ends != other.ends).any()
    assert len(np.unique(first.starts[0])) == 8


def test_what_cannot_be_is_refused():
    with pytest.raises(TypeError):
        escape(TILTED, "bfgs", "noise", TRAP, seeds=2, budget=20)
    with pytest.raises(TypeError):
        escape(TILTED, "bfgs", "annealed_noise", TRAP, seeds=2, budget=20)
    with pytest.raises(ValueError, match="at most"):
        escape(TILTED, "sgd", "none", seeds=10**6, budget=10**6)
    with pytest.raises(KeyError):
        escape(TILTED, "sgd", "luck")


def test_what_was_done_is_said():
    def note(optimizer, strategy, **knobs):
        return escape(TILTED, optimizer, strategy, None, seeds=3, budget=100, **knobs).note

    assert note("sgd", "none") == "Gradient descent as it is, 100 steps."
    assert note("nesterov", "momentum") == "Nesterov with β = 0.9."
    assert note("adam", "momentum", learning_rate=0.01) == (
        "Adam has no momentum: gradient descent with β = 0.9 at the same rate runs in its place."
    )
    assert note("sgd", "noise", strength=2) == (
        "Noise of σ = 2 on each part of the gradient, then 20 of 100 steps without."
    )
    assert note("sgd", "annealed_noise", strength=2) == (
        "Noise that fades from σ = 2 as (1 + t)^−0.275, then 20 of 100 steps without."
    )


def test_noise_is_the_median_slope_by_default():
    plane = Surface("3x + 4y", window=((-1, 1), (-1, 1)))
    assert escape(plane, "sgd", "noise", (0, 0), seeds=2, budget=10).strength == pytest.approx(5)


def test_a_larger_rate_needs_a_rate():
    with pytest.raises(TypeError, match="no learning rate"):
        escape(TILTED, "nelder_mead", "larger_rate", TRAP, budget=50)


@pytest.mark.parametrize(
    ("optimizer", "strategy"), [("sgd", "noise"), ("nelder_mead", "none"), ("nelder_mead", "restarts")]
)
def test_what_is_made_run_by_run_can_be_broken_off(optimizer: str, strategy: str) -> None:
    class Enough(BaseException):
        """A visitor's click, as Streamlit raises it."""

    calls = 0

    def click() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Enough

    listen(click)
    try:
        with pytest.raises(Enough):
            escape("x^4/4 - x^2/2 + 0.1x + y^2/2", optimizer, strategy, (1, 0.5), seeds=20, budget=100, spread=0.1)
    finally:
        listen()
    assert calls == 3


def test_a_strategy_with_chance_in_it_has_all_its_trials_even_from_one_point() -> None:
    trials = {way: escape(TILTED, "sgd", way, TRAP, seeds=3, budget=20).trials for way in STRATEGIES}
    random = {"noise", "annealed_noise", "restarts"}
    assert trials == {way: 3 if way in random else 1 for way in STRATEGIES}


@pytest.mark.parametrize("given", [{}, {"clip_norm": 1.0}, {"schedule": "cosine"}, {"weight_decay_l2": 0.1}])
def test_what_momentum_shares_with_the_optimizer_it_stands_for_is_said(given: dict) -> None:
    note = escape(TILTED, "adam", "momentum", TRAP, budget=20, **given).note
    assert ("Schedule, clipping and decay are the same." in note) == bool(given)


def test_starts_are_scattered_by_the_deviation_asked_for() -> None:
    found = escape(TILTED, "sgd", "none", TRAP, seeds=5, budget=10, spread=0.2, seed=3)
    scattered = 0.2 * np.random.default_rng(3).standard_normal((2, 5))
    np.testing.assert_allclose(found.starts, np.array(TRAP)[:, None] + scattered)
