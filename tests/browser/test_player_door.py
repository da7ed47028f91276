"""The player without Streamlit: mounted by a bare page, in an element and in a shadow root."""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import gdviz
from gdviz import player
from gdviz.figures import DrawnRun, Mark, payload

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent.parent.parent / "static" / "vendor"
WINDOW = ((-4.0, 4.0), (-3.0, 3.0))
STEPS = 40
COLORS = {"a": "#0072B2", "b": "#D55E00"}
HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page of somebody's own</title>
<style>html { color-scheme: light dark; } body { margin: 0; background: Canvas; }</style>
<div id="place"></div></html>"""
MOUNT = """async ([text, payload, { shadow, starts, views, answers, name }]) => {
  const place = document.createElement("div");
  document.getElementById("place").append(place);
  const element = shadow ? place.attachShadow({ mode: "open" }).appendChild(document.createElement("div")) : place;
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { mount } = await import(address);
  URL.revokeObjectURL(address);
  const heard = { starts: [], views: [], answers: [], frames: [] };
  element.addEventListener("gdviz-frame", (event) => heard.frames.push(event.detail));
  const options = { key: name, plotly: async () => window.loadPlotly() };
  if (starts) options.onStart = (start) => heard.starts.push(start);
  if (views) options.onView = (view) => heard.views.push(view);
  if (answers) options.onAnswer = (answer) => heard.answers.push(answer);
  (window.hosts ??= {})[name] = { element, heard, door: mount(element, payload, options) };
}"""


def scene(start: tuple[float, float] = (-3.0, 2.0), **changes: Any) -> dict[str, Any]:
    """Two runs on a bowl, as a page is given them."""
    surface = gdviz.Surface("x^2/2 + 2y^2")
    runs = [
        DrawnRun(
            name, label, label, COLORS[name], dash, gdviz.descend(surface, key, start, steps=STEPS, learning_rate=rate)
        )
        for name, label, key, rate, dash in (("a", "Descent", "sgd", 0.1, "solid"), ("b", "Adam", "adam", 0.2, "dash"))
    ]
    minimum = Mark("global", (0.0, 0.0), value=0.0)
    event = Mark("event", (0.0, 0.0), "turned back", frame=12, run="b")
    return payload(surface, WINDOW, runs, start=start, marks=(minimum, event), **changes)


COUNT_OBSERVERS = """() => {
  const { observe, disconnect } = ResizeObserver.prototype;
  window.watched = new Set();
  ResizeObserver.prototype.observe = function (...all) {
    window.watched.add(this);
    observe.apply(this, all);
  };
  ResizeObserver.prototype.disconnect = function () {
    window.watched.delete(this);
    disconnect.apply(this);
  };
}"""

HIGH = "(css) => document.querySelector(css).getBoundingClientRect().height"
CENTRES_APART = """() => {
  const [a, b] = [".gdviz-contour", ".gdviz-clip"].map((css) => document.querySelector(css).getBoundingClientRect());
  return [a.left + a.right - b.left - b.right, a.top + a.bottom - b.top - b.bottom].map((twice) => twice / 2);
}"""
LATE_PICTURE = """() => {
  const [{ decode }, held] = [HTMLImageElement.prototype, new Promise((done) => (window.go = done))];
  HTMLImageElement.prototype.decode = function () { return held.then(() => decode.call(this)); };
}"""

PIXELS = """(async () => {
  const canvas = await host.door.canvas();
  const scale = canvas.width / host.element.querySelector(".gdviz-map").clientWidth;
  const clip = host.element.querySelector(".gdviz-clip");
  const at = (x, y) => {
    const unit = Math.max(8 / clip.clientWidth, 6 / clip.clientHeight);  // of the plane in a pixel, both ways
    const [across, down] = [clip.clientWidth / 2 + x / unit, clip.clientHeight / 2 - y / unit];
    const [left, top] = [scale * (clip.offsetLeft + across), scale * (clip.offsetTop + down)];
    return [...canvas.getContext("2d").getImageData(left, top, 1, 1).data];
  };
  return { heads: HEADS.map(([x, y]) => at(x, y)), far: at(3.9, -2.9), low: at(0.3, -0.1) };
})()"""


class Host:
    """A bare page that has mounted one player or several."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def mount(self, data: dict[str, Any] | None = None, **options: Any) -> Locator:
        options = {"shadow": False, "starts": False, "views": False, "answers": False, "name": "one", **options}
        self.page.evaluate(MOUNT, [player.module(), data or scene(), options])
        root = self.page.locator(".gdviz-player").last
        expect(root).to_have_attribute("data-ready", "1")
        return root

    def js(self, expression: str, name: str = "one") -> Any:
        return self.page.evaluate(f"async (name) => {{ const host = window.hosts[name]; return {expression}; }}", name)


@pytest.fixture
def host(new_visitor: Callable[..., Page]) -> Iterator[Host]:
    page = new_visitor(viewport={"width": 1100, "height": 760})
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content(HTML)
    page.add_script_tag(path=VENDOR / "plotly-gl3d.min.js")
    page.evaluate("() => { window.loadPlotly = () => window.Plotly; }")
    yield Host(page)
    assert complaints == []


def test_a_start_is_reported_and_the_payload_answers_it(host: Host) -> None:
    root = host.mount(starts=True)
    assert root.get_attribute("data-fixed") is None
    box = host.page.locator(".gdviz-clip").bounding_box()
    assert box
    host.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    (start,) = host.js("host.heard.starts")
    unit = max(8 / box["width"], 6 / box["height"])  # of the plane in a pixel: equal scales both ways
    assert (start["x"], start["y"]) == pytest.approx((0.0, unit * box["height"] / 4), abs=0.02)
    assert start["held"] is False
    host.page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    assert len(host.js("host.heard.starts")) == 1, "one message under way"
    host.page.evaluate("(data) => window.hosts.one.door.update(data)", scene(start=(start["x"], start["y"])))
    _, second = host.js("host.heard.starts")
    assert (second["x"], second["y"]) == pytest.approx((-unit * box["width"] / 4, 0.0), abs=0.02)
    expect(root).to_have_attribute("data-start", f"{second['x']:g},{second['y']:g}")
    host.page.evaluate("(data) => window.hosts.one.door.update(data, -1)", scene())
    expect(root).to_have_attribute("data-start", f"{second['x']:g},{second['y']:g}")
    rows = root.locator(".gdviz-readout tbody")
    before = rows.first.locator("td").nth(1).inner_text()
    rows.evaluate_all("all => all.forEach((row) => { row.stays = true; })")
    host.page.evaluate("([data, n]) => window.hosts.one.door.update(data, n)", [scene(start=(-2.0, 0.0)), second["n"]])
    expect(root).to_have_attribute("data-start", "-2,0")
    expect(rows.first.locator("td").nth(1)).not_to_have_text(before)
    assert rows.evaluate_all("all => all.map((row) => row.stays)") == [True, True], "numbers change, no element does"


def test_the_ground_follows_wheel_and_hand_and_goes_back_to_the_window(host: Host) -> None:
    """Its place is that of the view again once the hand rests, with other lines; panning moves no start."""
    host.mount(starts=True)
    box = host.page.locator(".gdviz-clip").bounding_box()
    assert box
    paths = "host.element.querySelectorAll('.gdviz-contour path')"
    lines = f"[...{paths}].map((path) => path.getAttribute('d')).join()"
    there = "getComputedStyle(host.element.querySelector('.gdviz-contour')).transform"
    seen = [host.js(lines)]
    moves = (
        lambda: host.page.mouse.wheel(0, -60),
        lambda: host.page.mouse.wheel(0, 600),
        lambda: (
            host.page.mouse.down(),
            host.page.mouse.move(box["x"] + 60, box["y"] + 90, steps=4),
            host.page.mouse.up(),
        ),
        lambda: host.page.get_by_role("button", name="Fit to paths").click(),
        lambda: host.page.get_by_role("button", name="Back to the window").click(),
    )
    for move in moves:
        host.page.mouse.move(box["x"] + 160, box["y"] + 60)
        move()
        assert host.js(there) != "matrix(1, 0, 0, 1, 0, 0)", "the old ground is moved at once"
        host.page.wait_for_function(
            "() => getComputedStyle(document.querySelector('.gdviz-contour')).transform === 'matrix(1, 0, 0, 1, 0, 0)'"
        )
        seen.append(host.js(lines))
    assert seen[-1] == seen[0]
    assert len(set(seen)) == len(moves), "other lines each time, but for the last"
    assert host.js("host.heard.starts") == []
    host.page.evaluate(LATE_PICTURE)
    before = host.page.evaluate(f"({HIGH})('.gdviz-clip')")
    host.page.set_viewport_size({"width": 900, "height": 560})
    host.page.wait_for_function(f"({HIGH})('.gdviz-clip') < {before} - 20")
    assert host.page.evaluate(CENTRES_APART) == pytest.approx([0, 0], abs=2), (
        "the old ground stands where its window is"
    )
    host.page.evaluate("window.go()")
    host.page.wait_for_function(
        f"() => ({HIGH})('.gdviz-contour svg') === ({HIGH})('.gdviz-clip') && "
        "document.querySelectorAll('.gdviz-contour svg').length === 1"
    )


def test_points_beside_the_window_and_blanks_come_into_view(host: Host) -> None:
    """Points are found only where the payload asks for them; the legend speaks of what the map shows."""
    surface = gdviz.Surface("sin(x) + cos(y) + 0sqrt(4 - y)")
    for wanted in (True, False):
        data = payload(surface, ((-1.0, 1.0), (-1.0, 1.0)), [], start=(0.0, 0.0), points_in_view=wanted)
        root = host.mount(data, name=str(wanted))
        for _ in range(3):
            root.get_by_role("button", name="Zoom out").click()
        legend = root.locator(".gdviz-legend")
        expect(legend).to_contain_text("no value")
        if not wanted:
            expect(legend).not_to_contain_text("saddle")
            continue
        for word in ("minimum", "saddle", "maximum"):
            expect(legend).to_contain_text(word)
        box = root.locator(".gdviz-clip").bounding_box()
        assert box
        unit = 2 / min(box["width"], box["height"]) * 0.6**-3  # of the plane in a pixel
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        host.page.mouse.move(middle[0] - math.pi / 2 / unit, middle[1] - math.pi / unit)
        expect(root.locator(".gdviz-tip")).to_contain_text("minimum (−1.5708, 3.14159) · f = −2 · found in view")


def test_switches_are_reported_and_each_frame_is_an_event(host: Host) -> None:
    root = host.mount(views=True)
    host.page.get_by_role("button", name="quantile").click()
    host.page.wait_for_function("window.hosts.one.heard.views.some((view) => view.levels === 'quantile')")
    host.page.get_by_role("slider", name="Frame").fill("9")
    host.page.wait_for_function("window.hosts.one.heard.frames.includes(9)")
    host.page.get_by_role("button", name="3-D").click()
    expect(root).to_have_attribute("data-view", "3d")
    expect(host.page.locator(".gdviz-space canvas").first).to_be_visible()
    assert host.js("host.door.canvas()") is None
    host.js("host.door.destroy()")


@pytest.mark.parametrize("shadow", [False, True], ids=["element", "shadow root"])
def test_colours_are_the_pages_in_both_themes(host: Host, shadow: bool) -> None:
    host.page.add_style_tag(
        content=":root { --gdviz-line: light-dark(#ff0000, color-mix(in srgb, #00ff00, #00ff00)); }"
    )
    pixel = """(() => {
      const axes = host.element.querySelector(".gdviz-axes");
      const clip = host.element.querySelector(".gdviz-clip");
      return [...axes.getContext("2d").getImageData(clip.offsetLeft + 100, clip.offsetTop, 1, 1).data];
    })()"""
    root = host.mount(shadow=shadow)
    expect(root).to_have_attribute("data-theme", "light")
    assert host.js(pixel) == [255, 0, 0, 255]
    host.page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-theme", "dark")
    assert host.js(pixel) == [0, 255, 0, 255]
    assert host.js("getComputedStyle(host.element).backgroundColor") == "rgb(17, 21, 28)"


@pytest.mark.parametrize("shadow", [False, True], ids=["element", "shadow root"])
def test_the_map_as_a_picture(host: Host, shadow: bool) -> None:
    host.mount(shadow=shadow)
    assert host.js("host.door.frames") == STEPS + 1
    assert host.js("host.door.frame(2.5)") == 2.5
    pixels = host.js(PIXELS.replace("HEADS", str(heads(2.5))))
    assert [tuple(pixel[:3]) for pixel in pixels["heads"]] == [(0, 114, 178), (213, 94, 0)]
    assert sum(pixels["far"]) > sum(pixels["low"]) + 60, "the ground is in it, darker where f is low"


def heads(frame: float) -> list[list[float]]:
    """Where the two runs stand between two steps, by hand: straight from one point to the next."""
    places = []
    for key, rate in (("sgd", 0.1), ("adam", 0.2)):
        points = gdviz.descend("x^2/2 + 2y^2", key, (-3.0, 2.0), steps=STEPS, learning_rate=rate).points
        step = int(frame)
        places.append((points[step] + (frame - step) * (points[step + 1] - points[step])).tolist())
    return places


def listeners(page: Page, expression: str) -> list[str]:
    """The types of the event listeners on an object of the page, as the developer tools list them."""
    tools = page.context.new_cdp_session(page)
    thing = tools.send("Runtime.evaluate", {"expression": expression})["result"]["objectId"]
    return sorted(
        each["type"] for each in tools.send("DOMDebugger.getEventListeners", {"objectId": thing})["listeners"]
    )


@pytest.mark.parametrize("shadow", [False, True], ids=["element", "shadow root"])
def test_destroy_leaves_nothing(host: Host, shadow: bool) -> None:
    host.page.evaluate(COUNT_OBSERVERS)
    around = {name: listeners(host.page, name) for name in ("window", "document", "document.body")}
    root = host.mount(shadow=shadow, starts=True, views=True)
    assert listeners(host.page, "window.hosts.one.element") == ["click", "gdviz-frame", "keydown"]
    assert host.page.evaluate("window.watched.size") == 1
    host.page.get_by_role("button", name="Play").click()
    expect(root).to_have_attribute("data-playing", "1")
    host.js("host.door.destroy()")
    assert listeners(host.page, "window.hosts.one.element") == ["gdviz-frame"], "the page's own"
    assert {name: listeners(host.page, name) for name in around} == around
    assert host.page.evaluate("window.watched.size") == 0
    assert host.js("host.element.outerHTML") in ("<div></div>", '<div class=""></div>')
    host.page.emulate_media(color_scheme="dark")
    host.page.evaluate("(data) => window.hosts.one.door.update(data)", scene())
    assert host.js("host.element.childNodes.length") == 0
    root = host.mount(shadow=shadow, name="another")
    expect(root).to_have_attribute("data-theme", "dark")


def test_two_players_stand_beside_each_other(host: Host) -> None:
    first = host.mount(name="one")
    second = host.mount(name="two", shadow=True)
    host.js("host.door.frame(5)", "one")
    host.js("host.door.frame(8)", "two")
    expect(host.page.locator(".gdviz-player").first).to_have_attribute("data-frame", "5")
    expect(second).to_have_attribute("data-frame", "8")
    host.js("host.door.destroy()", "two")
    first = host.page.locator(".gdviz-player").first
    expect(first).to_have_attribute("data-frame", "5")
    assert host.js("getComputedStyle(host.element).display", "one") == "grid"


def test_what_fails_is_a_sentence(host: Host) -> None:
    host.page.evaluate(MOUNT, [player.module(), scene(), {"name": "one"}])
    expect(host.page.locator(".gdviz-player")).to_have_attribute("data-ready", "1")
    host.page.evaluate("() => { window.loadPlotly = () => { throw new Error('Plotly did not come.'); }; }")
    host.page.get_by_role("button", name="3-D").click()
    expect(host.page.locator(".gdviz-player")).to_have_attribute("data-error", "Plotly did not come.")
    expect(host.page.locator(".gdviz-note")).to_contain_text("could not be drawn: Plotly did not come.")


GROUND = payload(gdviz.Surface("x^2/2 + 2y^2"), WINDOW, [], start=(-3.0, 2.0))
PLACES = "host.heard.answers.map(({ x, y, final }) => [x, y, final])"


def test_an_answer_is_placed_by_hand_and_by_keys_and_stays_beside_the_truth(host: Host) -> None:
    asked = {"kind": "point", "key": "q", "given": None, "truth": None, "words": ""}
    root = host.mount({**GROUND, "parts": "map", "asked": asked}, answers=True, starts=True)
    expect(root).to_have_attribute("data-asked", "open")
    expect(host.page.locator(".gdviz-transport")).to_be_hidden()
    expect(host.page.locator(".gdviz-note")).to_be_hidden()
    box = host.page.locator(".gdviz-clip").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    host.page.mouse.click(middle[0] + 50, middle[1])
    expect(root).to_have_attribute("data-answer", re.compile(r"^[\d.]+,-?0\.?\d*$"))
    [[x, y, final]] = host.js(PLACES)
    assert (0.3 < x < 0.9, abs(y) < 0.02, final) == (True, True, False)
    mark = host.page.get_by_role("button", name=re.compile("^Your answer .* Arrow keys move it, Enter commits it"))
    expect(mark).to_be_focused()
    host.page.keyboard.press("Shift+ArrowUp")
    host.page.keyboard.press("Enter")
    (_, high, final) = host.js(PLACES)[-1]
    assert high > y + 0.5
    assert final is True
    assert host.js("host.heard.starts") == [], "the start stays while something is asked"
    over = {**asked, "given": [x, high], "truth": [0.0, 0.0], "words": "1.2 away"}
    host.js(f"host.door.update({json.dumps({**scene(), 'parts': 'column', 'asked': over})})")
    expect(root).to_have_attribute("data-asked", "shown")
    expect(root).to_have_attribute("data-answer", f"{x},{high}")
    expect(mark).to_have_count(0)
    expect(host.page.locator(".gdviz-transport")).to_be_visible()
    before = len(host.js(PLACES))
    host.page.mouse.click(middle[0] - 90, middle[1])
    assert len(host.js(PLACES)) == before


def test_an_arrow_is_drawn_from_the_start_by_dragging_and_by_keys(host: Host) -> None:
    asked = {"kind": "arrow", "key": "q", "given": None, "truth": None, "words": ""}
    root = host.mount({**GROUND, "parts": "map", "asked": asked}, answers=True)
    mark = host.page.get_by_role("button", name=re.compile("^Your arrow, not drawn yet"))
    box = mark.bounding_box()
    host.page.mouse.move(box["x"] + 22, box["y"] + 22)
    host.page.mouse.down()
    host.page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    host.page.mouse.up()
    [[x, y, final]] = host.js(PLACES)
    assert (x > -3, y < 2, final) == (True, True, False)
    host.page.keyboard.press("ArrowDown")
    host.page.keyboard.press("Space")
    assert host.js(PLACES)[-1][2] is True
    assert host.js(PLACES)[-1][1] < y
    expect(root).to_have_attribute("data-asked", "open")
