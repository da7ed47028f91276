"""Pictures of reasons: critical points and events as signs, basins as pixels, sweeps as charts, nothing by guess."""

import base64
import re
import struct
import zlib
from dataclasses import replace

import numpy as np
import pytest

from gdviz.analysis.basins import basins
from gdviz.analysis.diagnosis import EventKind, Verdict, diagnose
from gdviz.analysis.diagnosis.words import Event
from gdviz.analysis.landscape import survey
from gdviz.analysis.sweep import sweep
from gdviz.analysis.theory import quadratic, sharpness, threshold
from gdviz.descent import descend
from gdviz.figures import ground, shown_of
from gdviz.figures.basin_map import SHIFT, basin_picture, color, escape_chart
from gdviz.figures.diagnosis_marks import (
    IMPORTANCE,
    MOST_FLOOR,
    MOST_POINTS,
    WORDS,
    event_marks,
    fates,
    foremost,
    landscape_marks,
)
from gdviz.figures.diagnosis_words import critical_table, event_list
from gdviz.figures.rates import heat_map, sweep_chart
from gdviz.figures.sharpness_chart import sharpness_chart, split_chart
from gdviz.figures.style import Line, threshold_line, value_range
from gdviz.gallery import GALLERY
from gdviz.surface import Surface


def test_every_kind_and_verdict_has_its_place() -> None:
    assert set(IMPORTANCE) == set(EventKind)
    assert set(WORDS) == set(Verdict)


def test_himmelblau_has_four_stars_four_saddles_and_a_maximum() -> None:
    marks = landscape_marks(survey(GALLERY["himmelblau"]))
    kinds = [mark.kind for mark in marks]
    assert (kinds.count("global"), kinds.count("saddle"), kinds.count("maximum")) == (4, 4, 1)
    peak = next(mark for mark in marks if mark.kind == "maximum")
    assert peak.point == pytest.approx((-0.270845, -0.923039), abs=1e-5)
    assert "f = 181.617" in peak.text


def test_only_the_deepest_minimum_is_starred_and_none_when_a_deeper_one_is_known_elsewhere() -> None:
    found = survey(GALLERY["three_hump_camel"])
    assert [m.kind for m in landscape_marks(found)].count("global") == 1
    assert [m.kind for m in landscape_marks(found)].count("minimum") == 2
    assert [m.kind for m in landscape_marks(found, lowest=-1.0)].count("global") == 0


def test_of_too_many_minima_those_most_apart_are_shown_all_over_the_window() -> None:
    found = survey(Surface("sin(20x)+cos(20y)"))
    count = len(found.critical_points)
    assert count > MOST_POINTS
    marks = landscape_marks(found)
    assert len(marks) == MOST_POINTS
    places = np.array([mark.point for mark in marks])
    cells = np.floor((places + 5) / 10 * 8).astype(int).clip(0, 7)
    _, in_cell = np.unique(cells @ (8, 1), return_counts=True)
    assert len(in_cell) == 64, "every 64th of the window has some"
    assert in_cell.max() <= 4 * in_cell.min()
    assert f"{MOST_POINTS} of {count:,} points" in shown_of(found)
    assert shown_of(found) in critical_table(found, ("x", "y"))
    assert shown_of(survey(GALLERY["himmelblau"])) == ""


def test_a_valley_floor_is_dotted() -> None:
    marks = landscape_marks(survey(Surface("(x - y)^2")))
    floor = [mark for mark in marks if mark.kind == "floor"]
    assert 2 < len(floor) <= MOST_FLOOR + 1
    assert all(abs(mark.point[0] - mark.point[1]) < 1e-6 for mark in floor)


def test_the_most_important_events_are_shown_in_order() -> None:
    def event(kind: EventKind, step: int) -> Event:
        return Event(kind, step, (0.0, 0.0), "Why.", step)

    events = [event(EventKind.OVERSHOOT, 1), event(EventKind.ASCENT, 2), event(EventKind.OVERSHOOT, 5)]
    events += [event(EventKind.DIVERGENCE, 9)]
    assert [e.step for e in foremost(events, 2)] == [1, 9]
    assert [e.step for e in foremost(events, 9)] == [1, 2, 5, 9]


def test_a_diverging_run_is_marked_where_it_happens_with_its_cause() -> None:
    surface = GALLERY["bowl_10"]
    run = descend(surface, "sgd", (1.0, 1.0), 50, learning_rate=0.25)
    known = diagnose(surface, "sgd", run)
    marks = event_marks({"7": known})
    assert {mark.run for mark in marks} == {"7"}
    told = next(mark for mark in marks if mark.text.startswith("Divergence"))
    assert "2.5" in told.text, "α·λ = 0.25 × 10"
    assert run.points[told.frame] == pytest.approx(told.point)
    assert fates({"7": known})["7"] == {"word": "diverged", "tone": "bad", "sentence": known.sentence}
    assert "diverge" in event_list([("Gradient descent", known)])


def test_tables_escape_what_they_say() -> None:
    found = survey(GALLERY["bowl"])
    assert "<img" not in critical_table(found, ("<img>", "y"))
    assert "★ minimum" in critical_table(found, ("x", "y"))


def pixels(uri: str) -> np.ndarray:
    """An independent reading of an RGB PNG without filters."""
    raw = base64.b64decode(uri.split(",")[1])
    width, height = struct.unpack(">II", raw[16:24])
    at = raw.index(b"IDAT")
    size = struct.unpack(">I", raw[at - 4 : at])[0]
    flat = np.frombuffer(zlib.decompress(raw[at + 4 : at + 4 + size]), np.uint8).reshape(height, 1 + 3 * width)
    return flat[:, 1:].reshape(height, width, 3)


def test_a_map_of_basins_is_its_labels_and_steps_in_pixels() -> None:
    found = basins(GALLERY["double_well"], "sgd", shape=(24, 32), steps=300, learning_rate=0.02)
    packed = basin_picture(found)
    shown = pixels(packed["codes"])[::-1].astype(int)
    assert (shown[..., 0] - SHIFT == found.labels).all()
    assert (shown[..., 1] * 256 + shown[..., 2] == found.steps).all()
    assert len(packed["names"]) == len(found.minima)
    assert packed["names"][found.deepest[0]].startswith("lowest minimum")


def test_sixty_minima_have_sixty_colours() -> None:
    assert len({color(k) for k in range(60)}) == 60


def test_the_sweep_is_drawn_rate_by_rate_with_the_limit_by_theory() -> None:
    surface = GALLERY["bowl_10"]
    rates = np.geomspace(1e-3, 1, 200)
    found = sweep(surface, "sgd", (1.0, 1.0), 60, learning_rate=rates)
    limit = threshold(surface, "sgd", (0.0, 0.0))
    figure = sweep_chart(found, 0.0, threshold_line(limit))
    upper = [trace for trace in figure["traces"] if "yaxis" not in trace]
    assert sum(len(trace["x"]) for trace in upper) == 200
    assert figure["layout"]["shapes"][0]["x0"] == pytest.approx(0.2)
    names = {trace["name"] for trace in upper}
    assert {"global minimum", "diverged"} <= names
    lost = next(trace for trace in upper if trace["name"] == "diverged")
    assert min(lost["x"]) > 0.2
    ceiling = 10 ** figure["layout"]["yaxis"]["range"][1]
    beyond = [(y == ceiling, symbol) for t in upper for y, symbol in zip(t["y"], t["marker"]["symbol"], strict=True)]
    assert set(beyond) == {(True, "triangle-up"), (False, "circle")}, "what is beyond the axis is an arrowhead"
    assert figure["layout"]["yaxis2"]["ticktext"][-1] == "never"
    assert threshold_line(replace(limit, rate=float("inf"))) == []


def test_the_heat_map_has_the_second_knob_upward_and_no_number_where_runs_diverge() -> None:
    surface = GALLERY["bowl_10"]
    rates, betas = np.geomspace(0.01, 10, 7), np.linspace(0, 0.9, 5)
    found = sweep(surface, "momentum", (1.0, 1.0), 60, learning_rate=rates, momentum=betas)
    figure = heat_map(found, 0.0, "momentum", (0.1, 0.5), {0.0: 0.2})
    heat = figure["traces"][0]
    assert not [text for text in heat["colorbar"]["ticktext"] if re.search(r"-|e.?0", text)], (
        "as the sentences write it"
    )
    assert (len(heat["z"]), len(heat["z"][0])) == (5, 7)
    assert heat["z"][0][-1] is None
    assert all(value is not None for value in heat["z"][0][:2])


def test_sharpness_is_drawn_against_two_over_the_rate_and_the_loss_split_adds_up() -> None:
    surface = GALLERY["bowl_10"]
    run = descend(surface, "sgd", (1.0, 1.0), 40, learning_rate=0.1)
    figure = sharpness_chart([(Line(0.1, "right", "@ink"), sharpness(surface, run.points))])
    assert figure["traces"][0]["y"] == pytest.approx([10] * 41)
    assert figure["traces"][1]["y"] == [pytest.approx(20)] * 2
    plain = quadratic(surface)
    split = split_chart(plain.split(run.points), plain.eigenvalues)
    parts = [np.array([v or 0.0 for v in trace["y"]]) for trace in split["traces"]]
    assert parts[0] + parts[1] == pytest.approx(run.values)


def test_charts_of_nothing_are_empty_and_not_wrong() -> None:
    assert value_range(np.array([np.nan, 0.0, -1.0])) == (-1.0, 1.0)
    assert escape_chart([])["traces"] == []


def test_the_ground_of_a_small_map_is_a_picture_for_each_theme() -> None:
    light, dark = (pixels(ground(GALLERY["bowl"], ((-1, 1), (-1, 1)))[theme]) for theme in ("light", "dark"))
    assert light.shape == dark.shape == (176, 264, 3)
    assert light.mean() > dark.mean() + 50


def test_a_run_on_a_top_is_not_said_to_be_at_a_saddle() -> None:
    tops = (("-x^2 - y^2", "at a maximum", Verdict.MAXIMUM), ("x^2 - y^2", "at a saddle", Verdict.SADDLE))
    for text, word, verdict in tops:
        top = Surface(text)
        diagnosis = diagnose(top, "sgd", descend(top, "sgd", start=(0, 0), steps=30, learning_rate=0.01))
        assert diagnosis.verdict is verdict
        assert fates({"0": diagnosis})["0"]["word"] == word
        assert diagnosis.sentence.startswith(f"Stalled {word}.")


def test_limits_that_are_close_have_their_labels_beside_each_other() -> None:
    """2/0.0192 = 104.2 and 2/0.02 = 100 lie a label's height apart at most; 2/0.001 = 2000 does not."""
    bent = [(Line(rate, str(rate), "@ink"), np.array([1.0, 50.0, 80.0])) for rate in (0.001, 0.0192, 0.02)]
    far, near, beside = sharpness_chart(bent)["layout"]["annotations"]
    assert (far["text"], near["text"], beside["text"]) == ("2/α = 2000", "2/α = 104.2", "2/α = 100")
    assert far["x"] == near["x"] == 1
    assert beside["x"] < 1 - 0.2
