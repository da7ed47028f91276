"""Degenerate critical points: one each, where it is, with its index; their truth is known from the formula's making."""

import math

import numpy as np
import pytest

from gdviz.analysis.landscape import Certificate, Kind, survey
from gdviz.analysis.landscape.reduction import FLOOR, NOWHERE, reduce
from gdviz.analysis.landscape.unit_square import Chart
from gdviz.surface import Surface

pytestmark = pytest.mark.long

WINDOWS = (((-2.0, 2.0), (-2.0, 2.0)), ((-1.7, 2.3), (-1.9, 2.2)))
# what stands for x and y, and where both are 0
FRAMES = {
    "plain": ("x", "y", (0, 0)),
    "turned": ("(x+y)", "(x-y)", (0, 0)),
    "shifted": ("(x-0.3)", "(y+0.7)", (0.3, -0.7)),
    "turned and shifted": ("(0.6x+0.8y-0.2)", "(0.8x-0.6y+0.1)", (0.04, 0.22)),
    "oblique": ("(x+2y-0.5)", "(x-y)", (1 / 6, 1 / 6)),
}


def only_point(text: str, window: tuple):
    found = survey(Surface(text), window)
    assert not found.valleys
    (point,) = found.critical_points
    assert point.kind is Kind.DEGENERATE
    assert found.certificate in (Certificate.APART, Certificate.NONE)
    assert (found.global_minimum is not None) == point.is_minimum
    return point


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("power", range(3, 10))
def test_a_power_beside_a_square_is_one_point(power: int, frame: str) -> None:
    """X^k ± Y^2 has one critical point, where the index is that of X^k: 1 (even) or 0, turned round by minus."""
    across, along, place = FRAMES[frame]
    for sign, window in (("+", WINDOWS[0]), ("-", WINDOWS[1])):
        point = only_point(f"{across}^{power} {sign} {along}^2", window)
        assert point.point == pytest.approx(place, abs=1e-6)
        assert point.index == (0 if power % 2 else 1 if sign == "+" else -1)
        assert point.is_minimum == (power % 2 == 0 and sign == "+")


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    ("text", "lowest"),
    [
        ("cosh x - x^2/2 + y^2", True),
        ("2cos x + x^2 + y^2", True),
        ("sin x - x + x^3/6 + y^2", False),
        ("exp(-x^4 - y^2)", False),
        ("ln(1 + x^6 + y^2)", True),
        ("1/(1 + x^4 + y^2)", False),
        ("(y - x^2)^2 + x^7", False),
        ("(y - sin x)^2 + x^4", True),
        ("x^2 - 2x y^2 + y^4 + y^6", True),
        ("x^4 - y^4", False),
        ("x^6 + y^6", True),
        ("x^8 + y^4", True),
        ("x^5 + y^5", False),
        ("(y - x^2)(y - 2x^2)", False),  # Peano: f = -x^4/4 along y = 1.5x^2
        ("(y - x^2)(y - 3x^2)", False),
        ("(y - x^2)^2 - x^6", False),
    ],
)
def test_one_degenerate_point_at_the_origin(text: str, lowest: bool, window: tuple) -> None:
    point = only_point(text, window)
    assert math.hypot(*point.point) < 1e-4
    assert point.is_minimum == lowest


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("y^2 + x^5 - x^4", {(0.8, 0): True, (0, 0): False}),
        ("x^4 + y^4 - 2x^2", {(-1, 0): True, (1, 0): True, (0, 0): False}),
        ("exp(-x^2) + y^4", {(0, 0): False}),
        ("x^5/5 - 1e-6x^3/3 + y^2", {(-1e-3, 0): False, (0, 0): False, (1e-3, 0): True}),
    ],
)
@pytest.mark.parametrize("window", WINDOWS)
def test_degenerate_points_beside_others(text: str, points: dict, window: tuple) -> None:
    found = survey(Surface(text), window)
    where = {(round(p.point[0], 7) + 0.0, round(p.point[1], 7) + 0.0): p.is_minimum for p in found.critical_points}
    assert where == points
    assert found.certificate is Certificate.APART


@pytest.mark.parametrize("gap", [1e-2, 1e-3, 1e-4])
def test_a_pitchfork_has_its_middle(gap: float) -> None:
    """x^4/4 - ε x^2/2 + y^2: minima at ±√ε and a saddle between."""
    found = survey(Surface(f"x^4/4 - {gap**2:.9f}x^2/2 + y^2"), WINDOWS[1])
    assert [p.point[0] for p in found.critical_points] == pytest.approx([-gap, gap, 0], abs=1e-9)
    assert [p.kind.value for p in found.critical_points] == ["minimum", "minimum", "saddle"]
    assert found.certificate is Certificate.PROVED


def test_the_order_of_a_zero_and_of_a_floor() -> None:
    for text, place, order in (
        ("x^9 + y^2", (0.02, 0), 8),
        ("(y - x^2)^2 + x^7", (1e-3, 1e-6), 6),
        ("x^2 + 1e-9y^2", (0, 0.1), 1),
        ("(y - x^2)^2", (0.5, 0.25), FLOOR),
        ("exp(-x) + y^2", (1.9, 0), NOWHERE),
        ("x^4 + y^4", (1e-3, 1e-3), 0),
    ):
        chart = Chart(Surface(text), WINDOWS[0])
        assert reduce(chart, chart.unit(np.array(place, dtype=float)[:, None])).order.tolist() == [order], text


@pytest.mark.parametrize(("e", "said"), [(1e-13, True), (1e-12, True), (1e-11, False)])
def test_points_too_near_to_be_told_apart_are_not_certified_by_counting(e: float, said: bool) -> None:
    """Minimum and saddle at ±√e, by functions, so that nothing but counting is left: under a millionth of the window
    apart, or over."""
    surface = Surface.of_functions(
        f"a close pair {e}",
        lambda p: p[1] ** 2 + p[0] ** 3 / 3 - e * p[0],
        lambda p: np.stack([p[0] ** 2 - e, 2 * p[1]]),
        lambda p: np.stack([2 * p[0], 0 * p[0], 2 + 0 * p[0]]),
    )
    found = survey(surface, ((-1.1, 1.0), (-1.0, 1.0)))
    assert [p.point[0] for p in found.critical_points] == pytest.approx([math.sqrt(e), -math.sqrt(e)], rel=1e-6)
    assert found.certificate is (Certificate.NONE if said else Certificate.COUNTED)
    assert ("some points are too near to each other to be told apart" in found.doubts) is said


@pytest.mark.parametrize(
    ("text", "window", "centre", "kind", "lowest"),
    [
        ("cos(9*(x^2+y^2))", ((-5, 5), (-5, 5)), (0, 0), Kind.DEGENERATE, False),
        ("-cos(5*((x-1)^2+(y+2)^2))", ((-5, 5), (-5, 5)), (1, -2), Kind.DEGENERATE, True),
        ("cos(7*(x^2+3y^2))", ((-5, 4), (-5, 5)), (0, 0), Kind.DEGENERATE, False),
        ("-cos(3*(x^2+y^2)^2)", ((-3, 3), (-3, 3)), (0, 0), Kind.DEGENERATE, True),
        ("sin(3*sqrt(x^2+y^2))^2", ((-5, 5), (-5, 5)), (0, 0), Kind.MINIMUM, True),
        ("-cos(sqrt(x^2+y^2))", ((-2, 2), (-2.1, 2)), (0, 0), Kind.MINIMUM, True),
        ("hypot(x,y)*sin(hypot(x,y))", ((-2, 2), (-2.1, 2)), (0, 0), Kind.MINIMUM, True),
    ],
)
def test_the_centre_of_rings_is_a_point_of_its_own(text, window, centre, kind, lowest) -> None:
    """However near the rings are to it, and where the Hessian is 0 or its formula 0/0: each f is known in r by hand."""
    (point,) = survey(Surface(text), window).critical_points
    assert point.point == pytest.approx(centre, abs=1e-7)
    assert (point.kind, point.is_minimum) == (kind, lowest)
