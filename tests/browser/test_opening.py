"""A new surface is alive: it brings its start and rates, says so, plays, and gives the old ones back at a press."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SAID = ".gdviz-opening[role=status]"


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
    page.locator(".gdviz-pick", has_text="Rosenbrock").first.click()
    expect(page.locator(SAID)).to_have_text("Rates were chosen for this surface.")
    expect(page.locator(".gdviz-player")).to_have_attribute("data-playing", "1")
    rate = page.get_by_role("textbox", name="Learning rate of run 1")
    expect(rate).not_to_have_value("0.002")
    page.get_by_role("button", name="Keep the old ones").click()
    expect(rate).to_have_value("0.002")


def test_what_is_wrong_waits_for_a_rest_and_moves_nothing(page: Page) -> None:
    field, error = page.get_by_label("Surface", exact=True), page.locator("[class*=st-key-formula-error-]")
    top = page.locator(".gdviz-map").bounding_box()["y"]
    waits = "node => node.getAnimations().map((one) => [one.animationName, one.effect.getTiming().duration])"
    field.fill("x^2 +")
    expect(error).to_be_attached()
    first = error.evaluate(waits)
    field.fill("x^2 + (")
    field.fill("x^2 + (y")
    expect(page.get_by_role("alert")).to_contain_text("bracket")
    second = error.evaluate(waits)
    assert [duration for _, duration in (*first, *second)] == [1500, 1500]
    assert first[0][0] != second[0][0], "another key begins the rest anew"
    assert page.locator(".gdviz-map").bounding_box()["y"] == top
    page.locator(".gdviz-brand").click()
    assert error.evaluate(waits) == []
    expect(error).to_be_visible()
    field.fill("")
    expect(page.get_by_role("alert")).to_contain_text("Try x^2 + y^2.")
    expect(page.locator(".st-key-formula-refusal code")).to_have_count(0)
    assert page.locator(".gdviz-map").bounding_box()["y"] == top


def test_a_wrong_rule_plays_the_last_good_one_and_says_so(new_page) -> None:
    page = new_page("?run=typed~rule~theta = theta - alpha*g")
    area = page.get_by_label("Rule of run 1")
    area.fill("theta = theta - alpha*(g")
    expect(page.locator(".st-key-run0-card")).to_contain_text("The picture shows your last rule that could be read.")
    expect(page.locator(".gdviz-readout")).to_contain_text("last good rule")


def test_a_first_visit_is_told_that_the_map_can_be_clicked_until_it_was(page: Page) -> None:
    hint = page.get_by_text("Click the map to start elsewhere, or drag the ring.")
    expect(hint).to_be_visible()
    start = page.locator(".gdviz-player").get_attribute("data-start") or ""
    box = page.locator(".gdviz-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4)
    expect(page.locator(".gdviz-player")).not_to_have_attribute("data-start", start)
    expect(hint).to_have_count(0)


def test_numbers_are_typed_as_expressions_and_what_is_changed_says_so(page: Page) -> None:
    page.get_by_role("textbox", name="Start x").fill("-1/4")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("start=-0.25~"))
    steps = page.get_by_role("textbox", name="Steps")
    steps.fill("99999")
    page.keyboard.press("Enter")
    note = page.locator(".gdviz-knob-note", has_text="A whole number from 1 to 2000: 99999 became 2000.")
    expect(note).to_be_visible()
    expect(steps).to_have_value("2000")
    rate = page.get_by_role("textbox", name="Learning rate of run 1")
    rate.fill("fast")
    page.keyboard.press("Enter")
    expect(page.locator(".gdviz-knob-note", has_text="Try 0.5, 1/3, pi or 2e-3.")).to_be_visible()
    expect(rate).to_have_value("0.002")
    rate.fill("0")
    page.keyboard.press("Enter")
    expect(rate).to_have_value("0.000001")
    expect(note).to_have_count(0)
