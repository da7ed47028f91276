"""Words and transport of the player: phrases while it plays, sentences when it stands, one meaning of a step."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def player(page: Page) -> Locator:
    return page.locator(".gdviz-player")


def at_first_event(page: Page) -> int:
    """Go to the first event; the frame it stands at."""
    page.locator(".gdviz-map").focus()
    page.keyboard.press("Home")
    expect(page.locator(".gdviz-coming")).to_have_text(re.compile(r"Next event: step \d+"))
    expect(page.locator(".gdviz-sentences")).to_be_empty()
    page.keyboard.press("n")
    expect(page.locator(".gdviz-sentences p")).not_to_have_count(0)
    return int(player(page).get_attribute("data-frame") or -1)


def test_sentences_stand_under_the_map_and_only_while_it_stands(page: Page) -> None:
    at_first_event(page)
    map_, row = page.locator(".gdviz-map").bounding_box(), page.locator(".gdviz-event").bounding_box()
    assert row["y"] >= map_["y"] + map_["height"], "never over the map"
    page.get_by_label("Speed").select_option("0.1")
    changes = """() => { window.spoken = []; for (const name of ["sentences", "live"]) {
      const region = document.querySelector(`.gdviz-${name}`);
      new MutationObserver(() => window.spoken.push(region.textContent))
        .observe(region, { childList: true, subtree: true, characterData: true });
    } }"""
    page.evaluate(changes)
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".gdviz-sentences")).to_be_empty()
    on_its_way = "(first) => Number(document.querySelector('.gdviz-player').dataset.frame) > first + 1"
    page.wait_for_function(on_its_way, arg=int(player(page).get_attribute("data-frame") or 0))
    assert set(page.evaluate("window.spoken")) == {""}, "nothing is read out while it plays"
    expect(page.locator(".gdviz-event")).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".gdviz-live")).to_contain_text("Frame")


def test_it_pauses_at_events_when_asked_and_the_link_says_so(page: Page) -> None:
    first = at_first_event(page)
    page.get_by_role("button", name="Stop at events").click()
    page.wait_for_url(re.compile("view=pause"))
    page.get_by_role("button", name="To the start").click()
    expect(player(page)).to_have_attribute("data-frame", "0")
    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(player(page)).to_have_attribute("data-frame", str(first))
    expect(player(page)).to_have_attribute("data-playing", "0")
    expect(page.locator(".gdviz-sentences p")).not_to_have_count(0)


def test_to_the_start_restarts_what_plays(page: Page) -> None:
    page.get_by_label("Speed").select_option("0.5")
    page.get_by_role("slider", name="Frame").fill("100")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("+document.querySelector('.gdviz-player').dataset.frame > 100")
    page.get_by_role("button", name="To the start").click()
    page.wait_for_function("+document.querySelector('.gdviz-player').dataset.frame < 100")
    expect(player(page)).to_have_attribute("data-playing", "1")


def test_event_card_inside_and_readout_speak_of_the_step_just_made(page: Page) -> None:
    frame = at_first_event(page)
    sentence = page.locator(".gdviz-sentences").inner_text()
    assert re.search(rf"\b[Ss]teps? {frame}\b", sentence), sentence
    expect(page.locator(".gdviz-why")).to_have_attribute("data-step", str(frame))
    expect(page.locator(".gdviz-readout tbody td").first).to_have_text(str(frame))
    page.get_by_role("button", name="Look inside Momentum").click()
    expect(page.locator(".gdviz-inside")).to_have_attribute("data-step", str(frame))
    page.locator(".gdviz-inside").get_by_role("button", name="next").click()
    expect(page.locator(".gdviz-inside")).to_have_attribute("data-step", str(frame + 1))
    expect(page.locator(".gdviz-why")).to_have_attribute("data-step", str(frame + 1))
    page.get_by_role("button", name="Take the step just made").click()
    expect(page.locator(".gdviz-inside")).to_have_attribute("data-step", str(frame))
    expect(page.locator(".gdviz-why")).to_have_attribute("data-step", str(frame))


def test_no_list_of_children_changes_while_it_plays(page: Page) -> None:
    page.get_by_label("Speed").select_option("4")
    page.get_by_role("button", name="Look inside Adam").click()
    expect(page.locator(".gdviz-inside")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("+document.querySelector('.gdviz-player').dataset.frame > 2")
    page.evaluate("""() => { window.changes = 0; new MutationObserver((list) => (window.changes += list.length))
      .observe(document.querySelector(".gdviz-player"), { childList: true, subtree: true }); }""")
    page.wait_for_function("+document.querySelector('.gdviz-player').dataset.frame > 60")
    assert page.evaluate("window.changes") == 0


def test_a_long_tip_wraps_inside_the_map(page: Page) -> None:
    at_first_event(page)
    box = page.locator(".gdviz-map").bounding_box()
    tip = page.locator(".gdviz-tip")
    page.evaluate("""() => { const tip = document.querySelector(".gdviz-tip");
      tip.hidden = false; tip.textContent = "a long sentence of many words ".repeat(12); }""")
    shown = tip.bounding_box()
    assert shown["width"] <= 0.62 * box["width"]
    assert shown["height"] > 40


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_have_the_colours_of_the_paths(new_page, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    for k, name in enumerate(("Gradient descent", "Momentum", "RMSProp", "Adam")):
        card = page.evaluate(f"""() => {{ const probe = document.createElement("i");
          probe.style.color = "var(--run)"; document.querySelector(".st-key-run{k}-card").append(probe);
          const color = getComputedStyle(probe).color; probe.remove(); return color; }}""")
        block = page.locator(".gdviz-readout tbody").filter(has_text=name).first
        stroke = block.locator(".gdviz-swatch line").evaluate("line => getComputedStyle(line).stroke")
        assert card == stroke, name


OVER = "document.querySelector('.gdviz-space > canvas.gdviz-under')"


def colours_over(page: Page) -> set[str]:
    """Which of the four runs' colours stand on the canvas over the surface in space."""
    return set(
        page.evaluate(f"""() => {{ const over = {OVER};
      const {{ data }} = over.getContext("2d").getImageData(0, 0, over.width, over.height);
      const found = new Set();
      for (let k = 0; k < data.length; k += 4) if (data[k + 3] === 255) found.add(data.slice(k, k + 3).join());
      return [...found]; }}""")
    ) & {"0,114,178", "213,94,0", "0,158,115", "196,103,155"}


def test_space_tells_what_the_map_tells(new_page) -> None:
    page = new_page("?frame=23")
    expect(page.locator(".gdviz-legend")).to_contain_text("event")
    legend = page.locator(".gdviz-legend").inner_html()
    page.get_by_role("button", name="3-D").click()
    page.wait_for_function(f"{OVER}?.width > 100")
    expect(page.locator(".gdviz-space")).to_have_attribute("aria-label", re.compile("f, on a logarithmic scale"))
    assert page.locator(".gdviz-legend").inner_html() == legend, "the same signs"
    assert len(colours_over(page)) == 4, "paths, heads and arrows of every run"
    before = page.evaluate(f"{OVER}.toDataURL()")
    page.get_by_role("button", name="Step forward").click()
    page.wait_for_function("(before) => " + OVER + ".toDataURL() !== before", arg=before)
    page.get_by_role("button", name="linear").first.click()
    expect(page.locator(".gdviz-space")).to_have_attribute("aria-label", re.compile("height is f$"))
    turned = page.evaluate(f"{OVER}.toDataURL()")
    box = page.locator(".gdviz-space").bounding_box()
    page.mouse.move(box["x"] + 250, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 350, box["y"] + 210, steps=4)
    page.mouse.up()
    page.wait_for_function("(before) => " + OVER + ".toDataURL() !== before", arg=turned)
