"""Runs and surveys from the field, each against what is right by hand or in closed form."""

import numpy as np
import pytest

import gdviz
from gdviz.analysis.diagnosis import Verdict
from gdviz.analysis.diagnosis.words import EventKind


@pytest.mark.parametrize(("text", "end"), [("x^4-3x^3+2", (2.25, 1)), ("(x-5)^2", (5, 1))])
def test_newton_in_one_variable(text: str, end: tuple[float, float]) -> None:
    assert np.allclose(gdviz.descend(text, "newton", (2, 1), 60).points[-1], end)


@pytest.mark.parametrize(
    ("text", "f", "start", "rate"),
    [
        ("x^4-3x^2+2", lambda x, y: x**4 - 3 * x**2 + 2 + 0 * y, (-2.5, 0.0), 0.1),
        ("(x^2+y-11)^2+(x+y^2-7)^2", lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, (-4.0, -4.0), 0.012),
    ],
)
def test_where_the_lowest_point_of_a_step_lies(text: str, f, start: tuple[float, float], rate: float) -> None:
    run = gdviz.descend(text, "sgd", start, 60, learning_rate=rate)
    first = next(event.sentence for event in run.events if event.kind is EventKind.OVERSHOOT)
    shares = np.linspace(0, 1, 200_001)
    along = run.points[0][:, None] + shares * (run.points[1] - run.points[0])[:, None]
    share = float(first.split("lay at ")[1].split(" %")[0]) / 100
    there = f(*(run.points[0] + share * (run.points[1] - run.points[0])))
    assert there == pytest.approx(f(*along).min(), abs=1e-4 * np.ptp(f(*along)))


@pytest.mark.parametrize("text", ["log(1+exp(x))+y^2", "log(exp(x)+exp(y))"])
def test_logarithms_of_large_exponentials(text: str) -> None:
    assert float(gdviz.Surface(text).value(800, 0)) == 800.0


@pytest.mark.parametrize(("text", "start"), [("\\frac{2}{3}|x|^{3/2}", (0.5, 0)), ("|x-1|^1.5", (2, 0))])
def test_round_a_line_of_kinks(text: str, start: tuple[float, float]) -> None:
    run = gdviz.descend(text, "sgd", start, 400, learning_rate=0.1)
    assert run.verdict in (Verdict.REACHED, Verdict.CYCLING)


def test_a_wavy_surface_has_a_lower_minimum_than_the_one_found() -> None:
    waves = "exp(sin(50x)) + sin(60 e^y) + sin(70 sin x) + sin(sin(80y)) - sin(10(x+y)) + (x^2+y^2)/4"
    run = gdviz.descend(waves, "sgd", (0.2428, -0.0933), 300, learning_rate=1e-5)
    assert run.verdict is not Verdict.REACHED  # Trefethen 2002: −3.30686864747523 at (−0.0244, 0.2106)


def test_the_edge_is_lower_than_all_critical_points() -> None:
    adjiman = gdviz.Surface("cos(x)sin(y) - x/(y^2+1)", window=((-1, 2), (-1, 1)))
    assert "−2.0218" in gdviz.survey(adjiman).sentence
