"""The address and the scene: Back and Forward are followed, an address that is merely late is not."""

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.ui import session

pytestmark = pytest.mark.long

PAGES = ("app.py", "pages/learning_rate.py", "pages/traps.py", "pages/data.py")


def visit(script: str, link: str = "") -> AppTest:
    app = AppTest.from_file("../app.py", default_timeout=60).switch_page(script)
    return go(app, parse_qs(link))


def go(app: AppTest, link: dict[str, list[str]]) -> AppTest:
    """A request without a gesture, from a browser with this address."""
    for key in list(app.query_params):
        del app.query_params[key]
    for key, values in link.items():
        app.query_params[key] = values
    app.run()
    assert not app.exception
    return app


def address(app: AppTest) -> dict[str, list[str]]:
    return {key: [value] if isinstance(value, str) else list(value) for key, value in app.query_params.items()}


def turn(app: AppTest) -> None:
    """A gesture: its callback runs before the page."""
    toggle = next(one for one in app.toggle if one.key == "frame-projector")
    toggle.set_value(not toggle.value).run()
    assert not app.exception


def projector(app: AppTest) -> bool:
    return bool(app.session_state["the scene"].projector)


@pytest.mark.parametrize("script", PAGES)
def test_back_and_forward_restore_the_scene_that_the_address_names(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "UNDERWAY", 0.0)
    app = visit(script, "surface=booth&steps=30")
    before = address(app)
    turn(app)
    after = address(app)
    assert after != before
    go(app, before)  # Back
    assert not projector(app)
    assert address(app) == before, "Back is not undone"
    go(app, before)
    assert not projector(app)
    go(app, after)  # Forward
    assert projector(app)
    assert address(app) == after


def test_an_address_that_is_late_is_not_news(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "UNDERWAY", 600.0)
    app = visit("app.py", "surface=booth")
    before = address(app)
    turn(app)
    go(app, before)
    assert projector(app)
    assert address(app)["projector"] == ["on"]


def test_a_gesture_that_comes_with_an_old_address_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "UNDERWAY", 0.0)
    app = visit("app.py", "surface=booth")
    turn(app)
    del app.query_params["projector"]
    turn(app)
    assert not projector(app)
    turn(app)
    assert projector(app)


def test_a_followed_address_stays_as_it_was_typed() -> None:
    app = visit("app.py", "surface=booth&nonsense=1&steps=abc")
    assert address(app) == {"surface": ["booth"], "nonsense": ["1"], "steps": ["abc"]}
    turn(app)
    assert "nonsense" not in address(app)
