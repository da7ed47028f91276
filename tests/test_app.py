"""The page under AppTest: opens, survives every link, and each control changes the scene and the link."""

import json
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.gallery import GALLERY
from gdviz.optimizers import OPTIMIZERS
from gdviz.scene import Scene

pytestmark = pytest.mark.long

PATIENCE = 30


def opened(link: str = "") -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=PATIENCE)
    for key, values in parse_qs(link, keep_blank_values=True).items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def scene(app: AppTest) -> Scene:
    return app.session_state["the scene"]


def payload(app: AppTest) -> dict:
    for component in app.get("bidi_component"):
        data = json.loads(component.proto.json or "{}")
        if "run_key" in data:
            return data
    raise AssertionError("no player")


def link(app: AppTest) -> dict[str, list[str]]:
    return {key: [v] if isinstance(v, str) else list(v) for key, v in app.query_params.items()}


def find(elements, key: str):
    return next(element for element in elements if element.key == key)


def test_it_opens_on_the_default_scene_with_an_empty_link() -> None:
    app = opened()
    assert scene(app) == Scene()
    assert link(app) == {}
    assert len(payload(app)["runs"]) == len(Scene().runs)


@pytest.mark.parametrize("key", list(GALLERY))
def test_every_surface_opens_from_its_link(key: str) -> None:
    app = opened(f"surface={key}")
    assert payload(app)["surface"]["text"] == GALLERY[key].text
    assert scene(app).settled() == scene(app)


def test_every_optimizer_opens_from_its_link() -> None:
    keys = list(OPTIMIZERS)
    for first in range(0, len(keys), 8):
        some = keys[first : first + 8]
        app = opened("&".join(f"run={key}" for key in some))
        assert [run["name"] for run in payload(app)["runs"]] == [OPTIMIZERS[key].name for key in some]


@pytest.mark.parametrize(
    "hostile",
    [
        "f=__import__('os').system('id')",
        "f=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E",
        "f=" + "(" * 400,
        "f=9^9^9^9",
        "f=" + "x" * 3000,
        "f=",
        "f=%00%F0%9F%98%80",
        "run=adam~learning_rate~nan&run=~~~&steps=1e9&window=1~1~1~1&p=x~1",
        "surface=__class__&start=0&stop=gradient&view=levels&frame=-3&seed=x",
    ],
)
def test_a_hostile_link_never_shows_a_traceback(hostile: str) -> None:
    app = opened(hostile)
    assert payload(app)["runs"]
    assert not app.error


def test_wrong_text_keeps_the_last_good_picture_and_the_text() -> None:
    app = opened()
    find(app.text_input, "formula").set_value("x^2 + 2y^2").run()
    good = payload(app)
    find(app.text_input, "formula").set_value("x^2 + foo(y)").run()
    assert payload(app) == good
    assert find(app.text_input, "formula").value == "x^2 + foo(y)"
    assert app.code[0].value.splitlines() == ["x^2 + foo(y)", "      ^^^"]
    assert scene(app).text == "x^2 + foo(y)"
    find(app.text_input, "formula").set_value("Himelblau(x, y)").run()
    assert any("Himmelblau is a surface of the gallery" in part.body for part in app.get("html"))


def test_typed_text_is_never_markdown() -> None:
    typed = "**x** ![a](http://evil.example/a.png) <b>y</b> $z$"
    app = opened()
    find(app.text_input, "formula").set_value(typed).run()
    shown = [element.value for element in [*app.markdown, *app.caption]]
    assert not any("evil" in text or "<b>" in text for text in shown)


def show(app: AppTest, changed: Scene) -> None:
    app.session_state["the scene"] = changed
    app.run()
    assert not app.exception


def test_a_knob_changes_its_own_run_only() -> None:
    app = opened()
    before = payload(app)
    show(app, scene(app).with_run(scene(app).run(1).turned("learning_rate", 0.0123)))
    after = payload(app)
    assert after["run_key"] != before["run_key"]
    assert [a == b for a, b in zip(after["runs"], before["runs"], strict=True)] == [True, False, True, True]
    assert "momentum~learning_rate~0.0123" in link(app)["run"]


def test_the_optimizer_of_a_run_is_swapped() -> None:
    app = opened()
    show(app, scene(app).with_run(scene(app).run(0).with_optimizer("bfgs")))
    assert payload(app)["runs"][0]["name"] == OPTIMIZERS["bfgs"].name
    assert link(app)["run"][0] == "bfgs"


def test_a_run_is_hidden_and_shown() -> None:
    app = opened()
    find(app.button, "run2-on").click().run()
    assert [run["id"] for run in payload(app)["runs"]] == ["0", "1", "3"]
    find(app.button, "run2-on").click().run()
    assert [run["id"] for run in payload(app)["runs"]] == ["0", "1", "2", "3"]


def test_letters_that_are_gone_leave_the_link() -> None:
    app = opened("f=a+x^2%2Bb*y^2&p=a~2~0~4")
    assert link(app)["p"] == ["a~2~0~4"]
    find(app.text_input, "formula").set_value("x^2 + y^2").run()
    assert scene(app).parameters == ()


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_typed_surface_brings_a_start_unless_another_was_set_meanwhile(
    by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened()
    monkeypatch.setattr("gdviz.ui.rail.opening.REST", 1e6)
    find(app.text_input, "formula").set_value("x^2 + 3y^2").run()
    if by_hand:
        find(app.button, "random-start").click().run()
    start = scene(app).start
    monkeypatch.setattr("gdviz.ui.rail.opening.REST", 0.0)
    app.run()
    assert (scene(app).start == start) == by_hand
    assert any("were chosen for this surface" in part.body for part in app.get("html")) != by_hand


def test_adding_until_it_is_full() -> None:
    app = opened()
    for _ in range(4):
        find(app.button, "add-run").click().run()
    assert len(scene(app).runs) == 8
    assert len({run.style for run in scene(app).runs}) == 8
    assert find(app.button, "add-run").disabled


def test_random_starts_are_repeatable() -> None:
    first, second = opened(), opened()
    for app in (first, second):
        find(app.button, "random-start").click().run()
    assert scene(first).start == scene(second).start != None  # noqa: E711
    assert scene(first).seed == 1
    left, right = GALLERY[Scene().surface].window[0]
    assert left <= scene(first).start[0] <= right


def test_tuned_rates_keep_every_run_on_the_map() -> None:
    app = opened("surface=goldstein_price")
    assert any(run["ending"]["kind"] == "diverged" for run in payload(app)["runs"])
    find(app.button, "tune-rates").click().run()
    assert all(run["ending"]["kind"] == "done" for run in payload(app)["runs"])
    values = {run.style: run.setting()["learning_rate"] for run in scene(app).runs}
    assert len(values) == 4


def test_a_start_where_nothing_is_defined_suggests_another() -> None:
    app = opened("f=log(x)%2By^2&start=-1~1")
    suggestion = next(button for button in app.button if button.label.startswith("Start at"))
    suggestion.click().run()
    assert scene(app).start[0] > 0
    assert not any(button.label.startswith("Start at") for button in app.button)


def test_a_wholly_undefined_surface_says_so() -> None:
    app = opened("f=sqrt(-1-x^2-y^2)")
    assert any("Nor anywhere else" in caption.value for caption in app.caption)


def test_one_variable_is_drawn_as_a_valley() -> None:
    app = opened("f=x^2")
    assert payload(app)["runs"][0]["steps"] > 0


def test_a_link_to_a_scene_shows_the_same_numbers() -> None:
    app = opened()
    show(app, replace(scene(app), start=(1.3, -0.7), steps=77, stop=(("gradient", 1e-3),)))
    address = "&".join(f"{key}={value}" for key, values in link(app).items() for value in values)
    assert payload(opened(address))["run_key"] == payload(app)["run_key"]


def test_kinks_and_the_logarithm_are_spoken_of() -> None:
    app = opened("f=|x|%2Blog(y)&start=1~1")
    head = next(element.proto.body for element in app.get("html") if "gdviz-remark" in element.proto.body)
    assert "subgradient" in head
    reading = next(element.proto.body for element in app.get("html") if "gdviz-reading" in element.proto.body)
    assert "natural logarithm" in reading


def test_a_link_followed_within_the_visit_is_taken_and_an_old_one_of_ours_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gdviz.ui.session.UNDERWAY", 600.0)
    app = opened()
    show(app, replace(scene(app), steps=33))
    app.query_params["surface"] = "beale"
    app.run()
    assert scene(app).surface == "beale"
    show(app, replace(scene(app), steps=44))
    app.query_params["steps"] = "33"  # a browser that has not yet heard of 44
    app.run()
    assert scene(app).steps == 44
