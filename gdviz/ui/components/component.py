"""Streamlit components from the browser files of a folder each, and what comes back from them."""

import re
import time
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

from gdviz.player.bundle import EXPORT, joined
from gdviz.web_files import web_folder

FOLDER = Path(__file__).parent
FARTHEST = 1e12
LARGE = 8000
"""Characters from which a module is a file of its own: Streamlit sends inline text with every run of a page."""
MOUNT = FOLDER / "mount_once.js"
CLASS = re.compile(r"^export default (class (\w+))", re.MULTILINE)
ROOT = re.compile(r'<\w+ class="([\w-]+)"')
BUILT, MONTH = "built", 30 * 24 * 3600.0
LOADER = """// Loads the module of this component: from the path that Python knows, or beside Streamlit's own scripts.
const own = document.querySelector('script[src*="static/js/"]')?.src.replace(/static\\/js\\/.*$/, "app/static/");
const places = [new URL("{path}", document.baseURI).href, own ?? new URL("app/static/", document.baseURI).href];
const found = await import(`${places[0]}{file}`).catch(() => import(`${places[1]}{file}`));
export default found.default;
"""


def static_path() -> str:
    """The path under which the app serves `static/`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static/".replace("//", "/")


def vendor_path() -> str:
    """The path under which the app serves `static/vendor/`: Plotly.js and what writes films."""
    return f"{static_path()}vendor/"


@cache
def component(name: str) -> Callable[..., Any]:
    """The component of this folder beside the module: its .html, .css (if it has one) and .js, all of the same name."""
    path = FOLDER / name / name
    css = path.with_suffix(".css")
    return st.components.v2.component(
        f"gdviz_{name}",
        html=path.with_suffix(".html").read_text(encoding="utf-8"),
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        js=sent(name, javascript(name)),
        isolate_styles=False,
    )


def news(key: str, name: str) -> Any:
    """What the browser sent last under a name to the component of this key (untrusted input); None for nothing."""
    state = st.session_state.get(key)
    return state.get(name) if isinstance(state, Mapping) else None


def number(value: object, most: float = FARTHEST) -> float | None:
    """The finite number that a browser sent, if it is one and within reason, else None."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if abs(value) <= most else None


def whole(value: object) -> int | None:
    """The whole number from 0 that a browser sent, else None; JavaScript's may come as floats."""
    sent_number = number(value, 2**53)
    return int(sent_number) if sent_number is not None and sent_number >= 0 and sent_number.is_integer() else None


def nothing() -> None:
    """The callback of news that wait: Streamlit keeps a state only when its callback is given."""


def javascript(name: str) -> str:
    """The component's module with those it imports, as one module.

    It exports its mount function, or a class, of which mount_once.js makes one object for the HTML's first element.
    """
    path = FOLDER / name / name
    module = joined(path.with_suffix(".js"))
    exported = CLASS.search(module)
    if exported is None:
        return module
    first = ROOT.findall(path.with_suffix(".html").read_text(encoding="utf-8"))[0]
    text = EXPORT.sub("", MOUNT.read_text(encoding="utf-8") + CLASS.sub(exported[1], module))
    return f'{text}export default mountOnce(".{first}", {exported[2]});\n'


def sent(name: str, module: str) -> str:
    """The text that Streamlit sends for a module: itself, or where it is large, one that loads it from a static file.

    A server that may not write there, or serves no static files, sends the module itself.
    """
    if len(module) < LARGE or not st.get_option("server.enableStaticServing"):
        return module
    try:
        file = written(web_folder() / "static" / BUILT, name, module)
    except OSError:
        return module
    return LOADER.replace("{path}", static_path()).replace("{file}", f"{BUILT}/{file}")


def written(folder: Path, name: str, module: str) -> str:
    """The name of the file in this folder that holds the module, another one for another text.

    Files that no server has asked for in a month are removed. Raises OSError where the folder cannot be written.
    """
    text = module.encode()
    file = folder / f"{name}-{blake2b(text, digest_size=8).hexdigest()}.js"
    if file.exists():
        file.touch()
    else:
        folder.mkdir(exist_ok=True)
        half = folder / f"{file.name}.{id(text)}"  # another process may write the same: each replaces a whole file
        half.write_bytes(text)
        half.replace(file)
    for path in folder.glob(f"{name}-*.js"):
        if path.stat().st_mtime < time.time() - MONTH:
            path.unlink(missing_ok=True)
    return file.name
