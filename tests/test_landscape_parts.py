"""The parts of a survey one by one: against NumPy's linear algebra, plain loops, and surfaces worked out by hand."""

from functools import partial

import numpy as np
import pytest

from gdviz.analysis.landscape import extent, lowest, minima_beside, stand_in, undercut
from gdviz.analysis.landscape.certificate import Field, examine
from gdviz.analysis.landscape.critical import isolated
from gdviz.analysis.landscape.kinks import Lows
from gdviz.analysis.landscape.newton import REACH, levenberg_step, newton_step
from gdviz.analysis.landscape.reduction import FLOOR, reduce, traced
from gdviz.analysis.landscape.survey_result import falling
from gdviz.analysis.landscape.unit_square import CALL, Chart, Work, distinct
from gdviz.analysis.landscape.valley import Valley, is_extended
from gdviz.analysis.landscape.winding import cells, circles, edge
from gdviz.surface import Surface

RING = Surface("((x - 2)^2 + (y - 1)^2 - 1)^2", window=((0, 4), (-1, 3)))


def random_systems(count: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gradients (2, n), Hessians (3, n), and the same Hessians as matrices (n, 2, 2)."""
    random = np.random.default_rng(5)
    g, (a, b, c) = random.normal(size=(2, count)) * 10.0 ** random.uniform(-3, 1, count), random.normal(size=(3, count))
    return g, np.stack([a, b, c]), np.moveaxis(np.array([[a, b], [b, c]]), 2, 0)


def test_levenbergs_step_solves_his_equations_and_is_no_longer_than_an_eighth() -> None:
    g, h, matrices = random_systems()
    damping = 10.0 ** np.random.default_rng(6).uniform(-6, 1, g.shape[1])
    found = levenberg_step(g, h, damping)
    for column, matrix in enumerate(matrices):
        size = np.abs(matrix).max()
        scaled, slope = matrix / size, g[:, column] / size
        step = -np.linalg.solve(scaled @ scaled + damping[column] * np.eye(2), scaled @ slope)
        step *= min(1.0, REACH / np.hypot(*step))
        np.testing.assert_allclose(found[:, column], step, rtol=1e-7, atol=1e-12)


def test_newtons_step_is_that_of_the_pseudo_inverse() -> None:
    g, h, matrices = random_systems()
    flat = np.array([[1.0, 0.0], [4.0, 2.0], [0.0, 1.0]])  # of rank 1
    step = newton_step(np.concatenate([g, g[:, :2]], axis=1), np.concatenate([h, flat], axis=1)[:, : g.shape[1] + 2])[0]
    matrices = [*matrices, *([[a, b], [b, c]] for a, b, c in flat.T)]
    for column, matrix in enumerate(matrices):
        expected = -np.linalg.pinv(np.array(matrix), rcond=1e-12) @ g[:, column % g.shape[1]]
        np.testing.assert_allclose(step[:, column], expected, rtol=1e-7)


def test_of_points_that_are_one_place_the_best_is_taken() -> None:
    random = np.random.default_rng(7)
    places = np.stack([k.ravel() for k in np.meshgrid(np.arange(12.0), np.arange(12.0))]) / 12
    beside = places + random.uniform(-0.4, 0.4, places.shape) * 1e-7
    quality = random.permutation(2.0 * places.shape[1] + np.arange(2 * places.shape[1]))
    chosen = distinct(np.concatenate([places, beside], axis=1), quality)
    count = places.shape[1]
    best = [k if quality[k] < quality[k + count] else k + count for k in range(count)]
    assert sorted(chosen.tolist()) == sorted(best)


def test_a_curve_of_critical_points_is_traced_at_equal_distances_both_ways() -> None:
    chart = Chart(RING, RING.window)
    found = chart.plane(traced(chart, chart.unit(np.array([[3.0], [1.0]]))))
    assert np.hypot(found[0] - 2, found[1] - 1) == pytest.approx(1)
    along = 4 * np.array([-0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03])  # shares of the window, 4 wide
    assert np.sort(found[1] - 1) == pytest.approx(along, abs=1e-9)


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        (("near a",), "near a"),
        (("near a", "near b"), "near a and near b"),
        (("near a", "near b", "near c"), "near a, near b and near c"),
        (("near a", "near b", "near c", "near d"), "near a, near b, near c and in 1 more place"),
        (("near a", "near b", "near c", "near d", "near e"), "near a, near b, near c and in 2 more places"),
    ],
)
def test_places_are_listed_with_an_and(words: tuple[str, ...], listed: str) -> None:
    assert falling(words) == f"f falls without bound {listed}."


def test_a_ring_of_poles_is_met_again_at_each_radius_on_both_sides() -> None:
    chart = Chart(Surface("log|x|", window=((-2, 2), (-2, 2))), ((-2, 2), (-2, 2)))
    found = extent.again(chart, np.array([0.5, 0.5]), partial(extent.falls, chart))
    assert found[0] == pytest.approx(0.5, abs=1e-9)
    # On the other side it is met on a small circle, of a thousandth, about the place opposite.
    assert np.sort(found[1] - 0.5) == pytest.approx([-0.04, -0.02, -0.01, 0, 0.01, 0.02, 0.04], abs=1.1e-3)


@pytest.mark.parametrize("factor", [1e-3, 1.0, 1e6])
@pytest.mark.parametrize(
    ("text", "pole"),
    [("log|x|", True), ("-1/(x^2 + y^2)", True), ("|x|", False), ("|x|^0.5 + |y|", False), ("x", False)],
)
def test_f_falls_at_a_pole_and_not_at_a_kink_whatever_its_height(text: str, factor: float, *, pole: bool) -> None:
    chart = Chart(Surface(f"{factor}*({text})"), ((-2, 2), (-2, 2)))
    assert extent.falls(chart, np.array([[0.5], [0.5]])).tolist() == [pole]


@pytest.mark.parametrize(
    ("text", "point", "alone"),
    [
        ("x^4 + y^2", (0, 0), True),
        ("y^2", (0, 0), False),
        ("x^2 + y^2", (0, 0), True),
    ],
)
def test_a_point_of_a_curve_of_zero_slope_is_not_isolated(text: str, point: tuple, *, alone: bool) -> None:
    window = ((-2, 2), (-2, 2))
    u = np.tile((np.array(point)[:, None] + 2) / 4, 3)
    chart = Chart(Surface(text), window)
    assert isolated(chart, u).tolist() == [alone] * 3


def test_what_is_isolated_is_not_known_of_points_that_the_work_left_does_not_cover() -> None:
    """A point takes about a thousand gradients: of three, at the cost of 10⁴ each, two and a half are left."""
    chart = Chart(Surface("x^4 + y^2"), ((-2, 2), (-2, 2)), Work(limit=CALL + 3 + 2.5 * 1000 * 1e4))
    vars(chart)["weights"] = (1.0, 1e4, 1.0)
    assert isolated(chart, np.full((2, 3), 0.5)).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("x^2 + y^2", 1),
        ("-x^2 - 3y^2", 1),
        ("x^2 - y^2", -1),
        ("x^3 - 3x y^2", -2),
        ("x^4 - 6x^2 y^2 + y^4", -3),
        ("x + y^2", 0),
    ],
)
def test_the_index_of_a_point_is_how_often_the_slope_turns(text: str, index: int) -> None:
    chart = Chart(Surface(text), ((-2, 2), (-2, 2)))
    assert circles(chart, np.array([[0.5], [0.5]]), np.array([0.1])) == [index]
    assert edge(chart) == index


def test_what_is_said_of_a_box_is_true_of_the_zeros_in_it() -> None:
    """x⁴/4 − x²/2 + y²/2 + xy/10: the slope is 0 where y = −x/10 and x³ = 1.01x."""
    surface = Surface("x^4/4 - x^2/2 + y^2/2 + x y/10")
    roots = np.array([-np.sqrt(1.01), 0.0, np.sqrt(1.01)])
    zeros = np.stack([roots, -roots / 10])
    random = np.random.default_rng(8)
    near = zeros[:, random.integers(3, size=300)] + random.uniform(-0.02, 0.02, (2, 300))
    centre = np.concatenate([random.uniform(-2, 2, (2, 1000)), near], axis=1)
    radius = 10.0 ** random.uniform(-3, 0, (2, 1300))
    inside = (np.abs(zeros[:, None] - centre[:, :, None]) < radius[:, :, None]).all(axis=0).sum(axis=1)
    none, one = examine(Field.of(surface), centre, radius)
    assert (inside[none] == 0).all()
    assert (inside[one] == 1).all()
    small = radius.max(axis=0) < 0.05
    assert none[small & (inside == 0)].mean() > 0.95
    tight = np.array([[0.01], [0.01]]) * np.ones_like(zeros)
    assert examine(Field.of(surface), zeros, tight)[1].all()


def test_a_place_is_lower_only_by_more_than_rounding() -> None:
    chart = Chart(Surface("x^2 + y^2"), ((-1, 1), (-1, 1)))
    lows, middle = Lows(np.empty((2, 0)), ((1.0, 0.0), 1.0)), np.array([[0.5], [0.5]])
    assert undercut(chart, stand_in(np.zeros(2), 1e-19), lows, middle) is None
    lower = undercut(chart, stand_in(np.zeros(2), 1e-3), lows, middle)
    assert lower is not None
    assert lower.value == pytest.approx(0, abs=1e-20)


def test_newtons_method_finds_the_minimum_beside_a_point_and_none_beside_a_saddle() -> None:
    wells = Surface("x^4/4 - x^2/2 + y^2")
    points = np.array([[-0.99, 0.01, 1.02], [0.01, 0.01, -0.02]])
    assert minima_beside(wells, points, 0.1) == pytest.approx(np.array([[-1, 1], [0, 0]]), abs=1e-12)
    assert minima_beside(wells, points, 0.015) == pytest.approx(np.array([[-1], [0]]), abs=1e-12)


@pytest.mark.parametrize(("marked", "seen"), [(0, 0), (1, 1), (7, 7), (40, 10)])
def test_seeds_lie_evenly_in_the_cells_marked_in_no_more_than_so_many(marked: int, seen: int) -> None:
    grid = cells(Chart(Surface("x + y"), ((0, 1), (0, 1))), 8)
    which = np.zeros((8, 8), bool)
    which.ravel()[:marked] = True
    seeds = grid.seeds(which, per_side=2, most=10)
    column, row = (np.searchsorted(grid.lines, seeds) - 1).reshape(2, seen, 4)
    assert seeds.shape == (2, 4 * seen)
    assert which[row, column].all()
    assert len(set(zip(row[:, 0].tolist(), column[:, 0].tolist(), strict=True))) == seen


def test_the_slope_turns_round_the_cells_that_hold_a_critical_point_and_round_no_other() -> None:
    """x⁴/4 − x²/2 + y²/2 has a saddle at the origin and minima at (±1, 0)."""
    window = ((-2.0, 2.0), (-2.0, 2.0))
    chart = Chart(Surface("x^4/4 - x^2/2 + y^2/2"), window)
    grid = cells(chart, 16)
    u = chart.unit(np.array([[-1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]))
    expected = np.zeros((16, 16), int)
    for (x, y), index in zip(u.T, (1, -1, 1), strict=True):
        expected[np.searchsorted(grid.lines, y) - 1, np.searchsorted(grid.lines, x) - 1] += index
    assert grid.known.all()
    assert (grid.winding == expected).all()
    assert not grid.doubtful(u, np.array([1, -1, 1])).any()
    assert grid.doubtful(u, np.array([1, 1, 1])).sum() == 1


def test_anywhere_on_a_ring_of_minima_a_point_is_one_of_a_floor() -> None:
    chart, turn = Chart(RING, RING.window), np.arange(12) * 0.5 + 0.1
    on = np.stack([2 + np.cos(turn), 1 + np.sin(turn)])
    assert (reduce(chart, chart.unit(on)).order == FLOOR).all()


@pytest.mark.parametrize(
    ("text", "along", "extended"),
    [
        ("0x + y^2", np.linspace(0.2, 0.8, 12), True),
        ("0x + y^2", np.linspace(0.2, 0.8, 5), False),  # too few
        ("0x + y^2", np.linspace(0.5, 0.55, 12), False),  # too near to one another
        ("10x + y^2", np.linspace(0.2, 0.8, 12), False),  # f differs between them
    ],
)
def test_many_points_that_lie_apart_at_one_height_are_a_curve(text: str, along: np.ndarray, *, extended: bool) -> None:
    chart = Chart(Surface(text), ((-1, 1), (-1, 1)))
    assert is_extended(chart, np.stack([along, 0.5 + 0 * along])) == extended


def test_the_lowest_of_points_and_valleys_is_found_wherever_it_stands() -> None:
    one, other = stand_in(np.array([1.0, 2.0]), 3.0), stand_in(np.array([0.0, 0.0]), 5.0)
    line = np.array([[0.0, 7.0], [1.0, 7.0], [2.0, 7.0]])
    floor, ridge = (Valley(line, height, height < 3, "the line y = 7") for height in (2.0, 4.0))
    assert lowest([other, one], []) == one
    assert lowest([other, one], [ridge]) == one
    found = lowest([other, one], [ridge, floor])
    assert (found.point, found.value) == ((1.0, 7.0), 2.0)
    assert lowest([], [floor]).value == 2.0
    assert lowest([], [ridge]) is None
