"""The end of a lesson: how the answers went, the result code, and what comes next."""

import html

import streamlit as st

from gdviz.lessons import NO_PROOF, Lesson
from gdviz.lessons.progress import result_code
from gdviz.ui.learn import visit


def show(lesson: Lesson) -> None:
    """The idea of the lesson, how many were right, the code for the course's own system, and the next lesson."""
    answers = [one for at, one in visit.answers().items() if at.lesson == lesson.key and not at.seed]
    questions = len(lesson.questions)
    with st.container(key="lesson-end", gap="small"):
        st.html(f'<h2 class="gdviz-title">{html.escape(lesson.title)}</h2>')
        if lesson.idea:
            st.markdown(lesson.idea)
        st.markdown(words(sum(one.right for one in answers), len(answers), questions))
        if answers and lesson.key:
            st.markdown("Your result, if a teacher asks for it:")
            st.code(result_code(answers, {lesson.key: questions}), language=None, wrap_lines=True)
            st.caption(NO_PROOF)
        with st.container(horizontal=True, gap="small"):
            st.button("Back", key="end-back", on_click=visit.go, args=(lesson.key, len(lesson.moments) - 1))
            st.button("All lessons", key="end-all", on_click=visit.go)
            if after := visit.next_lesson(lesson.key):
                st.button("Next lesson", key="end-next", type="primary", on_click=visit.go, args=(after,))


def words(right: int, answered: int, questions: int) -> str:
    """How the answers went."""
    if not questions:
        return "That is the end of this lesson."
    if not answered:
        return f"That is the end of this lesson. None of its {questions} questions has been answered yet."
    left = questions - answered
    rest = f" {left} {'question is' if left == 1 else 'questions are'} still open." if left else ""
    surprise = " What surprised you is what you have learned." if right < answered else ""
    return f"You were right in {right} of {answered} {'answer' if answered == 1 else 'answers'}.{rest}{surprise}"
