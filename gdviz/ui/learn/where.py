"""Where the app is visited, for links that are written down."""

import streamlit as st


def where() -> str:
    """The address of the app without the page and the query."""
    return str(st.context.url or "").split("?")[0].rstrip("/").removesuffix("/learn")
