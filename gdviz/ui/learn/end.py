"""The end of a lesson: how the answers went, and what comes next."""

import html

import streamlit as st

from gdviz.lessons import COURSE, Lesson
from gdviz.ui.learn import visit


def show(lesson: Lesson) -> None:
    """How many were right, and the next lesson."""
    done, questions = visit.answered(lesson), len(lesson.questions)
    with st.container(key="lesson-end", gap="small"):
        st.html(f'<h2 class="gdviz-title">{html.escape(lesson.title)}</h2>')
        st.markdown(f"{done} of {questions} questions answered." if questions else "The end of this lesson.")
        with st.container(horizontal=True, gap="small"):
            st.button("Back", on_click=visit.go, args=(lesson.key, len(lesson.moments) - 1))
            st.button("All lessons", on_click=visit.go)
            keys = [entry.key for entry in COURSE]
            after = keys[keys.index(lesson.key) + 1 :][:1] if lesson.key in keys else []
            for key in after:
                st.button("Next lesson", type="primary", on_click=visit.go, args=(key,))
