"""The address bar of the browser: its query, and whether the visitor went back or forward to it."""

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Identity = tuple[tuple[str, tuple[str, ...]], ...]


def query() -> dict[str, list[str]]:
    """The query of the address bar, every key with all its values."""
    return {key: st.query_params.get_all(key) for key in st.query_params}


def identity(link: Mapping[str, Sequence[str]]) -> Identity:
    """What distinguishes one address from another; without the frame: the browser writes it, and may be ahead."""
    return tuple(sorted((key, tuple(values)) for key, values in link.items() if key != "frame"))


def write(link: Mapping[str, Sequence[str]]) -> bool:
    """Write the query into the address bar, unless it is there; returns whether it was written."""
    if identity(link) == identity(query()):
        return False
    st.query_params.from_dict({key: list(values) for key, values in link.items()})
    return True


def is_history_navigation() -> bool:
    """Did the browser go back or forward to the address that it brings?"""
    request = get_script_run_ctx()
    return request is not None and bool(request.is_history_navigation)
