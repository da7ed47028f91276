"""The frame of every page: title, style, navigation that carries the scene, link and projector switches."""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdviz.scene import Scene
from gdviz.ui import address, session, work
from gdviz.ui.components.component import component
from gdviz.ui.components.history import history_bar

STYLES = Path(__file__).parent / "styles"
UNSTYLED = 1
"""Height in pixels of a main block until the style sheet has come: nothing is seen at a place it then leaves."""
PAGES: tuple[tuple[str, str], ...] = (
    ("app.py", "Explore"),
    ("pages/learn.py", "Learn"),
    ("pages/learning_rate.py", "Learning rate"),
    ("pages/traps.py", "Traps"),
    ("pages/data.py", "Data"),
)
NAME = "gdviz"
PROMISE = "See how gradient descent moves, and why."
SHEETS = {"Explore": ("explore",), "Learn": ("learn",)}
OWN_LINKS = "links of pages that have their own"
WAY_BACK = "the way back to a lesson"
MISSION = "mission"
"""The key of a link, beside those of its scene, that begins a mission; and what is remembered of it."""


class Address(NamedTuple):
    """Of a page whose address is not the scene's. follow: reads it as the page begins; link: what it then is.

    is_bare: whether the page now stands without its head.
    """

    follow: Callable[[], None]
    link: Callable[[], Mapping[str, Sequence[str]]]
    is_bare: Callable[[], bool]


@contextmanager
def page(title: str, own: Address | None = None) -> Iterator[DeltaGenerator]:
    """The head of a page, then what its script draws, then the address; yields the place for `remark`.

    The first Streamlit call of a script. What a script does after it may take long: the address is written before.
    own: of a page whose address is not the scene's.
    """
    yield _head(title, own)
    if own:
        session.memory(OWN_LINKS)[title] = own.link()
        address.write(own.link())
    else:
        session.write_link()


def _head(title: str, own: Address | None) -> DeltaGenerator:
    st.set_page_config(
        page_title=f"{title} · {NAME}" if title != PAGES[0][1] else f"{NAME} · {PROMISE}",
        page_icon=str(STYLES / "favicon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed",
    )
    work.begin()
    session.arrive(title, follows=own is None)
    if own:
        session.memory(WAY_BACK).clear()
        own.follow()
    scene = session.recall()
    st.html(style_sheet(title, scene.projector, st.context.theme.type == "dark"))
    with st.container(key="frame-landmarks"):
        component("landmarks")(key="landmarks", data={"page": title})  # what Streamlit's markup lacks for keyboards
    if own and own.is_bare():
        st.html(f'<h1 class="gdviz-unseen">gdviz {html.escape(title)}</h1>')
        return st.container(key="frame-bare")
    with st.container(
        horizontal=True, key="frame-head", vertical_alignment="center", gap="small", height=UNSTYLED, border=False
    ):
        place = _head_row(title, own, scene)
    with st.container(key="frame-notices"):
        if notices := session.notices():
            with st.container(key="notices"):
                st.html(f'<p role="status">{html.escape(" ".join(notices))}</p>')
    return place


def _head_row(title: str, own: Address | None, scene: Scene) -> DeltaGenerator:
    """Brand, links to the pages, the place of the remark, undo and redo, switch and link; returns that place."""
    st.html(
        f'<h1 class="gdviz-brand">gdviz<span class="gdviz-unseen"> {html.escape(title)}</span></h1>',
        width="content",
    )
    with st.container(horizontal=True, key="frame-pages", gap="small", vertical_alignment="center"):
        for script, label in PAGES:
            st.page_link(script, label=label, query_params=_link_to(label, title, scene))
    place = st.container(key="frame-remark", width="stretch")
    if not own:
        _way_to_learn(place, offers=title == PAGES[0][1] and not _on_a_mission())
    if not own:
        with st.container(key="frame-history", width="content"):
            history_bar()
    st.toggle("Projector", key=session.seed("frame-projector", scene.projector), on_change=_projector)
    query = urlencode(own.link() if own else replace(scene, frame=None).to_query(), doseq=True, safe="~")
    link = {"query": query, "framed": own is None}  # framed: the frame of the player is part of what is copied
    component("copy_link")(key="copy-link", data=link, width="content", height="content")
    return place


def _link_to(label: str, title: str, scene: Scene) -> Mapping[str, Sequence[str]]:
    """The query of a page: the scene's, or where the visitor left a page that has links of its own.

    From that page itself the link leads to its beginning; the number makes it another address each time.
    """
    own = session.memory(OWN_LINKS)
    if label == title and label in own:
        own["count"] = own.get("count", 0) + 1
        return {"begin": [str(own["count"])]}
    link: Mapping[str, Sequence[str]] = own.get(label) or scene.to_query()
    return link


def _on_a_mission() -> bool:
    """Did the visitor come from the course, to a mission of its?"""
    return MISSION in address.query() or bool(session.memory(MISSION))


def _way_to_learn(place: DeltaGenerator, offers: bool) -> None:
    """Over the remark: back to the lesson whose scene this is, else the course is offered to a first visitor."""
    query = address.query()
    if "lesson" in query:
        session.memory(WAY_BACK).update({key: query[key] for key in ("lesson", "moment") if key in query})
    back = session.memory(WAY_BACK)
    if not (back or offers):
        return
    with place.container(key="frame-offer"):
        if back:
            st.page_link("pages/learn.py", label="Back to the lesson", icon=":material/arrow_back:", query_params=back)
        else:
            component("learn_offer")(key="learn-offer")


@lru_cache(maxsize=16)
def style_sheet(page: str, projector: bool, dark: bool) -> str:
    """All style sheets of a page as one element: they are in force together, or a page half styled would move.

    The last rule is the projector's: components/landmarks/landmarks.js switches it in the frame of the press.
    Streamlit hangs popovers beside the app, where its colour scheme does not reach: the document has it too.
    """
    special = ["projector", *["stage"] * (page == PAGES[0][1])]
    names = ["theme", "cards", "why", "device", "phone", "forced", *SHEETS.get(page, ())]
    scheme = f":root {{ color-scheme: {'dark' if dark else 'light'}; }}\n"
    sheets, large = (
        "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in of) for of in (names, special)
    )
    return f"<style>{scheme}{sheets}@media {'' if projector else 'not '}all {{\n{large}}}</style>"


def remark(place: DeltaGenerator, sentences: Sequence[str]) -> None:
    """One quiet line in the head: what is worth knowing of what is shown, else what the app is for."""
    text = html.escape(" ".join(sentences) or PROMISE)
    place.html(f'<p class="gdviz-remark" title="{text}">{text}</p>')


def _projector() -> None:
    session.keep(projector=bool(st.session_state["frame-projector"]))
