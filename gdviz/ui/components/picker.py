"""The gallery of surfaces to pick from: groups of small maps with names and what each teaches, and a search box."""

from typing import Any

import streamlit as st

from gdviz.figures import thumbnail_uri
from gdviz.gallery import GALLERY, GROUPS
from gdviz.ui.components.component import component, nothing

THUMBNAIL = (150, 96)
"""Width and height of a map in pixels."""


def picker(chosen: str | None) -> str | None:
    """Draw the gallery; returns the key of the surface that was just picked, else None.

    chosen: the key of the surface that is shown now, None if it is not of the gallery.
    """
    dark = st.context.theme.type == "dark"
    news = component("picker")(
        key="picker", data={"groups": groups(dark), "chosen": chosen}, on_picked_change=nothing
    ).picked
    return news if isinstance(news, str) and news in GALLERY else None


def groups(dark: bool) -> list[dict[str, Any]]:
    """The groups in their order, each with its surfaces: key, name, what it shows, and its map as a data URI."""
    return [
        {
            "title": title,
            "surfaces": [
                {
                    "key": key,
                    "name": surface.name,
                    "shows": surface.shows,
                    "picture": thumbnail_uri(surface, THUMBNAIL, dark),
                }
                for key, surface in members.items()
            ],
        }
        for title, members in GROUPS.items()
    ]
