"""The Plotly figure for notebooks: it holds the runs as they were, and the map as the surface says."""

import numpy as np
import plotly.graph_objects as go

import gdviz
from gdviz.figures.plotly_figure import figure, playable


def test_paths_values_and_window_are_those_of_the_run() -> None:
    surface = gdviz.GALLERY["himmelblau"]
    runs = {key: gdviz.descend(surface, key, start=(0, 0), steps=20) for key in ("sgd", "adam")}
    drawn = figure(surface, runs, window=((-4, 4), (-3, 3)))
    contour, sgd, adam, *stars = drawn.data
    np.testing.assert_array_equal(adam.x, runs["adam"].points[:, 0])
    np.testing.assert_array_equal(sgd.customdata[:, 0], runs["sgd"].values)
    assert sgd.customdata[0, 1] == np.hypot(14, 22)  # ∇f(0, 0) = (-14, -22)
    assert sgd.line.color != adam.line.color
    assert sgd.line.dash != adam.line.dash
    assert drawn.layout.xaxis.range == (-4, 4)
    assert len(stars) == 4
    assert contour.customdata[0, 0] == surface.value(-4, -3)


def test_a_surface_with_holes_or_without_relief_can_be_drawn() -> None:
    holes = figure(gdviz.Surface("log(x) + y^2"), {})
    assert np.isnan(holes.data[0].z[:, 0]).all()
    assert np.isfinite(holes.data[0].z[:, -1]).all()
    assert (figure(gdviz.Surface("3"), {}).data[0].z == 0).all()
    assert np.isnan(figure(gdviz.Surface("sqrt(-1 - x^2)"), {}).data[0].z).all()


def test_it_can_be_shown_without_a_network() -> None:
    page = figure(gdviz.Surface("x^2 + y^2"), {}).to_html(include_plotlyjs="directory")
    assert "http" not in page.replace("https://plot.ly", "").replace("https://plotly.com", "")


def test_the_slider_moves_the_paths_and_the_contour_stays() -> None:
    surface = gdviz.GALLERY["himmelblau"]
    runs = {key: gdviz.descend(surface, key, steps=steps) for key, steps in (("adam", 200), ("sgd", 90))}
    drawn = playable(surface, runs, frames=20)
    steps = [int(frame.name) for frame in drawn.frames]
    assert (len(steps), steps[0], steps[-1]) == (20, 0, 200)
    assert isinstance(drawn.data[0], go.Contour)
    for frame, step in zip(drawn.frames, steps, strict=True):
        assert list(frame.traces) == [1, 2]
        for place, run in zip(frame.data, runs.values(), strict=True):
            np.testing.assert_array_equal(np.stack([place.x, place.y], axis=1), run.points[: step + 1])
    assert [mark.args[0] for mark in drawn.layout.sliders[0].steps] == [(str(step),) for step in steps]
    buttons = [*drawn.layout.sliders[0].steps, *drawn.layout.updatemenus[0].buttons]
    assert all(button.args[1]["frame"]["redraw"] for button in buttons), "else Plotly.js takes the contour away"
    assert len(runs["adam"].plot(frames=5).frames) == 5
