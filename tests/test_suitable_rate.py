"""Rates that suit a window, and ends from which f falls for ever: against descents written by hand in NumPy."""

import numpy as np
import pytest

from gdviz.analysis.basins import FALLING, RATES, basins, suitable_rate
from gdviz.analysis.basins.attractors import falls_without_bound
from gdviz.analysis.basins.runs import middles
from gdviz.gallery import GALLERY
from gdviz.surface import Surface


def camel(start: tuple[float, float], rate: float, beta: float, steps: int = 1000) -> np.ndarray:
    """Where v = βv + ∇f, θ = θ − αv ends on 2x² − 1.05x⁴ + x⁶/6 + xy + y²."""
    point, velocity = np.array(start), np.zeros(2)
    for _ in range(steps):
        x, y = point
        velocity = beta * velocity + np.array([4 * x - 4.2 * x**3 + x**5 + y, x + 2 * y])
        point = point - rate * velocity
    return point


def test_on_the_three_hump_camel_descent_is_trapped_and_momentum_is_not() -> None:
    surface = GALLERY["three_hump_camel"]
    plain, heavy = suitable_rate(surface, "sgd"), suitable_rate(surface, "momentum")
    assert camel((-2.2, -1.5), plain, 0.0) == pytest.approx([-1.7475523, 0.8737762], abs=1e-6)
    assert camel((-2.2, -1.5), heavy, 0.9) == pytest.approx([0, 0], abs=1e-6)


def test_on_a_bowl_the_rate_is_stable_and_every_start_is_at_the_minimum_in_a_quarter_of_the_steps() -> None:
    rate = suitable_rate("x^2/2 + 5y^2", "sgd", ((-5, 5), (-5, 5)), 400)
    assert rate in RATES
    assert rate < 2 / 10, "the stability threshold is 2/λ"
    assert 5 * (1 - rate) ** 100 < 1e-3, "the slope along x, which shrinks by 1 − α a step, is small in a quarter"
    smaller = RATES[RATES.index(rate) - 1]
    assert 5 * (1 - smaller) ** 75 > 1e-3, "no larger rate than needed"


def test_weight_decay_counts() -> None:
    assert suitable_rate("x^2/2 + 5y^2", "sgd", weight_decay_l2=90.0) < 2 / 100


@pytest.mark.parametrize("text", ["x^2 - y^2", "x + y"])
def test_without_a_minimum_no_rate_is_named(text: str) -> None:
    assert suitable_rate(text, "sgd") is None


def test_what_takes_no_rate_gets_none() -> None:
    assert suitable_rate(GALLERY["bowl"], "nelder_mead") is None
    assert suitable_rate(GALLERY["bowl"], "bfgs") is None


def test_where_hardly_a_start_settles_the_rate_still_falls() -> None:
    rate = suitable_rate(GALLERY["rosenbrock"], "sgd", steps=300)
    ends = []
    for x, y in ((-1.0, 1.0), (0.5, 2.0), (1.0, 0.0)):
        for _ in range(300):
            slope = np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
            x, y = np.array([x, y]) - rate * slope
        ends.append((1 - x) ** 2 + 100 * (y - x * x) ** 2)
    assert max(ends) < 5


def falling_share(text: str, rate: float = 0.01, **window) -> float:
    return basins(Surface(text, **window), "sgd", shape=(12, 12), steps=800, learning_rate=rate).share_of(FALLING)


def test_f_falls_without_bound_on_a_saddle_and_on_a_slope() -> None:
    assert falling_share("x^2 - y^2") == 1.0, "no start of an even raster has y = 0"
    assert falling_share("x + y", 0.05) == 1.0
    assert falling_share("-x^2 - y^2") == 1.0


def test_only_where_it_does() -> None:
    half = falling_share("x^3/3 - x + y^2", window=((-3, 3), (-1, 1)))
    x = np.linspace(-3, 3, 12)
    ends = x.copy()
    for _ in range(800):
        ends = np.where(ends < -1e3, ends, ends - 0.01 * (ends**2 - 1))
    assert half == pytest.approx(np.mean(ends < -3))
    assert 0 < half < 1
    for bounded in ("exp(-x) + y^2", "x^2 + y^2", "log(1 + x^2 + y^2)", "sin(x) + y^2"):
        assert falling_share(bounded) == 0.0, bounded
    assert falling_share("log(x) + y^2", window=((0.5, 3), (-1, 1))) == 0.0, "it leaves the domain"


def test_a_fall_is_followed_eight_powers_of_ten_far_and_from_outside_the_window_only() -> None:
    window = ((-5.0, 5.0), (-5.0, 5.0))
    ends = np.array([[20.0, 5.0, 5.1], [0.0, 0.0, 0.0]])
    assert falls_without_bound(Surface("y^2 - x"), window, ends).tolist() == [True, False, True]
    turning = Surface("y^2 - x + x^2/1e9")  # up again from x = 5·10⁸; 1.4·10⁹ is 10⁸ diagonals away
    assert not falls_without_bound(turning, window, ends).any()


def test_a_fall_that_slows_down_is_not_one_without_bound() -> None:
    """-log(1 + r²) falls by 2 log 10 at each ten times the distance, -√r by √10 times as much."""
    ends, window = np.array([[20.0], [0.0]]), ((-5.0, 5.0), (-5.0, 5.0))
    assert not falls_without_bound(Surface("-log(1 + x^2 + y^2)"), window, ends).any()
    assert falls_without_bound(Surface("-(1 + x^2 + y^2)^(1/4)"), window, ends).all()


def test_starts_are_the_middles_of_ten_by_ten_cells() -> None:
    expected = [(-1 + 0.4 * (k + 0.5), 2 + 0.1 * (n + 0.5)) for n in range(10) for k in range(10)]
    starts = middles(((-1.0, 3.0), (2.0, 3.0)))
    np.testing.assert_allclose(starts, np.array(expected).T)
