"""Steepest descent to its minimum: against SciPy's integration of the same flow, and the shortcuts that it takes."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from gdviz.analysis.diagnosis.gradient_flow import FlowBasins
from gdviz.analysis.landscape import survey
from gdviz.gallery import GALLERY
from gdviz.surface import Surface

NAMES = ("himmelblau", "six_hump_camel", "styblinski_tang", "branin", "michalewicz")


def integrated(surface: Surface, point: np.ndarray, length: float) -> np.ndarray:
    """End of dp/ds = -∇f/|∇f|, slowed down where the gradient fades."""

    def downhill(_: float, p: np.ndarray) -> np.ndarray:
        slope = np.array(surface.gradient(*p))
        return -slope / (np.hypot(*slope) + 1e-3)

    return solve_ivp(downhill, (0, length), point, method="LSODA", rtol=1e-9, atol=1e-9).y[:, -1]


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_where_the_flow_ends(name: str) -> None:
    surface = GALLERY[name]
    basins = FlowBasins(surface, survey(surface))
    low, high = np.array(surface.window).T
    points = np.random.default_rng(3).uniform(low, high, (12, 2))
    arrived = 0
    for point, label in zip(points, basins.labels(points), strict=True):
        end = integrated(surface, point, 40 * float(np.hypot(*(high - low))))
        gaps = np.hypot(*(basins.places - end).T)
        if gaps.min() < basins.near:
            arrived += 1
            assert label == gaps.argmin(), point
        else:  # out of the window, or under way: michalewicz is so flat in places that SciPy's path is not at its end
            outside = (end < low).any() or (end > high).any()
            assert label == -1 if outside else np.hypot(*surface.gradient(*end)) < 0.01, point
    assert arrived >= 5


@pytest.mark.parametrize("name", NAMES)
def test_within_reach_of_a_minimum_the_flow_ends_there(name: str) -> None:
    surface = GALLERY[name]
    basins = FlowBasins(surface, survey(surface))
    turns = np.linspace(0, 6, 7)
    for place, reach in zip(basins.places, basins.reach, strict=True):
        for point in place + 0.999 * reach * np.stack([np.cos(turns), np.sin(turns)], axis=1):
            end = integrated(surface, point, 100 * reach + 10)
            under_way = np.hypot(*surface.gradient(*end)) < 0.01 and np.hypot(*(end - place)) < reach
            assert np.hypot(*(end - place)) < basins.near or under_way  # so flat is michalewicz in places


def test_reach_ends_where_downhill_leads_away() -> None:
    """Along y = 0, x⁴/4 - x²/2 turns at its top 0: from 1 no circle may reach beyond."""
    basins = FlowBasins(surface := Surface("x^4/4 - x^2/2 + y^2"), survey(surface))
    assert len(basins.reach) == 2
    assert (basins.reach > 0.3).all()
    assert (basins.reach < 1).all()


@pytest.mark.parametrize("key", ["himmelblau", "ackley", "bird"])
def test_slopes_are_gradient_and_hessian(key: str) -> None:
    surface, points = GALLERY[key], np.random.default_rng(0).uniform(-3, 3, (2, 50))
    apart = np.stack([*surface.gradient(*points), *surface.hessian(*points)])
    np.testing.assert_allclose(surface.evaluator.slopes(points, surface.parameters), apart, rtol=1e-12, atol=1e-12)


def test_slopes_of_functions() -> None:
    bowl = Surface.of_functions(
        "bowl", lambda p: (p**2).sum(axis=0), lambda p: 2 * p, lambda p: np.array([[2.0], [0.0], [2.0]]) + 0 * p[:1]
    )
    found = bowl.evaluator.slopes(np.array([[1.0, 3.0], [2.0, 4.0]]), {})
    np.testing.assert_array_equal(found, [[2, 6], [4, 8], [2, 2], [0, 0], [2, 2]])
