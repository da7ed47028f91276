"""Where the app is visited, for links that are written down."""

from urllib.parse import urlencode

import streamlit as st

from gdviz.scene import Scene

SCRIPTS = {"explore": ("app.py", "Explore", ""), "data": ("pages/data.py", "Data", "data")}
"""Page of a scene → its script, its name, and its place in an address."""


def where() -> str:
    """The address of the app without the page and the query."""
    return str(st.context.url or "").split("?")[0].rstrip("/").removesuffix("/learn")


def link_to(scene: Scene, page: str) -> str:
    """The link of a scene on its own page."""
    query = urlencode(scene.to_query(), doseq=True)
    return f"{where()}/{SCRIPTS[page][2]}" + (f"?{query}" if query else "")
