"""A Streamlit component from the files of its folder."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from gdviz.player.bundle import joined


@cache
def component(folder: Path) -> Callable[..., Any]:
    """The component of this folder: its .html, .css (if it has one) and .js, all named as the folder is."""
    path = folder / folder.name
    css = path.with_suffix(".css")
    return st.components.v2.component(
        f"gdviz_{folder.name}",
        html=path.with_suffix(".html").read_text(encoding="utf-8"),
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        js=javascript(folder),
        isolate_styles=False,
    )


def javascript(folder: Path) -> str:
    """The component's module with those it imports, as the one module that Streamlit takes."""
    return joined(folder / f"{folder.name}.js")
