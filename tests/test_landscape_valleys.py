"""Sets of critical points, kinks and poles that are lines and circles: said once, and only as far as they go."""

import warnings

import numpy as np
import pytest

from gdviz.analysis.landscape import Kind, survey
from gdviz.analysis.landscape.valley import LINK, linked
from gdviz.surface import Surface

pytestmark = pytest.mark.long

WINDOWS = (((-5.0, 5.0), (-5.0, 5.0)), ((-1.7, 2.3), (-1.9, 2.2)))


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("max(x, 0)^2 + (y - 1)^2", "the line y = 1 where x ≤ 0"),
        ("max(-x, 0)^2 + (y - 1)^2", "the line y = 1 where x ≥ 0"),
        ("max(y - 0.5, 0)^2 + x^2", "the line x = 0 where y ≤ 0.5"),
        ("max(|x| - 1, 0)^2 + y^2", "the line y = 0 where −1 ≤ x ≤ 1"),
        ("relu(x + y)^2 + (x - y)^2", "the line y = x where x ≤ 0"),
        ("|x - y|", "the line y = x"),
        ("|x + y - 0.3|", "the line y = −x + 0.3"),
        ("|x - 2y| + 0.1", "the line y = 0.5 x"),
        ("(x + 2y - 1)^4", "the line y = −0.5 x + 0.5"),
        ("(x - y)^6", "the line y = x"),
    ],
)
def test_one_floor_as_far_as_it_goes(text: str, shape: str, window: tuple) -> None:
    found = survey(Surface(text), window)
    assert not found.critical_points
    assert [(v.shape, v.is_minimum) for v in found.valleys] == [(shape, True)]


@pytest.mark.parametrize("window", WINDOWS)
def test_the_steps_of_a_stair_have_different_heights(window: tuple) -> None:
    found = survey(Surface("floor(x) + y^2"), window)
    assert not found.critical_points
    assert "f is flat, at different heights, all over the line y = 0." in found.sentence


def test_arcs_that_cut_a_corner_belong_to_their_circle() -> None:
    """-cos(x^2 + y^2) is level on the circles of radius √(kπ), of which four arcs are in the corners."""
    found = survey(Surface("-cos(x^2 + y^2)"), WINDOWS[1])
    assert [p.point for p in found.critical_points] == [pytest.approx((0, 0), abs=1e-4)]
    assert sorted(v.circle[2] ** 2 / 3.141592653589793 for v in found.valleys if v.circle) == pytest.approx([1, 2, 3])
    assert len(found.valleys) == 3


@pytest.mark.parametrize("sign", [1, -1])
def test_the_centre_of_a_wave_in_r(sign: int) -> None:
    found = survey(Surface(f"{sign}cos(sqrt(x^2 + y^2))"), WINDOWS[1])
    (centre,) = found.critical_points
    assert centre.kind is (Kind.MAXIMUM if sign > 0 else Kind.MINIMUM)
    assert centre.point == pytest.approx((0, 0), abs=1e-9)
    assert centre.eigenvalues == pytest.approx((-sign, -sign), abs=1e-6)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("log(x) + y^2", "along x = 0"),
        ("-1/x^2 + y^2", "along x = 0"),
        ("log|x - y|", "along y = x"),
        ("1/(x + y) + x^2", "along y = −x"),
        ("log(x^2 + y^2 - 1)", "along the circle of radius 1 about (0, 0)"),
        ("-1/(x^2 + y^2)", "near (0, 0)"),
        ("log(x^2 + (y - 1)^2)", "near (0, 1)"),
    ],
)
def test_where_f_falls_without_bound_is_one_sentence(text: str, words: str, window: tuple) -> None:
    found = survey(Surface(text), window)
    assert f"f falls without bound {words}." in found.sentence
    assert found.sentence.count("without bound") == 2  # and once among the doubts
    assert not found.certified


def test_many_lines_of_poles_are_counted() -> None:
    found = survey(Surface("log|sin(3x)| + y^2"), WINDOWS[0])  # x = kπ/3
    assert len(found.falls) == 9
    assert found.sentence.count(" along x = ") == 3
    assert "and in 6 more places." in found.sentence


@pytest.mark.parametrize("text", ["|x|^0.25 + y^2", "floor(x)", "|x| + |y|", "sqrt(x^2 + y^2)"])
def test_kinks_and_jumps_are_no_poles(text: str) -> None:
    assert not survey(Surface(text)).falls


def test_the_edge_is_named_where_there_is_no_minimum_inside() -> None:
    """Adorjan: lowest at the edge (2, 0.1058), f = -2.0218 (Jamil & Yang 2013, no. 1)."""
    found = survey(Surface("cos(x)sin(y) - x/(y^2 + 1)"), ((-1, 2), (-1, 1)))
    assert "On the window's edge f goes down to −2.02181 near (2, 0.10578" in found.sentence


def test_no_warning_leaks() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for text in ("0.1(x^2 + y^2) - cos(5 sqrt(x^2 + y^2))", "sqrt(x^2 + y^2)^3", "log(x) + log(-x)", "x^y"):
            assert survey(Surface(text)).sentence


@pytest.mark.parametrize("rate", [8, 10, 13])
def test_rings_too_close_to_be_told_apart_are_neither_points_nor_a_plateau(rate: int) -> None:
    """sin(k r²) is -1 on dozens of circles and 1 on as many; its one isolated critical point is the minimum at 0."""
    found = survey(Surface(f"sin({rate}(x^2 + y^2))"), ((-5, 5), (-5, 5)))
    (centre,) = found.critical_points
    assert centre.point == pytest.approx((0, 0), abs=1e-9)
    assert centre.kind is Kind.MINIMUM
    assert not centre.kink
    assert {round(v.value, 9): (v.is_minimum, v.is_maximum) for v in found.valleys} == {
        -1.0: (True, False),
        1.0: (False, True),
    }
    assert all(v.level and "plateau" not in v.shape for v in found.valleys)
    assert not found.certified


def test_points_hang_together_by_short_links() -> None:
    """Against the transitive closure of all pairs nearer than a link."""
    random = np.random.default_rng(4)
    for count in (0, 1, 7, 60, 150):
        u = random.random((2, count)) * 1.4 - 0.2
        near = np.abs(u[:, :, None] - u[:, None, :]).max(axis=0) < LINK
        for _ in range(count.bit_length()):
            near = near @ near
        expected = {tuple(np.flatnonzero(row).tolist()) for row in near}
        assert {tuple(group.tolist()) for group in linked(u)} == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0x + y^2 + 3", "f = 3 is minimum all along the line y = 0."),
        ("0x - y^2", "f = 0 is maximum all along the line y = 0."),
        ("0x + y^3", "f = 0 is critical all along the line y = 0."),
    ],
)
def test_a_line_is_of_minima_of_maxima_or_of_neither(text: str, said: str) -> None:
    assert [valley.sentence for valley in survey(Surface(text)).valleys] == [said]
