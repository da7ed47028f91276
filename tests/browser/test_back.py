"""The browser's Back and Forward lead through the scenes of a visit."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning", timeout=60_000
    )


@pytest.mark.parametrize("name", ["Data", "Learning rate"])
def test_back_and_forward(new_page, name: str) -> None:
    page = new_page()
    page.get_by_role("link", name=name).click()
    page.wait_for_url(f"**/{name.lower().replace(' ', '_')}*")
    player = page.locator(".gdviz-player")
    settled(page)
    first = page.url
    toggle = page.get_by_text("Projector")
    toggle.click()
    expect(player).to_have_attribute("data-size", "projector")
    settled(page)
    second = page.url
    assert second != first
    page.go_back()
    expect(player).not_to_have_attribute("data-size", "projector")
    settled(page)
    assert page.url == first
    redo = page.get_by_role("button", name="Redo", exact=True)
    expect(redo).to_have_attribute("aria-disabled", "false")  # the server has followed
    settled(page)
    assert page.url == first, "Back is not undone"
    page.go_forward()
    expect(player).to_have_attribute("data-size", "projector")
    assert page.url == second
