"""JavaScript modules joined into the one that Streamlit takes."""

import re
from collections.abc import Iterable
from pathlib import Path

import streamlit as st

PLAYER = Path(__file__).parent.parent / "player" / "js"


def joined(paths: Iterable[Path]) -> str:
    """Modules in order, each after those it imports, without their import and export words."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    bare = [re.sub(r"^import [^;]*;\n", "", text, flags=re.MULTILINE) for text in texts]
    return "\n".join(re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE) for text in bare)


def of_player(*names: str) -> list[Path]:
    """Modules that a component shares with the player."""
    return [PLAYER / f"{name}.js" for name in names]


def vendor_path() -> str:
    """Where Plotly.js is served from."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}/app/static/vendor/".replace("//", "/")
