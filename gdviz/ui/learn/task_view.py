"""A task that a teacher set: its question and what it does not hide, and how to leave it."""

import html
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.lessons import NO_PROOF, PAGES, LessonError, worded
from gdviz.lessons.progress import result_code
from gdviz.scene import surface_of
from gdviz.ui.learn import answering, controls, lesson_view, picture, visit
from gdviz.ui.widgets.sentences import alert

SAYS, HIDING = "A task set by your teacher.", "What it hides is not on this page."
LEAVING = "“Leave the task” leads to the course; this link leads back."


def show(task_set: visit.TaskSet) -> None:
    """The task, or why its link cannot be read."""
    with st.container(key="task-head", horizontal=True):
        title = task_set.task.title if task_set.task else "This task cannot be read"
        st.html(f'<h2 class="gdviz-task">{html.escape(title)}</h2>', width="content")
        words = " ".join([SAYS, *([HIDING] if task_set.task and task_set.task.hides else []), LEAVING])
        st.html(f'<p class="gdviz-task-words">{words}</p>', width="content")
        st.button("Leave the task", key="task-leave", type="tertiary", on_click=visit.go)
    for notice in task_set.notices:
        alert(notice)
    if task_set.task is None:
        return
    try:
        with st.container(key="lesson"):
            draw(task_set)
    except LessonError as error:
        alert(f"This task cannot be shown. {error}")


def draw(task_set: visit.TaskSet) -> None:
    """The formula, the picture, the place for the answer or what it is worth, and the controls that are open."""
    task, at = task_set.task, visit.QuestionId(task_set.key, 0)
    assert task is not None
    stands = lesson_view.standing_of(task.moment(task_set.scene), at)
    assert stands.case is not None
    turning = bool(task.opens) and (not stands.open or task.shows)
    tried = controls.tried(task_set) if turning else task_set.scene
    with st.container(key="lesson-prose"):
        if not {"formula", "map"} & set(task.hides) and task.page == PAGES[0]:
            surface = surface_of(tried)
            st.markdown(f"$f({', '.join(surface.variables)}) = {surface.latex}$")
    with st.container(key="lesson-picture"):
        seen = replace(stands.moment, scene=tried, question=stands.moment.question if tried == task_set.scene else None)
        takes = partial(controls.move, task_set) if turning and "start" in task.opens else None
        picture.show(seen, at, stands.value, stands.judged, task.hides, shows=task.shows, on_start=takes)
    with st.container(key="lesson-answer", gap="small"):
        question = task.question
        if stands.open and question:
            question = worded(question, stands.case)
            answering.show(question, question.ask, [option.says for option in question.options], at)
        elif question:
            judgement(stands, at)
        if turning:
            controls.show(task_set, task)
        elif task.page == PAGES[0] and (fixed := controls.locked_words(task_set.scene, task)):
            st.caption(f"Fixed: {fixed}. {controls.later(task)}".rstrip())


def judgement(stands: lesson_view.Standing, at: visit.QuestionId) -> None:
    """What the answer is worth, and the code for the teacher."""
    lesson_view.result.show(stands.moment, stands.case, stands.judged)
    st.markdown("Your result, if your teacher asks for it:")
    st.code(result_code([visit.answers()[at]], {at.lesson: 1}), language=None, wrap_lines=True)
    st.caption(NO_PROOF)
