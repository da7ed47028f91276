"""Long work is done in slices: how many calls of functions there are at most between two checkpoints, which is counted.

What one call does with arrays is not counted: NumPy gives way to other threads meanwhile.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType

import numpy as np
import pytest

from gdviz.analysis.basins import basins
from gdviz.analysis.basins.attractors import Goals, goals
from gdviz.analysis.diagnosis import diagnose
from gdviz.analysis.landscape import survey
from gdviz.checkpoint import listen
from gdviz.descent import descend
from gdviz.expression import differentiate, read
from gdviz.expression.symbolic import _differentiate
from gdviz.gallery import GALLERY
from gdviz.learning.data import data_surface
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

MOST = 40_000
"""Calls between two checkpoints: ten to twenty milliseconds."""
TYPED = (
    "exp(sin(50x)) + sin(60exp(y)) + sin(70sin(x)) + sin(sin(80y)) - sin(10(x + y)) + (x^2 + y^2)/4",
    "sin(50x) + cos(50y)",
    "floor(x) + floor(y)",
    "sin(3x)cos(2y) + x^2/20 + y^2/20 + log(1 + (x y)^2)exp(-x^2) + sqrt(1 + x^4) + cos(x y)sin(x - y)",
    "abs(x) + abs(y) + max(x, y)^2",
    "x^2 y^2",
)


def longest_slice(act: Callable[[], object]) -> int:
    """The most calls, of functions in Python or C, between two checkpoints, the beginning and the end included."""
    calls, most = [0], [0]

    def count(frame: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            calls[0] += 1

    def checkpoint() -> None:
        most[0], calls[0] = max(most[0], calls[0]), 0

    listen(checkpoint)
    sys.setprofile(count)
    try:
        act()
        checkpoint()
    finally:
        sys.setprofile(None)
        listen()
    return most[0]


SURFACES = [GALLERY[key].text for key in ("peaks", "holder_table", "drop_wave", "beale")]
MANY_TERMS = "+".join(f"log(1 + (x - y + {i}b)^2)cos({i}x + y)^2" for i in range(1, 9))


@pytest.mark.long
@pytest.mark.parametrize("text", [*SURFACES, *TYPED])
def test_a_survey(text: str) -> None:
    surface = Surface(text).check()
    assert longest_slice(lambda: survey(surface)) < MOST


@pytest.mark.parametrize("text", [GALLERY["goldstein_price"].text, GALLERY["cross_in_tray"].text, MANY_TERMS])
def test_derivatives(text: str) -> None:
    differentiate(read("x^2 + sin(y)exp(x)"))  # SymPy is there by then
    _differentiate.cache_clear()
    assert longest_slice(lambda: differentiate(read(text))) < MOST


@pytest.mark.parametrize("optimizer", ["adam", "sign_sgd", "nelder_mead", "bfgs"])
def test_a_run_and_its_diagnosis(optimizer: str) -> None:
    surface, runs = GALLERY["rastrigin"], list[Trajectory]()
    charted = survey(surface)
    descend(surface, optimizer, (1.0, 1.0), 1)  # the rule has been read
    assert longest_slice(lambda: runs.append(descend(surface, optimizer, (1.3, -1.1), 2000))) < MOST
    assert longest_slice(lambda: diagnose(surface, optimizer, runs[0], charted)) < MOST


def test_a_map_of_basins() -> None:
    surface = GALLERY["rastrigin"]
    charted = survey(surface)
    assert longest_slice(lambda: basins(surface, "adam", shape=(128, 128), steps=100, survey=charted, threads=1)) < MOST


def test_steps_on_the_rows_of_a_table() -> None:
    """Each of the two looks that a step takes at all rows is a slice of its own."""
    columns = {"x": np.linspace(-1, 1, 1000), "y": np.linspace(0, 1, 1000) ** 2}
    surface, counts = data_surface("log(1 + (w x + b - y)^2)", data=columns), [0]
    descend(surface, "sam", (0.5, 0.5), 1)
    listen(lambda: counts.__setitem__(0, counts[0] + 1))
    try:
        descend(surface, "sam", (0.5, 0.5), 100)
    finally:
        listen()
    assert counts[0] >= 200


def test_thousands_of_minima() -> None:
    """Each end of a run finds a minimum of its own, beside thousands that are known."""
    surface = Surface("sin(50x) + cos(50y)")
    along = np.pi / 100 * (4 * np.arange(-20, 20) + 3), np.pi / 50 * (2 * np.arange(-20, 20) + 1)
    ends = np.stack([axis.ravel() for axis in np.meshgrid(*along)])
    aims = replace(goals(surface, charted=survey(surface)), minima=())
    grown: list[Goals] = []
    assert longest_slice(lambda: grown.append(aims.classify(ends, np.zeros(ends.shape[1], bool))[0])) < MOST
    places = sorted(tuple(np.round(minimum.point, 9)) for minimum in grown[0].minima)
    assert places == sorted(map(tuple, np.round(ends.T, 9)))
    assert len(grown[0].deepest) == ends.shape[1]
    assert longest_slice(lambda: grown[0].deepest) < MOST
