"""How long one task of the browser's main thread gets, for every surface of the gallery and for wiggly formulas."""

import os

from playwright.sync_api import Page, sync_playwright

from benchmarks.targets import Target, at_most, shown
from gdviz import Surface, player
from gdviz.figures import payload
from gdviz.gallery import GALLERY
from tests.browser.chromium import FLAGS, find

ROUNDS = 3
WIGGLY = (
    "sin(10x)+cos(10y); sin(20x)+cos(20y); sin(50x)+cos(50y); sin(200x)+cos(200y); sin(10x y); sin(30x y);"
    "sin(x^2+y^2); sin(10(x^2+y^2)); cos(20sqrt(x^2+y^2)); sin(40x); sin(x)sin(30y); sin(exp(x))+cos(exp(y));"
    "tan(x)+tan(y); tan(10x)+y^2;"
    "sin(1/x)+sin(1/y); floor(5x)+floor(5y); |sin(20x)|+|cos(20y)|; x^2+y^2+sin(30x)sin(30y);"
    "log(|sin(10x)|)+y^2; atan(50sin(9x))+cos(15y)"
).split(";")
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><div id="place" style="width: 1100px"></div></html>"""
BEGIN = """async (text) => {
  window.tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.tasks.push(entry.duration)))
    .observe({ type: "longtask" });
  const { mount } = await import(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  window.begin = (data) => mount(document.getElementById("place"), data);
}"""
SHOW = """async (data) => {
  const pause = () => new Promise((then) => setTimeout(then, 150));
  const root = document.getElementById("place");
  window.tasks.length = 0;
  if (window.door) await window.door.update(data);
  else window.door = window.begin(data);
  while (root.dataset.ready !== "1") await pause();
  for (const levels of ["quantile", "linear", "log"]) {
    root.querySelector(`[data-set=levels][data-value=${levels}]`).click();
    await pause();
  }
  root.style.width = root.style.width === "1100px" ? "1000px" : "1100px";
  await pause();
  await pause();
  if (root.dataset.error) throw new Error(root.dataset.error);
  return Math.max(0, ...window.tasks);
}"""


def longest(page: Page, surfaces: list[Surface]) -> dict[str, float]:
    """Milliseconds of the longest task while a surface is shown, its levels are changed and its map is resized.

    The least of some rounds: what a busy machine adds is not the page's.
    """
    page.set_content(PAGE)
    page.evaluate(BEGIN, player.module())
    found: dict[str, float] = {}
    for surface in surfaces * ROUNDS:
        name, data = surface.name or surface.text, payload(surface, surface.window, [], start=surface.start)
        found[name] = min(found.get(name, float("inf")), page.evaluate(SHOW, data))
    return found


def targets() -> list[Target]:
    """The longest task of all, and the five surfaces that take the longest."""
    surfaces = [*GALLERY.values(), *(Surface(text.strip()) for text in WIGGLY)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or find(), args=FLAGS)
        found = longest(browser.new_page(viewport={"width": 1366, "height": 768}), surfaces)
        browser.close()
    worst = sorted(found.items(), key=lambda item: -item[1])[:5]
    print(f"longest tasks of {len(found)} surfaces:", ", ".join(f"{name} {time:.0f} ms" for name, time in worst))
    return [at_most("longest task for any surface, ms", worst[0][1], 200)]


def main() -> None:
    """Print them."""
    print(shown(targets()))


if __name__ == "__main__":
    main()
