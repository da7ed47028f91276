"""How often a new path is drawn while the start or a slider is dragged, and the CPU that each costs page and server."""

import argparse
import itertools
import os
import statistics
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.rerun import opening, served
from benchmarks.targets import Target, at_most, shown
from benchmarks.tracing import traced
from tests.browser.chromium import FLAGS, find

GAP = 100.0
"""Milliseconds between two new paths at most, on a machine that does nothing else."""
WATCH = """() => { window.paths = [];
  if (window.watched) return;
  window.watched = true;
  const player = document.querySelector(".gdviz-player");
  const drawn = new MutationObserver(() => window.paths.push(performance.now()));
  drawn.observe(player, { attributeFilter: ["data-run-key"] }); }"""
HANDLES = {"start": ".gdviz-start", "slider": ".st-key-run0-card input[type=range]"}
TICK = os.sysconf("SC_CLK_TCK")


class Dragged(NamedTuple):
    """Milliseconds between two new paths (median), and of CPU for each: of the page's main thread and of the server."""

    gap: float
    page: float
    server: float
    count: int


def dragged(browser: Browser, page: Page, server: int, seconds: float, what: str) -> Dragged:
    """Drag the start or the first slider to and fro for so long."""
    page.evaluate(WATCH)
    handle = page.locator(HANDLES[what]).first.bounding_box()
    assert handle is not None
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()

    def around() -> None:
        begun, turn = time.monotonic(), 0
        while time.monotonic() < begun + seconds:
            turn += 1
            page.mouse.move(x + (3 if what == "start" else 1) * (turn % 40), y + 2 * (turn % 30))
            time.sleep(0.016)

    before = cpu(server)
    spent = traced(browser, page, around)
    used = cpu(server) - before
    paths = page.evaluate("window.paths")
    page.mouse.up()
    page.wait_for_timeout(1500)
    gaps = [later - earlier for earlier, later in itertools.pairwise(paths)]
    count = max(1, len(paths))
    return Dragged(statistics.median(gaps), spent["all"] / count, used / count, count)


def cpu(process: int) -> float:
    """Milliseconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return 1e3 * (int(fields[11]) + int(fields[12])) / TICK


def measured(seconds: float) -> dict[str, Dragged]:
    """The opening scene, dragged by its start and by a slider."""
    with served() as (address, _), sync_playwright() as playwright:
        port = address.rsplit(":", 1)[1]
        found = subprocess.run(["pgrep", "-f", f"server.port {port}"], capture_output=True, text=True, check=True)
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        opening(page, address)
        page.wait_for_timeout(2500)  # the reasons are still being worked out
        result = {what: dragged(browser, page, int(found.stdout.split()[0]), seconds, what) for what in HANDLES}
        browser.close()
    return result


def targets(seconds: float = 6.0) -> list[Target]:
    """Between two new paths."""
    return [
        target
        for what, one in measured(seconds).items()
        for target in (
            at_most(f"{what} dragged, ms between two new paths (on a quiet machine)", one.gap, GAP),
            at_most(f"{what} dragged, ms of CPU for a new path, page and server", one.page + one.server, GAP),
            at_most("of which the page", one.page, float("inf")),
            at_most("of which the server", one.server, float("inf")),
        )
    ]


def main() -> None:
    """Print them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=6.0)
    print(shown(targets(reader.parse_args().seconds)))


if __name__ == "__main__":
    main()
