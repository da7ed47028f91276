"""A button that copies the address of what is shown, and of the frame at which the player stands."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from gdviz.ui.components.component import component


def copy_link(query: Mapping[str, Sequence[str]], *, framed: bool = True) -> None:
    """Draw the button. query: of the address; framed: the frame of the player is part of it."""
    text = urlencode(query, doseq=True, safe="~")
    component(__file__)(key="copy-link", data={"query": text, "framed": framed}, width="content", height="content")
