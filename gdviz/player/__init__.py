"""The player: map, transport, loss chart and readouts of runs, as one JavaScript module for any page.

`js/mount.js` is the door; `player.css` lists the CSS variables a page may set. Hosts: Streamlit in `gdviz.ui`.
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from gdviz.player.bundle import joined

JS = Path(__file__).parent / "js"
"""Where the player's ES modules are, for hosts that import parts of them."""


@lru_cache(maxsize=1)
def module() -> str:
    """The player as one ES module that exports `mount`, its style sheet included."""
    return joined(JS / "mount.js")


def version() -> str:
    """Twelve characters that change with the module's text, for addresses that may be cached for ever."""
    return sha256(module().encode()).hexdigest()[:12]
