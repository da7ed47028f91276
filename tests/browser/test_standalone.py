"""The file that plays by itself, opened from disk with the network cut: every control, a phone, a frame, space."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from gdviz.export.standalone import standalone_html
from gdviz.scene import Run, Scene

pytestmark = pytest.mark.browser

STEPS = 120
SCENE = Scene(steps=STEPS, runs=(Run("momentum", (("learning_rate", 0.01),)), Run("adam", style=1)))
LINK = "https://example.org/?s=himmelblau"


@pytest.fixture
def offline(browser: Browser) -> Iterator[Any]:
    """Opens files in contexts without a network; fails the test when one asks for anything or complains."""
    contexts, complaints = [], []

    def open_file(path: Path, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 800}, **options}, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith(("http", "ws")) and complaints.append(asked.url))
        page.goto(path.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "run.html"
    path.write_text(standalone_html(SCENE, link=LINK), encoding="utf-8")
    return path


def ready(page: Page | FrameLocator) -> Any:
    root = page.locator(".gdviz-player")
    expect(root).to_have_attribute("data-ready", "1")
    return root


def test_both_themes_and_a_phone(offline: Any, file: Path) -> None:
    page = offline(file, viewport={"width": 390, "height": 800}, color_scheme="dark", has_touch=True)
    root = ready(page)
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("data-layout", "narrow")
    assert page.evaluate("document.documentElement.scrollWidth") == 390, "it does not scroll sideways"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 28)"
    assert page.evaluate("document.fonts.check('12px \"IBM Plex Sans\"')")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-theme", "light")
    page.set_viewport_size({"width": 820, "height": 1000})
    expect(root).to_have_attribute("data-layout", "wide")
    fits = "(e) => e.scrollWidth <= e.clientWidth"
    assert page.locator(".gdviz-transport").evaluate(fits), "the transport stays in its column"
    expect(page.locator(".gdviz-live")).to_contain_text("Frame 120 of 120. Momentum · α 0.01:")


def test_in_space(offline: Any, tmp_path: Path) -> None:
    path = tmp_path / "space.html"
    path.write_text(standalone_html(SCENE, space=True), encoding="utf-8")
    page = offline(path)
    root = ready(page)
    assert page.locator(".gdviz-contour path").count() > 10
    page.get_by_role("button", name="3-D").click()
    expect(root).to_have_attribute("data-view", "3d")
    expect(page.locator(".gdviz-space canvas").first).to_be_visible()
    page.get_by_role("button", name="2-D").click()
    expect(root).to_have_attribute("data-view", "2d")
