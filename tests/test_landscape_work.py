"""However long a formula takes, a survey of it is bounded by counting, and what is cut is cut evenly."""

import numpy as np
import pytest

from gdviz.analysis.landscape import survey
from gdviz.analysis.landscape.newton_search import LISTED, search
from gdviz.analysis.landscape.unit_square import LIMIT, Chart
from gdviz.gallery import GALLERY
from gdviz.surface import Surface
from tests.compare_optima import NEAR, PROBLEMS, Problem, error
from tests.test_expression_limits import FAMILIES, longest_accepted

pytestmark = pytest.mark.long

HEAVY = ("sum of sines", "sine factors", "nested secant", "nested tangent", "variable powers")


class Counted(Surface):
    """A surface that counts at how many points it is evaluated."""

    def _evaluate(self, order, x, y):
        counts[0] += np.broadcast(x, y).size
        return super()._evaluate(order, x, y)


counts = [0]


@pytest.mark.parametrize("family", HEAVY)
def test_a_long_formula_is_surveyed_in_part(family: str) -> None:
    surface = Counted(longest_accepted(FAMILIES[family]).text)
    counts[0] = 0
    found = survey(surface)
    chart = Chart(surface, surface.window)
    assert counts[0] * min(chart.weights) < 4 * LIMIT
    assert not found.certified
    assert "the search was cut short" in found.sentence


@pytest.mark.parametrize("key", GALLERY)
def test_no_surface_of_the_gallery_is_cut_short(key: str) -> None:
    assert "cut short" not in survey(GALLERY[key]).sentence


def test_a_cut_list_favours_no_side() -> None:
    """sin(50x) + cos(50y) has about 159² lowest points, evenly spread."""
    found = survey(Surface("sin(50x) + cos(50y)"))
    x, y = np.array([p.point for p in found.critical_points]).T
    assert len(x) == LISTED
    for side in (x, y):
        assert 0.4 < (side > 0).mean() < 0.6
    assert "more than 1000 critical points" in found.sentence


def test_what_is_counted_is_what_is_computed() -> None:
    surface = Counted("x^4 + y^4 - 4x y + 1")
    chart = Chart(surface, surface.window)
    counts[0] = 0
    search(chart)
    assert chart.work.spent >= counts[0] * min(chart.weights)


@pytest.mark.parametrize("problem", PROBLEMS[:12], ids=lambda p: p.name)
def test_published_optima_are_found(problem: Problem) -> None:
    assert error(problem) < NEAR
