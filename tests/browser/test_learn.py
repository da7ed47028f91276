"""Learn in Chromium: what is withheld is in no frame of the connection, and every kind of question is answered."""

import base64
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from gdviz.figures import played
from gdviz.figures.player_payload import packed_run
from gdviz.lessons.course import course_lesson
from gdviz.scene import Scene
from tests.browser.test_axe import GRAVE, still, violations
from tests.test_learn_page import OWN

pytestmark = pytest.mark.browser
MORE = 60_000


def learn(page: Page) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Learn", exact=True).click()
    expect(page.get_by_role("heading", name="How gradient descent learns")).to_be_visible(timeout=MORE)


def player(page: Page) -> Locator:
    return page.locator(".st-key-lesson-picture .gdviz-player")


def is_answered(page: Page, right: bool | None = None) -> None:
    expect(player(page)).to_have_attribute("data-parts", "column", timeout=MORE)
    expect(page.locator(".gdviz-judged")).to_have_count(1)
    expect(page.locator(".gdviz-judged")).to_be_visible()
    if right is not None:
        expect(page.locator(".gdviz-judged")).to_contain_text("Right." if right else "Not this time.")


def commit(page: Page) -> Locator:
    return page.get_by_role("button", name="Commit", exact=True)


def received(page: Page) -> list[bytes]:
    """What the connection of the page brings from now on."""
    frames: list[bytes] = []
    listener = page.context.new_cdp_session(page)
    listener.send("Network.enable")
    listener.on(
        "Network.webSocketFrameReceived",
        lambda event: frames.append(base64.b64decode(event["response"]["payloadData"])),
    )
    return frames


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_withheld_run_is_in_no_frame_until_the_answer_is_in(page: Page) -> None:
    frames = received(page)
    moment = course_lesson("rate").moments[0]
    shown = played(moment.scene)
    packed = packed_run(shown.runs[0])
    withheld = [packed[name].encode() for name in ("points", "values", "gradients")]
    withheld += [diagnosis.verdict.value.encode() for diagnosis in shown.diagnoses.values()]
    withheld.append(b"Too small a rate crawls")
    learn(page)
    page.get_by_role("button", name=re.compile("Begin Too small")).click()
    expect(player(page)).to_have_attribute("data-asked", "open", timeout=MORE)
    box = page.locator(".gdviz-clip").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_text("You say")).to_be_visible()
    before = b"".join(frames)
    assert b"click where the run is" in before, "the frames are read"
    assert [secret for secret in withheld if secret in before] == []
    bottom = page.get_by_role("button", name="Commit", exact=True).bounding_box()
    assert bottom["y"] + bottom["height"] < 768, "nothing that is needed to answer is below the fold"
    press(page, "Commit")
    is_answered(page)
    after = b"".join(frames)
    assert [secret for secret in withheld if secret not in after] == []
    expect(page).to_have_url(re.compile("lesson=rate&answers=rate~0~point~"))


def own_lesson(page: Page, folder: Path) -> None:
    learn(page)
    file = folder / "kinds.md"
    file.write_text(OWN, encoding="utf-8")
    page.locator("summary").filter(has_text="A lesson of your own").click()
    page.locator("input[type=file]").set_input_files(file)
    press(page, "Open your lesson")
    expect(page.get_by_text("Moment of the kind point.")).to_be_visible(timeout=MORE)


def next_moment(page: Page, kind: str) -> None:
    press(page, "Next")
    expect(page.get_by_text(f"Moment of the kind {kind}.")).to_be_visible(timeout=MORE)
    expect(player(page)).to_have_attribute("data-parts", "map")


def test_every_kind_is_answered_by_mouse_right_wrong_and_absurd(page: Page, tmp_path: Path) -> None:
    own_lesson(page, tmp_path)
    box = page.locator(".gdviz-clip").bounding_box()
    page.mouse.click(box["x"] - 20, box["y"] + box["height"] + 15)
    expect(commit(page)).to_be_disabled()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(commit(page)).to_be_enabled()
    commit(page).dblclick()
    is_answered(page, right=True)
    next_moment(page, "number")
    field = page.get_by_label("A number from 0 to 1000")
    for absurd in ("", "many", "1e999", "nan", "7 steps"):
        field.fill(absurd)
        press(page, "Commit")
        expect(page.get_by_role("alert")).to_be_visible()
        expect(player(page)).to_have_attribute("data-parts", "map")
    field.fill("1e9")
    press(page, "Commit")
    is_answered(page, right=False)
    next_moment(page, "choice")
    expect(commit(page)).to_be_disabled()
    page.get_by_text("it does not").click()
    press(page, "Commit")
    is_answered(page, right=False)
    next_moment(page, "order")
    page.get_by_role("button", name="Move place 3 up").click()
    expect(page.locator(".st-key-lesson-rank-1")).to_contain_text("2. third")
    press(page, "Commit")
    is_answered(page, right=False)
    next_moment(page, "arrow")
    mark = page.get_by_role("button", name=re.compile("Your arrow, not drawn yet")).bounding_box()
    page.mouse.click(mark["x"] + 22, mark["y"] + 22)
    expect(commit(page)).to_be_disabled()
    page.mouse.move(mark["x"] + 22, mark["y"] + 22)
    page.mouse.down()
    page.mouse.move(mark["x"] - 60, mark["y"] + 40, steps=4)
    page.mouse.up()
    press(page, "Commit")
    is_answered(page, right=False)
    press(page, "Finish")
    expect(page.locator(".stCode")).to_contain_text("GDVIZ1-")
    still(page)
    assert violations(page, {*GRAVE, "moderate"}) == []


def test_every_kind_is_answered_by_keyboard_right_wrong_and_absurd(page: Page, tmp_path: Path) -> None:
    own_lesson(page, tmp_path)
    keys = page.keyboard
    page.locator(".gdviz-answer").focus()
    for key in ("ArrowRight", "Shift+ArrowUp", "Shift+ArrowUp", "Enter", "Enter"):
        keys.press(key)
    is_answered(page, right=False)
    next_moment(page, "number")
    page.get_by_label("A number from 0 to 1000").focus()
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    keys.type("4*19")
    keys.press("Enter")
    keys.press("Enter")
    is_answered(page, right=True)
    next_moment(page, "choice")
    page.get_by_role("radio").first.focus()
    keys.press("Space")
    expect(commit(page)).to_be_enabled()
    commit(page).focus()
    keys.press("Enter")
    is_answered(page, right=True)
    next_moment(page, "order")
    for name, rank, option in (("Move place 2 up", 0, "1. two"), ("Move place 3 up", 1, "2. third")):
        page.get_by_role("button", name=name).focus()
        keys.press("Enter")
        expect(page.locator(f".st-key-lesson-rank-{rank}")).to_contain_text(option)
    commit(page).focus()
    keys.press("Space")
    is_answered(page, right=True)
    next_moment(page, "arrow")
    page.locator(".gdviz-answer").focus()
    for key in ("ArrowDown", "Shift+ArrowDown", "Enter"):
        keys.press(key)
    is_answered(page, right=True)


def test_the_course_is_offered_once_and_the_map_stays_where_it_is(page: Page) -> None:
    offer, box = page.locator(".gdviz-offer"), page.locator(".gdviz-map").bounding_box()
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Do not offer the course again").click()
    expect(offer).to_be_hidden()
    assert page.locator(".gdviz-map").bounding_box() == box
    page.reload()
    expect(player(page).or_(page.locator(".gdviz-player"))).to_have_attribute("data-ready", "1", timeout=MORE)
    expect(offer).to_be_hidden()


TASK = (
    "f=x%5E2%2B10y%5E2&start=3~2&steps=100&run=sgd~learning_rate~0.05"
    "&task.title=Turn+the+rate&task.hides=verdicts~minima~readouts&task.opens=knobs"
)


def run_of(rate: float) -> dict[str, bytes]:
    """Parts of what the player is sent of the task's run with this rate."""
    scene = Scene.from_query(parse_qs(TASK)).scene
    turned = replace(scene, runs=(scene.runs[0].turned("learning_rate", rate),))
    shown = played(turned)
    packed = packed_run(shown.runs[0])
    verdicts = b"".join(one.verdict.value.encode() for one in shown.diagnoses.values())
    return {"points": packed["points"].encode(), "values": packed["values"].encode(), "verdicts": verdicts}


def test_a_student_turns_what_is_open_and_nothing_else(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    frames = received(page)
    page.goto(f"{address}/learn?{TASK}")
    rate = page.get_by_role("textbox", name=re.compile("learning rate", re.IGNORECASE))
    expect(rate).to_have_value("0.05", timeout=MORE)
    expect(page.get_by_text("Fixed in this task: start (3, 2) · 100 steps.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(1)
    key = page.locator(".gdviz-key").first
    expect(key).to_contain_text("0.05")
    slider = page.get_by_role("slider", name=re.compile("learning rate", re.IGNORECASE))
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(rate).not_to_have_value("0.05")
    expect(key).not_to_contain_text("0.05", timeout=MORE)
    turned, start = (
        float(rate.input_value()),
        page.locator(".st-key-lesson-picture .gdviz-player").get_attribute("data-start"),
    )
    box = page.locator(".gdviz-clip").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    label = key.text_content() or ""
    slider.press("ArrowLeft")  # what comes after the click is answered after it
    expect(key).not_to_have_text(label, timeout=MORE)
    assert page.locator(".st-key-lesson-picture .gdviz-player").get_attribute("data-start") == start, (
        "the start is locked"
    )
    sent = b"".join(frames)
    for shown in (run_of(0.05), run_of(turned)):
        assert shown["points"] in sent, "the run is seen, and changes"
        assert shown["values"] not in sent
        assert shown["verdicts"] not in sent
    assert b"lowest minimum" not in sent
    expect(page.locator(".gdviz-legend")).not_to_contain_text("minimum")
    page.context.close()


def test_a_task_goes_round_by_its_link(new_page, browser: Browser) -> None:
    page = new_page("?f=x%5E2%2B10y%5E2&start=3~2&steps=100&run=sgd~learning_rate~0.05")
    page.get_by_role("button", name="Set a task").click()
    page.get_by_label("Title").fill("Where does it stop?")
    page.get_by_text("how the runs went", exact=True).click()
    page.get_by_text("the menu", exact=True).click()
    link = page.locator(".st-key-task-made code").first
    expect(link).to_contain_text("task.hides=verdicts~menu")
    expect(page.get_by_alt_text("QR code of the link")).to_be_visible()
    assert page.get_by_alt_text("QR code of the link").bounding_box()["width"] > 150, "a telephone reads it"
    student = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    student.goto(link.inner_text())
    expect(player(student)).to_have_attribute("data-asked", "open", timeout=MORE)
    expect(student.get_by_role("heading", name="Where does it stop?")).to_be_visible()
    expect(student.get_by_role("navigation", name="Pages")).to_have_count(0)
    student.locator(".gdviz-answer").focus()
    student.keyboard.press("ArrowUp")
    student.keyboard.press("Enter")
    is_answered(student)
    expect(student.locator(".gdviz-fate").filter(has_text=re.compile("."))).to_have_count(0)
    expect(student.locator(".stCode")).to_contain_text("GDVIZ1-")
    student.get_by_role("button", name="Leave the task").click()
    expect(student.get_by_role("heading", name="How gradient descent learns")).to_be_visible(timeout=MORE)
    student.context.close()
