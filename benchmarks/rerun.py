"""Where the time of a change goes: the script on the server, the bytes on the wire, the browser until it is drawn."""

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks.targets import Target, at_most, shown
from tests.browser.chromium import FLAGS, find
from tests.browser.conftest import free_port, healthy

ROOT = Path(__file__).parent.parent
SCENE = "the scene"


def script(rounds: int) -> tuple[float, float, int]:
    """CPU milliseconds of a rerun where nothing changed and of one with a new start; bytes sent to the player."""
    logging.disable(logging.WARNING)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    still, moved = [], []
    for turn in range(rounds):
        for times, change in ((still, False), (moved, True)):
            if change:
                scene = app.session_state[SCENE]
                app.session_state[SCENE] = type(scene)(**{**vars(scene), "start": (1.0 + 0.01 * turn, 0.5)})
            begun = time.process_time()
            app.run()
            times.append(time.process_time() - begun)
    sent = [component.proto.json or "" for component in app.get("bidi_component")]
    return 1e3 * min(still), 1e3 * min(moved), max(len(text) for text in sent if "run_key" in json.loads(text or "{}"))


@contextmanager
def served() -> Iterator[tuple[str, float]]:
    """The address of the app on a server of its own, and the seconds until it was ready."""
    port, begun = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://localhost:{port}"
        while not healthy(address):
            if server.poll() is not None:
                raise RuntimeError("The server ended.")
            time.sleep(0.02)
        try:
            yield address, time.perf_counter() - begun
        finally:
            server.terminate()


def opening(page: Page, address: str) -> float:
    """Seconds from the address to a picture that is ready to play."""
    begun = time.perf_counter()
    page.goto(address)
    expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1", timeout=30_000)
    return time.perf_counter() - begun


WATCH = """() => {
  const player = document.querySelector('.gdviz-player');
  const before = player.dataset.runKey;
  window.released = 0;
  addEventListener('pointerup', () => { window.released = performance.now(); }, { capture: true, once: true });
  window.drawn = new Promise((done) => new MutationObserver(() => {
    const fresh = window.released && player.dataset.runKey !== before;
    if (fresh) requestAnimationFrame(() => done(performance.now()));
  }).observe(player, { attributeFilter: ['data-run-key'] }));
}"""


def release(page: Page, turn: int) -> float:
    """Milliseconds in the page from the release of a click on the map to the new paths drawn."""
    page.evaluate(WATCH)
    before = page.locator(".gdviz-player").get_attribute("data-run-key")
    box = page.locator(".gdviz-clip").bounding_box()
    assert box is not None
    # Free ground: a click on a path or a sign reads it and moves nothing.
    page.mouse.click(box["x"] + box["width"] * (0.3 + 0.04 * turn), box["y"] + box["height"] * 0.92)
    page.wait_for_function("player => document.querySelector('.gdviz-player').dataset.runKey !== player", arg=before)
    return float(page.evaluate("() => window.drawn.then((at) => at - window.released)"))


def first_picture(browser: Browser, address: str) -> tuple[int, float, int, float]:
    """Requests and megabytes as sent until the picture is ready, in a browser that has nothing: all, and our own."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    finished: list[Request] = []
    page.on("requestfinished", lambda request: finished.append(request))  # a method cannot be marked
    opening(page, address)
    sizes = [(request.url, request.sizes()["responseBodySize"] / 1e6) for request in finished]
    own = [size for url, size in sizes if "/app/static/" in url]
    page.context.close()
    return len(sizes), sum(size for _, size in sizes), len(own), sum(own)


def targets(rounds: int = 7) -> list[Target]:
    """All of SPEED's that need the app."""
    still, moved, size = script(rounds)
    with served() as (address, ready), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        cold = opening(page, address)
        warm = min(opening(page, address) for _ in range(2))
        drawn = min(release(page, turn) for turn in range(rounds))
        requests, size_of_all, own_requests, size_of_own = first_picture(browser, address)
        browser.close()
    return [
        at_most("rerun, nothing changed, ms of CPU", still, 15),
        at_most("rerun, new start, ms of CPU", moved, float("inf")),
        at_most("payload of a change, kB", size / 1e3, 250),
        at_most("server ready, s", ready, 2),
        at_most("first picture, cold, s", cold, 4),
        at_most("first picture, warm, s", warm, 1.3),
        at_most("release to new paths, ms", drawn, 200),
        at_most("first picture, requests (Streamlit's with ours)", requests, 60),
        at_most("first picture, MB", size_of_all, 1.5),
        at_most("of which ours, requests", own_requests, 10),
        at_most("of which ours, MB", size_of_own, 0.7),
    ]


def main() -> None:
    """Print them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--rounds", type=int, default=7)
    print(shown(targets(reader.parse_args().rounds)))


if __name__ == "__main__":
    main()
