"""Dialogs under AppTest: two that are asked for at once, and one that is open while the page is left."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import opened

pytestmark = pytest.mark.long

DIALOGS = {"pick-surface": "Choose a surface", "pick-phenomenon": "Named phenomena", "task-open": "Set a task"}


def press(app: AppTest, *keys: str) -> AppTest:
    """Presses that reach the server together, as those of one hand do while a page is at work."""
    for key in keys:
        next(button for button in app.button if button.key == key).click()
    app.run()
    assert not app.exception
    return app


def titles(app: AppTest) -> list[str]:
    return [block.proto.dialog.title for block in app.get("dialog")]


@pytest.mark.parametrize("second", DIALOGS)
@pytest.mark.parametrize("first", DIALOGS)
def test_of_two_dialogs_one_opens(first: str, second: str) -> None:
    app = opened("app.py", "surface=bowl_10&run=sgd&steps=20")
    assert titles(press(app, first, second)) in [[DIALOGS[first]], [DIALOGS[second]]]
    assert titles(press(app, second)) == [DIALOGS[second]]
    press(app, first)
    assert titles(app) == [DIALOGS[first]], "though the other was never closed"


def test_a_dialog_stays_on_its_page() -> None:
    app = opened("pages/data.py", "data.rows=40&data.steps=20")
    next(box for box in app.selectbox if box.key == "data-set").select_index(-1).run()
    assert titles(app) == ["Your own table"]
    assert titles(app.switch_page("app.py").run()) == []
    press(app, "task-open")
    assert titles(app.switch_page("pages/data.py").run()) == []
    assert not app.exception
