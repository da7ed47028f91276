"""A lesson that the visitor brings: a Markdown file, read in this visit, and in the link of its page if it is short."""

from collections.abc import Mapping, Sequence

import streamlit as st

from gdviz.lessons import COURSE, LessonError, read_file, read_lesson
from gdviz.lessons.own import key_of
from gdviz.ui.learn import visit
from gdviz.ui.widgets.sentences import alert

LINK, LONGEST_IN_LINK = "lesson.text", 4000
"""The key of a link that holds a lesson's text, and how many characters travel so, as of rows of one's own."""
HINT = (
    "A lesson is one Markdown file with scenes and questions. It is read for this visit and stored nowhere. One of at "
    f"most {LONGEST_IN_LINK} characters is part of the link of its page, to be reloaded and sent; a longer one is "
    "uploaded anew after the page is loaded anew. A server offers the lessons of the folder `GDVIZ_LESSONS`."
)
TEXT, REFUSED = "text of own lesson", "own lesson refused"


def show() -> None:
    """The upload, what is wrong with the file, and the way into the lesson."""
    with st.expander("A lesson of your own", key="learn-own"):
        st.caption(HINT)
        file = st.file_uploader("A lesson (Markdown)", type=["md", "txt"], key="learn-own-file")
        if file is not None:
            take(file.name, file.getvalue())
        if lesson := visit.own_lesson():
            st.button("Open your lesson", key="learn-open-own", on_click=visit.go, args=(lesson.key,))


def take(name: str, content: bytes) -> None:
    """Keep the lesson of a file, or say what is wrong with it."""
    try:
        visit.keep_own(read_file(name, content))
        visit.memory()[TEXT] = content.decode("utf-8-sig")
    except LessonError as error:
        alert(f"This file is no lesson yet. {error}")


def to_link(key: str) -> dict[str, list[str]]:
    """The part of the link that holds the lesson of this key: a short one of the visitor's own, else nothing."""
    lesson, text = visit.own_lesson(), str(visit.memory().get(TEXT, ""))
    own = lesson is not None and lesson.key == key and key not in {entry.key for entry in COURSE}
    return {LINK: [text]} if own and 0 < len(text) <= LONGEST_IN_LINK else {}


def from_link(query: Mapping[str, Sequence[str]]) -> None:
    """Keep the lesson that a link holds, or why it opens none; one named as a lesson of the course is left."""
    text, key = (next(iter(query.get(name, ())), "") for name in (LINK, "lesson"))
    visit.memory().pop(REFUSED, None)
    if text and key == key_of(key) and key not in {entry.key for entry in COURSE}:
        _keep(text, key)
    elif key not in ("", visit.STEER) and visit.lesson_or_error(key) is None:
        visit.memory()[REFUSED] = f"There is no lesson “{key[:40]}” here. These are all."


def _keep(text: str, key: str) -> None:
    try:
        if len(text) > LONGEST_IN_LINK:
            raise LessonError(f"It has more than {LONGEST_IN_LINK} characters: upload it as a file.")
        visit.keep_own(read_lesson(text, key))
        visit.memory()[TEXT] = text
    except LessonError as error:
        visit.memory()[REFUSED] = f"The lesson in this link cannot be read. {error}"


def refusal() -> str:
    """Why a link opened no lesson, or nothing; once a lesson is opened it has been seen."""
    if visit.place().lesson:
        visit.memory().pop(REFUSED, None)
    return str(visit.memory().get(REFUSED, ""))
