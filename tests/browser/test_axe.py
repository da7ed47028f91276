"""The axe rules (axe-core, by Deque) on every page and every opened state: no serious or critical violation."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
SIZES = ((1366, 768), (390, 844))
THEMES = ("light", "dark")
PAGES = ("Explore", "Learn", "Learning rate", "Traps", "Data")
AXE = Axe()


def violations(page: Page, levels: set[str] = GRAVE) -> list[str]:
    """The broken rules of these levels with the first three places of each."""
    return [
        f"{one['impact']} {one['id']}: {[(node['target'], node['failureSummary'][:200]) for node in one['nodes'][:3]]}"
        for one in AXE.run(page).response["violations"]
        if one["impact"] in levels
    ]


def still(page: Page) -> None:
    """The script has run, and what Streamlit fades in is there; an animation that follows scrolling never ends."""
    state = page.locator("[data-testid=stApp]")
    expect(state).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)
    page.wait_for_function(
        """!document.querySelector("[data-stale=true]") && document.getAnimations().every(
          (one) => !(one.timeline instanceof DocumentTimeline) || one.playState !== "running")"""
    )


def check(page: Page, *levels: str) -> None:
    """Both sizes and both themes, in pairs: a size lays out and a theme colours, each for itself."""
    complaints = {}
    for size, theme in zip(SIZES, THEMES, strict=True):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", theme)
        still(page)
        if broken := violations(page, {*GRAVE, *levels}):
            complaints[(*size, theme)] = broken
    assert complaints == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page(page: Page, name: str) -> None:
    if name != "Explore":
        page.get_by_role("link", name=name, exact=True).click()
        page.wait_for_url(f"**/{name.lower().replace(' ', '_')}*")
    expect(page.get_by_role("heading", name=f"gdviz {name}")).to_be_visible()
    still(page)
    check(page, "moderate")


def test_everything_that_unfolds(new_page) -> None:
    """Letters, a rule of one's own with a mistake, a run's inside, the table, and every expander, all at once."""
    page = new_page("?f=a*x^2%2By^2&run=typed~rule~v=beta*v%2Bq(&run=adam&start=2~1")
    page.locator(".gdviz-look").last.click()
    expect(page.locator(".gdviz-inside table")).to_be_visible()
    page.locator(".gdviz-table-switch").click()
    for title in ("Take this step apart", "Take away", "Critical points and events"):
        page.locator("summary").filter(has_text=title).click()
        still(page)
    expect(page.locator(".stCode").first).to_be_visible()
    check(page, "moderate", "minor")


def test_what_opens_over_the_page(page: Page) -> None:
    for opened in (
        "Himmelblau",
        "∇f, H",
        "List of functions",
        "Seed, stopping, window",
        "Knobs of run 1",
        "Keys",
        "3-D",
    ):
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        page.get_by_role("button", name=re.compile(opened)).first.click()
        still(page)
        if opened == "Himmelblau":
            expect(page.locator(".gdviz-pick")).to_have_count(41)
        check(page)
        page.keyboard.press("Escape")


def test_an_error(new_page) -> None:
    page = new_page("?f=x%2B")
    expect(page.locator(".gdviz-sentence").first).to_be_visible()
    check(page)
