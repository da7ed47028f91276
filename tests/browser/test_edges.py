"""The page at its edges: wrong text, strangers' links, small screens, fingers, keys, and other machines."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
HOSTILE = (
    "?f=%00%01&p=~~&window=1~1~1~1&start=nan~inf&steps=99999999999999&run=evil&view=foo~bar&seed=1e999&stop=a~b",
    "?surface=..%2Fetc&surface=himmelblau&run=%3Cscript%3E&frame=-5&projector=%F0%9F%92%A9&__proto__=1",
    "?f=" + "a" * 3000 + "&run=" + "9" * 400,
    "?run=adam~beta1~-5~style~99&run=sgd~learning_rate~1e308&start=1_0~%D9%A1",
)
WRONG = {
    "x^2 + foo(y)": "I do not know the name",
    "x^2 + y^": "ends too early",
    "9^9^9": "too large",
    "log(-2)x": "not a real number",
    "x.__class__": "Names with dots",
    "<img src=x onerror=alert(1)>": "I do not know the name",
    "\\href{javascript:alert(1)}{x}": "LaTeX command",
    "х²+y²": "only looks like a Latin letter",
}
UNNAMED = """() => [...document.querySelectorAll("button, input, select, textarea, a, [tabindex='0']")]
  .filter((e) => e.offsetParent && !(e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.title ||
    e.innerText?.trim() || [...(e.labels || [])].some((label) => label.innerText.trim())))
  .map((e) => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll(
    ".gdviz-player :is(button, select, input), .gdviz-copy, .gdviz-knob-entry, .stButton button")]
  .filter((e) => e.offsetParent).map((e) => [e.getAttribute("aria-label") || e.innerText, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 39.5 || box.width < 39.5)
  .map(([name, box]) => `${name} ${box.width} x ${box.height}`)"""
CUT = """() => [...document.querySelectorAll(".gdviz-readout td, .gdviz-readout thead th")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"""


def run_key(page: Page) -> str:
    return page.locator(".gdviz-player").get_attribute("data-run-key") or ""


def test_wrong_text_gets_a_sentence_and_a_caret_and_nothing_is_lost(page: Page) -> None:
    before, box = run_key(page), page.get_by_role("textbox", name="Surface")
    right, refusal = box.input_value(), page.locator(".st-key-formula-refusal")
    for typed, sentence in WRONG.items():
        box.fill(typed)
        expect(refusal).to_contain_text(sentence)
        expect(refusal.locator("code")).to_contain_text("^")
        assert box.input_value() == typed
        assert run_key(page) == before
        assert refusal.locator("img, a").count() == 0
        expect(page.get_by_role("button", name="Play")).to_be_in_viewport(ratio=0.9)
    box.fill(right)
    expect(refusal).to_have_count(0)
    assert run_key(page) == before


def test_the_player_is_never_taken_off_the_page(page: Page) -> None:
    """One element from first to last: a player made anew is a flash of an empty map."""
    root = page.locator(".gdviz-player")
    root.evaluate("element => { element.marked = true; }")
    box, before = page.get_by_role("textbox", name="Surface"), run_key(page)
    below = ("formula-refusal", "formula-parameters", "stage-undefined")
    fits = """() => { const high = (css) => Math.round(document.querySelector(css).getBoundingClientRect().height);
        return Math.abs(high(".gdviz-axes") - high(".gdviz-contour svg") - 40) < 20; }"""  # the axes' margin: 40
    texts = (("x^2 + foo(y)", below[0]), ("x^2 + 3y^2", ""), ("a x^2 + y^2", below[1]), ("log(x) + y^2", below[2]))
    for typed, shown in (*texts, ("x^2 + 2y^2", "")):
        box.fill(typed)
        for key in below:
            expect(page.locator(f".st-key-{key}")).to_have_count(int(key == shown))
        page.wait_for_function(fits)  # the sentence takes its room from the map: the ground follows, not the axes alone
        if typed != "x^2 + foo(y)":
            expect(root).not_to_have_attribute("data-run-key", before)
            before = run_key(page)
        assert root.evaluate("element => element.marked === true"), typed
    page.get_by_text("Projector").click()
    expect(root).to_have_attribute("data-size", "projector")
    assert root.evaluate("element => element.marked === true")


@pytest.mark.parametrize("link", HOSTILE)
def test_a_strangers_link_gives_a_picture_and_one_sentence(new_page, link: str) -> None:
    page = new_page(link)
    assert page.locator(".gdviz-player").get_attribute("data-error") is None
    assert page.locator("[data-testid=stException]").count() == 0
    said = page.locator(".st-key-notices")
    assert said.count() <= 1
    assert page.locator(".stApp").inner_text().count("could not be read") <= 1


def test_a_link_shows_the_same_picture_elsewhere_after_a_reload_and_after_going_back(new_page) -> None:
    page = new_page("?f=x%5E2%2B2y%5E2&start=-3~1&run=sgd~learning_rate~0.1&run=adam&steps=60")
    key = run_key(page)
    numbers = page.locator(".gdviz-readout td").all_inner_texts()
    page.reload()
    expect(page.locator(".gdviz-player")).to_have_attribute("data-run-key", key)
    other = new_page(f"?{page.url.partition('?')[2]}")
    assert run_key(other) == key
    assert other.locator(".gdviz-readout td").all_inner_texts() == numbers
    page.get_by_role("link", name="Learning rate").click()
    page.wait_for_url("**/learning_rate*")
    page.go_back()
    expect(page.locator(".gdviz-player")).to_have_attribute("data-run-key", key)
    expect(page.get_by_role("textbox", name="Surface")).to_have_value("x^2+2y^2")


@pytest.mark.parametrize(
    "link",
    ["", "?projector=on", "?f=a+x%5E2+%2B+b+y%5E2", "?f=log(x)%2By%5E2&start=-1~1", "?f=sin", "?f=sin&run=evil"],
)
def test_play_is_on_the_first_screen(new_page, link: str) -> None:
    expect(new_page(link).get_by_role("button", name="Play")).to_be_in_viewport(ratio=0.9)


def test_on_a_projector_no_number_is_cut_or_overlaps(new_page) -> None:
    page = new_page("?projector=on")
    expect(page.locator(".gdviz-player")).to_have_attribute("data-size", "projector")
    assert page.evaluate(CUT) == []


def test_every_control_has_a_name_and_shows_the_hand_on_the_keyboard(page: Page) -> None:
    assert page.evaluate(UNNAMED) == []
    expect(page.get_by_role("button", name="Copy link")).to_have_count(1)
    for name in ("Explore", "Learning rate"):
        page.get_by_role("link", name=name).focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        seen = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(seen) == "solid", name


def test_a_finger_finds_every_control_of_a_phone(new_page) -> None:
    page = new_page(**PHONE)
    assert page.evaluate(SMALL) == []
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    expect(page.get_by_role("button", name="Play")).to_be_in_viewport()


def test_the_minimum_of_a_cone_is_a_place_to_rest(new_page) -> None:
    page = new_page("?f=sqrt(x%5E2%2By%5E2)&start=0~0&run=sgd&steps=20")
    expect(page.locator(".st-key-stage-undefined")).to_have_count(0)
    expect(page.locator(".gdviz-player")).to_have_attribute("data-frames", "21")
    expect(page.locator(".gdviz-readout")).to_contain_text("global minimum")


def test_two_gestures_at_once_are_both_done(page: Page) -> None:
    both = """async (pause) => {
        document.querySelector(".st-key-frame-projector input").click();
        await new Promise((then) => setTimeout(then, pause));
        document.querySelector(".gdviz-player [aria-label^='Look inside']").click();
    }"""
    player, size = page.locator(".gdviz-player"), ""
    for pause in (0, 5, 10, 15, 20, 25, 30, 35, 40, 50):
        page.evaluate(both, pause)
        size = "" if size else "projector"
        expect(player).to_have_attribute("data-size", size)
        expect(page.get_by_role("switch", name="Projector")).to_be_checked(checked=bool(size))


def test_the_one_sentence_of_a_page_is_whole_at_every_width(new_page) -> None:
    page = new_page("?surface=eggholder&steps=5")
    sentence = page.locator(".st-key-frame-remark .gdviz-remark")
    page.locator(".gdviz-offer-close").click()  # the course is offered in its place at first
    for name in ("Explore", "Learn", "Learning rate", "Traps", "Data"):
        page.set_viewport_size({"width": 1366, "height": 768})
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_title(re.compile(name if name != "Explore" else "gdviz"))
        for width in (360, 390, 640, 820, 1024, 1280, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 768})
            expect(sentence).to_be_visible()
            assert sentence.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), (name, width)
