"""Where the app is visited, for links that are written down."""

from urllib.parse import urlencode

import streamlit as st

from gdviz.scene import Scene

PATHS = ("/learn", "/data", "/traps", "/learning_rate")
"""Of the pages but Explore."""
SCRIPTS = {"explore": ("app.py", "Explore", ""), "data": ("pages/data.py", "Data", "data")}
"""Page of a scene → its script, its name, and its place in an address."""


def where() -> str:
    """The address of the app without the page and the query."""
    place = str(st.context.url or "").split("?")[0].rstrip("/")
    return next((place.removesuffix(page) for page in PATHS if place.endswith(page)), place)


def link_to(scene: Scene, page: str) -> str:
    """The link of a scene on its own page."""
    query = urlencode(scene.to_query(), doseq=True)
    return f"{where()}/{SCRIPTS[page][2]}" + (f"?{query}" if query else "")
