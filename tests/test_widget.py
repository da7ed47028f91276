"""The player in a notebook, its Python side: what is sent, and what a start or a switch from the browser does."""

import sys
from typing import Any

import numpy as np
import pytest

import gdviz
from tests.unpacking import unpack

BOWL = gdviz.Surface("x^2/2 + 2y^2", window=((-4, 4), (-3, 3)))
TWO = {
    "slow": gdviz.descend(BOWL, "sgd", (-3, 2), steps=12, learning_rate=0.1),
    "quick": gdviz.descend(BOWL, "adam", (-3, 2), steps=12, learning_rate=0.2),
}


def points_of(widget: Any) -> dict[str, Any]:
    return {run["label"]: unpack(run["points"], 5).reshape(2, -1).T for run in widget.paths["runs"]}


def test_a_start_from_the_browser_works_the_runs_out_again() -> None:
    widget = gdviz.show(BOWL, TWO)
    assert widget.ground["window"] == [[-4, 4], [-3, 3]]
    sent: list[str] = []
    widget.observe(lambda change: sent.append(change["name"]), ["ground", "paths", "heard"])
    widget.start = {"x": 1.5, "y": -1.0000004, "held": True, "n": 41}
    assert sent == ["paths", "heard"], "the ground is as before"
    assert widget.heard == 41
    assert widget.paths["start"] == [1.5, -1.0]
    # closed form: each coordinate is multiplied by 1 - alpha*lambda at every step
    t = np.arange(13)
    by_hand = np.stack([1.5 * 0.9**t, -1.0 * 0.6**t], axis=1)
    np.testing.assert_allclose(points_of(widget)["slow"], by_hand, rtol=1e-8)
    np.testing.assert_allclose(widget.runs["slow"].points, by_hand, rtol=1e-12)
    widget.start = {"x": 1.5, "y": -1.0, "held": False, "n": 42}
    assert widget.heard == 42, "the answer to a start that changes nothing is heard too"


def test_a_start_from_which_nothing_runs_is_a_sentence_and_changes_nothing() -> None:
    def half(x, y):
        if np.any(np.abs(x - 9) < 0.5):
            raise ValueError("x is not 9 here")
        return x**2 + y**2

    surface = gdviz.Surface.from_callable(half, window=((-3, 3), (-3, 3)))
    widget = gdviz.show(surface, gdviz.descend(surface, "sgd", (2, 1), steps=5))
    assert widget.start == {"x": 2, "y": 1}
    before, runs = widget.paths, widget.runs
    widget.start = {"x": 9, "y": 0, "n": 7}
    assert "from (9, 0)" in widget.refused
    assert "x is not 9 here" in widget.refused
    assert (widget.heard, widget.paths, widget.runs) == (7, before, runs)
    widget.start = {"x": 1, "y": 0, "n": 8}
    assert (widget.heard, widget.refused) == (8, "")


def test_a_saved_notebook_has_a_line_and_the_page_for_whoever_has_no_kernel() -> None:
    data, _ = gdviz.show(BOWL, TWO)._repr_mimebundle_()
    assert data["text/plain"] == "<Player of Gradient descent, Adam: run this cell to play, click and drag.>"
    assert data["text/html"].startswith("<iframe srcdoc=")
    assert "slow" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data
    many = gdviz.show(BOWL, {str(k): TWO["slow"] for k in range(8)})
    assert repr(many) == "<Player of 8 runs: run this cell to play, click and drag.>"


def test_a_notebook_shows_a_formula_that_cannot_be_read_without_a_traceback() -> None:
    with pytest.raises(gdviz.ExpressionError) as refused:
        gdviz.descend("x^2 + y^", "adam")
    assert refused.value._render_traceback_() == [
        "    x^2 + y^",
        "           ^",
        f"ExpressionError: {refused.value}",
    ]


@pytest.mark.parametrize("start", [{}, {"x": 1}, {"x": "1", "y": 2}, {"x": float("nan"), "y": 0}, {"x": 1e13, "y": 0}])
def test_what_is_no_start_changes_nothing(start: dict[str, Any]) -> None:
    widget = gdviz.show(BOWL, TWO)
    before = widget.paths
    widget.start = start
    assert widget.paths is before


def test_the_inside_of_a_run_is_sent_when_it_is_looked_into() -> None:
    widget = gdviz.show(BOWL, TWO)
    assert widget.paths["inside"] is None
    widget.view = {**widget.paths["view"], "levels": "linear", "inside": "1"}
    assert [state["name"] for state in widget.paths["inside"]["states"]] == ["m", "v"]
    assert widget.paths["view"]["levels"] == "linear"
    widget.view = {**widget.paths["view"], "inside": "off"}
    assert widget.paths["inside"] is None
    widget.view = {**widget.paths["view"], "inside": "no such run"}
    assert widget.paths["inside"] is None


@pytest.mark.parametrize(
    ("name", "text"), [("plotly", b"plotly.js"), ("mediabunny", b"Mozilla Public"), ("gifenc", b"GIF")]
)
def test_a_library_is_sent_when_it_is_wanted(name: str, text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    widget = gdviz.show(BOWL, TWO)
    messages: list[tuple[Any, Any]] = []
    monkeypatch.setattr(widget, "send", lambda content, buffers=None: messages.append((content, buffers)))
    for nothing in ("something else", None, ["plotly"], "../secret"):
        widget.take_message(widget, {"want": nothing}, [])
    widget.take_message(widget, {"want": name}, [])
    [(content, [script])] = messages
    assert content == {"library": name}
    assert text in script[:300]


def test_a_run_that_ended_early_takes_the_steps_of_the_others_from_elsewhere() -> None:
    far = gdviz.descend(BOWL, "sgd", (-3, 2), steps=50, learning_rate=0.6)
    assert far.steps < 50
    widget = gdviz.show(BOWL, {**TWO, "far": far})
    widget.start = {"x": 1.0, "y": 0.0}
    assert widget.runs["far"].steps == max(far.steps, 12)
    alone = gdviz.show(BOWL, far)
    alone.start = {"x": 1.0, "y": 0.0}
    assert [run.steps for run in alone.runs.values()] == [200]


def test_what_cannot_be_shown_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match=r"takes runs of gdviz\.descend"):
        gdviz.show(BOWL, {})
    with pytest.raises(TypeError, match=r"takes runs of gdviz\.descend"):
        gdviz.show(BOWL, {"a": "adam"})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="different surfaces"):
        gdviz.show("x^2 + y^2", TWO)
    monkeypatch.setitem(sys.modules, "gdviz.export.widget", None)
    with pytest.raises(ImportError, match=r"pip install 'gdviz\[notebook\]'"):
        gdviz.show(BOWL, TWO)
