"""A real Chromium against the real app: one server and one browser a session, a page without memories a test."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from tests.browser.chromium import FLAGS, find
from tests.browser.diary import Diary

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 20_000
MEDIA = {"color_scheme", "reduced_motion", "forced_colors"}
expect.set_options(timeout=PATIENCE)  # two cores may be busy with much else


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(address: str) -> bool:
    try:
        with urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of the running app."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://localhost:{port}"
        deadline = time.monotonic() + 60
        while not healthy(address):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)
        yield address
        server.terminate()


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser that keeps on disk what it has compiled, so that opening the app again takes a quarter less."""
    executable = find()  # before Playwright starts: it cannot be started twice
    with sync_playwright() as playwright:
        folder = tmp_path_factory.mktemp("profile")
        opened = playwright.chromium.launch_persistent_context(folder, executable_path=executable, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def browser(profile: BrowserContext) -> Browser:
    assert profile.browser is not None
    return profile.browser


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Let the fixtures of a test know that it failed."""
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture
def new_visitor(profile: BrowserContext, address: str) -> Iterator[Callable[..., Page]]:
    """Gives a blank page that remembers nothing of the app.

    What a page cannot be told once it is open (touch, a phone's viewport) gets a context of its own.
    """
    pages = []

    def visitor(viewport: ViewportSize, **options) -> Page:
        if options.keys() <= MEDIA:
            page = profile.new_page()
            page.set_viewport_size(viewport)
            page.emulate_media(**options)
            memory = {"origin": address, "storageTypes": "cookies,local_storage,indexeddb"}
            profile.new_cdp_session(page).send("Storage.clearDataForOrigin", memory)
        else:
            page = profile.browser.new_context(viewport=viewport, **options).new_page()
        page.set_default_timeout(PATIENCE)
        pages.append(page)
        return page

    yield visitor
    for page in pages:
        page.close() if page.context == profile else page.context.close()
    profile.clear_permissions()


@pytest.fixture
def new_page(new_visitor: Callable[..., Page], address: str, request: pytest.FixtureRequest):
    """Opens the app as a new visitor; fails the test when the console of any page shows an error.

    When a test fails, what its pages and the server said to each other is printed.
    """
    complaints, diaries = [], []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def opened(query: str = "", **options) -> Page:
        options.setdefault("viewport", {"width": 1366, "height": 768})
        page = new_visitor(**options)
        diaries.append(Diary(page))
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/{query}")
        expect(page.locator(".gdviz-player")).to_have_attribute("data-ready", "1", timeout=PATIENCE)
        return page

    yield opened
    if getattr(request.node, "failed", False):
        for diary in diaries:
            print(diary.tell())
    assert complaints == []


@pytest.fixture
def page(new_page) -> Page:
    """The app as a visitor first sees it."""
    return new_page()
