"""The print sheet opened in Chromium: nothing is fetched, formulas are set, the key begins a page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gdviz.lessons import lesson_sheet
from gdviz.lessons.course import course_lesson

pytestmark = pytest.mark.browser


def test_the_sheet_is_printed_without_a_network(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "sheet.html"
    file.write_text(lesson_sheet(course_lesson("rate"), "https://example.org/learn?lesson=rate"), encoding="utf8")
    page = browser.new_page(viewport={"width": 800, "height": 1100})
    fetched: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert [url for url in fetched if not url.startswith("data:")] == [file.as_uri()]
    assert said == []
    assert page.locator(".ask").count() == 3
    assert page.evaluate("getComputedStyle(document.querySelector('.key')).breakBefore") == "page"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    formula = page.locator("math").first.bounding_box()
    assert formula
    assert formula["width"] > 0
    picture = page.locator(".map image").first.bounding_box()
    assert picture
    assert picture["height"] > 150
    whole = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    page.evaluate("document.querySelector('.key').remove()")
    assert 0 < page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") < whole
    page.close()
