"""Runs as one HTML file that plays without a server or a network: the player, its data and its fonts inside."""

import base64
import gzip
import html
import json
from functools import lru_cache
from pathlib import Path
from string import Template

from gdviz import player
from gdviz.export.contents import Contents, contents_of
from gdviz.export.fonts import font_faces
from gdviz.web_files import library_text

WEB = Path(__file__).parent / "web"
BESIDE = {"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What must not stand in a script element as it is."""
SAY_SCHEME = """\
this.endScheme?.();
this.endScheme = followScheme((scheme) => this.contentWindow?.postMessage({ scheme }, "*"));"""
"""A frame of its own origin cannot see the page around it, so its element says the colours of that page to it."""


def standalone_html(shown: object, *, link: str = "", space: bool = False) -> str:
    """A page that plays runs: from a disk, in a frame, without a network. Nothing is loaded from any address.

    shown: what `contents_of` takes. link: where the runs can be changed, shown beside the title. space: with the view
    in 3-D, for which Plotly.js is put inside (0.7 MB more). The start of the runs is fixed.
    """
    contents = contents_of(shown, link)
    scripts = [("", plotly_space())] if space else []
    scripts += [*film_library(), ("", page_module())]
    return Template(read("page.html")).substitute(
        title=html.escape(contents.title),
        formula=html.escape(contents.formula),
        link=anchor(contents),
        style=font_faces() + read("page.css"),
        data=in_script({"payload": contents.payload(), "insides": contents.insides()}),
        packed="\n".join(f'<script type="application/gzip"{name}>{packed}</script>' for name, packed in scripts),
        loader=read("loader.js"),
    )


def framed(shown: object, height: int = 720) -> str:
    """The page in a frame that may run scripts, open its link and save films, for a notebook; height in pixels."""
    page = html.escape(standalone_html(shown))
    about = html.escape(contents_of(shown).title)
    onload = html.escape(f"{player.scheme_script()}\n{SAY_SCHEME}")
    return (
        f'<iframe srcdoc="{page}" title="{about}" sandbox="allow-scripts allow-popups allow-downloads" '
        f'onload="{onload}" style="width: 100%; height: {height}px; border: 0"></iframe>'
    )


def anchor(contents: Contents) -> str:
    """The link to the runs in the app, if it is one of the web."""
    if not contents.link.startswith(("https://", "http://")):
        return ""
    return f'<p><a href="{html.escape(contents.link)}" rel="noopener">Change these runs</a></p>'


def in_script(value: object) -> str:
    """JSON that may stand in a script element, whatever text is in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, written in BESIDE.items():
        text = text.replace(sign, written)
    return text


@lru_cache(maxsize=1)
def page_module() -> str:
    """The player with the host of a page, compressed; it runs as a script, so that no address is needed."""
    return packed(f"(() => {{\n{player.page_module()}\n}})();")


@lru_cache(maxsize=1)
def plotly_space() -> str:
    """Plotly.js for surfaces in space, compressed."""
    return packed(library_text("plotly"))


@lru_cache(maxsize=1)
def film_library() -> tuple[tuple[str, str], ...]:
    """What writes a film as GIF: attribute and compressed text of a script element; none if it is not installed."""
    try:
        return ((' id="gdviz-gifenc"', packed(library_text("gifenc"))),)
    except FileNotFoundError:
        return ()


def packed(text: str) -> str:
    """Text compressed by gzip, as base64; the same text always gives the same."""
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode("ascii")


def read(name: str) -> str:
    """A file of the page."""
    return (WEB / name).read_text(encoding="utf-8")
