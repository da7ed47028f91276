"""The Learn page: the overview, the lesson at which the visitor stands and its end, or the task that a link sets."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.lessons import NO_PROOF, PAGES, Answered, Lesson, LessonError, worded
from gdviz.lessons.result_code import result_code
from gdviz.numeral import count_word
from gdviz.scene import surface_of
from gdviz.ui.learn import address, answering, controls, lesson_view, overview, picture, steering, visit
from gdviz.ui.widgets import alert

REMARK = ("Say what you expect, then see what happens.",)
SAYS, HIDING = "A task set by your teacher.", "What it hides is not on this page."
LEAVING = "“Leave the task” leads to the course; this link leads back."


def show() -> tuple[str, ...]:
    """Draw what the place asks for; returns what the head says of it.

    That is never the idea of a lesson, which would give answers away.
    """
    if task_set := visit.task_set():
        _task(task_set)
    else:
        _place(visit.place())
    return REMARK


def _place(place: visit.Place) -> None:
    if reason := address.refusal():
        alert(reason)
    lesson = visit.lesson_or_error(place.lesson)
    if place.lesson == visit.STEER:
        steering.show()
    elif lesson is None:
        overview.show()
    elif isinstance(lesson, LessonError):
        alert(f"This lesson cannot be read: {lesson}")
        st.button("All lessons", key="lesson-back", on_click=visit.go)
    elif place.moment >= len(lesson.moments):
        _end(lesson)
    else:
        lesson_view.show(lesson, place.moment)


def _end(lesson: Lesson) -> None:
    """The idea of the lesson, how many were right, the code for the course's own system, and the next lesson."""
    answers = [one for at, one in visit.answers().items() if at.lesson == lesson.key and not at.seed]
    questions = len(lesson.questions)
    with st.container(key="lesson-end", gap="small"):
        st.html(f'<h2 class="gdviz-title">{html.escape(lesson.title)}</h2>')
        if lesson.idea:
            st.markdown(lesson.idea)
        st.markdown(end_words(sum(one.right for one in answers), len(answers), questions))
        if answers and lesson.key:
            _code("Your result, if a teacher asks for it:", answers, {lesson.key: questions})
        with st.container(horizontal=True, gap="small"):
            st.button("Back", key="end-back", on_click=visit.go, args=(lesson.key, len(lesson.moments) - 1))
            st.button("All lessons", key="end-all", on_click=visit.go)
            if after := visit.next_lesson(lesson.key):
                st.button("Next lesson", key="end-next", type="primary", on_click=visit.go, args=(after,))


def end_words(right: int, answered: int, questions: int) -> str:
    """How the answers went."""
    if not questions:
        return "That is the end of this lesson."
    if not answered:
        return f"That is the end of this lesson. None of its {questions} questions has been answered yet."
    left = questions - answered
    rest = f" {left} {'question is' if left == 1 else 'questions are'} still open." if left else ""
    surprise = " What surprised you is what you have learned." if right < answered else ""
    return f"You were right in {right} of {count_word(answered, 'answer')}.{rest}{surprise}"


def _code(words: str, answers: Sequence[Answered], questions: Mapping[str, int]) -> None:
    """The answers as a code for the course's own system."""
    st.markdown(words)
    st.code(result_code(answers, questions), language=None, wrap_lines=True)
    st.caption(NO_PROOF)


def _task(task_set: visit.TaskSet) -> None:
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
            _asked(task_set)
    except LessonError as error:
        alert(f"This task cannot be shown. {error}")


def _asked(task_set: visit.TaskSet) -> None:
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
        if stands.open and task.question:
            answering.show(worded(task.question, stands.case), at)
        elif task.question:
            lesson_view.result(stands.moment, stands.case, stands.judged)
            _code("Your result, if your teacher asks for it:", [visit.answers()[at]], {at.lesson: 1})
        if turning:
            controls.show(task_set, task)
        elif task.page == PAGES[0] and (fixed := controls.locked_words(task_set.scene, task)):
            st.caption(f"Fixed: {fixed}. {controls.later(task)}".rstrip())
