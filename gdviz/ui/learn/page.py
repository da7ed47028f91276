"""The Learn page: the overview, or the moment of the lesson at which the visitor stands."""

import streamlit as st

from gdviz.lessons import LessonError
from gdviz.ui.learn import end, lesson_view, overview, own, steering, task_view, visit
from gdviz.ui.widgets.sentences import alert

REMARK = ("Say what you expect, then see what happens.",)


def show() -> tuple[str, ...]:
    """Draw what the place asks for; returns what the head says of it.

    That is never the idea of a lesson, which would give answers away.
    """
    if task := visit.task_set():
        task_view.show(task)
        return REMARK
    place = visit.place()
    if reason := own.refusal():
        alert(reason)
    if place.lesson == visit.STEER:
        steering.show()
        return REMARK
    lesson = visit.lesson_or_error(place.lesson) if place.lesson else None
    if lesson is None:
        overview.show()
        return REMARK
    if isinstance(lesson, LessonError):
        alert(f"This lesson cannot be read: {lesson}")
        st.button("All lessons", key="lesson-back", on_click=visit.go)
        return REMARK
    if place.moment >= len(lesson.moments):
        end.show(lesson)
    else:
        lesson_view.show(lesson, place.moment)
    return REMARK
