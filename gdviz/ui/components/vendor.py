"""Where the browser gets static files from."""

import streamlit as st


def static_path() -> str:
    """The path under which the app serves `static/`."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static/".replace("//", "/")


def vendor_path() -> str:
    """The path under which the app serves `static/vendor/`: Plotly.js and what writes films."""
    return f"{static_path()}vendor/"
