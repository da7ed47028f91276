"""A new surface is alive: it brings its start and rates, says so, plays, and gives the old ones back at a press."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SAID = ".gdviz-opening"


def test_a_typed_surface_waits_until_it_is_typed_then_plays_from_its_own_start(page: Page) -> None:
    player, field = page.locator(".gdviz-player"), page.get_by_label("Surface", exact=True)
    start = player.get_attribute("data-start")
    field.fill("x^2 + y^2")
    expect(page.locator(".st-key-formula-reading annotation").first).to_contain_text("x^{2} + y^{2}")
    assert player.get_attribute("data-start") == start, "the letters do not move the start"
    expect(page.locator(SAID)).to_have_text("Start and rates were chosen for this surface.")
    expect(player).not_to_have_attribute("data-start", start or "")
    expect(player).to_have_attribute("data-playing", "1")
    page.wait_for_url(re.compile("start=.*run=sgd~learning_rate"))
    chosen = player.get_attribute("data-start")
    field.fill("x^2 + 3y^2")
    field.fill("x^2 + y^2")
    page.get_by_role("button", name="Keep the old ones").click()
    expect(player).to_have_attribute("data-start", start or "")
    expect(page.locator(SAID)).to_have_count(0)
    assert chosen != start


def test_another_constant_leaves_start_and_rates(page: Page) -> None:
    player, field = page.locator(".gdviz-player"), page.get_by_label("Surface", exact=True)
    start, before = player.get_attribute("data-start"), player.get_attribute("data-run-key")
    field.fill("(x^2 + y - 12)^2 + (x + y^2 - 7)^2")
    expect(player).not_to_have_attribute("data-run-key", before or "")
    page.wait_for_timeout(2500)  # longer than the rest after which a text counts as typed
    expect(player).to_have_attribute("data-start", start or "")
    expect(page.locator(SAID)).to_have_count(0)


def test_a_picked_surface_plays_with_rates_of_its_own(page: Page) -> None:
    page.locator(".st-key-pick-surface button").click()
    page.locator(".st-key-choose-rosenbrock button").first.click()
    expect(page.locator(SAID)).to_have_text("Rates were chosen for this surface.")
    expect(page.locator(".gdviz-player")).to_have_attribute("data-playing", "1")
    rate = page.get_by_role("textbox", name="Learning rate of run 1")
    expect(rate).not_to_have_value("0.002")
    page.get_by_role("button", name="Keep the old ones").click()
    expect(rate).to_have_value("0.002")
