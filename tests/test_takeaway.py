"""The menu "Take away" on every page that has runs: what it makes is what the page shows, and nothing is kept."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from gdviz.descent import descend
from gdviz.export import FORMS, contents_of
from gdviz.gallery import GALLERY
from gdviz.scene import Scene
from gdviz.ui.components.save import pressed
from gdviz.ui.stage.takeaway import MENU, name_of
from tests.test_pages import opened

pytestmark = pytest.mark.long

PAGES = {
    "explore": ("app.py", "steps=30&run=adam~learning_rate~0.1&run=sgd~learning_rate~0.002"),
    "rates": ("pages/learning_rate.py", "steps=30&s=booth&run=sgd"),
    "traps": ("pages/traps.py", "s=three_hump_camel&run=sgd~learning_rate~0.05&run=momentum~learning_rate~0.05"),
    "data": ("pages/data.py", ""),
}


def sent(app: Any) -> dict[str, Any]:
    """What the save button was given."""
    for component in app.get("bidi_component"):
        data = json.loads(component.proto.json or "{}")
        if "answered" in data:
            return data
    raise AssertionError("no button")


def made(app: Any, page: str, form: str, choice: str = "", number: int = 7) -> dict[str, Any]:
    """Choose a form and press Save."""
    app.session_state[f"{page}-takeaway-open"] = True
    app.session_state[f"{page}-takeaway-form"] = form
    if choice:
        app.session_state[f"{page}-takeaway-{form}"] = choice
    app.session_state[f"{page}-takeaway-save"] = {"wanted": number}
    app.run()
    assert not app.exception
    return sent(app)


def content(data: dict[str, Any]) -> bytes:
    return base64.b64decode(data["file"]["content"])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_with_runs_has_the_menu(page: str) -> None:
    app = opened(*PAGES[page])
    for _ in range(8):  # Traps works its maps out first
        if any(one.label == "Take away" for one in app.expander):
            break
        app.run()
    data = made(app, page, "Web page")
    assert data["file"]["name"].endswith(".html")
    assert content(data).startswith(b"<!doctype html>")
    assert sent(app.run())["file"] is None, "it is sent once, and kept nowhere"
    table = made(app, page, "Table", number=8)
    rows = [line for line in content(table).decode().split("\n") if not line.startswith("#")]
    assert rows[0].startswith("run,step,")


def test_what_is_made_is_what_is_shown() -> None:
    app = opened(*PAGES["explore"])
    numbers = json.loads(content(made(app, "explore", "Numbers", "JSON")))
    own = descend(GALLERY["himmelblau"], "adam", steps=30, learning_rate=0.1)
    np.testing.assert_array_equal(numbers["runs"][0]["points"], own.points)
    assert "s=" not in numbers["link"] or "run=adam" in numbers["link"]
    picture = made(app, "explore", "Picture", "Curves, SVG", 9)
    assert picture["file"]["name"] == "gdviz-himmelblau-curves.svg"
    assert content(picture).startswith(b"<svg")
    film = made(app, "explore", "Animation", "WebP", 10)
    assert content(film)[8:12] == b"WEBP"
    program = made(app, "explore", "Code", "NumPy", 11)
    assert b"import numpy as np" in content(program)
    assert any("import numpy as np" in code.value for code in app.code)


def test_what_has_no_program_says_why() -> None:
    app = opened(*PAGES["data"])
    assert made(app, "data", "Code", "PyTorch")["file"] is None
    assert len([one for one in app.get("html") if "no program" in one.proto.body]) == 1


def test_every_form_stands_in_the_menu_and_no_visitor_starts_a_program_of_the_server() -> None:
    choices = [choice for group in MENU.values() for choice in group.values()]
    assert {choice.suffix for choice in choices} == {*FORMS, "webm"}
    assert {choice.suffix for choice in choices if choice.is_film} == {"mp4", "webm", "gif"}
    for choice in choices:
        assert choice.is_film or set(choice.options) <= set(FORMS[choice.suffix].options)
        assert choice.about.endswith(".")


@pytest.mark.parametrize("form", ["MP4", "WebM", "GIF"])
def test_a_film_is_given_the_runs_that_the_page_shows(form: str) -> None:
    app = opened(*PAGES["explore"])
    app.session_state["explore-takeaway-open"] = True
    app.session_state["explore-takeaway-form"] = "Animation"
    app.session_state["explore-takeaway-Animation"] = form
    app.run()
    [data] = [found for one in app.get("bidi_component") if "forms" in (found := json.loads(one.proto.json or "{}"))]
    assert data["forms"] == [form.lower()]
    assert data["name"] == "gdviz-himmelblau"
    assert data["words"] == {
        "title": "Adam and Gradient descent on Himmelblau",
        "formula": f"f(x, y) = {GALLERY['himmelblau'].text}",
    }
    assert [(run["name"], run["steps"]) for run in data["payload"]["runs"]] == [("Adam", 30), ("Gradient descent", 30)]


@pytest.mark.parametrize("state", [None, {}, {"wanted": None}, {"wanted": True}, {"wanted": "7"}])
def test_what_is_no_press_makes_nothing(monkeypatch: pytest.MonkeyPatch, state: object) -> None:
    monkeypatch.setattr("streamlit.session_state", {"save": state})
    assert pressed("save") is None


def test_a_file_has_a_plain_name() -> None:
    contents = contents_of(Scene(text="x^2 + y^2", steps=1))
    assert name_of(contents, MENU["Code"]["NumPy"]) == "gdviz-numpy.py"
    assert name_of(contents_of(Scene(steps=1)), MENU["Web page"]["Map"]) == "gdviz-himmelblau.html"
