"""The player: map, transport, loss chart and readouts of runs, as one JavaScript module for any page.

`js/mount.js` is the door; `player.css` lists the CSS variables a page may set. Hosts: a page of its own
in hosts/, Streamlit in `gdviz.ui`.
"""

from functools import lru_cache
from pathlib import Path

from gdviz.player.bundle import EXPORT, joined

JS = Path(__file__).parent / "js"
"""Where the player's ES modules are, for hosts that import parts of them."""
HOSTS = Path(__file__).parent / "hosts"
"""Hosts that need no module but the player's: a page of its own, a notebook."""


@lru_cache(maxsize=1)
def module() -> str:
    """The player as one ES module that exports `mount`, its style sheet included."""
    return joined(JS / "mount.js")


@lru_cache(maxsize=1)
def page_module() -> str:
    """The player with the host of a page of its own (hosts/page.js), as a script without imports and exports."""
    return EXPORT.sub("", joined(HOSTS / "page.js"))


@lru_cache(maxsize=1)
def widget_module() -> str:
    """The player with the host of a notebook (hosts/anywidget.js), as anywidget takes it."""
    return joined(HOSTS / "anywidget.js")


@lru_cache(maxsize=1)
def scheme_script() -> str:
    """What follows the colour scheme of a notebook (hosts/scheme.js), as a script that defines `followScheme`."""
    return EXPORT.sub("", joined(HOSTS / "scheme.js"))
