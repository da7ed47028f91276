"""A formula of one variable is drawn as a curve: what the player is told, and what the bar and the rail show."""

from dataclasses import replace

import numpy as np
import pytest

from gdviz import GALLERY, Surface, descend
from gdviz.figures import DrawnRun, payload
from gdviz.figures.program import line_axis
from gdviz.learning.data import MODELS, data_surface
from gdviz.scene import Scene, start_of, unused_coordinate
from tests.data_sets import load_dataset


def sent(surface: Surface) -> dict:
    run = DrawnRun("0", "GD", "GD", "#0072B2", "solid", descend(surface, "sgd", start=(1, 2), steps=3))
    return payload(surface, surface.window, [run], start=(1, 2))["surface"]


@pytest.mark.parametrize(
    ("text", "axis"),
    [("x^2", 0), ("y^2", 1), ("t^2 - 1", 1), ("theta^2", 0), ("x^4 - 2x^2 + 0.3x", 0), ("1/x", 0), ("a sin(x)", 0),
     ("x^2 + y^2", None), ("x^2 + 0y^2", None), ("3", None)],
)  # fmt: skip
def test_the_payload_names_the_only_coordinate(text: str, axis: int | None) -> None:
    surface = Surface(text)
    assert line_axis(surface) == axis
    assert sent(surface)["line"] == (None if axis is None else {"axis": axis})


def test_the_axis_is_the_coordinate_with_a_slope() -> None:
    for text in ("x^2", "y^2", "t^2 - t", "exp(w1)", "abs(u)"):
        surface = Surface(text)
        slopes = np.abs(surface.gradient(1.3, -0.7))
        assert int(np.argmax(slopes)) == line_axis(surface)
        assert min(slopes) == 0.0


@pytest.mark.parametrize(
    ("text", "axis"),
    [("floor(x)", 0), ("round(y)", 1), ("sign(t)", 1), ("ceil(u)", 0), ("floor(y)", 1), ("max(x, 100)", 0),
     ("f(a, b) = floor(b)", 1), ("x^2", 0), ("y^2", 1)],
)  # fmt: skip
def test_the_curve_and_the_start_are_those_of_the_letter_that_occurs_also_without_a_slope(text: str, axis: int) -> None:
    surface = Surface(text)
    assert (line_axis(surface), unused_coordinate(surface)) == (axis, 1 - axis)
    start = start_of(Scene(text=text), surface)
    assert (start[axis], start[1 - axis]) == (surface.start[axis], 0.0)


@pytest.mark.parametrize(("loss", "unused"), [("(floor(b) - y)^2", 0), ("(w - y)^2", 1), ("(w + b - y)^2", None)])
def test_a_weight_that_does_not_occur_in_a_loss_of_rows_is_known(loss: str, unused: int | None) -> None:
    surface = data_surface(loss, ("w", "b"), {"y": [1.0, 3.0]})
    assert (unused_coordinate(surface), line_axis(surface)) == (unused, None)


def test_surfaces_of_two_variables_and_of_rows_are_maps() -> None:
    assert all(line_axis(surface) is None for surface in GALLERY.values())
    assert line_axis(MODELS["linear"].of(load_dataset("noisy_line"))) is None
    assert line_axis(data_surface("(w*x - y)^2", ("w", "b"), {"x": [1.0, 2.0], "y": [1.0, 3.0]})) is None
    named = replace(Surface("x^2"), name="Parabola")
    assert line_axis(named) == 0


def test_a_curve_and_a_map_are_told_apart_by_their_key() -> None:
    assert sent(Surface("x^2"))["key"] != sent(Surface("x^2 + 0*y"))["key"]


@pytest.mark.parametrize(
    ("text", "start"), [("u^2", (None, 0.0)), ("1/y + y", (0.0, None)), ("x^2 + y^2", (None, None))]
)
def test_a_coordinate_that_does_not_occur_begins_at_0(text: str, start: tuple[float | None, float | None]) -> None:
    surface = Surface(text)
    free, chosen = Scene(text=text), Scene(text=text, start=(3.0, 2.0))
    expected = tuple(usual if part is None else part for part, usual in zip(start, surface.start, strict=True))
    assert start_of(free, surface) == expected
    assert start_of(chosen, surface) == (3.0, 2.0)
