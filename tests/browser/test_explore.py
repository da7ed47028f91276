"""What a visitor does on the page: types a surface, changes runs, shares a link."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def player(page: Page):
    return page.locator(".gdviz-player")


def type_surface(page: Page, text: str) -> None:
    page.get_by_label("Surface", exact=True).fill(text)
    page.keyboard.press("Enter")


def run_key(page: Page) -> str:
    return player(page).get_attribute("data-run-key") or ""


def changed(page: Page, before: str) -> None:
    expect(player(page)).not_to_have_attribute("data-run-key", before)


RUNNING = """() => {
  const [app, block] = [document.querySelector(".stApp"), document.querySelector("[data-testid=stElementContainer]")];
  const state = app.dataset.testScriptState;
  const line = () => getComputedStyle(app, "::after");
  const resting = line().content;
  Object.assign(app.dataset, { testScriptState: "running" });
  Object.assign(block.dataset, { stale: "true" });
  block.style.opacity = "0.33";
  const seen = [resting, line().height, line().animationName, getComputedStyle(block).opacity];
  Object.assign(app.dataset, { testScriptState: state });
  delete block.dataset.stale;
  block.style.opacity = "";
  return seen;
}"""
"""What shows that a script runs: content at rest; height and animation of the line; the opacity of what is stale."""


def test_the_first_screen_holds_bar_map_transport_and_loss(page: Page) -> None:
    for part in (".st-key-formula-bar", ".gdviz-map", ".gdviz-transport", ".gdviz-loss", ".gdviz-readout"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 768, part
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    big = page.locator(".gdviz-map").bounding_box()
    assert big["height"] > 768 / 2, "the map is the hero"
    assert page.evaluate("document.fonts.check('16px \"IBM Plex Sans\"')")
    face = page.evaluate("getComputedStyle(document.querySelector('.gdviz-brand')).fontFamily")
    assert "IBM Plex Sans" in face
    ring = "getComputedStyle(document.querySelector('.gdviz-start'), '::before').backgroundColor"
    assert page.evaluate(ring) == "rgba(0, 0, 0, 0)", "a run that has not moved is seen through the start ring"
    assert page.evaluate(RUNNING) == ["none", "2px", "gdviz-running", "1"], "a thin line, and no fade"
    expect(player(page)).to_have_attribute("data-inside", "off")
    expect(page.locator(".gdviz-inside")).to_be_hidden()
    expect(page.get_by_role("button", name="Look inside Adam")).to_be_visible()
    page.get_by_role("button", name="List of functions").click()
    expect(page.locator(".gdviz-words")).to_contain_text("sigmoid softplus relu")


def test_a_typed_surface_is_read_back_and_drawn(page: Page) -> None:
    before = run_key(page)
    type_surface(page, "x² + 3 y^2 + sin(2x)")
    changed(page, before)
    expect(page.locator(".st-key-formula-reading annotation").first).to_contain_text("sin")
    page.wait_for_url(re.compile("f=x"))
    page.get_by_role("button", name="∇f, H").click()
    expect(page.locator("[data-testid=stPopoverBody] annotation", has_text="nabla")).to_be_attached()


def test_wrong_text_gets_a_sentence_and_keeps_picture_and_text(page: Page) -> None:
    before = run_key(page)
    contours = page.locator(".gdviz-contour path").count()
    type_surface(page, "sine(x) + y^2")
    expect(page.get_by_role("alert")).to_contain_text("Did you mean sin?")
    expect(page.locator(".st-key-formula-refusal code")).to_contain_text("^^^^")
    expect(page.get_by_label("Surface", exact=True)).to_have_value("sine(x) + y^2")
    assert run_key(page) == before
    assert page.locator(".gdviz-contour path").count() == contours
    page.wait_for_url(re.compile("f=sine"))
    type_surface(page, "sin(x) + y^2")
    expect(page.get_by_role("alert")).to_have_count(0)
    changed(page, before)


def test_a_letter_becomes_a_slider(page: Page) -> None:
    type_surface(page, "a x^2 + y^2")
    entry = page.get_by_role("textbox", name="Parameter a")
    expect(entry).to_have_value("1")
    before = run_key(page)
    page.get_by_role("slider", name="Parameter a").press("ArrowRight")
    changed(page, before)
    page.wait_for_url(re.compile("p=a~1.05"))
    page.get_by_role("textbox", name="Highest a").fill("20")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("p=a~1.05~-5~20"))
    entry.fill("12")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("p=a~12~-5~20"))


def test_the_gallery_opens_and_a_surface_is_chosen(page: Page) -> None:
    before = run_key(page)
    page.get_by_role("button", name="Himmelblau").click()
    page.get_by_role("dialog").get_by_role("button", name="Beale").click()
    changed(page, before)
    page.wait_for_url(re.compile("surface=beale"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_knobs_by_number_and_by_slider(page: Page) -> None:
    before = run_key(page)
    page.get_by_role("textbox", name="Learning rate of run 1").fill("0.005")
    page.keyboard.press("Enter")
    changed(page, before)
    page.wait_for_url(re.compile(r"sgd~learning_rate~0\.005"))
    before = run_key(page)
    page.get_by_role("slider", name="Learning rate of run 4").press("ArrowLeft")
    changed(page, before)
    page.wait_for_url(re.compile(r"adam~learning_rate~0\.16"))


def test_a_hurried_hand_leaves_slider_entry_and_link_agreed(page: Page) -> None:
    slider = page.get_by_role("slider", name="Learning rate of run 4")
    slider.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"adam~learning_rate~6\.3$"))
    expect(page.get_by_role("textbox", name="Learning rate of run 4")).to_have_value("6.3")
    expect(slider).to_have_attribute("aria-valuetext", "6.3")


def test_a_number_that_is_none_is_put_back(page: Page) -> None:
    entry = page.get_by_role("textbox", name="Momentum of run 2")
    for typed, shown in (("fast", "0.9"), ("7", "0.9999"), ("0,5", "0.5")):
        entry.fill(typed)
        page.keyboard.press("Enter")
        expect(entry).to_have_value(shown)
    page.wait_for_url(re.compile(r"momentum~0\.5"))


def test_runs_are_added_duplicated_hidden_and_removed(page: Page) -> None:
    names = page.locator(".gdviz-readout tbody th")
    expect(names).to_have_count(4)
    page.get_by_role("button", name="Add a run").click()
    expect(names).to_have_count(5)
    page.get_by_role("button", name="Run 4", exact=True).click()
    page.get_by_role("menuitem", name="Duplicate").or_(page.get_by_text("Duplicate", exact=True)).first.click()
    expect(names).to_have_count(6)
    page.get_by_role("button", name="Hide run 2").click()
    expect(names).to_have_count(5)
    expect(page.locator(".gdviz-readout")).not_to_contain_text("Momentum")
    page.get_by_role("button", name="Show run 2").click()
    expect(names).to_have_count(6)
    page.get_by_role("button", name="Run 1", exact=True).click()
    page.get_by_role("menuitem", name="Remove").or_(page.get_by_text("Remove", exact=True)).first.click()
    expect(names).to_have_count(5)
    expect(page.locator(".gdviz-readout")).not_to_contain_text("Gradient descent")


def test_a_link_shows_the_same_picture_and_numbers_elsewhere(new_page) -> None:
    one = new_page()
    before = run_key(one)
    one.get_by_role("textbox", name="Start x").fill("1.25")
    one.keyboard.press("Enter")
    changed(one, before)
    before = run_key(one)
    one.get_by_role("textbox", name="Learning rate of run 2").fill("0.0075")
    one.keyboard.press("Enter")
    changed(one, before)
    one.wait_for_url(re.compile(r"0\.0075"))
    other = new_page("?" + one.url.split("?", 1)[1])
    assert run_key(other) == run_key(one)
    assert other.locator(".gdviz-readout").inner_text() == one.locator(".gdviz-readout").inner_text()
    assert other.url == one.url


def test_copy_link_copies_the_address_with_the_frame(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("slider", name="Frame").fill("12")
    page.locator(".gdviz-copy").click()
    expect(page.locator(".gdviz-copy-word")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("?frame=12")


def test_a_link_to_a_frame_opens_there(new_page) -> None:
    page = new_page("?frame=12")
    expect(player(page)).to_have_attribute("data-frame", "12")
    before = run_key(page)
    page.get_by_role("slider", name="Learning rate of run 1").press("ArrowRight")
    changed(page, before)
    expect(player(page)).to_have_attribute("data-frame", "12")
    page.wait_for_url(lambda address: address.endswith("&frame=12"))


def test_a_hostile_link_gives_defaults_and_a_quiet_notice(new_page, page: Page) -> None:
    hostile = "?steps=nan&run=%3Cscript%3Ealert(1)%3C/script%3E&start=1e999~..&seed=-5&p=__class__~1&surface=../etc&x=1"
    other = new_page(hostile)
    assert run_key(other) == run_key(page)
    expect(other.get_by_text("could not be read").first).to_be_visible()
    assert "script" not in other.locator(".stApp").inner_text()


def test_an_undefined_start_gets_a_sentence_and_a_way_out(new_page) -> None:
    page = new_page("?f=log(x)%2By%5E2&start=-1~1")
    expect(page.get_by_text("no real value or no gradient at the start")).to_be_visible()
    before = run_key(page)
    page.get_by_role("button", name=re.compile("Start at")).click()
    changed(page, before)
    expect(page.get_by_text("no real value or no gradient at the start")).to_have_count(0)


def ground(page: Page) -> int:
    colour = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    return sum(int(part) for part in re.findall(r"\d+", colour)[:3])


def test_light_and_dark(new_page) -> None:
    light, dark = new_page(color_scheme="light"), new_page(color_scheme="dark")
    assert ground(light) > 600
    assert ground(dark) < 150
    expect(player(light)).to_have_attribute("data-theme", "light")
    expect(player(dark)).to_have_attribute("data-theme", "dark")
    assert (
        player(dark).evaluate(
            "host => {"
            "  const probe = host.appendChild(document.createElement('i'));"
            "  probe.style.color = 'var(--gdviz-line)';"
            "  return getComputedStyle(probe).color;"
            "}"
        )
        == "rgb(48, 56, 70)"
    )


def test_the_menu_turns_the_lights_off_and_the_picture_follows(page: Page) -> None:
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    expect(player(page)).to_have_attribute("data-theme", "dark")
    assert ground(page) < 150


def test_on_a_phone_the_map_comes_first_and_nothing_sticks_out(new_page) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ground, transport, card = (
        page.locator(part).bounding_box() for part in (".gdviz-map", ".gdviz-transport", ".st-key-run0-card")
    )
    assert ground["y"] < card["y"]
    assert transport["y"] + transport["height"] <= 844, "the transport is under the thumb"
    assert ground["y"] + ground["height"] < transport["y"]


def test_the_projector_enlarges_type(page: Page) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('.gdviz-readout td')).fontSize)"
    before = page.evaluate(size)
    page.get_by_text("Projector").click()
    page.wait_for_url(re.compile("projector=on"))
    expect(player(page)).to_have_attribute("data-size", "projector")
    assert page.evaluate(size) > before


def test_a_choice_of_readings_is_said_once_and_the_picture_keeps_its_legend(page: Page) -> None:
    page.get_by_role("textbox", name="Surface").fill("log(x)+y^2")
    expect(page.locator(".gdviz-reading")).to_contain_text("log is the natural logarithm")
    expect(page.get_by_text("log is the natural logarithm")).to_have_count(1)
    expect(page.get_by_text("no gradient at the start (−0.6, −0.6).")).to_be_visible()
    expect(page.locator(".gdviz-legend")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".gdviz-loss .gdviz-caption")).to_have_text("f against step")
