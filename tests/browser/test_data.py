"""The Data page in Chromium: one scrubber for fit, map and curves; batches, own tables, overfitting, a network."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SMALL = "height;weight;kind\n170,5;65;a\n180;80,2;b\n165;55;a\n190;95;b\n175;NA;b\n160;50;a\n"


def player(page: Page):
    return page.locator(".gdviz-player")


@pytest.fixture
def data_page(new_page):
    """Opens the Data page from Explore, with a query."""

    def opened(query: str = "", **options) -> Page:
        page = new_page(query, **options)
        page.get_by_role("link", name="Data", exact=True).click()
        expect(page.locator(".gdviz-player[data-fit]")).to_have_attribute("data-ready", "1")
        return page

    return opened


def scrub(page: Page, frame: int) -> None:
    page.get_by_role("slider", name="Frame").fill(str(frame))
    expect(player(page)).to_have_attribute("data-frame", str(frame))


def lit(page: Page) -> list[str]:
    return [row for row in (player(page).get_attribute("data-batch") or "").split(",") if row]


def test_fit_and_map_and_transport_share_the_first_screen(data_page) -> None:
    page = data_page()
    for part in (".gdviz-fit", ".gdviz-map", ".gdviz-transport", ".gdviz-loss", ".gdviz-readout"):
        box = page.locator(part).bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= 768, part
    fit, ground = page.locator(".gdviz-fit").bounding_box(), page.locator(".gdviz-map").bounding_box()
    assert fit["x"] + fit["width"] <= ground["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_batch_follows_the_scrubber(data_page) -> None:
    page = data_page()
    seen = set()
    for frame in range(5):  # five batches of eight are the first pass over forty rows
        scrub(page, frame)
        rows = lit(page)
        assert len(rows) == 8
        seen.update(rows)
    assert len(seen) == 40
    expect(page.locator(".gdviz-angle").nth(1)).to_contain_text("batch of 8, ∠")
    page.get_by_role("button", name="batch of 1", exact=True).click()
    expect(player(page)).to_have_attribute("data-batch", re.compile(r"^\d+$"))


def test_another_batch_size_draws_other_batches(data_page) -> None:
    page = data_page()
    before = player(page).get_attribute("data-run-key")
    entry = page.get_by_role("textbox", name="Batch of run 2")
    entry.fill("5")
    entry.press("Enter")
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    scrub(page, 3)
    assert len(lit(page)) == 5
    page.wait_for_url(re.compile(r"data\.run=5~sgd"))


def test_the_curves_stand_against_rows_seen_and_the_link_says_so(data_page) -> None:
    page = data_page()
    page.get_by_role("group", name="Loss chart against").get_by_role("button", name="rows").click()
    expect(player(page)).to_have_attribute("data-axis", "rows")
    page.wait_for_url(re.compile(r"data\.axis=rows"))


def test_playing_moves_map_and_fit(data_page) -> None:
    page = data_page()
    scrub(page, 0)
    first = lit(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(player(page)).not_to_have_attribute("data-frame", "0")
    page.get_by_role("button", name="Pause").click()
    assert lit(page) != first


def test_a_table_is_uploaded_chosen_from_and_put_into_the_link(data_page, tmp_path) -> None:
    page = data_page()
    before = player(page).get_attribute("data-run-key")
    page.locator(".st-key-data-set input").first.fill("Your own")  # the list is long: only its part in view is drawn
    page.get_by_role("option", name="Your own table").click()
    given = tmp_path / "own.csv"
    given.write_text(SMALL, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(given)
    page.get_by_role("button", name="Use these rows").click()
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    page.wait_for_url(re.compile(r"data\.set=own"))
    assert "170" not in page.url
    page.get_by_role("button", name="Rows", exact=True).click()
    page.get_by_text("Put the rows into the link").click()
    page.wait_for_url(re.compile(r"data\.table=height.*170"))


def test_what_is_no_table_gets_a_sentence(data_page, tmp_path) -> None:
    page = data_page()
    page.locator(".st-key-data-set input").first.fill("Your own")  # the list is long: only its part in view is drawn
    page.get_by_role("option", name="Your own table").click()
    junk = tmp_path / "sheet.csv"
    junk.write_bytes(b"PK\x03\x04" + bytes(range(200)))
    page.locator("input[type=file]").set_input_files(junk)
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("spreadsheet")


def test_overfitting_marks_the_early_stop_and_jumps_to_it(data_page) -> None:
    page = data_page()
    page.get_by_role("radio", name="Overfitting").or_(page.get_by_role("button", name="Overfitting")).first.click()
    expect(player(page)).to_have_attribute("data-frames", "301")
    scrub(page, 0)
    page.get_by_role("button", name="Next event").click()
    expect(page.locator(".gdviz-event")).to_contain_text("Early stop")
    stop = int(player(page).get_attribute("data-frame") or 0)
    assert 0 < stop < 300
    expect(page.locator(".gdviz-angle").first).to_contain_text("set apart")
    page.wait_for_url(re.compile(r"data\.part=overfitting"))


def test_a_network_learns_under_the_same_scrubber(data_page) -> None:
    page = data_page("?data.part=network&data.set=moons&data.rows=60&data.steps=80&data.run=8~adam")
    expect(player(page)).to_have_attribute("data-frames", "81")
    expect(page.locator(".gdviz-fit-words")).to_contain_text("A slice")
    pixels = "document.querySelector('.gdviz-fit canvas').toDataURL()"
    scrub(page, 0)
    before = page.evaluate(pixels)
    scrub(page, 80)
    assert page.evaluate(pixels) != before


def test_a_wrong_loss_says_where_and_keeps_the_picture(data_page) -> None:
    page = data_page()
    before = player(page).get_attribute("data-run-key")
    page.get_by_label("Loss of one row").fill("(w*x + b - q(y))^2 + foo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator(".st-key-formula-refusal code")).to_contain_text("^")
    assert player(page).get_attribute("data-run-key") == before


def test_a_phone_shows_fit_and_map_and_does_not_scroll_sideways(data_page) -> None:
    page = data_page(viewport={"width": 390, "height": 844})
    fit, ground = page.locator(".gdviz-fit").bounding_box(), page.locator(".gdviz-map").bounding_box()
    assert fit["y"] + fit["height"] <= ground["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_rows_stay_open_while_their_number_is_turned(data_page) -> None:
    page = data_page()
    before = player(page).get_attribute("data-run-key")
    page.get_by_role("button", name="Rows", exact=True).click()
    entry = page.get_by_role("textbox", name="Rows", exact=True)
    entry.fill("60")
    entry.press("Enter")
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    expect(page.locator("#gdviz-rows")).to_have_text("60 rows")
    expect(entry).to_be_visible()


def test_models_that_do_not_suit_own_rows_are_greyed_and_others_keep_them(data_page) -> None:
    page = data_page("?data.set=own&data.standard=on&data.table=hours,passed%0A1,0%0A2,0%0A3,1%0A4,0%0A5,1%0A6,1")
    menu = page.get_by_label("Model", exact=True)
    expect(menu.locator("option[value=poisson]")).to_be_disabled()
    expect(menu.locator("option[value=logistic_weights]")).to_have_attribute("title", re.compile("needs two inputs"))
    for model in ("logistic", "linear"):
        before = player(page).get_attribute("data-run-key")
        menu.select_option(model)
        expect(player(page)).not_to_have_attribute("data-run-key", before)
        expect(page.locator("#gdviz-rows")).to_have_text("6 rows")


def test_a_click_on_the_degrees_chooses_one(data_page) -> None:
    page = data_page("?data.part=polynomial&data.set=polynomial&data.rows=24&data.seed=2&data.steps=50")
    chart = page.locator('.gdviz-chart[data-ready="1"]')
    expect(chart).to_be_visible()
    box = chart.bounding_box()
    before = player(page).get_attribute("data-run-key")
    page.mouse.click(box["x"] + 0.25 * box["width"], box["y"] + 0.5 * box["height"])
    expect(player(page)).not_to_have_attribute("data-run-key", before)
    page.wait_for_url(re.compile(r"data\.degree=[234]\b"))


def test_tools_and_page_fit_a_tablet(data_page) -> None:
    page = data_page(viewport={"width": 820, "height": 1180})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("one => one.scrollWidth <= one.clientWidth")
    for button in page.locator(".gdviz-tools button:visible").all():
        box = button.bounding_box()
        assert box["x"] + box["width"] <= 820


def test_runs_on_batches_of_one_size_are_told_apart_by_colour(data_page) -> None:
    page = data_page("?data.run=1~sgd~style~0&data.run=1~adam~style~1&data.run=1~momentum~style~2")
    tabs = page.locator(".gdviz-fit-spots button")
    expect(tabs).to_have_count(3)
    colors = {line.get_attribute("stroke") for line in tabs.locator("line").all()}
    assert len(colors) == 3
