"""A button that makes a film of runs in the browser, by the player's own pictures; the server has no part in it."""

from collections.abc import Mapping
from typing import Any

from gdviz.ui.components.component import component, vendor_path


def film_button(key: str, payload: Mapping[str, Any], form: str, name: str, title: str, formula: str) -> None:
    """Draw the button for runs as `gdviz.figures.payload` has them; form: mp4, webm or gif; name: of the file."""
    words = {"title": title, "formula": formula}
    data = {"payload": payload, "forms": [form], "name": name, "words": words, "vendor": vendor_path()}
    component(__file__)(key=key, data=data)
