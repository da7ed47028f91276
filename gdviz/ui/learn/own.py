"""A lesson that the visitor brings: a Markdown file, read in this visit and stored nowhere."""

import streamlit as st

from gdviz.lessons import LessonError
from gdviz.lessons.own import read_file
from gdviz.ui.learn import visit
from gdviz.ui.widgets.sentences import alert

HINT = (
    "A lesson is one Markdown file with scenes and questions. It is read for this visit alone and stored nowhere: "
    "after the page is loaded anew, upload the file anew. A server offers the lessons of the folder `GDVIZ_LESSONS`."
)


def show() -> None:
    """The upload, what is wrong with the file, and the way into the lesson."""
    with st.expander("A lesson of your own", key="learn-own"):
        st.caption(HINT)
        given = st.file_uploader("A lesson (Markdown)", type=["md", "txt"], key="learn-own-file")
        if given is not None:
            take(given.name, given.getvalue())
        if lesson := visit.own_lesson():
            st.button("Open your lesson", key="learn-open-own", on_click=visit.go, args=(lesson.key,))


def take(name: str, content: bytes) -> None:
    """Keep the lesson of a file, or say what is wrong with it."""
    try:
        visit.keep_own(read_file(name, content))
    except LessonError as error:
        alert(f"This file is no lesson yet. {error}")
