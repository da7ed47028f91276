"""What a visitor asks of the reasons: events by key, a start on a map of basins, a rate on the sweep."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

BUMPY = "?surface=six_hump_camel&run=sgd~learning_rate~0.05&run=momentum~learning_rate~0.02&start=1.5~0.9&steps=60"
EVENTS = ".gdviz-events .gdviz-button"


def player(page: Page) -> Locator:
    return page.locator(".gdviz-player")


def frame(page: Page) -> int:
    return int(player(page).get_attribute("data-frame") or -1)


def visit(page: Page, name: str) -> None:
    """Another page by its link in the head; its small maps are drawn."""
    page.get_by_role("link", name=name).click()
    expect(page.locator(".gdviz-panels")).to_have_attribute("data-ready", "1")


def test_keys_jump_from_event_to_event_and_the_cause_is_said(new_page) -> None:
    page = new_page(BUMPY)
    expect(page.locator(EVENTS).first).to_be_visible()
    page.get_by_label("Frame").focus()
    page.keyboard.press("Home")
    expect(player(page)).to_have_attribute("data-frame", "0")
    expect(page.locator(".gdviz-sentences")).to_be_empty()
    page.keyboard.press("n")
    expect(player(page)).not_to_have_attribute("data-frame", "0")
    expect(page.locator(".gdviz-sentences")).to_contain_text(re.compile(r"[Ss]tep|ends in"))
    first = frame(page)
    page.keyboard.press("n")
    expect(player(page)).not_to_have_attribute("data-frame", str(first))
    assert frame(page) > first
    page.keyboard.press("p")
    expect(player(page)).to_have_attribute("data-frame", str(first))
    page.keyboard.press("End")
    page.get_by_role("button", name="Previous event").click()
    assert frame(page) < 60


def test_verdicts_and_critical_points_are_said(new_page) -> None:
    page = new_page(BUMPY)
    expect(page.locator(".gdviz-fate").first).to_have_text("trapped")
    expect(page.locator(".gdviz-endings")).to_contain_text("Trapped in a local minimum.")
    expect(page.locator(".gdviz-survey")).to_contain_text("6 minima, 7 saddles and 2 maxima. Certified")
    page.get_by_text("Critical points and events in numbers").click()
    expect(page.locator(".gdviz-table tbody tr")).to_have_count(15)


def test_a_start_on_the_map_of_basins_is_played(new_page) -> None:
    page = new_page(BUMPY)
    visit(page, "Traps")
    expect(page.locator(".gdviz-survey").first).to_contain_text("65,536 starts")
    layer = page.locator(".gdviz-plate-layer").first
    box = layer.bounding_box()
    layer.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.3})
    page.wait_for_url(re.compile(r"start=-\d"))
    maps = page.locator(".gdviz-panels")
    expect(maps).to_have_attribute("data-playing", "0", timeout=20_000)
    expect(maps).to_have_attribute("data-frame", "1000")
    layer.hover(position={"x": box["width"] * 0.3, "y": box["height"] * 0.3})
    expect(page.locator(".gdviz-plate .gdviz-tip").first).to_contain_text("minimum")


def test_a_rate_on_the_sweep_is_played(new_page) -> None:
    page = new_page("?surface=bowl_10&run=sgd&steps=60")
    visit(page, "Learning rate")
    page.get_by_text("More: every rate").click()
    sweep = page.locator(".gdviz-chart").first
    expect(sweep).to_have_attribute("data-ready", "1")
    before = player(page).get_attribute("data-run-key")
    box = sweep.bounding_box()
    sweep.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.3})
    page.wait_for_url(re.compile("rates="))
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    expect(player(page)).to_have_attribute("data-playing", "0", timeout=20_000)
    expect(page.locator(".gdviz-panels").first).to_have_attribute("data-frame", "60")
    expect(page.locator(".gdviz-panels").last).to_be_in_viewport()
    page.get_by_role("button", name="Choose the rates for me").click()
    page.wait_for_url(lambda address: "rates=" not in address)


def test_small_maps_follow_the_player(new_page) -> None:
    page = new_page("?surface=bowl_10&run=sgd&steps=60")
    visit(page, "Learning rate")
    page.get_by_label("Frame").focus()
    page.keyboard.press("Home")
    expect(page.locator(".gdviz-panels")).to_have_attribute("data-frame", "0")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".gdviz-panels")).to_have_attribute("data-frame", "1")
