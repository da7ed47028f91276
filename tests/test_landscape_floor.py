"""Narrow curved valleys and tails too flat for double precision: the lowest minimum is found, no point is invented."""

import math

import numpy as np
import pytest
from scipy.optimize import brentq

from gdviz.analysis.landscape import Kind, survey
from gdviz.gallery import GALLERY
from gdviz.surface import Surface
from tests.test_expression_limits import FAMILIES, longest_accepted

pytestmark = pytest.mark.long

POWELL = "(10000x*y-1)^2+(exp(-x)+exp(-y)-1.0001)^2"
# where 10⁴xy = 1 and e^-x + e^-y = 1.0001
FAR = brentq(lambda y: math.exp(-1e-4 / y) + math.exp(-y) - 1.0001, 8, 10, xtol=1e-15)
SQUARE = ((-2.0, 2.0), (-2.0, 2.0))


@pytest.mark.parametrize("window", [((-1, 10), (-1, 10)), ((0, 12), (0, 12)), ((-2, 15), (-3, 11))])
def test_powells_badly_scaled_minima(window: tuple) -> None:
    best = survey(Surface(POWELL, window=window)).global_minimum
    assert best.kind is Kind.MINIMUM
    assert sorted(best.point) == pytest.approx([1e-4 / FAR, FAR], rel=1e-7)
    assert best.value < 1e-18


@pytest.mark.parametrize(
    ("text", "window", "point"),
    [
        ("(1-x)^2+10^6(y-x^2)^2", SQUARE, (1, 1)),
        ("(1-x)^2+10^8(y-x^2)^2", SQUARE, (1, 1)),
        ("(1-x)^2+10^8(y-x^2)^2", ((-2, 2), (-1, 3)), (1, 1)),
        ("10^7(y-x^3)^2+(1-x)^2", SQUARE, (1, 1)),
        ("10^7(y-exp(x))^2+(x-1)^2", ((-3, 3), (-1, 9)), (1, math.e)),
        ("10^8(y-sin(3x))^2+(x-1)^2", SQUARE, (1, math.sin(3))),
        ("(x-10^6)^2+(y-2*10^-6)^2+(x*y-2)^2", ((0, 2e6), (-1, 5)), (1e6, 2e-6)),
    ],
)
def test_one_minimum_at_the_end_of_a_narrow_floor(text: str, window: tuple, point: tuple) -> None:
    found = survey(Surface(text, window=window))
    (best,) = found.critical_points
    assert best == found.global_minimum
    assert best.point == pytest.approx(point, rel=1e-6)
    assert not found.valleys


@pytest.mark.parametrize(
    "text", [POWELL, "(1-x)^2+10^8(y-x^2)^2", "x^20 + y^2", "10^7(x*y-1)^2 + (x-1)^2", "(xy-1)^2 + 10^-9 x^2"]
)
def test_no_sample_is_lower_than_what_is_called_lowest(text: str) -> None:
    surface = Surface(text, window=((-1.9, 2.2), (-2.1, 2.3)))
    found = survey(surface)
    x, y = np.meshgrid(np.linspace(-1.9, 2.2, 400), np.linspace(-2.1, 2.3, 400))
    inside = [found.global_minimum.value] if found.global_minimum else []
    lowest = min([found.lowest_edge[1], *inside, *(v.value for v in found.valleys)])
    assert lowest <= surface.value(x, y).min() + 1e-12


@pytest.mark.parametrize("factor", [1e-9, 1e-6, 1e-3])
def test_a_floor_that_falls_to_the_edge_has_no_minimum_inside(factor: float) -> None:
    """Along xy = 1, f = c·x² falls all the way to y = 2.3, where its lowest point is c·y⁻²/(1 + c·y⁻²)."""
    found = survey(Surface(f"(xy - 1)^2 + {factor:.9f}x^2", window=((-1.9, 2.2), (-2.1, 2.3))))
    assert found.global_minimum is None
    (x, y), value = found.lowest_edge
    share = factor / 2.3**2
    assert (x, y) == pytest.approx((1 / (2.3 + factor / 2.3), 2.3), rel=1e-6)
    assert value == pytest.approx(share / (1 + share), rel=1e-4)
    assert "goes down to 0 " not in found.sentence


def test_a_tail_too_flat_is_counted_and_not_listed() -> None:
    """sin(x²/π)^20 is level to double precision near x = 0 and near x = π."""
    found = survey(GALLERY["michalewicz"])
    zeros = [math.pi * math.sqrt(k) for k in range(4)], [math.pi * math.sqrt(k / 2) for k in range(4)]
    for point in found.critical_points:
        if point.kind is Kind.DEGENERATE:
            assert any(min(abs(z - c) for z in zs) < 1e-3 for zs, c in zip(zeros, point.point, strict=True))
    assert "places f is too level to tell whether the slope is 0" in found.sentence


def test_what_was_cut_short_lists_no_unresolved_points() -> None:
    found = survey(Surface(longest_accepted(FAMILIES["sum of sines"]).text))
    assert "the search was cut short" in found.sentence
    assert all(p.kind is not Kind.DEGENERATE for p in found.critical_points)
