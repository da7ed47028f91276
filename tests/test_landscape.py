"""Critical points against the literature, mpmath and given roots; certificates against both."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.analysis.landscape import Certificate, Kind, Survey, survey
from gdviz.analysis.landscape.certificate import complete
from gdviz.analysis.landscape.unit_square import Chart
from gdviz.gallery import GALLERY
from gdviz.surface import Surface
from tests.trials import trials

pytestmark = pytest.mark.long

FIVE = ((-5.0, 5.0), (-5.0, 5.0))
TWO = ((-2.0, 2.0), (-2.0, 2.0))
HIMMELBLAU = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
CAMEL = "(4 - 2.1x^2 + x^4/3) x^2 + x y + (4y^2 - 4) y^2"
GOLDSTEIN_PRICE = (
    "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
    " * (30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))"
)
BEALE = "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2"
RASTRIGIN = "20 + x^2 - 10cos(2 pi x) + y^2 - 10cos(2 pi y)"
PEAKS = "3(1-x)^2 exp(-x^2-(y+1)^2) - 10(x/5-x^3-y^5) exp(-x^2-y^2) - exp(-(x+1)^2-y^2)/3"
ACKLEY = "-20exp(-0.2sqrt((x^2+y^2)/2)) - exp((cos(2 pi x)+cos(2 pi y))/2) + 20 + e"
EGGHOLDER = "-(y+47) sin(sqrt(abs(x/2+y+47))) - x sin(sqrt(abs(x-y-47)))"
GRIEWANK = "1 + (x^2+y^2)/4000 - cos(x) cos(y/sqrt(2))"

# text, window, minima, saddles, maxima: from the papers, textbooks and, where separable, by multiplying two lines
KNOWN = {
    "himmelblau": (HIMMELBLAU, FIVE, 4, 4, 1),
    "six-hump camel": (CAMEL, ((-3, 3), (-2, 2)), 6, 7, 2),
    "goldstein-price": (GOLDSTEIN_PRICE, TWO, 4, 4, 1),
    "beale": (BEALE, ((-4.5, 4.5), (-4.5, 4.5)), 1, 2, 0),
    "three-hump camel": ("2x^2 - 1.05x^4 + x^6/6 + x y + y^2", FIVE, 3, 2, 0),
    "rosenbrock": ("(1-x)^2 + 100(y-x^2)^2", ((-2, 2), (-1, 3)), 1, 0, 0),
    "styblinski-tang": ("(x^4-16x^2+5x+y^4-16y^2+5y)/2", FIVE, 4, 4, 1),
    "rastrigin": (RASTRIGIN, ((-5.12, 5.12), (-5.12, 5.12)), 121, 220, 100),
    "double well": ("(x^2-1)^2 + y^2", TWO, 2, 1, 0),
    "booth": ("(x+2y-7)^2 + (2x+y-5)^2", ((-10, 10), (-10, 10)), 1, 0, 0),
    "matyas": ("0.26(x^2+y^2) - 0.48x y", ((-10, 10), (-10, 10)), 1, 0, 0),
    "mccormick": ("sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1", ((-1.5, 4), (-3, 4)), 2, 1, 0),
    "stewart's quartic": ("x^4 + y^4 - 4x y + 1", TWO, 2, 1, 0),
    "folium": ("x^3 + y^3 - 3x y", TWO, 1, 1, 0),
    "two cubics": ("x^3 - 3x + y^3 - 3y", TWO, 1, 2, 1),
    "two peaks, no saddle": ("-(x^2-1)^2 - (x^2 y - x - 1)^2", ((-3, 3), (-3, 3)), 0, 0, 2),
    "two valleys, no saddle": ("(x^2-1)^2 + (x^2 y - x - 1)^2", ((-3, 3), (-3, 3)), 2, 0, 0),
    "egg box": ("sin(x) sin(y)", ((-4, 4), (-4, 4)), 2, 9, 2),
    "peaks": (PEAKS, ((-3, 3), (-3, 3)), 3, 3, 3),
    "hill": ("exp(-x^2-y^2)", TWO, 0, 0, 1),
    "hill and hollow": ("x exp(-x^2-y^2)", TWO, 1, 0, 1),
    "slope": ("x + 2y + sin(x)/2", FIVE, 0, 0, 0),
    "saddle": ("x^2 - y^2", FIVE, 0, 1, 0),
    "ill conditioned": ("x^2 + 1e-9 y^2", FIVE, 1, 0, 0),
    "branin": (
        "(y - 5.1x^2/(4pi^2) + 5x/pi - 6)^2 + 10(1 - 1/(8pi)) cos(x) + 10", ((-5, 10), (0, 15)), 3, 2, 0,
    ),
}  # fmt: skip


def counts(found: Survey) -> tuple[int, int, int]:
    kinds = [p.kind for p in found.critical_points]
    return kinds.count(Kind.MINIMUM), kinds.count(Kind.SADDLE), kinds.count(Kind.MAXIMUM)


@pytest.mark.parametrize(("text", "window", "minima", "saddles", "maxima"), KNOWN.values(), ids=KNOWN)
def test_known_answers(text: str, window: tuple, minima: int, saddles: int, maxima: int) -> None:
    found = survey(Surface(text, window=window))
    assert counts(found) == (minima, saddles, maxima)
    assert found.certificate is Certificate.PROVED
    assert found.certified
    assert not found.doubts
    assert found.winding == found.index_sum == minima + maxima - saddles
    assert not any(p.kind is Kind.DEGENERATE for p in found.critical_points)


FUNCTIONS = {
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "six-hump camel": lambda x, y: (4 - mpmath.mpf(2.1) * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
    "mccormick": lambda x, y: mpmath.sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    "egg box": lambda x, y: mpmath.sin(x) * mpmath.sin(y),
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
}


@pytest.mark.parametrize("name", ["himmelblau", "six-hump camel", "goldstein-price", "beale", "peaks", "folium"])
def test_a_list_with_a_gap_is_never_proved(name: str) -> None:
    text, window, *_ = KNOWN[name]
    surface = Surface(text, window=window)
    points = np.array([p.point for p in survey(surface).critical_points]).T
    chart, nothing = Chart(surface, surface.window), np.empty((2, 0))
    assert complete(chart, points, nothing)
    for missing in range(points.shape[1]):
        assert not complete(chart, np.delete(points, missing, axis=1), nothing)


def test_a_window_far_from_the_origin_is_proved_too() -> None:
    window = ((1e5 - 2, 1e5 + 2), (-2, 2))
    found = survey(Surface("((x - 1e5)^2 - 1)^2 + y^2", window=window))
    assert counts(found) == (2, 1, 0)
    assert found.certified


@pytest.mark.parametrize("name", FUNCTIONS)
def test_points_to_1e_10_by_mpmath(name: str) -> None:
    text, window, *_ = KNOWN[name]
    function = FUNCTIONS[name]
    with mpmath.workdps(40):
        for found in survey(Surface(text, window=window)).critical_points:
            start = tuple(mpmath.mpf(k) + mpmath.mpf(1) / 1000 for k in found.point)
            slope = [lambda x, y, n=n: mpmath.diff(function, (x, y), n) for n in ((1, 0), (0, 1))]
            root = mpmath.findroot(slope, start)
            assert all(abs(a - b) < 1e-10 for a, b in zip(root, found.point, strict=True))
            assert abs(function(*root) - found.value) < 1e-10 * max(1, abs(found.value))


def test_eigenvalues_and_directions() -> None:
    found = survey(Surface("5x^2 + 6x y + 5y^2", window=TWO)).critical_points[0]
    assert found.eigenvalues == pytest.approx((4, 16), abs=1e-12)
    low, high = (np.array(v) for v in found.eigenvectors)
    assert abs(low @ (1, -1)) == pytest.approx(math.sqrt(2))
    assert abs(high @ (1, 1)) == pytest.approx(math.sqrt(2))


roots = st.lists(st.integers(-9, 9), min_size=3, max_size=3, unique=True).map(sorted)


@trials(8)
@given(roots, roots, st.sampled_from([1, -1]))
def test_sums_of_quartics_with_given_roots(a: list[int], b: list[int], sign: int) -> None:
    """∂f/∂x = (x-a0)(x-a1)(x-a2), ∂f/∂y likewise: nine points, whose kinds alternate."""
    text = " + ".join(
        f"{v}^4/4 - ({sum(r)})*{v}^3/3 + ({r[0] * r[1] + r[0] * r[2] + r[1] * r[2]})*{v}^2/2 - ({math.prod(r)})*{v}"
        for v, r in (("x", a), ("y", b))
    )
    found = survey(Surface(f"{sign}*({text})", window=((-10, 10.5), (-10, 10.25))))
    expected = {(i, j) for i in a for j in b}
    assert {(round(x), round(y)) for x, y in (p.point for p in found.critical_points)} == expected
    assert counts(found) == ((4, 4, 1) if sign > 0 else (1, 4, 4))
    assert found.certificate is Certificate.PROVED


def test_the_window_bounds_the_list() -> None:
    found = survey(Surface(HIMMELBLAU), window=((0, 5), (0, 5)))
    assert [p.kind for p in found.critical_points] == [Kind.MINIMUM, Kind.SADDLE, Kind.SADDLE]
    assert found.global_minimum is not None
    assert found.global_minimum.point == pytest.approx((3, 2))
    assert found.certified


@pytest.mark.parametrize(
    "window", [((5, 0), (0, 5)), ((0, 5), (2, 2)), ((0, math.inf), (0, 1)), ((math.nan, 1), (0, 1))]
)
def test_a_window_that_is_none_is_refused(window: tuple) -> None:
    with pytest.raises(ValueError, match=r"window is (made of finite numbers|.*each low below its high)"):
        survey(Surface("x^2 + y^2"), window=window)


def test_a_point_on_the_edge_counts() -> None:
    found = survey(Surface("x^2 + y^2"), window=((0, 5), (-5, 5)))
    assert counts(found) == (1, 0, 0)
    assert found.winding is None
    assert found.certificate is Certificate.PROVED


def test_monkey_saddle() -> None:
    found = survey(Surface("x^3 - 3x y^2", window=TWO))
    (point,) = found.critical_points
    assert point.kind is Kind.DEGENERATE
    assert point.index == found.winding == found.index_sum == -2
    assert not point.is_minimum
    assert found.global_minimum is None
    assert found.certificate is Certificate.APART
    assert found.sentence.startswith(
        "1 degenerate critical point. On the window's edge f goes down to −16 near (2, −2)."
    )
    assert "except perhaps within a hundredth" in found.sentence


@pytest.mark.parametrize(
    ("text", "lowest", "index"), [("x^4 + y^4", True, 1), ("x^4 - y^4", False, -1), ("x^3 + y^2", False, 0)]
)
def test_degenerate_points_have_the_index_of_a_small_circle(text: str, lowest: bool, index: int) -> None:
    (point,) = survey(Surface(text, window=TWO)).critical_points
    assert (point.kind, point.is_minimum, point.index) == (Kind.DEGENERATE, lowest, index)
    assert np.hypot(*point.point) < 1e-4


def test_a_circle_of_minima() -> None:
    found = survey(Surface("(x^2 + y^2 - 1)^2", window=TWO))
    assert counts(found) == (0, 0, 1)
    (valley,) = found.valleys
    assert valley.is_minimum
    assert valley.circle == pytest.approx((0, 0, 1), abs=1e-9)
    assert valley.distance(np.array([2.0, 0.0])) == pytest.approx(1)
    assert found.global_minimum is not None
    assert np.hypot(*found.global_minimum.point) == pytest.approx(1)
    assert not found.certified
    assert "f = 0 is minimum all along the circle of radius 1 about (0, 0)." in found.sentence
    assert "Possibly incomplete: some critical points are not isolated" in found.sentence


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("x^2", "the line x = 0"),
        ("(y - 1)^2 + 0x", "the line y = 1"),
        ("(x + 2y - 3)^2", "the line y = −0.5 x + 1.5"),
        ("(x - y)^2", "the line y = x"),
        ("(w + 2b - 3)^2", "the line b = −0.5 w + 1.5"),
    ],
)
def test_valley_floors(text: str, shape: str) -> None:
    found = survey(Surface(text))
    assert [v.shape for v in found.valleys] == [shape]
    assert found.valleys[0].is_minimum
    assert not found.critical_points
    assert found.sentence.startswith("No isolated critical point in the window. f = 0 is minimum all along the line")


def test_a_curve_of_minima() -> None:
    found = survey(Surface("(y - x^2)^2", window=TWO))
    assert [v.shape[:15] for v in found.valleys] == ["a curve through"]
    x, y = found.valleys[0].points.T
    assert np.abs(y - x * x).max() < 1e-7


def test_rings_are_told_apart() -> None:
    """The drop wave's rings are critical circles, minima and maxima in turn: zeros of its slope along a ray."""
    text = "-(1 + cos(12 sqrt(x^2+y^2)))/(0.5(x^2+y^2) + 2)"
    found = survey(Surface(text, window=((-2.1, 2.1), (-2.1, 2.1))))
    radii = sorted(v.circle[2] for v in found.valleys if v.circle)

    def slope(r: mpmath.mpf) -> mpmath.mpf:
        return mpmath.diff(lambda s: -(1 + mpmath.cos(12 * s)) / (s * s / 2 + 2), r)

    assert len(radii) >= 7
    places = [k * math.pi / 12 for k in range(1, 8)]
    roots = [mpmath.findroot(slope, (r - 0.05, r + 0.04), solver="anderson", tol=1e-20) for r in places]
    assert radii[:7] == pytest.approx([float(r) for r in roots], abs=1e-8)
    assert [v.word for v in sorted(found.valleys, key=lambda v: v.circle[2] if v.circle else 9)][:4] == [
        "maximum",
        "minimum",
        "maximum",
        "minimum",
    ]
    assert "more such sets of critical points." in found.sentence
    (centre,) = found.critical_points  # smooth, though the formula's Hessian is 0/0 there
    assert (centre.kind, centre.point, centre.value) == (Kind.MINIMUM, pytest.approx((0, 0), abs=1e-9), -1)


def test_a_crossing_of_kinks_has_no_index() -> None:
    found = survey(Surface("-abs(sin(x) cos(y))"))
    assert counts(found) == (12, 0, 0)  # sin x = ±1, cos y = ±1
    assert found.index_sum is None
    assert "the index of a degenerate point could not be had" in found.sentence


def test_a_kinked_valley_is_gone_down_once() -> None:
    found = survey(Surface("100 sqrt(abs(y - 0.01x^2)) + 0.01 abs(x + 10)", window=((-15, 15), (-3, 3))))
    assert [p.point for p in found.critical_points if p.kink] == [pytest.approx((-10, 1), abs=1e-4)]
    assert not found.certified


def test_a_constant_is_flat_all_over() -> None:
    found = survey(Surface("0x + 0y + 3"))
    assert found.valleys[0].shape == "the whole window"
    assert found.global_minimum is not None
    assert found.global_minimum.value == 3
    assert not found.certified
    assert "undefined on the window's edge" in found.sentence


def test_a_tail_below_double_precision_is_called_flat() -> None:
    found = survey(Surface("-exp(-x^2-y^2)", window=((-30, 30), (-30, 30))))
    assert counts(found) == (1, 0, 0)
    assert found.valleys[0].shape.startswith("a plateau (about")
    assert not found.valleys[0].is_minimum
    assert found.global_minimum is not None
    assert found.global_minimum.value == -1


def test_stairs_are_flat_at_different_heights() -> None:
    found = survey(Surface("floor(x) + floor(y)"))
    assert "f is flat, at different heights, all over the whole window." in found.sentence
    assert not found.certified


@pytest.mark.parametrize(
    ("text", "point"),
    [("abs(x) + abs(y)", (0, 0)), ("abs(x - 1) + 2abs(y + x)", (1, -1)), ("max(x, -x, y - 1, -y - 2)", None)],
)
def test_kinks_are_minima_of_an_incomplete_list(text: str, point: tuple[float, float] | None) -> None:
    found = survey(Surface(text))
    assert not found.certified
    assert "the surface has kinks or pieces, between which the gradient may jump" in found.sentence
    if point:
        assert found.global_minimum is not None
        assert found.global_minimum.kink
        assert found.global_minimum.point == pytest.approx(point, abs=1e-6)


def test_a_point_without_gradient_on_an_otherwise_smooth_surface() -> None:
    found = survey(Surface(ACKLEY))
    assert counts(found) == (121, 220, 100)
    assert found.global_minimum is not None
    assert found.global_minimum.point == pytest.approx((0, 0), abs=1e-9)
    assert found.certificate is Certificate.APART
    assert found.index_sum == found.winding == 1


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("abs(x)", "the line x = 0"),
        ("abs(x - 2y)", "the line y = 0.5 x"),
        ("abs(x^2 + y^2 - 4)", "the circle of radius 2 about (0, 0)"),
    ],
)
def test_the_floor_of_a_kinked_valley_is_a_line(text: str, shape: str) -> None:
    found = survey(Surface(text))
    assert [v.shape for v in found.valleys] == [shape]
    assert not any(p.is_minimum for p in found.critical_points)


def test_a_close_lattice_of_kinks_is_no_plateau() -> None:
    found = survey(Surface("abs(sin(4x)) + abs(sin(4y))", window=((-4, 4), (-4, 4))))
    assert sum(p.kink for p in found.critical_points) == 11**2  # |k π/4| < 4
    assert not any(v.is_minimum for v in found.valleys)


@pytest.mark.parametrize("text", ["log(-1 - x^2)", "(x^2 + y^2)^(1/4)", "x^y", "sqrt(-1 - x^2)", "exp(-1/(x^2 + y^2))"])
def test_a_surface_with_little_domain_is_surveyed_without_fuss(text: str) -> None:
    found = survey(Surface(text))
    assert all(math.isfinite(p.value) for p in found.critical_points)
    assert found.sentence


def test_a_pole_is_no_minimum() -> None:
    found = survey(Surface("log(x^2 + y^2)"))
    assert not found.critical_points
    assert found.poles == (pytest.approx((0, 0), abs=1e-6),)
    assert "f falls without bound near (0, 0)." in found.sentence
    assert "Possibly incomplete: f falls without bound; the gradient turns once along the edge, the points found" in (
        found.sentence
    )
    assert not found.certified


def test_eggholder_is_partial_and_lower_on_the_edge() -> None:
    found = survey(Surface(EGGHOLDER, window=((-512, 512), (-512, 512))))
    assert found.global_minimum is not None
    assert found.global_minimum.value == pytest.approx(-956.9182316, abs=1e-6)  # at (482.3533, 432.8790)
    assert found.lowest_edge[1] == pytest.approx(-959.6406627, abs=1e-6)  # at (512, 404.2319)
    assert "On the window's edge f is lower still" in found.sentence
    assert not found.certified


def test_too_many_points_are_owned_up_to() -> None:
    found = survey(Surface(GRIEWANK, window=((-600, 600), (-600, 600))))
    assert found.global_minimum is not None
    assert found.global_minimum.point == pytest.approx((0, 0), abs=1e-9)
    assert "there are more than 1000 critical points, of which the lowest are listed" in found.sentence
    assert not found.certified


def test_poles_all_over_are_not_certified() -> None:
    found = survey(Surface("tan(x) + tan(y)"))
    assert not found.critical_points
    assert not found.certified
    assert "cells of a grid the turns of the gradient are not accounted for" in found.sentence


def test_a_surface_without_formula_is_counted_not_proved() -> None:
    def hessian(p: np.ndarray) -> np.ndarray:
        return np.stack([12 * p[0] ** 2 - 4, 0 * p[0], 2 + 0 * p[0]])

    surface = Surface.of_functions(
        "double well, by functions",
        lambda p: (p[0] ** 2 - 1) ** 2 + p[1] ** 2,
        lambda p: np.stack([4 * p[0] * (p[0] ** 2 - 1), 2 * p[1]]),
        hessian,
    )
    found = survey(surface)
    assert counts(found) == (2, 1, 0)
    assert found.certificate is Certificate.COUNTED
    assert "only a pair that cancels within one cell could be missing" in found.sentence


def test_parameters_are_those_of_the_surface() -> None:
    surface = Surface("(x^2 - a)^2 + y^2", window=TWO)
    assert counts(survey(surface.with_parameters(a=1.0))) == (2, 1, 0)
    assert counts(survey(surface.with_parameters(a=-1.0))) == (1, 0, 0)
    assert survey(surface.with_parameters(a=-1.0)).certificate is Certificate.PROVED


def test_a_close_pair_is_not_lost() -> None:
    """Minimum and saddle 0.002 apart: their indices cancel round every larger loop."""
    found = survey(Surface("y^2 + x^3/3 - 1e-6 x", window=((-1.1, 1.0), (-1.0, 1.0))))
    assert sorted(round(p.point[0], 9) for p in found.critical_points) == [-0.001, 0.001]
    assert found.certificate is Certificate.PROVED


@pytest.mark.parametrize("key", GALLERY)
def test_the_gallery_s_answers_are_found(key: str) -> None:
    """Every minimum that the literature names inside the window is on the list, or on a valley floor."""
    surface = GALLERY[key]
    found = survey(surface)
    (x_low, x_high), (y_low, y_high) = surface.window
    size = math.hypot(x_high - x_low, y_high - y_low)
    for known in surface.minima:
        x, y = known.point
        if x_low < x < x_high and y_low < y < y_high:
            gaps = [math.dist(known.point, m.point) for m in found.minima]
            gaps += [v.distance(np.array(known.point)) for v in found.valleys if v.is_minimum]
            assert min(gaps) < 1e-6 * size, known
    if surface.minima and found.global_minimum:
        deepest = min(m.value for m in surface.minima)
        assert min(found.global_minimum.value, found.lowest_edge[1]) <= deepest + 1e-6 * max(1, abs(deepest))
