"""Headings, landmarks, keys, the gallery, and the chart in words, as a keyboard and a screen reader meet them."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from gdviz.gallery import GALLERY, GROUPS

pytestmark = pytest.mark.browser
LEVELS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))"
COVERED = """() => [...document.querySelectorAll(".gdviz-pick")].filter((card) => {
  const [picture, words] = [...card.children].map((one) => one.getBoundingClientRect());
  return picture.width < 60 || words.left < picture.right || card.scrollWidth > card.clientWidth + 1;
}).map((card) => card.dataset.key)"""


def player(page: Page):
    return page.locator(".gdviz-player")


def test_headings_landmarks_and_the_live_sentence(page: Page) -> None:
    levels = page.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(links).to_have_text(["Explore", "Learn", "Learning rate", "Traps", "Data"])
    expect(page.locator("[aria-current=page]")).to_have_text("Explore")
    expect(page.locator(".gdviz-live")).to_contain_text("global minimum")
    expect(page.locator(".gdviz-plot canvas")).to_have_attribute(
        "aria-label", re.compile(r"^f against step. .* from .* to ")
    )


def test_two_tabs_to_play_and_space_from_anywhere(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the picture")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".gdviz-menu select").first).to_be_focused()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    expect(player(page)).to_have_attribute("data-playing", "0")
    page.keyboard.press(" ")
    expect(player(page)).to_have_attribute("data-playing", "1")
    page.locator(".gdviz-knob-slider").first.focus()
    page.keyboard.press(" ")
    expect(player(page)).to_have_attribute("data-playing", "0")
    page.get_by_label("Surface", exact=True).focus()
    page.keyboard.press(" ")
    expect(player(page)).to_have_attribute("data-playing", "0")


def test_the_chart_as_a_table_and_the_list_of_keys(page: Page) -> None:
    page.get_by_role("button", name="table").click()
    table = page.get_by_role("group", name="Table of the loss chart")
    expect(table.get_by_role("columnheader")).to_have_count(1 + 4)
    expect(table.get_by_role("rowheader").last).to_have_text("150")
    first = table.get_by_role("row").nth(1).get_by_role("cell")
    expect(first).to_have_text(["178.8"] * 4)  # (0.36 - 0.6 - 11)^2 + (-0.6 + 0.36 - 7)^2 = 178.795
    page.get_by_role("button", name="Keys").click()
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("play, pause")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


@pytest.mark.parametrize("width", [1366, 820, 390])
def test_the_gallery(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    page.get_by_role("button", name="Himmelblau").click()
    dialog = page.get_by_role("dialog")
    cards = dialog.locator(".gdviz-pick")
    expect(cards).to_have_count(len(GALLERY))
    expect(dialog.get_by_role("heading", level=3)).to_have_text(list(GROUPS))
    expect(dialog.locator("[aria-current=true]")).to_contain_text("Himmelblau")
    for surface in (GALLERY["saddle"], GALLERY["bukin6"]):
        expect(dialog.get_by_text(surface.shows)).to_be_visible()
    assert page.evaluate(COVERED) == []
    search = dialog.get_by_role("searchbox")
    search.fill("hölder")
    expect(cards.locator("visible=true")).to_have_count(2)  # "Eggholder" too
    search.press("Enter")
    expect(page.get_by_role("button", name=re.compile("Hölder table"))).to_be_visible()
    expect(dialog).to_have_count(0)


def test_an_undefined_start_is_said_once_and_nothing_can_be_played(new_page) -> None:
    page = new_page("?f=log(x)%2By%5E2&start=-2~1")
    expect(page.get_by_text(re.compile("no real value"))).to_have_count(1)
    expect(page.get_by_role("button", name="Play")).to_be_disabled()
    expect(page.locator(".gdviz-event .gdviz-sentences")).to_be_empty()
    expect(page.locator(".gdviz-caption")).to_have_text("f against step")
