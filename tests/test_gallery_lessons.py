"""What a surface is said to show, it shows: the sentences of the gallery, with optimizers written by hand."""

from itertools import islice

import numpy as np
import pytest

from gdviz.gallery import GALLERY
from tests.plain_steps import PLAIN, Array


def walk(key: str, optimizer: str, rate: float, steps: int = 200, **knobs: float) -> Array:
    """Points (steps + 1, 2) from the surface's own start."""
    surface = GALLERY[key]
    known = {"momentum": 0.9, "dampening": 0.0, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
    makes = PLAIN[optimizer]
    found = makes(
        np.array(surface.start), lambda x: np.array(surface.gradient(*x)), known | {"learning_rate": rate} | knobs
    )
    return np.array([surface.start, *islice(found, steps)])


def ends_at(points: Array, point: tuple[float, float], within: float = 0.05) -> bool:
    return bool(np.hypot(*(points[-1] - np.array(point))) < within)


def steps_until(key: str, optimizer: str, rate: float) -> int:
    """Steps until f is within a hundredth of the lowest value, counted from the start's height."""
    surface = GALLERY[key]
    points = walk(key, optimizer, rate, 3000)
    heights = surface.value(points[:, 0], points[:, 1]) - surface.minima[0].value
    return int(np.argmax(heights < 0.001 * heights[0]))


def matrix(key: str) -> list[list[float]]:
    """The Hessian at the origin."""
    hxx, hxy, hyy = GALLERY[key].hessian(0.0, 0.0)
    return [[hxx, hxy], [hxy, hyy]]


def test_the_round_bowl_takes_one_step_at_rate_one() -> None:
    assert walk("bowl", "sgd", 1.0, 1)[-1].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("key", "condition"), [("bowl_10", 10), ("bowl_100", 100)])
def test_the_steep_direction_caps_the_rate(key: str, condition: int) -> None:
    assert abs(walk(key, "sgd", 1.99 / condition)[-1, 1]) < abs(GALLERY[key].start[1])
    assert abs(walk(key, "sgd", 2.01 / condition)[-1, 1]) > abs(GALLERY[key].start[1])


def test_momentum_shortens_the_long_bowl() -> None:
    assert steps_until("bowl_100", "momentum", 0.01) < steps_until("bowl_100", "sgd", 0.0199) / 2


def test_a_rate_for_each_coordinate_undoes_the_long_bowl_but_not_the_tilted_one() -> None:
    assert steps_until("bowl_100", "adam", 0.1) < steps_until("tilted_bowl", "adam", 0.1) / 2


def test_rosenbrocks_valley_is_found_soon_and_followed_slowly() -> None:
    points = walk("rosenbrock", "sgd", 0.001, 2000)
    off_the_floor = abs(points[:, 1] - points[:, 0] ** 2)
    assert off_the_floor[20] < 0.1 < off_the_floor[0]
    assert not ends_at(points, (1.0, 1.0), within=0.1)


def test_small_steps_stay_in_the_nearer_well_and_speed_crosses_the_ridge() -> None:
    deep, shallow = (minimum.point for minimum in GALLERY["double_well"].minima)
    assert ends_at(walk("double_well", "sgd", 0.02), shallow)
    assert ends_at(walk("double_well", "momentum", 0.01), deep)


def test_a_large_rate_leaves_the_sharp_minimum_for_the_flat_one() -> None:
    sharp, flat = (minimum.point for minimum in GALLERY["sharp_and_flat"].minima)
    assert ends_at(walk("sharp_and_flat", "sgd", 0.03), sharp)
    assert ends_at(walk("sharp_and_flat", "sgd", 0.5), flat)
    curvature = {point: GALLERY["sharp_and_flat"].hessian(*point)[0] for point in (sharp, flat)}
    assert curvature[sharp] > 10 * curvature[flat]


def test_styblinski_tangs_start_leads_to_the_worst_well() -> None:
    assert ends_at(walk("styblinski_tang", "sgd", 0.01), GALLERY["styblinski_tang"].minima[-1].point)


def test_goldstein_price_allows_only_a_tiny_rate() -> None:
    with np.errstate(all="ignore"):
        assert not np.abs(walk("goldstein_price", "sgd", 1e-3, 20)).max() < 100
    assert np.abs(walk("goldstein_price", "sgd", 1e-5)).max() < 2


def test_descent_lingers_at_the_saddle_before_it_leaves() -> None:
    points = walk("saddle", "sgd", 0.05, 120)
    near = np.hypot(*points.T) < 0.3
    assert near.sum() > 20
    assert abs(points[-1, 1]) > 1


def test_plain_descent_stands_on_the_plateau_where_adam_walks_on() -> None:
    assert np.hypot(*(walk("plateau", "sgd", 0.01)[-1] - GALLERY["plateau"].start)) < 0.1
    assert ends_at(walk("plateau", "adam", 0.1), (0.0, 0.0))


def test_one_step_too_far_up_the_cliff_throws_the_walker_out() -> None:
    (low, _), _ = GALLERY["cliff"].window
    assert ends_at(walk("cliff", "sgd", 0.2), GALLERY["cliff"].minima[0].point)
    thrown = walk("cliff", "sgd", 1.0)[:, 0].min()
    assert thrown < low - 5


def test_small_steps_in_the_egg_box_fall_into_the_nearest_hole() -> None:
    end = walk("rastrigin", "sgd", 0.002)[-1]
    assert abs(end - np.round(GALLERY["rastrigin"].start)).max() < 0.05


def test_a_little_momentum_rolls_over_bohachevskys_dimples() -> None:
    assert ends_at(walk("bohachevsky", "momentum", 0.003), (0.0, 0.0))
    assert not ends_at(walk("bohachevsky", "sgd", 0.003), (0.0, 0.0), within=0.4)


def test_the_folded_valley_rattles_at_a_constant_rate() -> None:
    points = walk("folded", "sgd", 0.1, 400)
    steps = np.hypot(*np.diff(points[-20:], axis=0).T)
    assert steps.min() > 0.05


def test_hoelders_table_is_deeper_outside_the_window() -> None:
    surface = GALLERY["holder_table"]
    _, _, z = surface.grid(((-20, 20), (-20, 20)), (201, 201))
    assert z.min() < 2 * surface.minima[0].value


def test_eggholder_tells_the_truth_about_its_edge() -> None:
    surface = GALLERY["eggholder"]
    assert surface.value(512, 404.2319) == pytest.approx(-959.6407, abs=1e-4)
    assert surface.gradient(512, 404.2319)[0] < -0.1
    _, _, z = surface.grid(((-511, 511), (-511, 511)), (512, 512))
    assert (z < surface.minima[0].value - 1e-6).sum() < 40, "lower only in the corner where the edge is"


def test_saddles_have_the_hessians_that_name_them() -> None:
    assert np.linalg.eigvalsh(matrix("saddle")).tolist() == [-2.0, 2.0]
    assert not np.any(matrix("monkey_saddle"))


def test_bowls_have_the_condition_numbers_in_their_names() -> None:
    for key, number in {"bowl": 1, "bowl_10": 10, "bowl_100": 100, "tilted_bowl": 100}.items():
        low, high = np.linalg.eigvalsh(matrix(key))
        assert high / low == pytest.approx(number)


def test_what_a_surface_teaches_fits_two_lines_of_a_phone() -> None:
    assert max(len(surface.shows) for surface in GALLERY.values()) <= 104
