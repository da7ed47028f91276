"""What playing costs the browser: drawn frames a second, and milliseconds of CPU of its main thread a frame."""

import argparse
import os
from typing import NamedTuple

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.rerun import opening, served
from benchmarks.targets import Target, at_least, at_most, shown
from benchmarks.timing import table
from benchmarks.tracing import traced
from tests.browser.chromium import FLAGS, find

RATES = {"sgd": 0.002, "momentum": 0.004, "rmsprop": 0.02, "adam": 0.2, "nesterov": 0.004, "adagrad": 0.5}
LINK = "/?steps=1000&view=loop~on&" + "&".join(f"run={key}~learning_rate~{rate}" for key, rate in RATES.items())
SPEEDS = ("1", "4", "16")
STYLE, FRAMES = 3.0, 50.0
"""Milliseconds of style a frame at most; drawn frames a second at least, on a machine that does nothing else."""
COUNT = """() => { window.drawn = 0;
  document.querySelector(".gdviz-player").addEventListener("gdviz-frame", () => { window.drawn += 1; }); }"""


class Played(NamedTuple):
    """Of one stretch of playing: frames a second as drawn; milliseconds of CPU a frame, of which style and script."""

    frames: float
    whole: float
    style: float
    script: float


def played(browser: Browser, page: Page, speed: str, seconds: float) -> Played:
    """Play at this speed for so long."""
    page.get_by_label("Speed").select_option(speed)
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(700)  # the first frames also answer the click
    seen = "[window.drawn, performance.now()]"
    before, since = page.evaluate(seen)
    spent = traced(browser, page, lambda: page.wait_for_timeout(1000 * seconds))
    after, until = page.evaluate(seen)
    page.get_by_role("button", name="Pause", exact=True).click()
    count = max(1, after - before)
    return Played(1e3 * count / (until - since), *(spent.get(name, 0.0) / count for name in ("all", "style", "script")))


def measured(seconds: float) -> dict[str, Played]:
    """Six runs of a thousand steps at each speed."""
    with served() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        opening(page, address + LINK)
        expect(page.locator(".gdviz-fate").first).not_to_be_empty(timeout=30_000)
        page.evaluate(COUNT)
        found = {speed: played(browser, page, speed, seconds) for speed in SPEEDS}
        browser.close()
    return found


def targets(seconds: float = 5.0) -> list[Target]:
    """Frames and style at each speed."""
    found = measured(seconds)
    rows = [[f"{speed}×", *(f"{value:.2f}" for value in one)] for speed, one in found.items()]
    print(table(["speed", "frames/s here", "CPU ms", "style ms", "script ms"], rows))
    return [
        target
        for speed, one in found.items()
        for target in (
            at_least(
                f"6 runs × 1000 steps at {speed}×, frames drawn a second (on a quiet machine)", one.frames, FRAMES
            ),
            at_least(f"6 runs × 1000 steps at {speed}×, frames a second of CPU", 1e3 / one.whole, FRAMES),
            at_most(f"6 runs × 1000 steps at {speed}×, ms of style a frame", one.style, STYLE),
        )
    ]


def main() -> None:
    """Print them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=5.0)
    print(shown(targets(reader.parse_args().seconds)))


if __name__ == "__main__":
    main()
