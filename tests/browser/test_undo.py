"""Every gesture can be taken back: undo and redo, one history entry a gesture, the frame in the address."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PAGES = ("Explore", "Learning rate", "Traps", "Data")


def player(page: Page):
    return page.locator(".gdviz-player").first


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )


def entries(page: Page) -> int:
    return page.evaluate("history.length")


def button(page: Page, name: str):
    return page.locator(".gdviz-history").get_by_role("button", name=name)


def able(page: Page, name: str, able: bool = True) -> None:
    expect(button(page, name)).to_have_attribute("aria-disabled", "false" if able else "true")


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_six_keys_on_a_slider_are_one_gesture(page: Page) -> None:
    able(page, "Undo", False)
    before = entries(page)
    slider = page.get_by_role("slider", name="Learning rate of run 4")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"adam~learning_rate~0\.8"))
    assert entries(page) == before + 1
    page.keyboard.press("Control+z")
    expect(slider).to_have_attribute("aria-valuetext", "0.2")
    able(page, "Undo", False)
    page.keyboard.press("Control+Shift+Z")
    expect(slider).to_have_attribute("aria-valuetext", "0.8")
    page.keyboard.press("Control+z")
    expect(slider).to_have_attribute("aria-valuetext", "0.2")
    page.keyboard.press("Control+y")
    expect(slider).to_have_attribute("aria-valuetext", "0.8")


def test_a_dragged_start_is_one_gesture(page: Page) -> None:
    before, began = entries(page), player(page).get_attribute("data-start")
    x, y = centre(page, ".gdviz-start")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 16):
        page.mouse.move(x + 6 * step, y - 5 * step)
        page.wait_for_timeout(40)  # a hand, not a jump
    page.mouse.up()
    page.wait_for_url(re.compile("start="))
    assert entries(page) == before + 1
    ended = player(page).get_attribute("data-start")
    assert ended != began
    button(page, "Undo").click()
    expect(player(page)).to_have_attribute("data-start", began)
    button(page, "Redo").click()
    expect(player(page)).to_have_attribute("data-start", ended)


def test_keys_on_the_start_are_one_gesture(page: Page) -> None:
    before, began = entries(page), player(page).get_attribute("data-start")
    page.locator(".gdviz-start").focus()
    for _ in range(5):
        page.keyboard.press("ArrowUp")
    page.wait_for_url(re.compile("start="))
    settled(page)
    assert entries(page) == before + 1
    page.keyboard.press("Control+z")
    expect(player(page)).to_have_attribute("data-start", began)
    able(page, "Undo", False)


def test_a_typed_text_is_one_gesture(page: Page) -> None:
    before, entry = entries(page), page.get_by_role("textbox", name="Surface", exact=True)
    entry.fill("x^2")
    entry.press_sequentially(" + 3y", delay=100)
    expect(page.get_by_text("Start and rates were chosen")).to_be_visible()  # half of it, and a moment of thought
    entry.press_sequentially("^2", delay=100)
    page.wait_for_url(re.compile(r"f=x%5E2\+%2B\+3y%5E2"))
    assert entries(page) == before + 1
    button(page, "Undo").click()
    expect(page.get_by_role("button", name="Himmelblau")).to_be_visible()
    expect(entry).to_have_value("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    able(page, "Undo", False)


def test_where_text_is_typed_the_keys_undo_the_text(page: Page) -> None:
    page.get_by_role("button", name="Hide run 2").click()
    expect(page.locator(".gdviz-readout tbody th")).to_have_count(3)
    entry = page.get_by_role("textbox", name="Start x")
    entry.press("5")
    entry.press("Control+z")
    expect(entry).to_have_value("-0.6")
    page.get_by_role("button", name="Hide run 3").click()
    expect(page.locator(".gdviz-readout tbody th")).to_have_count(2)
    able(page, "Redo", False)


def test_two_gestures_in_quick_succession_are_two_entries_and_two_steps(page: Page) -> None:
    before, names = entries(page), page.locator(".gdviz-readout tbody th")
    page.get_by_role("textbox", name="Surface", exact=True).fill("x^2 + y^2")
    expect(page.get_by_role("button", name="Your surface")).to_be_visible()
    page.get_by_role("button", name="Hide run 2").click()
    expect(names).to_have_count(3)
    page.wait_for_url(re.compile("~off"))
    assert entries(page) == before + 2
    page.go_back()
    expect(names).to_have_count(4)
    expect(page.get_by_role("button", name="Your surface")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Himmelblau")).to_be_visible()
    button(page, "Redo").click()
    expect(page.get_by_role("button", name="Your surface")).to_be_visible()
    able(page, "Redo")


@pytest.mark.parametrize("name", PAGES)
def test_on_every_page(new_page, name: str) -> None:
    page = new_page()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/" if name == "Explore" else f"**/{name.lower().replace(' ', '_')}*")
    settled(page)
    projector = page.get_by_role("switch", name="Projector")
    page.get_by_text("Projector").click()
    able(page, "Undo")
    expect(projector).to_be_checked()
    page.keyboard.press("Control+z")
    expect(projector).not_to_be_checked()
    page.keyboard.press("Control+y")
    expect(projector).to_be_checked()
    able(page, "Redo", False)


def test_reset_is_a_gesture_too(new_page) -> None:
    page = new_page("?surface=booth&steps=40&frame=7")
    able(page, "Undo", False)
    button(page, "Reset").click()
    expect(page.get_by_role("button", name="Himmelblau")).to_be_visible()
    expect(player(page)).to_have_attribute("data-frames", "151")
    able(page, "Reset", False)
    button(page, "Undo").click()
    expect(page.get_by_role("button", name="Booth")).to_be_visible()
    expect(player(page)).to_have_attribute("data-frames", "41")


def test_the_address_names_the_frame_without_an_entry_of_its_own(page: Page) -> None:
    before, frame = entries(page), page.get_by_role("slider", name="Frame")
    frame.fill("12")
    page.wait_for_url(re.compile(r"\?frame=12$"))
    frame.fill("40")
    page.wait_for_url(re.compile(r"\?frame=40$"))
    assert entries(page) == before
    page.reload()
    expect(player(page)).to_have_attribute("data-ready", "1")
    expect(player(page)).to_have_attribute("data-frame", "40")
    page.get_by_role("button", name="Hide run 2").click()
    page.wait_for_url(re.compile(r"~off.*&frame=40$"))
    frame.fill("150")
    page.wait_for_url(re.compile(r"~off[^&]*(&run=[^&]*)*$"))
    page.go_back()
    expect(player(page)).to_have_attribute("data-frame", "40")
    page.wait_for_url(re.compile(r"\?frame=40$"))


def test_snapshots_are_taken_stepped_through_deleted_and_travel(new_page) -> None:
    page = new_page()
    expect(button(page, "Next snapshot")).to_be_hidden()
    page.get_by_role("slider", name="Frame").fill("12")
    button(page, "Take a snapshot").click()
    expect(button(page, "Snapshot 1: Himmelblau, 4 runs, step 12")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Hide run 2").click()
    page.get_by_role("slider", name="Frame").fill("30")
    expect(page.locator(".gdviz-readout tbody th")).to_have_count(3)
    button(page, "Take a snapshot").click()
    expect(button(page, "Snapshot 2:")).to_have_attribute("aria-current", "true")
    page.wait_for_url(re.compile("snapshot=.*snapshot="))
    button(page, "Snapshot 1:").click()
    expect(page.locator(".gdviz-readout tbody th")).to_have_count(4)
    expect(player(page)).to_have_attribute("data-frame", "12")
    page.keyboard.press("ArrowRight")
    expect(player(page)).to_have_attribute("data-frame", "30")
    page.get_by_role("slider", name="Frame").fill("99")
    button(page, "Previous snapshot").click()
    expect(player(page)).to_have_attribute("data-frame", "12")
    page.wait_for_url(
        re.compile(r"^(?!.*[?&]run=).*snapshot=.*snapshot=.*&frame=12$")
    )  # the scene's address too, not the frame alone
    other = new_page("?" + page.url.split("?", 1)[1])
    expect(player(other)).to_have_attribute("data-frame", "12")
    button(other, "Next snapshot").click()
    expect(player(other)).to_have_attribute("data-frame", "30")
    expect(other.locator(".gdviz-readout tbody th")).to_have_count(3)
    button(other, "Delete this snapshot").click()
    expect(button(other, "Snapshot 2:")).to_have_count(0)
    button(other, "Undo").click()
    expect(button(other, "Snapshot 2:")).to_have_count(1)


def test_a_full_lesson_and_one_that_nobody_could_have_written(new_page) -> None:
    page = new_page("?" + "&".join(f"snapshot=steps%3D{steps}" for steps in range(10, 18)))
    expect(page.locator(".gdviz-history [data-place]")).to_have_count(8)
    able(page, "Take a snapshot", False)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    other = new_page("?snapshot=steps%3Dnan&snapshot=%3Cscript%3E&snapshot=surface%3Dbooth")
    expect(other.get_by_text("A snapshot of the link could not be read and is left out.")).to_be_visible()
    button(other, "Snapshot 1: Booth").click()
    expect(other.get_by_role("button", name="Booth", exact=True)).to_be_visible()


MARK = """kind => {
  const box = document.querySelector(".gdviz-map").getBoundingClientRect();
  const tip = document.querySelector(".gdviz-tip");
  const places = [];
  for (let y = Math.ceil(box.top) + 10; y < box.bottom - 40; y += 9)
    for (let x = Math.ceil(box.left) + 50; x < box.right - 10; x += 9) places.push([x, y]);
  const away = ([x, y]) => Math.hypot(x - box.left - box.width / 2, y - box.top - box.height / 2);
  return places.sort((a, b) => away(a) - away(b)).find(([clientX, clientY]) => {
    const at = { clientX, clientY, pointerType: "mouse", bubbles: true };
    document.elementFromPoint(clientX, clientY)?.dispatchEvent(new PointerEvent("pointermove", at));
    return !tip.hidden && tip.textContent.includes(kind);
  });
}"""


def mark_at(page: Page, kind: str) -> tuple[float, float]:
    """The place of the mark of a kind that is nearest to the map's middle, by what the mouse reads there."""
    place = page.evaluate(MARK, kind)
    assert place, f"no {kind} on the map"
    return tuple(place)


@pytest.mark.parametrize("touch", [False, True])
def test_a_press_on_a_mark_or_path_reads_it_and_only_free_ground_moves_the_start(new_page, touch: bool) -> None:
    page = new_page("?surface=booth&run=sgd~learning_rate~0.02&steps=40&start=-5~5", has_touch=touch)
    press = page.touchscreen.tap if touch else page.mouse.click
    began, tip = player(page).get_attribute("data-start"), page.locator(".gdviz-tip")
    star = mark_at(page, "lowest minimum")
    press(*star)
    expect(tip).to_contain_text("lowest minimum (1, 3)")
    expect(player(page)).to_have_attribute("data-frame", "40")
    press(*mark_at(page, "step 3 ·"))
    expect(player(page)).to_have_attribute("data-frame", "3")
    expect(tip).to_contain_text("step 3 ·")
    assert player(page).get_attribute("data-start") == began
    able(page, "Undo", False)
    box = page.locator(".gdviz-map").bounding_box()
    press(box["x"] + box["width"] - 40, box["y"] + box["height"] - 80)
    expect(player(page)).not_to_have_attribute("data-start", began)
    able(page, "Undo")
