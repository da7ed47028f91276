"""Notebooks as pages: executed, converted by nbconvert and opened from a disk without a network, they play."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

import gdviz
from gdviz.export import written
from gdviz.figures import played
from gdviz.scene import Run, Scene
from tests.notebooks import servers

SCENE = Scene(
    surface="himmelblau",
    start=servers.START,
    steps=servers.STEPS,
    runs=tuple(Run(key, (("learning_rate", rate),), style=k) for k, (key, rate) in enumerate(servers.RATES.items())),
)


def page_of(notebook: Path, *options: str) -> Path:
    """A notebook executed and converted to HTML by nbconvert."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", *options, notebook.name]
    environment = servers.surroundings(notebook.parent)
    subprocess.run(command, cwd=notebook.parent, env=environment, check=True, timeout=180, capture_output=True)
    return notebook.with_suffix(".html")


def test_a_run_in_a_converted_notebook(browser: Browser, tmp_path: Path) -> None:
    page = page_of(servers.notebook(tmp_path / "runs.ipynb", [servers.SETUP, "runs['adam']"]))
    with servers.opened(browser, page.as_uri(), allowed=servers.CDN) as opened:
        servers.plays(servers.ready(opened.frame_locator("iframe").locator(".gdviz-player")))


def test_the_notebook_of_the_menu(browser: Browser, tmp_path: Path) -> None:
    """Executed it has the numbers of the app, and its widget is a frame in the page.

    With the state of widgets in the page, which nbconvert stores when it executes, the page would ask the network for
    the widget's library.
    """
    notebook = tmp_path / "menu.ipynb"
    notebook.write_bytes(written(played(SCENE), "ipynb"))
    page = page_of(notebook, "--ExecutePreprocessor.store_widget_state=False")
    for key, rate in servers.RATES.items():
        run = gdviz.descend(servers.SURFACE, key, servers.START, servers.STEPS, learning_rate=rate)
        assert run.verdict.value in page.read_text(encoding="utf-8")
    with servers.opened(browser, page.as_uri(), allowed=servers.CDN) as opened:
        root = servers.ready(opened.frame_locator("iframe").locator(".gdviz-player"))
        servers.plays(root)
        assert servers.shows_runs_from_its_start(root) == servers.START
