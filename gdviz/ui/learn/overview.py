"""The overview of the course: a card a lesson, with its picture, its idea, how long it takes and how far one is."""

import html
from dataclasses import replace

import streamlit as st

from gdviz.expression import ExpressionError
from gdviz.figures import on_rows
from gdviz.figures.thumbnail import thumbnail_uri
from gdviz.learning.data import TableError
from gdviz.lessons import COURSE, Lesson, LessonError
from gdviz.lessons.lesson import PAGES
from gdviz.scene import Scene, surface_of
from gdviz.surface import Surface
from gdviz.ui.learn import missions, own, teaching, visit
from gdviz.ui.widgets.sentences import alert

PICTURE = (264, 132)
LEAD = (
    "Short lessons in the order a course takes. Each asks what you expect before it shows what happens, "
    "and every number in them comes from the run that you see."
)


def show() -> None:
    """Every lesson of the course, then the place for one's own."""
    with st.container(key="learn-overview", gap="small"):
        st.html(f'<h2 class="gdviz-title">How gradient descent learns</h2><p class="gdviz-lead">{LEAD}</p>')
        shown: set[Scene] = set()
        with st.container(key="learn-cards", horizontal=True, gap="medium"):
            for number, entry in enumerate(COURSE, 1):
                lesson = visit.lesson_or_error(entry.key)
                if isinstance(lesson, Lesson):
                    card(lesson, number, shown)
                elif isinstance(lesson, LessonError):
                    alert(str(lesson))
            for lesson in visit.shelf().lessons.values():
                card(lesson, 0, shown)
        for notice in visit.shelf().notices:
            alert(notice)
        missions.show()
        own.show()
        teaching.show()


def card(lesson: Lesson, number: int, shown: set[Scene]) -> None:
    """One lesson; the button covers the whole card, and names it to a screen reader. shown: see `picture`."""
    done, questions = visit.answered(lesson), len(lesson.questions)
    with st.container(key=f"learn-card-{lesson.key}", gap="xxsmall"):
        place = f"{number} · " if number else ""
        st.html(
            f'<div class="gdviz-lesson">{picture(lesson, shown)}<p class="gdviz-lesson-number">'
            f"{place}{lesson.minutes} min{progress(done, questions)}</p><h3>{html.escape(lesson.title)}</h3>"
            f"<p>{html.escape(lesson.idea)}</p>{before(lesson)}</div>"
        )
        word = "Begin" if not done else "Read again" if done == questions else "Go on"
        st.button(f"{word} *{plain(lesson.title)}*", key=f"learn-open-{lesson.key}", on_click=visit.go,
                  args=(lesson.key, next_moment(lesson) if 0 < done < questions else 0))  # fmt: skip


def next_moment(lesson: Lesson) -> int:
    """The moment of the first question that has not been answered."""
    return next((at for at, _ in lesson.questions if visit.Asked(lesson.key, at) not in visit.answers()), 0)


def progress(done: int, questions: int) -> str:
    """How many questions have been answered, in words and as dots."""
    if not questions:
        return ""
    dots = "".join(f"<i{' data-done' if k < done else ''}></i>" for k in range(questions))
    words = f"{done} of {questions} answered"
    return f'<span class="gdviz-done" role="img" aria-label="{words}" title="{words}">{dots}</span>'


def before(lesson: Lesson) -> str:
    """Which lessons come before this one."""
    titles = [one.title for key in lesson.needs if isinstance(one := visit.lesson_or_error(key), Lesson)]
    words = " and ".join(f"“{html.escape(title)}”" for title in titles)
    return f'<p class="gdviz-needs">After {words}</p>' if titles else ""


def picture(lesson: Lesson, shown: set[Scene]) -> str:
    """The surface of a scene, if there is one; decoration.

    shown: the grounds of the cards before it, so that neighbours differ where the lesson has another.
    """
    scenes = {ground(moment.scene): (moment.scene, moment.page) for moment in lesson.moments if moment.scene}
    uri = ""
    if scenes:
        named = next((one for one in scenes if one not in shown), next(iter(scenes)))
        shown.add(named)
        try:
            uri = thumbnail_uri(surface(*scenes[named]), PICTURE, st.context.theme.type == "dark")
        except (ExpressionError, TableError):
            uri = ""
    return f'<img alt="" src="{uri}">' if uri else '<div class="gdviz-no-picture"></div>'


def ground(scene: Scene) -> Scene:
    """What of a scene its thumbnail shows: the formula with its letters, or rows and model."""
    data = replace(Scene().data, set=scene.data.set, model=scene.data.model, table=scene.data.table)
    return replace(Scene(), surface=scene.surface, text=scene.text, parameters=scene.parameters, data=data)


def surface(scene: Scene, page: str) -> Surface:
    """The surface of a scene of this page. Raises ExpressionError or TableError."""
    return surface_of(scene) if page == PAGES[0] else on_rows(scene.data).surface


def plain(text: str) -> str:
    """Text of a lesson as the label of a button, where Markdown would be read."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!:$~<>|" else sign for sign in text)
