"""Every screen: the stage of a classroom, tablets, phones, forced colours, and a page that stays where it is drawn."""

import io

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

DESKTOP = {"viewport": {"width": 1366, "height": 768}}
HALL = {"viewport": {"width": 1920, "height": 1080}}
TABLET = {"viewport": {"width": 820, "height": 1180}, "is_mobile": True, "has_touch": True}
TABLET_ACROSS = {"viewport": {"width": 1180, "height": 820}, "is_mobile": True, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PHONE_ACROSS = {"viewport": {"width": 844, "height": 390}, "is_mobile": True, "has_touch": True}
MAIN = "document.querySelector('[data-testid=stMain]')"
SHIFTS = """window.shifts = 0; new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll(
    ".gdviz-readout :is(.gdviz-name, .gdviz-fate, td), .gdviz-counter b, .gdviz-speed, .st-key-frame-head a p")]
  .filter((e) => e.checkVisibility()).map((e) => parseFloat(getComputedStyle(e).fontSize)))"""
UNDER_THE_MENU = """() => {
    const menu = document.querySelector("[data-testid=stMainMenu] button");
    if (!menu.checkVisibility({ visibilityProperty: true })) return [];
    const own = menu.getBoundingClientRect();
    return [...document.querySelectorAll("[data-testid=stMain] :is(button, a, input, select)")]
      .filter((e) => e.checkVisibility({ visibilityProperty: true })).map((e) => [e.getBoundingClientRect(), e])
      .filter(([box]) => box.left < own.right && box.right > own.left && box.top < own.bottom && box.bottom > own.top)
      .map(([, e]) => e.getAttribute("aria-label") || e.innerText);
}"""


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return found


def player_is_narrow(page: Page) -> bool:
    return page.locator(".gdviz-player").get_attribute("data-layout") == "narrow"


def settled(page: Page) -> None:
    """The reasons are there: with them nothing more is under way."""
    expect(page.locator(".gdviz-endings")).to_be_attached()


@pytest.mark.parametrize("screen", [DESKTOP, HALL, TABLET, PHONE], ids=["1366", "1920", "820", "390"])
def test_a_cold_page_hardly_moves(browser, address: str, screen: dict) -> None:
    context = browser.new_context(**screen)
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(address)
    expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1")
    settled(page)
    assert page.evaluate("window.shifts") < 0.1
    assert box(page, ".gdviz-scrubber")["width"] >= 200
    for row in (".gdviz-transport", ".gdviz-event"):
        assert page.evaluate(
            f"(({{ scrollWidth, clientWidth }}) => scrollWidth <= clientWidth)(document.querySelector('{row}'))"
        ), row
    context.close()


ROOMS = ((1920, 1080, 28), (1280, 720, 18), (1024, 768, 16))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_stage_is_read_from_the_last_row(new_page, scheme: str) -> None:
    page = new_page("?projector=on", color_scheme=scheme, **HALL)
    settled(page)
    for width, height, type_size in ROOMS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"document.querySelector('.gdviz-map').clientWidth <= {width}")
        assert page.evaluate(SMALLEST) >= type_size
        chart = box(page, ".gdviz-map")
        assert chart["width"] * chart["height"] >= 0.7 * width * height
        for part in (".gdviz-map", ".gdviz-transport", ".gdviz-readout", ".st-key-frame-projector"):
            expect(page.locator(part)).to_be_in_viewport(ratio=0.99)
        for facts in page.locator(".gdviz-readout tbody").all():
            name, verdict, value = facts.inner_text().split("\n")
            assert "α" in name
            assert verdict == "global minimum"
            assert float(value.split("·")[0]) > 0
        assert box(page, ".gdviz-start")["width"] >= 2 * type_size  # 34 px at 13 px type otherwise


RUNS = (
    "sgd~learning_rate~0.002 momentum~learning_rate~0.004 rmsprop~learning_rate~0.02 adam~learning_rate~0.2 "
    "nesterov~learning_rate~0.004 adagrad~learning_rate~0.5 lion~learning_rate~0.02 nadam~learning_rate~0.1"
).split()


def test_eight_runs_are_read_from_the_last_row(new_page) -> None:
    page = new_page("?projector=on&" + "&".join(f"run={run}" for run in RUNS), **HALL)
    settled(page)
    facts = page.locator(".gdviz-readout tbody")
    expect(facts).to_have_count(8)
    for width, height, type_size in ROOMS:
        page.set_viewport_size({"width": width, "height": height})
        expect(facts.last.locator("td").nth(3)).to_be_in_viewport(ratio=0.99)
        assert page.evaluate(SMALLEST) >= type_size
        assert page.evaluate("document.querySelector('.gdviz-readout').scrollHeight") <= (
            page.evaluate("document.querySelector('.gdviz-readout').clientHeight") + 1
        )


READ = (
    ".gdviz-panels :is(figcaption b, figcaption span, .gdviz-panel-sentence), .gdviz-counter b, .st-key-frame-head a p"
)


def test_the_other_pages_are_read_from_the_last_row(new_page) -> None:
    """On one first screen: the maps with their sentences at 28 px, and the transport where there is one.

    The pictures take 70 % of it; three square maps side by side, as wide as the screen, cannot: they take 45 %.
    """
    for path, parts, pictures, share in (
        ("Learning rate", (".gdviz-plate-layer", ".gdviz-transport"), ".gdviz-plate", 0.45),
        ("Traps", (".gdviz-plate-layer", ".gdviz-panel-sentence"), ".gdviz-plate", 0.7),
        ("Data", (".gdviz-fit-plot", ".gdviz-map", ".gdviz-transport"), ".gdviz-fit-plot, .gdviz-map", 0.7),
    ):
        page = new_page("?projector=on", **HALL)
        page.get_by_role("link", name=path, exact=True).click()
        sizes = f"""() => [...document.querySelectorAll("{READ}")]
            .filter((e) => e.checkVisibility() && e.innerText).map((e) => parseFloat(getComputedStyle(e).fontSize))"""
        expect(page.locator(parts[0]).first).to_be_visible()
        page.wait_for_function(f"({sizes})().length > 3")
        assert min(page.evaluate(sizes)) >= 28
        for part in parts:
            expect(page.locator(part).first).to_be_in_viewport(ratio=0.97)
        boxes = [picture.bounding_box() for picture in page.locator(pictures).all()]
        assert sum(one["width"] * one["height"] for one in boxes) >= share * 1920 * 1080, path


def test_the_stage_has_its_controls_below_the_picture(new_page) -> None:
    page = new_page("?projector=on", **HALL)
    tops = [
        box(page, part)["y"] for part in (".gdviz-map", ".gdviz-transport", ".st-key-formula-bar", ".st-key-run0-card")
    ]
    assert tops == sorted(tops)
    cards = [box(page, f".st-key-run{style}-card") for style in (0, 1, 2)]
    assert len({round(card["x"]) for card in cards}) == 3, "the cards stand in a row"
    page.get_by_role("textbox", name="Surface").fill("x^2 + 3y^2")
    expect(page.get_by_role("button", name="Your surface")).to_be_visible()
    page.get_by_role("link", name="Traps").click()
    expect(page).to_have_title("Traps · gdviz")
    assert page.evaluate(f"{MAIN}.scrollWidth <= {MAIN}.clientWidth")


@pytest.mark.parametrize("screen", [TABLET, TABLET_ACROSS, PHONE_ACROSS, PHONE], ids=["820", "1180", "844", "390"])
def test_play_is_under_the_thumb(new_page, screen: dict) -> None:
    page = new_page(**screen)
    play = page.get_by_role("button", name="Play")
    expect(play).to_be_in_viewport(ratio=1)
    expect(page.locator(".gdviz-scrubber")).to_be_in_viewport(ratio=1)
    assert page.evaluate(f"{MAIN}.scrollWidth <= {MAIN}.clientWidth")
    width = screen["viewport"]["width"]
    if width > 900:
        return
    settled(page)
    buttons = [button.bounding_box() for button in page.locator(".gdviz-tools button:visible").all()]
    assert all(one["x"] >= 0 and one["x"] + one["width"] <= width for one in buttons), "a tool is beyond the edge"
    if player_is_narrow(page):
        assert box(page, ".gdviz-pause")["y"] == box(page, ".gdviz-tools [data-toggle=arrows]")["y"]
        page.get_by_role("button", name="To the start").click()
        page.get_by_role("button", name="Next event").click()
        expect(page.locator(".gdviz-sentences p").first).to_be_in_viewport(ratio=1)
    page.locator(".st-key-run0-card").scroll_into_view_if_needed()
    expect(play).to_be_in_viewport(ratio=1)
    tops = [box(page, part)["y"] for part in (".gdviz-map", ".st-key-run0-card", ".gdviz-endings")]
    assert tops == sorted(tops)
    page.evaluate(f"{MAIN}.scrollTo(0, 0)")
    link = box(page, ".gdviz-copy")
    page.get_by_role("button", name="Take a snapshot").click()
    expect(page.locator(".gdviz-places [data-shown]")).to_be_in_viewport(ratio=1)
    assert box(page, ".gdviz-copy") == link, "the row of the buttons wraps"
    page.get_by_role("button", name="Delete this snapshot").click()
    expect(page.locator(".gdviz-places")).to_be_hidden()
    if screen is not TABLET:
        the_picture_comes_first(page)


FIRST = {
    "Learning rate": ([".gdviz-plate >> nth=0", ".gdviz-plate >> nth=2"], ".st-key-rates-knobs"),
    "Traps": ([".gdviz-plate >> nth=0", ".gdviz-plate >> nth=1"], ".st-key-traps-heads"),
    "Data": ([".gdviz-fit-plot", ".gdviz-map"], ".st-key-explore-rail"),
}
"""Page → what is seen without scrolling, above the transport, and what stands below it."""


def the_picture_comes_first(page: Page) -> None:
    """On a phone, upright or on its side, every page shows its pictures whole, above what turns them."""
    page.locator(".gdviz-scrubber").press("End")  # the sentences of an event would stand above the transport
    for name, (pictures, knobs) in FIRST.items():
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_title(f"{name} · gdviz")
        expect(page.locator(pictures[1])).to_be_visible()
        page.wait_for_function("document.querySelector('.gdviz-plate-layer, .gdviz-map').clientHeight > 100")
        bar = page.locator(".gdviz-transport")
        floor = bar.bounding_box()["y"] if bar.count() else page.viewport_size["height"]
        for picture in pictures:
            around = box(page, picture)
            assert around["y"] + around["height"] <= floor + 12, (name, picture)
            assert min(around["width"] - 40, around["height"]) > 110, (name, picture)
        assert box(page, knobs)["y"] > box(page, pictures[0])["y"] + 100, name
        assert page.evaluate(f"{MAIN}.scrollWidth <= {MAIN}.clientWidth"), name


def test_on_a_phone_the_map_stays_while_a_knob_is_turned(new_page) -> None:
    page = new_page(**PHONE)
    settled(page)
    whole = box(page, ".gdviz-map")
    slider = page.locator(".st-key-run2-card .gdviz-knob-slider")
    slider.scroll_into_view_if_needed()
    slider.focus()
    expect(page.locator(".gdviz-map")).to_be_in_viewport(ratio=1)
    small, held = box(page, ".gdviz-map"), slider.bounding_box()
    assert small["height"] < 0.7 * whole["height"]
    assert held["y"] > small["y"] + small["height"], "the map lies over the knob"
    assert held["y"] + held["height"] < box(page, ".gdviz-transport")["y"]


@pytest.mark.parametrize("touch", [True, False], ids=["fingers", "mouse"])
def test_the_menu_of_the_page_lies_over_no_button(new_page, touch: bool) -> None:
    page = new_page(has_touch=touch)
    settled(page)
    for width in (360, 390, 640, 820, 1024, 1180) if touch else (1366, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        for scrolled in (0, 40, 120, 333, 600):
            page.evaluate(f"{MAIN}.scrollTo(0, {scrolled})")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            assert page.evaluate(UNDER_THE_MENU) == [], (width, scrolled)


def test_the_legend_is_one_line_above_the_edge(new_page) -> None:
    page = new_page("?surface=rastrigin", **DESKTOP)
    settled(page)
    signs = page.locator(".gdviz-legend > span:not(.gdviz-key)")
    expect(page.locator(".gdviz-legend")).to_contain_text("121 of 441 points shown")  # 11 minima each way, 21 points
    expect(signs).to_have_count(7)
    # At once: it may be written anew meanwhile.
    read = "all => [...new Set(all.map((e) => Math.round(e.getBoundingClientRect().bottom)))]"
    (bottom,) = signs.evaluate_all(read)
    assert bottom <= 768 - 4


def contrast(page: Page, selector: str) -> int:
    """The largest difference of grey between pixels along the middle of an element: 255 from black to white."""
    part = page.locator(selector).first
    part.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(part.screenshot())).convert("L")
    column = [picture.getpixel((picture.width - 12, y)) for y in range(picture.height)]
    return max(column) - min(column)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_every_control_seen(new_page, scheme: str) -> None:
    page = new_page("?frame=60", forced_colors="active", color_scheme=scheme, **DESKTOP)
    for part in (".st-key-run0-card .gdviz-knob-slider", ".gdviz-scrubber"):  # the part of the track not yet passed
        assert contrast(page, part) > 100, part
    switch = page.locator(".st-key-frame-projector label > :not(:has(p, input))").first
    assert switch.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    bar = "getComputedStyle(document.querySelector('.st-key-run0-card'), '::before').backgroundImage"
    assert "gradient" in page.evaluate(bar)
    assert page.locator(".gdviz-swatch").first.evaluate("e => getComputedStyle(e).forcedColorAdjust") == "none"
    page.get_by_role("button", name="Add a run").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_what_is_ours_of_the_first_picture_is_light(browser, address: str) -> None:
    context = browser.new_context(**DESKTOP)
    page, ours = context.new_page(), []
    page.on("requestfinished", lambda request: ours.append(request) if "/app/static/" in request.url else None)
    page.goto(address)
    expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1")
    assert sum(request.sizes()["responseBodySize"] for request in ours) < 700_000
    assert len(ours) < 10
    assert not [request.url for request in ours if "gl3d" in request.url], "the 3-D library waits until it is wanted"
    context.close()
