"""Sentences of the page of traps, of runs whose ends are known in closed form; what it opens on, and its notices."""

import re

import pytest

from gdviz.analysis.basins import basins, shared
from gdviz.analysis.diagnosis import diagnose
from gdviz.descent import descend
from gdviz.figures.diagnosis_words import nothing_to_be_trapped_in, run_sentence
from gdviz.gallery import GALLERY
from gdviz.scene import Run, Scene
from gdviz.scene.trap_study import TRAPS_OPENING, takes_suitable_rate, without_rate
from gdviz.surface import Surface
from tests.test_pages import data, opened, scene
from tests.written_numbers import NUMBER, read

pytestmark = pytest.mark.long

CAMEL = GALLERY["three_hump_camel"]


def said(surface: Surface, key: str, start: tuple[float, float], steps: int = 1000, **knobs: float) -> str:
    run = descend(surface, key, start, steps, **knobs)
    return run_sentence("It", run, diagnose(surface, key, run, knobs=knobs))


def test_a_trapped_run_and_one_that_is_not() -> None:
    trapped = said(CAMEL, "sgd", (-2.2, -1.5), learning_rate=0.025)
    assert trapped == "It from (−2.2, −1.5) ends in (−1.748, 0.8738), f = 0.2986: trapped in a local minimum."
    free = said(CAMEL, "momentum", (-2.2, -1.5), learning_rate=0.0025)
    assert free.startswith("It from (−2.2, −1.5) crosses a ridge at step ")
    assert free.endswith(" ends in (0, 0), f = 0: the global minimum.")


def test_runs_that_end_nowhere() -> None:
    # y = 1.02^t on x² − y² at rate 0.01; x shrinks by 0.98 a step
    saddle = said(GALLERY["saddle"], "sgd", (1.0, 1.0), 500, learning_rate=0.01)
    assert saddle.startswith("It from (1, 1) falls without bound: after 500 steps it is at (")
    numbers = [read(text) for text in re.findall(NUMBER, saddle.partition(" at ")[2])]
    assert numbers == pytest.approx([0.98**500, 1.02**500, -(1.02**1000)], rel=5e-4)
    plane = said(Surface("x + y"), "sgd", (0.0, 0.0), 1000, learning_rate=0.05)
    assert plane == "It from (0, 0) falls without bound: after 1,000 steps it is at (−50, −50), f = −100."
    assert " diverges: after " in said(GALLERY["bowl_10"], "sgd", (1.0, 1.0), 100, learning_rate=0.3)
    assert " is still descending: after 10 steps " in said(
        GALLERY["bowl_10"], "sgd", (1.0, 1.0), 10, learning_rate=0.001
    )


@pytest.mark.parametrize(
    ("surface", "sentence"),
    [
        (GALLERY["himmelblau"], "All 4 minima here are equally deep: nothing to be trapped in."),
        (GALLERY["bowl"], "There is only one minimum here: nothing to be trapped in."),
        (GALLERY["saddle"], "There is no minimum to reach here, and so none to be trapped in."),
        (CAMEL, ""),
        (GALLERY["double_well"], ""),
    ],
    ids=lambda value: value.name if isinstance(value, Surface) else "",
)
def test_where_there_is_nothing_to_be_trapped_in(surface: Surface, sentence: str) -> None:
    maps = [basins(surface, "sgd", shape=(8, 8), steps=100, learning_rate=0.005) for _ in range(2)]
    assert nothing_to_be_trapped_in(shared(maps)) == sentence


def test_a_rate_is_the_pages_to_choose_until_it_is_turned() -> None:
    camel = Scene(surface="three_hump_camel")
    plain, heavy, *_ = Scene().runs
    assert takes_suitable_rate(camel, plain), "made for another surface"
    assert not takes_suitable_rate(Scene(), plain), "made for this one"
    assert takes_suitable_rate(camel, heavy.turned("momentum", 0.5)), "another knob was turned"
    assert not takes_suitable_rate(camel, plain.turned("learning_rate", 0.03))
    assert takes_suitable_rate(camel, without_rate(plain.turned("learning_rate", 0.03)))
    assert not takes_suitable_rate(camel, Run("nelder_mead"))


def sentences(app) -> list[str]:
    return [panel["sentence"] for panel in data(app, "panels")["panels"]]


def test_the_page_opens_on_a_trap() -> None:
    app = opened("pages/traps.py")
    left, right = sentences(app)
    assert (
        left == "Gradient descent from (−2.2, −1.5) ends in (−1.748, 0.8738), f = 0.2986: trapped in a local minimum."
    )
    assert right.startswith("Momentum from (−2.2, −1.5) crosses a ridge")
    assert right.endswith("(0, 0), f = 0: the global minimum.")
    assert any("α is chosen for this surface" in part.body for part in app.get("html"))
    assert scene(app) == Scene(), "the scene of the other pages is as it was"
    assert not app.query_params


def test_a_click_on_the_opening_keeps_what_is_shown() -> None:
    app = opened("pages/traps.py")
    colours = next(one for one in app.get("button_group") if one.key == "traps-colours")
    assert colours.value == "which"
    colours.set_value("trapped").run()
    assert scene(app).surface == TRAPS_OPENING.surface
    assert scene(app).basins == "trapped"
    colors = {tuple(pair) for pair in data(app, "panels")["panels"][0]["basins"]["colors"]}
    assert len(colors) == 2


def test_equal_minima_are_said_to_be_no_traps_and_a_press_shows_some() -> None:
    app = opened("pages/traps.py", "study=0~1")
    told = [part.body for part in app.get("html")]
    assert any("All 4 minima here are equally deep: nothing to be trapped in." in body for body in told)
    assert any("nothing to get out of" in body for body in told)
    next(button for button in app.button if button.key == "traps-show").click().run()
    assert scene(app).surface == TRAPS_OPENING.surface
    assert "trapped in a local minimum" in sentences(app)[0]


def test_work_that_was_stopped_stays_as_it_is_until_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("pages/traps.py", "surface=double_well&run=sgd~learning_rate~0.03&run=momentum~learning_rate~0.02")
    known = app.session_state["memory of caches"]["ways of escape"]._values
    for outcomes in known.values():
        outcomes.pop("noise")
    app.session_state["memory of ways of escape that were stopped"] = dict.fromkeys(known)
    app.run()
    assert any("Stopped after 10 ways." in part.body for part in app.get("html"))
    assert len(data(app, "figure")["figure"]["layout"]["yaxis"]["ticktext"]) == 5, "what is known is shown"
    next(button for button in app.button if button.key == "traps-escape-stop").click().run()
    assert len(data(app, "figure")["figure"]["layout"]["yaxis"]["ticktext"]) == 6


def test_a_stop_holds_what_was_missing_and_not_what_comes_beside_it() -> None:
    app = opened("pages/traps.py", "surface=double_well&run=sgd~learning_rate~0.03&run=momentum~learning_rate~0.02")
    known = app.session_state["memory of caches"]["ways of escape"]._values
    (complete,) = (key for key in known if "sgd" in key)
    (other,) = (key for key in known if "momentum" in key)
    known[other].pop("noise")
    app.session_state["memory of ways of escape that were stopped"] = {complete: None}
    app.run()
    assert not any("Stopped after" in part.body for part in app.get("html"))
    assert "noise" in known[other]


def test_what_a_method_cannot_take_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdviz.analysis.basins.basin_map.METHOD_SIDE", 12)
    monkeypatch.setattr("gdviz.ui.work.ALLOWANCE", 60.0)  # the maps of a method take longer than one gesture is given
    app = opened("pages/traps.py", "surface=double_well&run=nelder_mead&run=momentum~learning_rate~0.02~style~1")
    told = next(part.body for part in app.get("html") if "Left out." in part.body)
    assert "Larger rate: " in told
    assert "Noise: " in told


def test_without_a_minimum_there_is_a_sentence_in_place_of_the_chart() -> None:
    app = opened("pages/traps.py", "surface=saddle&steps=40")
    assert "falls without bound" in sentences(app)[0]
    with pytest.raises(AssertionError):
        data(app, "figure")
    table = next(part.body for part in app.get("html") if "gdviz-shares" in part.body)
    assert "f falls without bound" in table
    assert "not settled" not in table


def test_turned_rates_are_kept_and_given_back() -> None:
    runs = "run=sgd~learning_rate~0.03&run=momentum~learning_rate~0.02~style~1"
    app = opened("pages/traps.py", f"surface=double_well&{runs}")
    titles = [panel["title"] for panel in data(app, "panels")["panels"]]
    assert [title.split("α ")[1] for title in titles] == ["0.03", "0.02"]
    next(button for button in app.button if button.key == "traps-choose").click().run()
    assert [dict(run.knobs) for run in scene(app).runs] == [{}, {}]
    assert all("α" in panel["title"] for panel in data(app, "panels")["panels"])
