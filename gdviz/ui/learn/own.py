"""A lesson that the visitor brings: a Markdown file, read in this visit and stored nowhere."""

import streamlit as st

from gdviz.lessons import Lesson, LessonError, read_lesson
from gdviz.ui.learn import visit
from gdviz.ui.widgets.sentences import alert

LARGEST = 200_000
"""Bytes of a lesson's file."""
HINT = "A lesson is one Markdown file with scenes and questions. It is read for this visit alone and stored nowhere."


def show() -> None:
    """The upload, what is wrong with the file, and the way into the lesson."""
    with st.expander("A lesson of your own", key="learn-own"):
        st.caption(HINT)
        given = st.file_uploader("A lesson (Markdown)", type=["md", "txt"], key="learn-own-file")
        if given is not None:
            take(given.getvalue())
        lesson = visit.lesson_or_error(visit.OWN)
        if isinstance(lesson, Lesson):
            st.button("Open your lesson", key="learn-open-own", on_click=visit.go, args=(visit.OWN,))


def take(content: bytes) -> None:
    """Keep the lesson of a file, or say what is wrong with it."""
    text = decoded(content)
    if text and text == visit.own_text():
        return
    try:
        if isinstance(text, LessonError):
            raise text
        read_lesson(text, visit.OWN)
    except LessonError as error:
        alert(f"This file is no lesson yet. {error}")
    else:
        visit.keep_own(text)


def decoded(content: bytes) -> str | LessonError:
    """The text of a file, or why it is none."""
    if len(content) > LARGEST:
        return LessonError(f"It has {len(content) // 1000} kB, and a lesson may have {LARGEST // 1000} kB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return LessonError("It is no text in UTF-8: save it as plain text.")
