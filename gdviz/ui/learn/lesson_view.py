"""One moment of a lesson: prose, a large player, the question where the eye is, and afterwards what it shows."""

import html
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import streamlit as st

from gdviz.lessons import Case, Claim, Judged, Lesson, LessonError, Moment, fill, hold, worded, work_out
from gdviz.lessons.term_latex import names_something, term_latex
from gdviz.numeral import numeral
from gdviz.ui.learn import answering, picture, visit
from gdviz.ui.learn.address import SCRIPTS, link_to
from gdviz.ui.stage import takeaway
from gdviz.ui.widgets import alert


class Standing(NamedTuple):
    """A moment as it stands for this visitor. value: the answer, or what is placed; judged: what it is worth."""

    moment: Moment
    at: visit.QuestionId
    value: Any
    judged: Judged | None
    case: Case | None

    @property
    def open(self) -> bool:
        """Is there a question, and no answer yet?"""
        return self.moment.question is not None and self.judged is None


def standing(lesson: Lesson, place: int) -> Standing:
    """What is known of a moment; raises LessonError where its scene cannot be worked out."""
    at = visit.question_id(lesson, place)
    return standing_of(visit.moment_of(at) or lesson.moments[place], at)


def standing_of(moment: Moment, at: visit.QuestionId) -> Standing:
    """What is known of a moment that is asked under this name; raises LessonError as `standing` does."""
    judged = visit.judged(at, moment)
    value = visit.answers()[at].value if judged else visit.pending(at)
    return Standing(moment, at, value, judged, work_out(moment) if moment.scene else None)


def show(lesson: Lesson, place: int) -> None:
    """The moment, with the ways on and back."""
    try:
        stands = standing(lesson, place)
        with st.container(key="lesson" if stands.moment.scene else "lesson-text-only"):
            draw(lesson, place, stands)
    except LessonError as error:
        alert(f"This moment cannot be shown. {error}")
        ways(lesson, place, True)


def draw(lesson: Lesson, place: int, stands: Standing) -> None:
    """Prose, picture and answer: places of the page that each screen puts where they suit it."""
    moment = stands.moment
    with st.container(key="lesson-prose", gap="xsmall"):
        st.html(
            f'<p class="gdviz-crumb">{html.escape(lesson.title)}</p>'
            f'<h2 class="gdviz-unseen">Moment {place + 1} of {len(lesson.moments)}</h2>'
        )
        if moment.prose:
            st.markdown(fill(moment.prose, stands.case))
        if stands.at.seed:
            st.markdown("The same question with new numbers.")
    if moment.scene:
        with st.container(key="lesson-picture"):
            picture.show(moment, stands.at, stands.value, stands.judged)
    with st.container(key="lesson-answer", gap="small"):
        if stands.open and moment.question and stands.case:
            answering.show(worded(moment.question, stands.case), stands.at)
        else:
            result(moment, stands.case, stands.judged)
            further(stands)
    with st.container(key="lesson-foot"):
        ways(lesson, place, not stands.open)


def result(moment: Moment, case: Case | None, judged: Judged | None) -> None:
    """The judgement, if something was asked; the reveal; the claims."""
    if judged:
        tone = "noted" if judged.distance is None else "right" if judged.right else "wrong"
        with st.container(key=f"lesson-judged-{tone}", gap="xxsmall"):
            st.html(f'<p class="gdviz-judged" role="status">{html.escape(judged.sentence)}</p>')
            if judged.belief:
                st.markdown(judged.belief)
    if moment.reveal:
        st.markdown(fill(moment.reveal, case))
    if moment.claims:
        with st.container(key="lesson-claims"):
            st.markdown(table(moment.claims, case))


def table(claims: Sequence[Claim], case: Case | None) -> str:
    """Theory beside measurement, as a Markdown table."""
    lines = ["| | theory | measured |", "|:--|--:|--:|"]
    for claim in claims:
        try:
            held = hold(claim, case)
        except LessonError as error:
            lines.append(f"| {cell(claim.says)} | {cell(error.message)} | |")
            continue
        predicted, measured = (numeral(value, 6) for value in (held.predicted, held.measured))
        if names_something(claim.theory):
            predicted = f"${term_latex(claim.theory)}$ = {predicted}"
        lines.append(
            f"| {cell(fill(claim.says, case))} | {predicted} | {measured}{'' if held.holds else ' (differs)'} |"
        )
    return "\n".join(lines)


def cell(text: str) -> str:
    """A text that stands in a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def further(stands: Standing) -> None:
    """The same question with other numbers, and the scene on its own page."""
    moment, at = stands.moment, stands.at
    if moment.scene is None:
        return
    with st.container(horizontal=True, key="lesson-further", gap="small"):
        if stands.judged and has_another(stands):
            st.button("Another like it", key="lesson-another", icon=":material/refresh:", on_click=visit.ask_another,
                      args=(at.lesson, at.moment))  # fmt: skip
        if at.seed:
            st.button("As in the lesson", key="lesson-first", on_click=visit.ask_first, args=at[:2])
        back = {"lesson": [at.lesson], "moment": [str(at.moment + 1)]}
        script, name, _ = SCRIPTS[moment.page]
        st.page_link(
            script,
            label=f"Open in {name}",
            icon=":material/open_in_new:",
            query_params=moment.scene.to_query() | back,
        )
    takeaway.menu(picture.contents(moment.scene, moment.page, link_to(moment.scene, moment.page)), "lesson")


def has_another(stands: Standing) -> bool:
    """Can the question be asked with new numbers?"""
    first = visit.moment_of(stands.at._replace(seed=0))
    newer = stands.at._replace(seed=stands.at.seed + 1)
    return bool(first and first.question and first.question.vary and visit.moment_of(newer))


def ways(lesson: Lesson, place: int, answered: bool) -> None:
    """Back, where one stands, and Next."""
    count, go = len(lesson.moments), partial(visit.go, lesson.key)
    with st.container(horizontal=True, key="lesson-ways", vertical_alignment="center", gap="small"):
        if place:
            st.button("Back", key="lesson-back", on_click=go, args=(place - 1,))
        else:
            st.button("All lessons", key="lesson-back", on_click=visit.go)
        dots = "".join(
            f"<i{' data-here' if k == place else ' data-done' if k < place else ''}></i>" for k in range(count)
        )
        st.html(f'<p class="gdviz-dots" role="img" aria-label="Moment {place + 1} of {count}">{dots}</p>')
        word = ("Next" if place + 1 < count else "Finish") if answered else "Skip"
        st.button(word, key="lesson-next", type="primary" if answered else "secondary", on_click=go, args=(place + 1,))
