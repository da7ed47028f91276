"""Real notebooks on this machine: a notebook's server on a port of its own, and pages of Chromium that open it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import gdviz
from tests.browser.conftest import free_port

PATIENCE = 60_000
"""Milliseconds: a kernel starts and imports gdviz while the machine does much else."""
START, STEPS = (-0.6, -0.6), 40
RATES = {"momentum": 0.01, "adam": 0.2}
SURFACE = gdviz.GALLERY["himmelblau"]
SETUP = f"""\
import gdviz
surface = gdviz.GALLERY["himmelblau"]
rates = {RATES}
runs = {{key: gdviz.descend(surface, key, {START}, {STEPS}, learning_rate=rate) for key, rate in rates.items()}}"""


LOCAL = ("http://localhost:", "ws://localhost:", "data:", "blob:", "file:", "about:")
CDN = ("https://cdnjs.cloudflare.com/", "https://unpkg.com/")
"""Where a page of nbconvert asks for MathJax, RequireJS and its widgets; here nothing is reached."""


def notebook(path: Path, cells: Sequence[str]) -> Path:
    """A notebook of code cells, written but not executed."""
    written = [
        {"cell_type": "code", "id": f"c{k}", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
        for k, cell in enumerate(cells)
    ]
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    whole = {"cells": written, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of Jupyter's and marimo's processes: their settings lie in a folder that is empty at first."""
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    home = {
        name: str(folder / "home") for name in ("IPYTHONDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    }
    return {**os.environ, **own, **home}


@contextmanager
def served(module: str, options: Sequence[str], health: str, folder: Path) -> Iterator[str]:
    """The address of a server that runs as `python -m module options --port …` in a folder."""
    port = free_port()
    command = [sys.executable, "-m", module, *(option.format(port=port) for option in options)]
    log = (folder / "server.log").open("wb")
    with log, subprocess.Popen(command, cwd=folder, env=surroundings(folder), stdout=log, stderr=log) as server:
        address = f"http://localhost:{port}"
        deadline = time.monotonic() + PATIENCE / 1000
        while not answers(address + health):
            assert server.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.2)
        try:
            yield address
        finally:
            server.terminate()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def opened(browser: Browser, address: str, allowed: tuple[str, ...] = ()) -> Iterator[Page]:
    """A page that reaches only this machine; fails when a script does, or asks others than the allowed addresses."""
    context = browser.new_context(viewport={"width": 1500, "height": 950}, offline=address.startswith("file:"))
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith((*LOCAL, *allowed)) or complaints.append(asked.url))
    page.goto(address)
    yield page
    context.close()
    assert not complaints, complaints


def ready(root: Locator) -> Locator:
    """A player, once it has drawn."""
    expect(root).to_have_attribute("data-ready", "1", timeout=PATIENCE)
    return root


def plays(root: Locator) -> None:
    """Played from its first frame it goes on by itself, pauses, and follows the scrubber and the keys."""
    scrubber = root.get_by_role("slider", name="Frame")
    scrubber.fill("0")
    expect(root).to_have_attribute("data-frame", "0")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).not_to_have_attribute("data-frame", "0")
    expect(root).to_have_attribute("data-frame", str(STEPS), timeout=PATIENCE)
    scrubber.press("Home")
    scrubber.press("ArrowRight")
    expect(root).to_have_attribute("data-frame", "1")


def shows_runs_from_its_start(root: Locator) -> tuple[float, float]:
    """The readouts hold the numbers of gdviz.descend from the start that the player names, which is returned."""
    start = start_of(root)
    runs = [gdviz.descend(SURFACE, key, start, STEPS, learning_rate=rate) for key, rate in RATES.items()]
    for frame in (0, 1, STEPS // 2, STEPS):
        root.get_by_role("slider", name="Frame").fill(str(frame))
        expect(root).to_have_attribute("data-frame", str(frame))
        for place, run in enumerate(runs):
            cells = root.locator(".gdviz-readout tbody").nth(place).locator("td")
            assert [number(cells.nth(column)) for column in (1, 2, 3)] == pytest.approx(
                [*run.points[frame], run.values[frame]], rel=1e-5, abs=1e-9
            )
    return start


def number(cell: Locator) -> float:
    """A number of the readouts as its hover says it."""
    text = cell.get_attribute("title") or cell.inner_text()
    return float(text.replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


def click_map(root: Locator, across: float, down: float, to: tuple[float, float] | None = None) -> None:
    """Click at a share of the map, or drag the start from there to another, and wait for the runs from there."""
    press(root, across, down, to)
    answered(root)


def press(root: Locator, across: float, down: float, to: tuple[float, float] | None = None) -> None:
    """Click at a share of the map, or drag the start from there to another."""
    root.scroll_into_view_if_needed()
    box = root.locator(".gdviz-clip").bounding_box()
    assert box
    mouse = root.page.mouse
    before = root.get_attribute("data-start") or ""
    mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    mouse.down()
    if to:
        mouse.move(box["x"] + box["width"] * to[0], box["y"] + box["height"] * to[1], steps=8)
    mouse.up()
    expect(root).not_to_have_attribute("data-start", before)


def answered(root: Locator) -> None:
    """Wait until the runs that are shown begin where the start is."""
    root.get_by_role("slider", name="Frame").fill("0")
    cells = root.locator(".gdviz-readout tbody").first.locator("td")
    deadline = time.monotonic() + PATIENCE / 1000
    while [number(cells.nth(1)), number(cells.nth(2))] != pytest.approx(start_of(root), rel=1e-4):
        assert time.monotonic() < deadline, "no runs from the start came"
        time.sleep(0.2)


def start_of(root: Locator) -> tuple[float, float]:
    """The start that a player names."""
    x, y = map(float, str(root.get_attribute("data-start")).split(","))
    return x, y


def contour_stays(figure: Locator) -> None:
    """The slider of run.plot() moves the path and leaves the contour."""
    figure.scroll_into_view_if_needed()
    levels = figure.locator(".contourlayer path")
    expect(levels.first).to_be_attached()
    count = levels.count()
    path = figure.locator(".scatterlayer .lines path").first
    before = str(path.get_attribute("d"))
    figure.locator(".slider-rail-touch-rect").first.click(position={"x": 200, "y": 5})
    expect(path).not_to_have_attribute("d", before)
    assert levels.count() == count > 10
