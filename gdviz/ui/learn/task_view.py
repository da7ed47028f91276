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


def show(given: visit.TaskSet) -> None:
    """The task, or why its link cannot be read."""
    with st.container(key="task-head", horizontal=True):
        title = given.task.title if given.task else "This task cannot be read"
        st.html(f'<h2 class="gdviz-task">{html.escape(title)}</h2>', width="content")
        words = " ".join([SAYS, *([HIDING] if given.task and given.task.hides else []), LEAVING])
        st.html(f'<p class="gdviz-task-words">{words}</p>', width="content")
        st.button("Leave the task", key="task-leave", type="tertiary", on_click=visit.go)
    for notice in given.notices:
        alert(notice)
    if given.task is None:
        return
    try:
        with st.container(key="lesson"):
            draw(given)
    except LessonError as error:
        alert(f"This task cannot be shown. {error}")


def draw(given: visit.TaskSet) -> None:
    """The formula, the picture, the place for the answer or what it is worth, and the controls that are open."""
    task, asked = given.task, visit.Asked(given.key, 0)
    assert task is not None
    stands = lesson_view.standing_of(task.moment(given.scene), asked)
    assert stands.worked is not None
    turning = bool(task.opens) and (not stands.open or task.shows)
    tried = controls.tried(given) if turning else given.scene
    with st.container(key="lesson-prose"):
        if not {"formula", "map"} & set(task.hides) and task.page == PAGES[0]:
            surface = surface_of(tried)
            st.markdown(f"$f({', '.join(surface.variables)}) = {surface.latex}$")
    with st.container(key="lesson-picture"):
        seen = replace(stands.moment, scene=tried, question=stands.moment.question if tried == given.scene else None)
        takes = partial(controls.move, given) if turning and "start" in task.opens else None
        picture.show(seen, asked, stands.given, stands.judged, task.hides, shows=task.shows, on_start=takes)
    with st.container(key="lesson-answer", gap="small"):
        question = task.question
        if stands.open and question:
            question = worded(question, stands.worked)
            answering.show(question, question.ask, [option.says for option in question.options], asked)
        elif question:
            judgement(stands, asked)
        if turning:
            controls.show(given, task)
        elif task.page == PAGES[0] and (fixed := controls.locked_words(given.scene, task)):
            st.caption(f"Fixed: {fixed}. {controls.later(task)}".rstrip())


def judgement(stands: lesson_view.Standing, asked: visit.Asked) -> None:
    """What the answer is worth, and the code for the teacher."""
    lesson_view.result.show(stands.moment, stands.worked, stands.judged)
    st.markdown("Your result, if your teacher asks for it:")
    st.code(result_code([visit.answers()[asked]], {asked.lesson: 1}), language=None, wrap_lines=True)
    st.caption(NO_PROOF)
