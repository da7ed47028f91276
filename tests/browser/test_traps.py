"""The page of traps with a real browser: the maps follow the window, numbers keep their room."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def traps(new_visitor: Callable[..., Page], address: str) -> Iterator[Page]:
    """The page as it opens, its maps drawn."""
    page = new_visitor(viewport={"width": 1366, "height": 768})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/traps")
    expect(page.locator(".gdviz-panels")).to_have_attribute("data-ready", "1")
    expect(page.get_by_text("Still being worked out")).to_have_count(0, timeout=60_000)
    expect(page.locator(".st-key-traps-escape-chart .plot-container")).to_be_visible(timeout=60_000)
    yield page
    assert complaints == []


def test_the_ground_follows_when_only_the_height_of_the_window_changes(traps: Page) -> None:
    plate, ground = traps.locator(".gdviz-plate").first, traps.locator(".gdviz-plate-ground").first
    before = plate.bounding_box()["height"]
    traps.set_viewport_size({"width": 1366, "height": 1000})
    expect(ground).not_to_have_css("height", f"{before - 30:g}px")
    plates, box = plate.bounding_box(), ground.bounding_box()
    assert plates["height"] > before + 50
    assert plates["height"] - box["height"] == pytest.approx(30, abs=4), "the axis below takes the rest"


def test_numbers_of_the_readout_never_overprint(new_page) -> None:
    query = "?f=x^2%2B10y^2&start=-4~2&steps=150&run=sgd~learning_rate~0.1&run=newton~style~1"
    query += "&run=momentum~learning_rate~0.06~style~2"
    for width, height in ((1366, 768), (390, 844)):
        page = new_page(query, viewport={"width": width, "height": height})
        for frame in (0, 1, 149, 150):
            page.get_by_role("slider", name="Frame").fill(str(frame))
            expect(page.locator(".gdviz-player")).to_have_attribute("data-frame", str(frame))
            over = page.locator(".gdviz-readout td").evaluate_all(
                "cells => cells.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
            )
            assert over == []


def test_a_click_plays_from_there_on_the_surface_that_is_shown(traps: Page) -> None:
    sentences = traps.locator(".gdviz-panel-sentence")
    expect(sentences.nth(0)).to_contain_text("trapped in a local minimum")
    expect(sentences.nth(1)).to_contain_text("the global minimum")
    box = traps.locator(".gdviz-plate-layer").first.bounding_box()
    traps.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.3)
    expect(sentences.nth(0)).to_contain_text("ends in (0, 0), f = 0: the global minimum")
    assert "surface=three_hump_camel" in traps.url
    assert "start=" in traps.url


def test_trapped_or_not_paints_the_maps_anew_in_two_colours(traps: Page) -> None:
    """The three basins are blue, orange and green; trapped or not, the last two are one colour."""
    pixel = """([x, y]) => {
        const ground = document.querySelector("canvas.gdviz-plate-ground");
        const [red, green, blue] = ground.getContext("2d").getImageData(x * ground.width, y * ground.height, 1, 1).data;
        return ["red", "green", "blue"][[red, green, blue].indexOf(Math.max(red, green, blue))];
    }"""
    left, right = [0.1, 0.3], [0.9, 0.7]
    assert (traps.evaluate(pixel, left), traps.evaluate(pixel, right)) == ("red", "green")
    traps.get_by_text("trapped or not").click()
    traps.wait_for_function(f"() => ({pixel})({right}) === 'red'")
    assert (traps.evaluate(pixel, left), traps.evaluate(pixel, [0.5, 0.5])) == ("red", "blue")


SHARES = """window.places = []; const look = () => {
    const box = document.querySelector(".gdviz-shares")?.getBoundingClientRect();
    const place = box ? `${box.x} ${box.width}` : "gone";
    if (places.at(-1) !== place) places.push(place);
    requestAnimationFrame(look);
}; requestAnimationFrame(look);"""


def test_nothing_jumps_when_the_escapes_come(new_visitor: Callable[..., Page], address: str) -> None:
    """In no frame from the first picture on is the table of shares away or elsewhere."""
    page = new_visitor(viewport={"width": 1366, "height": 900})
    page.goto(f"{address}/traps?surface=double_well&run=sgd&run=adam~learning_rate~0.05~style~1&escape=trials~60")
    expect(page.locator(".gdviz-brand")).to_be_visible(
        timeout=60_000
    )  # under load the style sheet comes after the table
    expect(page.locator(".gdviz-shares")).to_be_visible(timeout=60_000)
    page.evaluate(SHARES)
    expect(page.locator(".st-key-traps-escape-chart .plot-container")).to_be_visible(timeout=60_000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    (place,) = page.evaluate("window.places")
    assert place != "gone"


def test_stopped_work_is_said_and_goes_on(new_visitor: Callable[..., Page], address: str) -> None:
    page = new_visitor(viewport={"width": 1366, "height": 900})
    page.goto(f"{address}/traps?surface=styblinski_tang&run=nelder_mead&run=bfgs~style~1")
    bar = page.locator(".st-key-traps-bar")
    bar.get_by_role("button", name="Stop").click(timeout=60_000)
    expect(bar.get_by_text("Stopped: ")).to_be_visible()
    bar.get_by_role("button", name="Go on").click()
    expect(bar.get_by_text("Stopped: ")).to_have_count(0)
