"""What a hand does in the player: play, pause, step, scrub, keys, click, drag, three dimensions."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def frame(page: Page) -> int:
    return int(page.locator(".gdviz-player").get_attribute("data-frame") or -1)


def start(page: Page) -> tuple[float, float]:
    x, y = (page.locator(".gdviz-player").get_attribute("data-start") or "").split(",")
    return float(x), float(y)


def player(page: Page):
    return page.locator(".gdviz-player")


def test_it_opens_ready_to_play(page: Page) -> None:
    expect(player(page)).to_have_attribute("data-playing", "0")
    expect(player(page)).to_have_attribute("data-frames", "151")
    assert start(page) == (-0.6, -0.6)
    for name in ("Gradient descent", "Momentum", "RMSProp", "Adam"):
        expect(page.locator(".gdviz-readout")).to_contain_text(name)


def test_it_stops_at_the_end_and_the_contours_are_still_there(page: Page) -> None:
    contours = page.locator(".gdviz-contour path")
    drawn, ground = contours.count(), page.locator(".gdviz-contour").bounding_box()
    assert drawn > 10
    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(player(page)).to_have_attribute("data-frame", "150")
    expect(player(page)).to_have_attribute("data-playing", "0")
    assert contours.count() == drawn
    assert page.locator(".gdviz-contour").bounding_box() == ground
    corner = {
        "x": ground["x"] + ground["width"] - 120,
        "y": ground["y"] + ground["height"] - 60,
        "width": 60,
        "height": 40,
    }
    still = page.screenshot(clip=corner)
    page.get_by_role("slider", name="Frame").fill("0")
    expect(player(page)).to_have_attribute("data-frame", "0")
    assert page.screenshot(clip=corner) == still, "the ground far from every path does not change while playing"


def test_a_click_on_the_map_moves_the_start_of_every_run(page: Page) -> None:
    before = player(page).get_attribute("data-run-key")
    box = page.locator(".gdviz-clip").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.25)
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    page.wait_for_url(re.compile("start="))
    x, y = start(page)
    assert abs(x) < 0.05
    assert abs(y - 2.5) < 0.05
    expect(page.get_by_role("textbox", name="Start x")).to_have_value(f"{x:g}")


def test_dragging_the_marker_moves_the_start(page: Page) -> None:
    before = player(page).get_attribute("data-run-key")
    marker = page.get_by_role("button", name="Start point").bounding_box()
    x, y = marker["x"] + marker["width"] / 2, marker["y"] + marker["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=6)
    page.mouse.move(x + 120, y + 40, steps=6)
    page.mouse.up()
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    page.wait_for_url(re.compile("start="))
    page.wait_for_function("+document.querySelector('.gdviz-player').dataset.start.split(',')[0] > 1")


def test_three_dimensions_follow_the_same_frame(page: Page) -> None:
    page.get_by_role("slider", name="Frame").fill("30")
    page.get_by_role("button", name="3-D").click()
    expect(player(page)).to_have_attribute("data-view", "3d")
    expect(page.locator(".gdviz-space canvas").first).to_be_visible()
    expect(player(page)).to_have_attribute("data-frame", "30")
    page.wait_for_url(re.compile("view=space"))
    page.get_by_role("button", name="2-D").click()
    expect(player(page)).to_have_attribute("data-view", "2d")
    expect(page.locator(".gdviz-map")).to_be_visible()


def test_a_screen_reader_hears_the_frame(page: Page) -> None:
    page.get_by_role("slider", name="Frame").fill("7")
    live = page.locator(".gdviz-live")
    expect(live).to_have_attribute("aria-live", "polite")
    expect(live).to_contain_text("7")
