"""The same checks in every host of the player: Streamlit, an element, a shadow root, a notebook, a file, a frame."""

import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, expect

import gdviz
from tests.browser.hosts import HOSTS, RUNS, START, STEPS, VIEWPORT, Host, opened

pytestmark = pytest.mark.browser

PIXEL = """(img) => {
  const pen = Object.assign(document.createElement("canvas"), { width: 36, height: 36 }).getContext("2d");
  pen.drawImage(img, 0, 0);
  const ink = getComputedStyle(img.closest(".gdviz-player")).color;
  return [`rgb(${[...pen.getImageData(18, 18, 1, 1).data.slice(0, 3)].join(", ")})`, ink];
}"""

TYPED = {key: gdviz.descend(gdviz.GALLERY["himmelblau"], key, START, STEPS, learning_rate=rate) for key, rate in RUNS}


@pytest.fixture(scope="module", params=HOSTS)
def host(
    request: pytest.FixtureRequest, browser: Browser, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """One page a host for all checks; each begins where a visitor may have left the player."""
    with opened(request.param, browser, address, tmp_path_factory.mktemp("host")) as shown:
        yield shown


def at(host: Host, frame: int) -> Locator:
    """The player, standing at a frame."""
    host.root.get_by_role("slider", name="Frame").fill(str(frame))
    expect(host.root).to_have_attribute("data-frame", str(frame))
    return host.root


def exact(host: Host, run: int, column: int) -> float:
    """A number of the readouts as its hover says it."""
    cell = host.root.locator(".gdviz-readout tbody").nth(run).locator("td").nth(column)
    return float((cell.get_attribute("title") or cell.inner_text()).replace("−", "-").replace("·10⁻", "e-") or "nan")


def test_its_state_stands_in_attributes(host: Host) -> None:
    said = {"ready": "1", "frames": str(STEPS + 1), "frame": str(STEPS), "playing": "0", "view": "2d", "inside": "off"}
    for name, value in {**said, "start": "-0.6,-0.6", "layout": "wide", "theme": "light"}.items():
        expect(host.root).to_have_attribute(f"data-{name}", value)
    expect(host.root).to_have_attribute("data-run-key", re.compile(r"^\w{8,}$"))
    assert host.root.get_attribute("data-error") is None
    assert (host.root.get_attribute("data-fixed") is None) == host.moves
    assert host.root.locator(".gdviz-contour path").count() > 10


def test_the_signs_of_its_legend_have_its_ink(host: Host) -> None:
    """Also where it was made before it was a part of the page."""
    middle, ink = host.root.get_by_text("lowest minimum").locator("img").evaluate(PIXEL)
    assert middle == ink


def test_it_plays_pauses_and_ends(host: Host) -> None:
    root = at(host, 0)
    root.get_by_label("Speed").select_option("0.25")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-playing", "1")
    expect(root).to_have_attribute("data-frame", re.compile("^[1-9]"))
    root.get_by_role("button", name="Pause", exact=True).click()
    expect(root).to_have_attribute("data-playing", "0")
    assert 0 < int(root.get_attribute("data-frame") or 0) < STEPS
    root.get_by_label("Speed").select_option("16")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-frame", str(STEPS))
    expect(root).to_have_attribute("data-playing", "0")


def test_it_scrubs_and_hears_keys(host: Host) -> None:
    root = at(host, 7)
    expect(root.locator(".gdviz-live")).to_contain_text(f"Frame 7 of {STEPS}. ")
    root.locator(".gdviz-map").focus()
    moves = (("Home", 0), ("ArrowRight", 1), ("Shift+ArrowRight", 11), ("End", STEPS), ("ArrowLeft", STEPS - 1))
    for key, frame in moves:
        host.page.keyboard.press(key)
        expect(root).to_have_attribute("data-frame", str(frame))
    host.page.keyboard.press("Home")
    host.page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "1")
    host.page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "0")


def test_it_zooms_and_goes_back(host: Host) -> None:
    lines = host.root.locator(".gdviz-contour path")
    drawn = str(lines.first.get_attribute("d"))
    host.root.get_by_role("button", name="linear").first.click()
    expect(lines.first).not_to_have_attribute("d", drawn)
    host.root.get_by_role("button", name="log").first.click()
    expect(lines.first).to_have_attribute("d", drawn)
    for name in ("Zoom in", "Zoom out", "Fit to paths"):
        host.root.get_by_role("button", name=name).click()
    expect(lines.first).not_to_have_attribute("d", drawn)
    host.root.get_by_role("button", name="Back to the window").click()
    expect(lines.first).to_have_attribute("d", drawn)


def test_legend_and_readouts_say_what_the_library_says(host: Host) -> None:
    root = at(host, 9)
    for word in ("start", "lowest minimum", "saddle"):
        expect(root.locator(".gdviz-legend")).to_contain_text(word)
    for k, run in enumerate(TYPED.values()):
        assert exact(host, k, 1) == pytest.approx(run.points[9, 0], rel=1e-7)
        assert exact(host, k, 2) == pytest.approx(run.points[9, 1], rel=1e-7)
        assert exact(host, k, 3) == pytest.approx(run.values[9], rel=1e-7)


def test_events_have_reasons_and_playing_stops_there(host: Host) -> None:
    root = at(host, STEPS)
    root.get_by_role("button", name="Previous event").click()
    expect(root.locator(".gdviz-sentences")).to_contain_text(re.compile(r"\w.*\d.*\."))
    at(host, 0)
    expect(root.locator(".gdviz-coming")).to_contain_text("Next event: step ")
    first = (root.locator(".gdviz-coming").inner_text()).split()[-1]
    root.get_by_role("button", name="Stop at events").click()
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-frame", first)
    expect(root).to_have_attribute("data-playing", "0")
    root.get_by_role("button", name="Stop at events").click()


def test_the_loss_chart_scrubs_and_is_a_table(host: Host) -> None:
    root = at(host, 0)
    chart = root.locator(".gdviz-plot canvas")
    box = chart.bounding_box()
    assert box
    host.page.mouse.click(box["x"] + 46 + (box["width"] - 66) / 2, box["y"] + 60)
    expect(root).to_have_attribute("data-frame", re.compile(f"^({STEPS // 2 - 1}|{STEPS // 2}|{STEPS // 2 + 1})$"))
    root.get_by_role("button", name="‖∇f‖").click()
    expect(root.locator(".gdviz-caption")).to_contain_text("‖∇f‖")
    root.get_by_role("group", name="Loss chart shows").get_by_role("button", name="f", exact=True).click()
    root.get_by_role("button", name="table").click()
    expect(root.get_by_role("group", name="Table of the loss chart")).to_be_visible()
    root.get_by_role("button", name="table").click()


def test_it_looks_inside_a_run(host: Host) -> None:
    root = at(host, STEPS)
    for name, place in (("Adam", "1"), ("Momentum", "0")):
        root.get_by_role("button", name=f"Look inside {name}").click()
        expect(root).to_have_attribute("data-inside", place)
        expect(root.locator(".gdviz-inside")).to_contain_text(f"Inside {name}")
    root.get_by_role("button", name="Look inside Momentum").click()
    expect(root).to_have_attribute("data-inside", "off")
    expect(root).to_have_attribute("data-frame", str(STEPS))


def test_it_follows_the_theme_and_the_size(host: Host) -> None:
    host.page.emulate_media(color_scheme="dark")
    expect(host.root).to_have_attribute("data-theme", "dark")
    host.page.emulate_media(color_scheme="light")
    expect(host.root).to_have_attribute("data-theme", "light")
    host.page.set_viewport_size({"width": 420, "height": 800})
    expect(host.root).to_have_attribute("data-layout", "narrow")
    assert host.root.locator(".gdviz-transport").evaluate("(e) => e.scrollWidth <= e.clientWidth")
    host.page.set_viewport_size(VIEWPORT)
    expect(host.root).to_have_attribute("data-layout", "wide")


def test_space_where_there_is_a_library_for_it(host: Host) -> None:
    """A file has it as an option (test_standalone.py); without it there is no switch."""
    switch = host.root.get_by_role("group", name="Dimension")
    if not host.space:
        expect(switch).to_be_hidden()
        return
    switch.get_by_role("button", name="3-D").click()
    expect(host.root).to_have_attribute("data-view", "3d")
    expect(host.root.locator(".gdviz-space canvas").first).to_be_visible()
    switch.get_by_role("button", name="2-D").click()
    expect(host.root).to_have_attribute("data-view", "2d")


def test_a_film_where_the_host_has_what_writes_it(host: Host) -> None:
    """The app's films are in its menu (test_takeaway.py); a frame may save nothing, and shows a link."""
    fold = host.root.locator(".gdviz-films")
    if not host.films:
        expect(fold).to_have_count(0)
        return
    fold.get_by_text("Film", exact=True).click()
    forms = fold.get_by_label("Form").locator("option")
    assert forms.evaluate_all("all => all.map((one) => one.value)") == list(host.films)
    if host.name not in ("file", "notebook"):
        return
    if len(host.films) > 1:
        fold.get_by_label("Form").select_option("gif")
    with host.page.expect_download() as waiting:
        fold.get_by_role("button", name="Make film").click()
    film = Image.open(waiting.value.path())
    assert (film.n_frames, film.size) == (STEPS + 1, (900, 900))
    expect(fold.get_by_role("link")).to_have_text(waiting.value.suggested_filename)


def test_a_click_moves_the_start_where_somebody_answers(host: Host) -> None:
    """Nobody does in a file: the start is fixed there."""
    box = host.root.locator(".gdviz-clip").bounding_box()
    assert box
    mark = host.root.get_by_role("button", name="Start point")
    host.page.mouse.click(box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.62)
    if not host.moves:
        expect(mark).to_be_disabled()
        at(host, 0)
        expect(host.root).to_have_attribute("data-start", "-0.6,-0.6")
        return
    expect(host.root).not_to_have_attribute("data-start", "-0.6,-0.6")
    at(host, 0)
    start = [float(part) for part in str(host.root.get_attribute("data-start")).split(",")]
    cell = host.root.locator(".gdviz-readout tbody").first.locator("td").nth(1)
    expect(cell).to_have_attribute("title", re.compile(re.escape(f"{abs(start[0]):.3g}"[:4])))
    assert [exact(host, 1, 1), exact(host, 1, 2)] == pytest.approx(start, rel=1e-6)


def test_z_it_can_be_taken_away(host: Host) -> None:
    """In the app and in a file the player goes with its page."""
    if host.destroy is None:
        assert host.name in ("app", "file", "frame")
        return
    host.destroy()
    expect(host.place.locator(".gdviz-player")).to_have_count(0)
    host.page.emulate_media(color_scheme="dark")
    expect(host.place.locator(".gdviz-map")).to_have_count(0)
