"""A hand on the start or on a slider in Chromium: its paths follow, nothing else runs, no word is older than they."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

pytestmark = pytest.mark.browser
CIRCLE = "?f=x%5E2%2By%5E2&start=1.5~1&steps=30&run=sgd~learning_rate~0.1&run=adam"


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def listening(page: Page) -> list[bytes]:
    """The messages of the connections that the page opens from now on."""
    received: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(frame))

    page.on("websocket", listen)
    page.reload()
    expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1")
    expect(page.locator(".gdviz-endings li")).to_have_count(2)
    return received


def elements(received: list[bytes]) -> list[ForwardMsg]:
    messages = [ForwardMsg.FromString(frame) for frame in received]
    return [one for one in messages if one.HasField("delta") and one.delta.HasField("new_element")]


def number(page: Page, column: int) -> float:
    return float(page.locator(".gdviz-readout td").nth(column).get_attribute("title").replace("−", "-"))


def test_a_dragged_start_is_followed_by_its_paths_alone(new_page) -> None:
    page = new_page(CIRCLE)
    received = listening(page)
    page.get_by_role("slider", name="Frame").fill("1")
    player, endings, why = page.locator(".gdviz-player"), page.locator(".gdviz-endings"), page.locator(".gdviz-why")
    expect(why).to_have_attribute("data-step", "1")
    shown = player.get_attribute("data-run-key")
    x, y = centre(page, ".gdviz-start")
    page.mouse.move(x, y)
    page.mouse.down()
    received.clear()
    page.mouse.move(x - 60, y + 20)
    page.mouse.move(x - 90, y + 30)
    expect(player).to_have_attribute("data-moving", "1")
    start = player.get_attribute("data-start")
    expect(page.get_by_role("textbox", name="Start x")).to_have_value(start.split(",")[0])
    expect(player).not_to_have_attribute("data-run-key", shown)
    # One step of gradient descent with rate 0.1 on x² + y² leaves 0.8 of the start.
    assert number(page, 1) == pytest.approx(0.8 * float(start.split(",")[0]), rel=1e-7)
    assert number(page, 2) == pytest.approx(0.8 * float(start.split(",")[1]), rel=1e-7)
    expect(endings).to_be_hidden()
    expect(why).to_be_hidden()
    expect(page.locator(".gdviz-fate").first).to_be_empty()
    assert page.locator(".gdviz-player [aria-live]").first.inner_text() == ""
    sent = elements(received)
    assert 1 <= len(sent) <= 2, "a path each, and nothing else of the page"
    assert max(one.ByteSize() for one in sent) < 20_000
    page.mouse.up()
    page.wait_for_url(re.compile(re.escape(start.replace(",", "~"))))
    expect(endings).to_be_visible()
    expect(why).to_be_visible()
    expect(player).not_to_have_attribute("data-moving", "1")
    expect(page.locator("html")).not_to_have_attribute("data-gdviz-moving", "")


def test_a_held_slider_is_followed_by_its_paths_alone(new_page) -> None:
    page = new_page(CIRCLE)
    received = listening(page)
    player, slider = page.locator(".gdviz-player"), page.locator(".st-key-run0-card input[type=range]")
    shown, began = player.get_attribute("data-run-key"), page.evaluate("history.length")
    box = slider.bounding_box()
    share = float(slider.evaluate("e => (e.value - e.min) / (e.max - e.min)"))
    x, y = box["x"] + 8 + share * (box["width"] - 16), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    received.clear()
    for way in range(1, 6):
        page.mouse.move(x - 3 * way, y)
        page.wait_for_timeout(40)
    expect(player).not_to_have_attribute("data-run-key", shown)
    expect(page.locator(".gdviz-endings")).to_be_hidden()
    assert {one.delta.new_element.bidi_component.component_name for one in elements(received)} == {"gdviz_drag"}
    page.mouse.up()
    page.wait_for_url(lambda url: "sgd~learning_rate~0.1&" not in url)
    rate = slider.get_attribute("aria-valuetext")
    expect(page.locator(".gdviz-name").first).to_contain_text(rate)
    expect(page.locator(".gdviz-endings")).to_be_visible()
    assert page.evaluate("history.length") == began + 1
    page.keyboard.press("Control+z")
    expect(slider).to_have_attribute("aria-valuetext", "0.1")
