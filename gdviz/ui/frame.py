"""The frame of every page: title, style, navigation that carries the scene, link and projector switches."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdviz.ui import session, work
from gdviz.ui.components.copy_link import copy_link
from gdviz.ui.components.history import history_bar
from gdviz.ui.components.landmarks import landmarks

STYLES = Path(__file__).parent / "styles"
UNSTYLED = 1
"""Height in pixels of a main block until the style sheet has come: nothing is seen at a place it then leaves."""
PAGES: tuple[tuple[str, str], ...] = (
    ("app.py", "Explore"),
    ("pages/learning_rate.py", "Learning rate"),
    ("pages/traps.py", "Traps"),
    ("pages/data.py", "Data"),
)
NAME = "gdviz"
PROMISE = "See how gradient descent moves, and why."


@contextmanager
def page(title: str) -> Iterator[DeltaGenerator]:
    """The head of a page, then what its script draws, then the address; yields the place for `remark`.

    The first Streamlit call of a script. What a script does after it may take long: the address is written before.
    """
    yield _head(title)
    session.write_link()


def _head(title: str) -> DeltaGenerator:
    st.set_page_config(
        page_title=f"{title} · {NAME}" if title != PAGES[0][1] else f"{NAME} · {PROMISE}",
        page_icon=str(STYLES / "favicon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    work.begin()
    session.arrive(title)
    scene = session.recall()
    st.html(style_sheet(title == PAGES[0][1], scene.projector, st.context.theme.type == "dark"))
    with st.container(key="frame-landmarks"):
        landmarks(title)
    with st.container(
        horizontal=True, key="frame-head", vertical_alignment="center", gap="small", height=UNSTYLED, border=False
    ):
        st.html(
            f'<h1 class="gdviz-brand">gdviz<span class="gdviz-unseen"> {html.escape(title)}</span></h1>',
            width="content",
        )
        with st.container(horizontal=True, key="frame-pages", gap="small", vertical_alignment="center"):
            for script, label in PAGES:
                st.page_link(script, label=label, query_params=scene.to_query())
        place = st.container(key="frame-remark", width="stretch")
        with st.container(key="frame-history", width="content"):
            history_bar()
        st.toggle("Projector", key=session.seed("frame-projector", scene.projector), on_change=_projector)
        copy_link(scene)
    with st.container(key="frame-notices"):
        if notices := session.notices():
            with st.container(key="notices"):
                st.html(f'<p role="status">{html.escape(" ".join(notices))}</p>')
    return place


@lru_cache(maxsize=8)
def style_sheet(explore: bool, projector: bool, dark: bool) -> str:
    """All style sheets of a page as one element: they are in force together, or a page half styled would move.

    Streamlit hangs popovers beside the app, where its colour scheme does not reach: the document has it too.
    """
    special = ["explore"] * explore + (["stage" if explore else "projector"] if projector else [])
    names = ["theme", "cards", "why", "device", "forced", *special]
    scheme = f":root {{ color-scheme: {'dark' if dark else 'light'}; }}\n"
    sheets = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
    return f"<style>{scheme}{sheets}</style>"


def remark(place: DeltaGenerator, sentences: Sequence[str]) -> None:
    """One quiet line in the head: what is worth knowing of what is shown, else what the app is for."""
    text = html.escape(" ".join(sentences) or PROMISE)
    place.html(f'<p class="gdviz-remark" title="{text}">{text}</p>')


def _projector() -> None:
    session.keep(projector=bool(st.session_state["frame-projector"]))
