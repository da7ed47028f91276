"""The overview of the course: a card a lesson: picture, what it is about, how long it takes, how far one is."""

import html

import streamlit as st

from gdviz.figures.card_picture import Picture
from gdviz.lessons import COURSE, Lesson, LessonError
from gdviz.ui.learn import missions, own, teaching, thumbnails, visit
from gdviz.ui.widgets.sentences import alert

LEAD = (
    "Short lessons in the order a course takes. Each asks what you expect before it shows what happens, "
    "and every number in them comes from the run that you see."
)


def show() -> None:
    """Every lesson of the course, then the place for one's own."""
    with st.container(key="learn-overview", gap="small"):
        st.html(f'<h2 class="gdviz-title">How gradient descent learns</h2><p class="gdviz-lead">{LEAD}</p>')
        course = [visit.lesson_or_error(entry.key) for entry in COURSE]
        more = visit.shelf().lessons.values()
        pictures = thumbnails.pictures((*(one for one in course if isinstance(one, Lesson)), *more))
        with st.container(key="learn-cards", horizontal=True, gap="medium"):
            for number, lesson in enumerate(course, 1):
                if isinstance(lesson, Lesson):
                    card(lesson, number, pictures[lesson.key])
                elif isinstance(lesson, LessonError):
                    alert(str(lesson))
            for lesson in more:
                card(lesson, 0, pictures[lesson.key])
        for notice in visit.shelf().notices:
            alert(notice)
        missions.show()
        own.show()
        teaching.show()


def card(lesson: Lesson, number: int, picture: Picture | None) -> None:
    """One lesson; the button covers the whole card, and names it to a screen reader."""
    done, questions = visit.answered(lesson), len(lesson.questions)
    with st.container(key=f"learn-card-{lesson.key}", gap="xxsmall"):
        place = f"{number} · " if number else ""
        st.html(
            f'<div class="gdviz-lesson">{image(picture)}<p class="gdviz-lesson-number">'
            f"{place}{lesson.minutes} min{progress(done, questions)}</p><h3>{html.escape(lesson.title)}</h3>"
            f"<p>{html.escape(sentence(lesson, done == questions))}</p>{before(lesson)}</div>"
        )
        word = "Begin" if not done else "Read again" if done == questions else "Go on"
        st.button(f"{word} *{plain(lesson.title)}*", key=f"learn-open-{lesson.key}", on_click=visit.go,
                  args=(lesson.key, next_moment(lesson) if 0 < done < questions else 0))  # fmt: skip


def sentence(lesson: Lesson, read: bool) -> str:
    """What it is about; once it is read its idea, which would give answers away before."""
    return lesson.idea if read and lesson.questions else lesson.about


def next_moment(lesson: Lesson) -> int:
    """The moment of the first question that has not been answered."""
    return next((at for at, _ in lesson.questions if visit.QuestionId(lesson.key, at) not in visit.answers()), 0)


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


def image(picture: Picture | None) -> str:
    """The picture of a card, or an empty place; decoration."""
    if picture is None:
        return '<div class="gdviz-no-picture"></div>'
    return f'<img alt="" src="{thumbnails.uri(picture, st.context.theme.type == "dark")}">'


def plain(text: str) -> str:
    """Text of a lesson as the label of a button, where Markdown would be read."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!:$~<>|" else sign for sign in text)
