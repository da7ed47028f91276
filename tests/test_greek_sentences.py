"""Greek variables in sentences and titles are written as letters."""

from gdviz import Surface, descend, survey
from gdviz.analysis.diagnosis import Verdict
from gdviz.analysis.diagnosis.words import EventKind
from gdviz.figures.plotly_figure import figure


def test_leaving_the_window() -> None:
    run = descend(Surface("f(lambda, theta_1) = -lambda^2 + theta_1^2"), "sgd", (1, 1), 50, learning_rate=0.1)
    (left,) = [event.sentence for event in run.events if event.kind is EventKind.WINDOW_LEFT]
    assert "past λ = 5" in left
    assert "lambda" not in left


def test_titles_of_axes() -> None:
    layout = figure(Surface("f(lambda, theta_1) = lambda^2 + theta_1^2"), {}).layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("λ", "θ₁")


def test_a_floor_with_an_end() -> None:
    sentence = survey(Surface("f(lambda, mu) = max(lambda, 0)^2 * 0 + relu(mu)^2 + lambda^2")).sentence
    assert "lambda" not in sentence
    assert "mu ≤" not in sentence


def test_newton_on_a_cube_rests_at_a_degenerate_point() -> None:
    run = descend("x^3", "newton", (2, 1), 60)
    assert run.verdict is Verdict.DEGENERATE
    assert run.diagnosis.sentence.startswith("Stalled at a degenerate point. ")
    assert "saddle" not in run.diagnosis.sentence
