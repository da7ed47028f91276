"""A formula of one variable in Chromium: the curve instead of the map, its start dragged along it, zoom and tips."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def opened(new_page, query: str) -> Page:
    page = new_page(query)
    expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1")
    return page


def place(page: Page) -> tuple[float, float]:
    x, y = (page.locator(".gdviz-player").get_attribute("data-start") or "").split(",")
    return float(x), float(y)


def test_the_start_is_dragged_along_the_curve(new_page) -> None:
    page = opened(new_page, "?f=x^2")
    root = page.locator(".gdviz-player")
    expect(root).to_have_attribute("data-line", "0")
    expect(page.get_by_role("group", name="Dimension")).to_be_hidden()
    expect(page.get_by_role("group", name="Contour levels")).to_be_hidden()
    expect(page.get_by_label("Start x", exact=True)).to_be_visible()
    expect(page.get_by_label("Start y", exact=True)).to_have_count(0)
    assert page.locator(".gdviz-readout thead th:visible").all_inner_texts() == ["step", "x", "f", "‖∇f‖", "rate"]
    x, y = place(page)
    before = root.get_attribute("data-run-key")
    ring = page.locator(".gdviz-start").bounding_box()
    middle = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1] - 90, steps=4)
    page.mouse.up()
    expect(root).not_to_have_attribute("data-run-key", before)
    moved, still = place(page)
    assert moved > x + 0.3
    assert still == y  # however far up the hand went
    ring = page.locator(".gdviz-start").bounding_box()
    lower = ring["y"] + ring["height"] / 2
    assert lower > middle[1] + 10  # nearer to the minimum the curve is lower
    page.get_by_role("textbox", name="Surface", exact=True).fill("x^2 + y^2")
    page.keyboard.press("Enter")
    expect(root).not_to_have_attribute("data-line", "0")
    expect(page.get_by_role("group", name="Dimension")).to_be_visible()


def test_a_closer_look_fits_the_heights_and_a_tip_reads_f(new_page) -> None:
    page = opened(new_page, "?f=x^4 - 2x^2 %2B 0.3x")
    axes = "document.querySelector('.gdviz-axes').toDataURL()"
    before = page.evaluate(axes)
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    assert page.evaluate(axes) != before
    box = page.locator(".gdviz-layer").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 30)
    tip = page.locator(".gdviz-tip")
    expect(tip).to_have_text(re.compile(r"^[\d.]+ · f = −?[\d.]+$"))
    x, f = (float(part.replace("−", "-")) for part in re.findall(r"−?[\d.]+", tip.inner_text()))
    assert f == pytest.approx(x**4 - 2 * x**2 + 0.3 * x, abs=0.02 + 0.01 * abs(f))
    page.locator(".gdviz-map").focus()
    page.get_by_role("slider", name="Frame").fill("3")
    expect(page.locator(".gdviz-player")).to_have_attribute("data-frame", "3")
