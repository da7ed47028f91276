"""Inside a run with a real browser: looked into, stepped, taken apart; rules typed, played, shared and refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from gdviz.ui.components.menu import families
from tests.written_numbers import read

pytestmark = pytest.mark.browser


def player(page: Page):
    return page.locator(".gdviz-player")


def panel(page: Page):
    return page.locator(".gdviz-inside")


def to_frame(page: Page, frame: int) -> None:
    page.get_by_role("slider", name="Frame").fill(str(frame))
    expect(player(page)).to_have_attribute("data-frame", str(frame))


def cell(page: Page, name: str, column: int) -> float:
    row = panel(page).locator("tbody tr").filter(has=page.get_by_role("rowheader", name=name, exact=True))
    return read(row.locator("td").nth(column).inner_text())


def changed(page: Page, before: str) -> None:
    expect(player(page)).not_to_have_attribute("data-run-key", before)


def run_key(page: Page) -> str:
    return player(page).get_attribute("data-run-key") or ""


def rule(page: Page, number: int = 1):
    return page.get_by_role("textbox", name=f"Rule of run {number}")


def test_looking_inside_shows_numbers_that_follow_the_scrubber(page: Page) -> None:
    page.get_by_role("button", name="Look inside Adam").click()
    expect(player(page)).to_have_attribute("data-inside", "3")
    page.wait_for_url(re.compile("view=inside~3"))
    to_frame(page, 0)
    expect(panel(page)).to_have_attribute("data-step", "1")
    assert cell(page, "m", 0) == pytest.approx(0.1 * cell(page, "∇f", 0), rel=1e-3)
    assert cell(page, "v", 1) == pytest.approx(0.001 * cell(page, "∇f", 1) ** 2, rel=1e-3)
    to_frame(page, 20)
    expect(panel(page)).to_have_attribute("data-step", "20")
    page.keyboard.press("ArrowRight")
    expect(panel(page)).to_have_attribute("data-step", "21")
    to_frame(page, 150)
    expect(panel(page)).to_contain_text("last step, 150")
    page.get_by_role("button", name="Close the inside").click()
    expect(player(page)).to_have_attribute("data-inside", "off")
    expect(panel(page)).to_be_hidden()


def layer(page: Page) -> str:
    return page.evaluate("document.querySelector('.gdviz-layer').toDataURL()")


def test_each_drawing_has_a_switch_of_its_own(new_page) -> None:
    page = new_page("?run=adam~learning_rate~0.2&view=inside~0&frame=12")
    expect(player(page)).to_have_attribute("data-inside", "0")
    seen = {layer(page)}
    for name in ("gradient", "memory", "step", "scale"):
        chip = panel(page).get_by_role("button", name=name, exact=True)
        expect(chip).to_have_attribute("aria-pressed", "true")
        chip.click()
        expect(panel(page).get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "false")
        seen.add(layer(page))
    assert len(seen) == 5, "every switch changes the picture"


def test_methods_tell_what_they_tried(new_page) -> None:
    said = {
        "line_search": "rate 1: f =",
        "trust_region": "Circle 1; ",
        "nelder_mead": "The triangle's move: ",
        "conjugate_gradient": "straight downhill",
        "newton": "Curvatures ",
        "sam": "∇f",
        "schedule_free_sgd": "top",
    }
    page = new_page("?surface=rosenbrock&view=inside~0&frame=0&" + "&".join(f"run={key}" for key in said))
    for number, words in enumerate(said.values()):
        if number:
            page.locator(".gdviz-look").nth(number).click()
        expect(panel(page)).to_contain_text(words)
    expect(player(page)).not_to_have_attribute("data-error", re.compile("."))


def test_the_step_is_taken_apart_and_follows_the_steps(new_page) -> None:
    page = new_page("?run=momentum~learning_rate~0.004&frame=3")
    why = page.locator(".gdviz-why")
    expect(why).to_have_attribute("data-step", "3")
    page.get_by_text("Take this step apart").click()
    lines = page.locator("[class*='st-key-autopsy-line']")
    expect(lines).to_have_count(3)
    key = run_key(page)
    page.get_by_role("button", name="Step forward").click()
    expect(why).to_have_attribute("data-step", "4")
    expect(why).to_contain_text("Why step 4?")
    expect(lines).to_have_count(3)
    assert run_key(page) == key
    numbers = lines.nth(1).locator("annotation").nth(1).text_content() or ""
    first = re.search(r"&0.9 \\cdot ([\d.]+) \+ 1 \\cdot ([\d.]+) = ([\d.]+)", numbers)
    assert first, numbers
    memory, slope, result = map(float, first.groups())
    assert 0.9 * memory + slope == pytest.approx(result, rel=1e-4)


def test_a_rule_is_edited_checked_as_it_is_typed_and_shared(new_page) -> None:
    page = new_page("?run=adam~learning_rate~0.2&run=sgd~learning_rate~0.002")
    before = run_key(page)
    page.get_by_role("button", name="Knobs of run 1").click()
    page.get_by_role("button", name="Edit a copy of this rule").click()
    page.wait_for_url(re.compile("run=typed"))
    expect(rule(page)).to_have_value(re.compile("m = beta1"))
    page.keyboard.press("Escape")
    before = run_key(page)
    rule(page).fill("m = beta1*m + g\ntheta = theta - k*alpha*m")
    changed(page, before)
    expect(page.get_by_role("slider", name="K of run 1")).to_be_visible()
    before = run_key(page)
    page.get_by_role("slider", name="K of run 1").press("ArrowLeft")
    changed(page, before)
    page.wait_for_url(re.compile("~k~"))
    other = new_page("?" + page.url.split("?", 1)[1])
    assert run_key(other) == run_key(page)
    expect(rule(other)).to_have_value("m = beta1*m + g\ntheta = theta - k*alpha*m")


def test_a_wrong_rule_gets_a_caret_and_the_picture_stays(new_page) -> None:
    page = new_page("?run=typed~rule~theta+%3D+theta+-+alpha*g~learning_rate~0.002")
    key, numbers = run_key(page), page.locator(".gdviz-readout tbody td").all_inner_texts()
    rule(page).fill("theta = theta - alpha*sqroot(g)")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(rule(page)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".gdviz-rule mark")).to_have_text("sqroot")
    expect(page.locator("[class*='-rule-refusal'] code")).to_contain_text("^^^^^^")
    expect(page.locator(".gdviz-readout tbody th").first).to_contain_text("last good rule")
    assert page.locator(".gdviz-readout tbody td").all_inner_texts() == numbers
    rule(page).fill("theta = theta - alpha*sign(g)")
    expect(alert).to_have_count(0)
    changed(page, key)
    expect(rule(page)).to_have_attribute("aria-invalid", "false")


def test_a_hurried_hand_loses_no_letter(new_page) -> None:
    page = new_page("?run=typed~rule~theta+%3D+theta+-+alpha*g")
    area = rule(page)
    area.press("Control+End")
    typed = "  # and a remark that takes a while to write, longer than a pause"
    area.press_sequentially(typed, delay=15)
    expect(page.locator(".gdviz-rule")).to_have_attribute("data-heard", "theta = theta - alpha*g" + typed)
    expect(area).to_have_value("theta = theta - alpha*g" + typed)


def test_hostile_rules_in_a_link_give_a_sentence(new_page) -> None:
    page = new_page("?run=typed~rule~theta+%3D+__import__('os')&run=sgd~learning_rate~0.002")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".gdviz-readout tbody")).to_have_count(1)


def test_a_schedule_is_chosen_and_its_curve_drawn(new_page) -> None:
    page = new_page("?run=sgd~learning_rate~0.002")
    before = run_key(page)
    page.get_by_role("button", name="Knobs of run 1").click()
    page.get_by_role("combobox", name="Schedule of run 1").click()
    page.get_by_role("option", name="Cosine", exact=True).click()
    changed(page, before)
    page.wait_for_url(re.compile("schedule~cosine"))
    curve = page.locator("img.gdviz-curve")
    expect(curve).to_have_attribute("alt", re.compile("from 0.002"))
    assert curve.evaluate("image => image.complete && image.naturalWidth > 100")
    before = run_key(page)
    page.get_by_role("textbox", name="Noise of run 1").fill("2")
    page.keyboard.press("Enter")
    changed(page, before)
    page.wait_for_url(re.compile("noise~2"))


def test_the_menu_has_families_and_swaps_the_optimizer(page: Page) -> None:
    before = run_key(page)
    menu = page.get_by_role("combobox", name="Optimizer of run 1")
    expect(menu.locator("optgroup")).to_have_count(len(families()))
    menu.select_option("nelder_mead")
    changed(page, before)
    page.wait_for_url(re.compile("run=nelder_mead"))
    menu.select_option("typed")
    page.wait_for_url(re.compile("run=typed"))
    expect(rule(page)).to_have_value(re.compile("theta = theta - alpha"))


def test_the_run_that_is_taken_apart_is_picked_and_stays_picked(page: Page) -> None:
    to_frame(page, 13)
    why = page.locator(".gdviz-why")
    expect(why).to_have_attribute("data-step", "13")
    expect(why).to_contain_text("The gradient decided")
    picks = page.locator(".st-key-autopsy-run").get_by_role("radio").or_(page.locator(".st-key-autopsy-run button"))
    picks.filter(has_text="Adam").click()
    expect(why).to_contain_text("Memory won")
    page.get_by_role("button", name="Step forward").click()
    expect(why).to_have_attribute("data-step", "14")
    expect(picks.filter(has_text="Adam")).to_have_attribute("aria-checked", "true")
    page.get_by_role("button", name="Look inside RMSProp").click()
    expect(page.locator(".st-key-autopsy-run")).to_have_count(0)
    expect(why).to_contain_text(re.compile("scale|gradient|Memory"))
