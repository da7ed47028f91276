"""Where the browser gets Plotly.js from."""

import streamlit as st


def vendor_path() -> str:
    """The path under which the app serves `static/vendor/`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static/vendor/".replace("//", "/")
