"""For teachers: the notes of a lesson, and the lesson on paper."""

from functools import partial

import streamlit as st

from gdviz.lessons import COURSE, Lesson, lesson_sheet
from gdviz.ui.learn import visit
from gdviz.ui.learn.where import where


def show() -> None:
    """Folded away below the course: any of its lessons."""
    folded = st.expander("For teachers", key="learn-teachers", on_change="rerun")
    if not folded.open:
        return
    course = [visit.own_lesson(), *visit.shelf().lessons.values(), *(visit.lesson_or_error(e.key) for e in COURSE)]
    lessons = {lesson.key: lesson for lesson in course if isinstance(lesson, Lesson)}
    with folded:
        picked = st.selectbox(
            "A lesson", list(lessons), format_func=lambda key: lessons[key].title, key="teachers-lesson"
        )
        if picked:
            notes(lessons[picked])


def notes(lesson: Lesson) -> None:
    """What is usually believed, what to ask the room, and the print sheet."""
    if lesson.notes:
        with st.container(key="learn-notes"):
            st.markdown(lesson.notes)
    if lesson.source:
        st.caption(f"After {lesson.source}")
    link = f"{where()}/learn?lesson={lesson.key}"
    st.download_button(
        "Print sheet, with the answers on pages of their own", partial(lesson_sheet, lesson, link),
        f"{lesson.key}.html", "text/html", icon=":material/print:", on_click="ignore", key="teachers-sheet",
    )  # fmt: skip
