"""How often a new path is drawn while the start is dragged, and the CPU that each one costs page and server."""

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
WATCH = """() => { window.paths = []; const player = document.querySelector(".gdviz-player");
  const drawn = new MutationObserver(() => window.paths.push(performance.now()));
  drawn.observe(player, { attributeFilter: ["data-run-key"] }); }"""
TICK = os.sysconf("SC_CLK_TCK")


class Dragged(NamedTuple):
    """Milliseconds between two new paths (median), and of CPU for each: of the page's main thread and of the server."""

    gap: float
    page: float
    server: float
    count: int


def dragged(browser: Browser, page: Page, server: int, seconds: float) -> Dragged:
    """Drag the start in circles for so long."""
    page.evaluate(WATCH)
    ring = page.locator(".gdviz-start").bounding_box()
    assert ring is not None
    x, y = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()

    def around() -> None:
        begun, turn = time.monotonic(), 0
        while time.monotonic() < begun + seconds:
            turn += 1
            page.mouse.move(x + 3 * (turn % 40), y + 2 * (turn % 30))
            time.sleep(0.016)

    before = cpu(server)
    spent = traced(browser, page, around)
    used = cpu(server) - before
    paths = page.evaluate("window.paths")
    page.mouse.up()
    gaps = [later - earlier for earlier, later in itertools.pairwise(paths)]
    count = max(1, len(paths))
    return Dragged(statistics.median(gaps), spent["all"] / count, used / count, count)


def cpu(process: int) -> float:
    """Milliseconds of CPU that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return 1e3 * (int(fields[11]) + int(fields[12])) / TICK


def measured(seconds: float) -> Dragged:
    """The opening scene, dragged."""
    with served() as (address, _), sync_playwright() as playwright:
        port = address.rsplit(":", 1)[1]
        found = subprocess.run(["pgrep", "-f", f"server.port {port}"], capture_output=True, text=True, check=True)
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        opening(page, address)
        page.wait_for_timeout(2500)  # the reasons are still being worked out
        result = dragged(browser, page, int(found.stdout.split()[0]), seconds)
        browser.close()
    return result


def targets(seconds: float = 6.0) -> list[Target]:
    """Between two new paths."""
    one = measured(seconds)
    print(f"{one.count} new paths, one every {one.gap:.0f} ms here")
    return [
        at_most("drag, ms of CPU for a new path, page and server", one.page + one.server, GAP),
        at_most("of which the page", one.page, float("inf")),
        at_most("of which the server", one.server, float("inf")),
    ]


def main() -> None:
    """Print them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--seconds", type=float, default=6.0)
    print(shown(targets(reader.parse_args().seconds)))


if __name__ == "__main__":
    main()
