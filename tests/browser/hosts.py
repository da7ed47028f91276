"""The hosts of the player, each as a page that has mounted the same two runs: what it is, and what it cannot do."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

import gdviz
from gdviz import player
from gdviz.export import contents_of
from gdviz.export.standalone import standalone_html
from gdviz.scene import Run, Scene
from gdviz.web_files import library_text

STEPS = 40
START = (-0.6, -0.6)
RUNS = (("momentum", 0.01), ("adam", 0.2))
SCENE = Scene(
    surface="himmelblau",
    steps=STEPS,
    runs=tuple(Run(key, (("learning_rate", rate),), style=k) for k, (key, rate) in enumerate(RUNS)),
)
LINK = "https://example.org/?s=himmelblau"
VIEWPORT = {"width": 1300, "height": 800}
VENDOR = Path(__file__).parent.parent.parent / "static" / "vendor"

BARE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page of somebody's own</title>
<style>html { color-scheme: light dark; } body { margin: 0; background: Canvas; }</style>
<div id="place"></div></html>"""
MODULE = """async (text) => {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return import(address);
}"""
MOUNT = f"""async ([text, shadow]) => {{
  const {{ mount }} = await ({MODULE})(text);
  const place = document.getElementById("place");
  const root = shadow ? place.attachShadow({{ mode: "open" }}) : place;
  const element = root.appendChild(document.createElement("div"));
  let [start, view, heard] = [null, {{}}, null];
  const ask = async () => {{
    const answer = await window.kernel(JSON.stringify({{ start, view }}));
    door.update(JSON.parse(answer), heard ?? undefined);
  }};
  const door = mount(element, JSON.parse(await window.kernel("{{}}")), {{
    plotly: async () => window.Plotly,
    onStart: (moved) => ([start, heard] = [moved, moved.n]) && ask(),
    onView: (other) => (view = other) && ask(),
    films: {{ forms: ["mp4", "webm", "gif"], name: "runs", textOf: async (name) => window.bundles[name] }},
  }});
  window.destroy = () => door.destroy();
}}"""
WIDGET = f"""async (text) => {{
  const {{ default: widget }} = await ({MODULE})(text);
  const listeners = {{}};
  const said = async (message) => {{
    const {{ changed, libraries }} = JSON.parse(await window.kernel(JSON.stringify(message)));
    Object.assign(model.traits, changed);
    for (const name of Object.keys(changed)) for (const act of [...(listeners[`change:${{name}}`] ?? [])]) act();
    for (const [library, source] of Object.entries(libraries)) {{
      const bytes = new TextEncoder().encode(source);
      for (const act of [...(listeners["msg:custom"] ?? [])]) act({{ library }}, [bytes]);
    }}
  }};
  const model = {{
    traits: JSON.parse(await window.kernel("{{}}")).changed, dirty: {{}},
    get: (name) => model.traits[name],
    set: (name, value) => (model.traits[name] = model.dirty[name] = value),
    save_changes: () => said({{ set: model.dirty }}).then(() => (model.dirty = {{}})),
    on: (name, act) => (listeners[name] ??= new Set()).add(act),
    off: (name, act) => listeners[name].delete(act),
    send: (message) => said({{ message }}),
  }};
  const el = document.createElement("div");
  window.define = Object.assign(() => {{}}, {{ amd: {{}} }}); // a loader of scripts, which must take none of ours
  window.destroy = widget.render({{ model, el }}); // before it is a part of the page, as JupyterLab does
  document.getElementById("place").attachShadow({{ mode: "open" }}).append(el);
}}"""


@dataclass(frozen=True)
class Host:
    """One host with its page. moves: the start can be moved; space: it has 3-D; films: forms below the legend."""

    name: str
    page: Page
    place: Page | FrameLocator
    moves: bool
    space: bool
    films: tuple[str, ...]
    destroy: Callable[[], Any] | None = None

    @property
    def root(self) -> Locator:
        return self.place.locator(".gdviz-player").first


@contextmanager
def app(context: BrowserContext, address: str, _: Path) -> Iterator[Host]:
    """Streamlit; films are in its menu, and the player goes with its page."""
    page = context.new_page()
    page.goto(f"{address}/?{urlencode(SCENE.to_query(), doseq=True)}")
    yield Host("app", page, page, moves=True, space=True, films=())


def bare(context: BrowserContext, folder: Path) -> Page:
    """A page of the disk, which is a secure context."""
    (folder / "bare.html").write_text(BARE, encoding="utf-8")
    page = context.new_page()
    page.goto((folder / "bare.html").as_uri())
    return page


def payload_for(message: str) -> str:
    """What a page of one's own answers: the runs from another start, with the inside that the view names."""
    asked = json.loads(message)
    start = asked.get("start") or {"x": START[0], "y": START[1]}
    contents = contents_of(replace(SCENE, start=(start["x"], start["y"])))
    data, view = contents.payload(), asked.get("view") or {}
    inside = contents.insides().get(view.get("inside", "off"))
    return json.dumps({**data, "view": {**data["view"], **view}, "inside": inside})


@contextmanager
def element(context: BrowserContext, _: str, folder: Path, shadow: bool = False) -> Iterator[Host]:
    """The door, in an element of a page."""
    page = bare(context, folder)
    page.expose_function("kernel", payload_for)
    page.add_script_tag(path=VENDOR / "plotly-gl3d.min.js")
    for name in ("mediabunny", "gifenc"):
        page.evaluate("([name, text]) => { (window.bundles ??= {})[name] = text; }", [name, library_text(name)])
    page.evaluate(MOUNT, [player.module(), shadow])
    forms = ("mp4", "webm", "gif")
    yield Host("element", page, page, True, True, forms, lambda: page.evaluate("window.destroy()"))


@contextmanager
def shadow_root(context: BrowserContext, address: str, folder: Path) -> Iterator[Host]:
    """The door, in a shadow root."""
    with element(context, address, folder, shadow=True) as host:
        yield replace(host, name="shadow root")


@contextmanager
def notebook(context: BrowserContext, _: str, folder: Path) -> Iterator[Host]:
    """The widget in a shadow root, as marimo has it, with its real kernel behind a stand-in for the connection."""
    runs = {
        f"{gdviz.OPTIMIZERS[key].name} · α {rate}": gdviz.descend(
            gdviz.GALLERY["himmelblau"], key, START, steps=STEPS, learning_rate=rate
        )
        for key, rate in RUNS
    }
    widget = gdviz.show(gdviz.GALLERY["himmelblau"], runs)
    libraries: dict[str, str] = {}
    widget.send = lambda content, buffers: libraries.update({content["library"]: buffers[0].decode()})

    def kernel(message: str) -> str:
        asked = json.loads(message)
        libraries.clear()
        for name, value in asked.get("set", {}).items():
            setattr(widget, name, value)
        if "message" in asked:
            widget.take_message(widget, asked["message"], [])
        names = ("ground", "paths", "heard", "refused", "movable", "start", "view")
        return json.dumps({"changed": {name: getattr(widget, name) for name in names}, "libraries": libraries})

    page = bare(context, folder)
    page.expose_function("kernel", kernel)
    page.evaluate(WIDGET, player.widget_module())
    forms = ("mp4", "webm", "gif")
    yield Host("notebook", page, page, True, True, forms, lambda: page.evaluate("window.destroy()"))


@contextmanager
def file(context: BrowserContext, _: str, folder: Path) -> Iterator[Host]:
    """The standalone file from a disk with the network cut: nobody works the runs out from another start."""
    context.set_offline(True)
    path = folder / "run.html"
    path.write_text(standalone_html(SCENE, link=LINK), encoding="utf-8")
    page = context.new_page()
    page.on("request", lambda asked: asked.url.startswith(("http", "ws")) and page.close())
    page.goto(path.as_uri())
    yield Host("file", page, page, moves=False, space=False, films=("gif",))


@contextmanager
def frame(context: BrowserContext, address: str, folder: Path) -> Iterator[Host]:
    """The same file in a frame that may run scripts and nothing else, as in a course page."""
    with file(context, address, folder) as host:
        (folder / "course.html").write_text(
            '<!doctype html><body style="margin: 0"><iframe sandbox="allow-scripts" src="run.html" '
            'style="width: 100vw; height: 100vh; border: 0"></iframe>',
            encoding="utf-8",
        )
        host.page.goto((folder / "course.html").as_uri())
        yield replace(host, name="frame", place=host.page.frame_locator("iframe"))


HOSTS = {
    "app": app, "element": element, "shadow root": shadow_root, "notebook": notebook, "file": file, "frame": frame,
}  # fmt: skip


@contextmanager
def opened(name: str, browser: Browser, address: str, folder: Path) -> Iterator[Host]:
    """A host, ready; what its console complains of fails the last test."""
    complaints: list[str] = []
    context = browser.new_context(viewport=VIEWPORT)
    context.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.set_default_timeout(20_000)
    with HOSTS[name](context, address, folder) as host:
        expect(host.root).to_have_attribute("data-ready", "1")
        yield host
    context.close()
    assert complaints == []
