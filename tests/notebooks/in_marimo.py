"""marimo itself: the widget is drawn, plays and is dragged, other cells react, and a run plays in its frame."""

import ast
import re
from collections.abc import Iterator
from textwrap import indent

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import gdviz
from tests.notebooks import servers

OPTIONS = ("edit", "--headless", "--no-token", "--skip-update-check", "--port", "{port}", "runs.py")
CELLS = (
    "import marimo as mo",
    servers.SETUP,
    "widget = mo.ui.anywidget(gdviz.show(surface, runs))\nwidget",
    "ends = [run.points[-1].tolist() for run in widget.widget.runs.values()]\n"
    "mo.plain_text(f\"reacted {[widget.value['start'][name] for name in 'xy']}, {ends}\")",
    "runs['adam']",
    "runs['adam'].plot()",
)

MATHJAX = ("https://cdn.jsdelivr.net/npm/mathjax-full",)
"""What marimo itself asks for beside a figure of Plotly; here it is not reached."""


SETTINGS = """\
[tool.marimo.runtime]
auto_instantiate = true
[tool.marimo.display]
theme = "system"
"""


def program(cells: tuple[str, ...]) -> str:
    """A notebook of marimo: each cell a function; marimo works out by itself what each takes and returns."""
    written = [f"@app.cell\ndef _():\n{indent(cell, '    ')}\n    return" for cell in cells]
    return "\n\n\n".join(["import marimo\n\napp = marimo.App(width='full')", *written]) + "\n"


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("marimo")
    (folder / "pyproject.toml").write_text(
        "[tool.marimo.runtime]\nauto_instantiate = true\n[tool.marimo.display]\ntheme = 'system'\n", encoding="utf-8"
    )
    (folder / "runs.py").write_text(program(CELLS), encoding="utf-8")
    with (
        servers.served("marimo", OPTIONS, "/health", folder) as address,
        servers.opened(browser, address, MATHJAX) as opened,
    ):
        yield opened


@pytest.fixture
def player(page: Page) -> Locator:
    return servers.ready(page.locator("marimo-anywidget .gdviz-player"))


def test_it_is_drawn_and_plays(player: Locator) -> None:
    servers.plays(player)
    assert servers.shows_runs_from_its_start(player) == servers.START


def test_a_click_and_a_drag_are_worked_out_in_the_kernel_and_other_cells_react(page: Page, player: Locator) -> None:
    reaction = page.get_by_text("reacted [")
    for to in (None, (0.3, 0.35)):
        servers.click_map(player, 0.62, 0.4, to)
        start = servers.shows_runs_from_its_start(player)
        expect(reaction.last).to_contain_text(f"[{start[0]:g}, {start[1]:g}]")
        said, ends = ast.literal_eval(reaction.last.inner_text().removeprefix("reacted "))
        assert tuple(said) == start
        for end, (key, rate) in zip(ends, servers.RATES.items(), strict=True):
            run = gdviz.descend(servers.SURFACE, key, start, servers.STEPS, learning_rate=rate)
            assert end == run.points[-1].tolist()


def test_a_run_plays_in_its_frame_and_its_figure_keeps_the_contour(page: Page) -> None:
    servers.plays(servers.ready(page.frame_locator("iframe[title*=Himmelblau]").locator(".gdviz-player")))
    servers.contour_stays(page.locator(".js-plotly-plot"))


def test_they_follow_the_theme(page: Page, player: Locator) -> None:
    framed = servers.ready(page.frame_locator("iframe[title*=Himmelblau]").locator(".gdviz-player"))
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("body")).to_have_class(re.compile(rf"\b{theme}\b"))
        expect(player).to_have_attribute("data-theme", theme, timeout=servers.PATIENCE)
        expect(framed).to_have_attribute("data-theme", theme, timeout=servers.PATIENCE)
