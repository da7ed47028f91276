"""JupyterLab itself: the widget is drawn, plays and is dragged, a run plays in its frame, and both follow the theme."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import gdviz
from tests.notebooks import servers

OPTIONS = (
    "--no-browser", "--allow-root", "--ServerApp.port={port}", "--IdentityProvider.token=",
    "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
)  # fmt: skip
CELLS = [
    servers.SETUP,
    "widget = gdviz.show(surface, runs)\nwidget",
    "print([widget.start['x'], widget.start['y']], [run.points[-1].tolist() for run in widget.runs.values()])",
    "gdviz.show(surface, runs['adam'])",
    "runs['adam']",
    "runs['adam'].plot()",
    "gdviz.descend('x^2 + y^', 'adam')",
    "import time\ntime.sleep(600)",
]


class Notebook:
    """A notebook that is open in JupyterLab; its commands are those of the menus."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_function(f"{CURRENT}?.sessionContext?.session?.kernel?.status === 'idle'")

    def command(self, name: str, **options: object) -> None:
        """Start a command; some end only when a dialog does."""
        self.page.evaluate(
            "([name, options]) => void window.jupyterapp.commands.execute(name, options)", [name, options]
        )

    def cell(self, place: int) -> Locator:
        return self.page.locator(".jp-Notebook-cell").nth(place)

    def run(self, *places: int) -> None:
        """Run cells, and wait until the kernel is through with them."""
        for place in places:
            self.begin(place)
            self.page.wait_for_function(f"(k) => {CELLS_NOW}.widgets[k].model.executionState === 'idle'", arg=place)

    def begin(self, place: int) -> None:
        self.page.evaluate(f"(k) => void ({CELLS_NOW}.activeCellIndex = k)", place)
        self.command("notebook:run-cell")
        self.page.wait_for_timeout(300)

    def text(self, place: int) -> str:
        """What a cell printed."""
        read = f"(k) => {CELLS_NOW}.widgets[k].model.outputs.toJSON().map((one) => one.text ?? '').join('')"
        return "".join(self.page.evaluate(read, place))

    def player(self, place: int) -> Locator:
        """The player below a cell, drawn."""
        self.cell(place).scroll_into_view_if_needed()
        return servers.ready(self.cell(place).locator(".gdviz-player"))

    def framed(self, place: int) -> Locator:
        """The player in the frame below a cell, drawn."""
        self.cell(place).scroll_into_view_if_needed()
        return servers.ready(self.cell(place).frame_locator("iframe").locator(".gdviz-player"))


CURRENT = "window.jupyterapp?.shell.currentWidget"
CELLS_NOW = "window.jupyterapp.shell.currentWidget.content"


@pytest.fixture(scope="module")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    folder = tmp_path_factory.mktemp("lab")
    servers.notebook(folder / "runs.ipynb", CELLS)
    with (
        servers.served("jupyterlab", OPTIONS, "/api", folder) as address,
        servers.opened(browser, f"{address}/lab/tree/runs.ipynb") as page,
    ):
        opened = Notebook(page)
        opened.run(0, 1, 2)
        yield opened


def test_it_is_drawn_plays_and_takes_keys(lab: Notebook) -> None:
    root = lab.player(1)
    servers.plays(root)
    assert servers.shows_runs_from_its_start(root) == servers.START
    before = lab.page.locator(".jp-Notebook-cell").count()
    root.locator(".gdviz-start").press("ArrowRight")
    root.locator(".gdviz-start").press("b")
    expect(root).not_to_have_attribute("data-start", "-0.6,-0.6")
    assert lab.page.locator(".jp-Notebook-cell").count() == before, "keys are the player's, not the notebook's"
    root.locator(".gdviz-keys-button").last.click()
    rows = root.locator(".gdviz-keys dl > div:not(.gdviz-keys-of-page)")
    assert max(rows.evaluate_all("all => all.map((row) => row.offsetHeight)")) < 50, (
        "each key stands beside its meaning"
    )
    lab.page.keyboard.press("Escape")


def test_a_click_and_a_drag_are_worked_out_in_the_kernel(lab: Notebook) -> None:
    root = lab.player(1)
    for to in (None, (0.3, 0.35)):
        servers.click_map(root, 0.62, 0.4, to)
        start = servers.shows_runs_from_its_start(root)
        lab.run(2)
        said, ends = ast.literal_eval(lab.text(2).strip().replace("] [[", "], [["))
        assert tuple(said) == start
        for end, (key, rate) in zip(ends, servers.RATES.items(), strict=True):
            run = gdviz.descend(servers.SURFACE, key, start, servers.STEPS, learning_rate=rate)
            assert end == run.points[-1].tolist()


def test_two_widgets_and_a_cell_run_again(lab: Notebook) -> None:
    lab.run(3)
    first, second = lab.player(1), lab.player(3)
    start, frame = first.get_attribute("data-start"), first.get_attribute("data-frame")
    servers.click_map(second, 0.5, 0.5)
    second.get_by_role("slider", name="Frame").fill("7")
    assert (first.get_attribute("data-start"), first.get_attribute("data-frame")) == (start, frame)
    lab.run(1, 3)
    assert lab.player(1).count() == lab.player(3).count() == 1
    expect(lab.player(1)).to_have_attribute("data-start", "-0.6,-0.6")


def test_a_run_plays_in_its_frame_and_its_figure_keeps_the_contour(lab: Notebook) -> None:
    lab.run(4, 5)
    servers.plays(lab.framed(4))
    signs = ".gdviz-legend img"
    pictures = "all => all.map((sign) => sign.src)"
    assert lab.framed(4).locator(signs).evaluate_all(pictures) == lab.player(1).locator(signs).evaluate_all(pictures)
    servers.contour_stays(lab.cell(5).locator(".js-plotly-plot"))


def test_they_follow_the_theme(lab: Notebook) -> None:
    for name, theme in (("JupyterLab Dark", "dark"), ("JupyterLab Light", "light")):
        lab.command("apputils:change-theme", theme=name)
        expect(lab.player(1)).to_have_attribute("data-theme", theme, timeout=servers.PATIENCE)
        expect(lab.framed(4)).to_have_attribute("data-theme", theme, timeout=servers.PATIENCE)


def test_exported_by_the_menu_it_plays_without_a_server(lab: Notebook, browser: Browser, tmp_path: Path) -> None:
    """Once "Sanitize HTML output" is unticked: JupyterLab would else write every frame of the notebook as text."""
    lab.run(4)
    lab.command("docmanager:save")
    entries, dialog = lab.page.locator(".lm-Menu-item"), lab.page.locator(".jp-Dialog")
    lab.page.get_by_role("menuitem", name="File", exact=True).click()
    entries.filter(has_text="Save and Export Notebook As").click()
    entries.filter(has_text=re.compile("^HTML$")).click()
    dialog.get_by_role("checkbox").uncheck()
    with lab.page.context.expect_event("request", lambda asked: "/nbconvert/html/" in asked.url) as asked:
        dialog.get_by_role("button", name="Ok").click()
    file = tmp_path / "runs.html"
    file.write_bytes(lab.page.context.request.get(asked.value.url, headers={"Referer": lab.page.url}).body())
    with servers.opened(browser, file.as_uri(), allowed=servers.CDN) as page:
        servers.plays(servers.ready(page.frame_locator("iframe").last.locator(".gdviz-player")))


def test_what_fails_is_a_sentence(lab: Notebook) -> None:
    lab.run(6)
    lines = lab.cell(6).locator(".jp-OutputArea-output").inner_text().splitlines()
    assert len(lines) == 3
    assert lines[2] == "ExpressionError: The formula ends too early. Something is missing at the end."


def test_z_a_kernel_that_does_not_answer(lab: Notebook) -> None:
    root = lab.player(1)
    lab.begin(7)
    servers.press(root, 0.4, 0.6)
    expect(lab.cell(1)).to_contain_text("The kernel has not answered", timeout=servers.PATIENCE)
    lab.command("notebook:interrupt-kernel")
    expect(lab.cell(1)).not_to_contain_text("The kernel has not answered", timeout=servers.PATIENCE)
    servers.answered(root)
    servers.shows_runs_from_its_start(root)
