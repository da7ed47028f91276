"""The menu "Take away" in the browser: files come out of the page itself, and play."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_files_are_saved_by_the_browser(new_page, tmp_path: Path) -> None:
    page = new_page("?run=adam&run=momentum~learning_rate~0.004&steps=100")
    media: list[str] = []
    page.on("request", lambda asked: "/media/" in asked.url and media.append(asked.url))
    page.locator("summary").filter(has_text="Take away").click()
    save = page.locator(".gdviz-save")
    files = {}
    for form in ("Web page", "Numbers"):
        page.get_by_role("radio", name=form, exact=True).or_(page.get_by_role("button", name=form, exact=True)).click()
        expect(page.get_by_text({"Numbers": "every digit.", "Web page": "without a network"}[form])).to_be_visible()
        with page.expect_download() as waiting:
            save.click()
        expect(save).to_contain_text("Saved gdviz-himmelblau")
        files[form] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(files[form])
    assert [file.suffix for file in files.values()] == [".html", ".json"]
    assert [run["steps"] for run in json.loads(files["Numbers"].read_text())["runs"]] == [100, 100]
    page.get_by_role("radio", name="Animation").or_(page.get_by_role("button", name="Animation")).click()
    page.get_by_role("radio", name="GIF").or_(page.get_by_role("button", name="GIF", exact=True)).click()
    expect(page.get_by_text("plays wherever pictures are shown")).to_be_visible()
    libraries: list[str] = []
    page.on("request", lambda asked: "vendor/" in asked.url and libraries.append(asked.url.split("/")[-1]))
    expect(page.get_by_text("101 frames of 900 × 900 pixels")).to_be_visible()
    page.get_by_role("button", name="Make film").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make film").click()
    expect(page.get_by_role("progressbar", name="Film")).to_be_hidden()
    film = Image.open(waiting.value.path())
    assert (waiting.value.suggested_filename, film.n_frames) == ("gdviz-himmelblau.gif", 101)
    assert libraries == ["gifenc.esm.js?v=1.0.3"], "loaded when a film is made, once, and nothing else"
    page.get_by_role("radio", name="WebP").or_(page.get_by_role("button", name="WebP")).click()
    expect(page.get_by_text("for browsers of today")).to_be_visible()
    save.click()
    page.get_by_role("button", name="Cancel").click()
    expect(save).to_contain_text("Cancelled")
    with page.expect_download() as waiting:
        save.click()
    assert Image.open(waiting.value.path()).n_frames == 101
    assert media == [], "no file of the server"
    page.goto(files["Web page"].as_uri())
    expect(page.locator(".gdviz-player")).to_have_attribute("data-frames", "101")
    expect(page.get_by_role("link", name="Change these runs")).to_have_attribute("href", re.compile("^http.*run=adam"))
