"""The overview of the course: a card for each lesson and mission, one's own lesson, and notes for teachers."""

import html
from functools import partial

import streamlit as st

from gdviz.lessons import COURSE, MISSIONS, Lesson, LessonError, lesson_sheet, read_file
from gdviz.ui.frame import MISSION
from gdviz.ui.learn import thumbnails, visit
from gdviz.ui.learn.address import LONGEST_IN_LINK, where
from gdviz.ui.widgets import alert

LEAD = (
    "Short lessons in the order a course takes. Each asks what you expect before it shows what happens, "
    "and every number in them comes from the run that you see."
)
STEER = (
    '<div class="gdviz-lesson"><div class="gdviz-no-picture gdviz-dark"><i></i></div><h3>Steer by hand</h3>'
    "<p>A dark map: you see only the height and the slope where you stand. Get as low as you can.</p></div>"
)
MISSIONS_LEAD = "A goal, a par, and Explore to play on: whether it is reached is worked out from your run."
OWN_HINT = (
    "A lesson is one Markdown file with scenes and questions. It is read for this visit and stored nowhere. One of at "
    f"most {LONGEST_IN_LINK} characters is part of the link of its page, to be reloaded and sent; a longer one is "
    "uploaded anew after the page is loaded anew. A server offers the lessons of the folder `GDVIZ_LESSONS`."
)


def show() -> None:
    """Every lesson of the course, then the place for one's own."""
    with st.container(key="learn-overview", gap="small"):
        st.html(f'<h2 class="gdviz-title">How gradient descent learns</h2><p class="gdviz-lead">{LEAD}</p>')
        course = [visit.lesson_or_error(key) for key in COURSE]
        more = visit.shelf().lessons.values()
        pictures = thumbnails.pictures((*(one for one in course if isinstance(one, Lesson)), *more))
        dark = st.context.theme.type == "dark"
        with st.container(key="learn-cards", horizontal=True, gap="medium"):
            for number, lesson in enumerate(course, 1):
                if isinstance(lesson, Lesson):
                    card(lesson, number, thumbnails.uri(pictures[lesson.key], dark))
                elif isinstance(lesson, LessonError):
                    alert(str(lesson))
            for lesson in more:
                card(lesson, 0, thumbnails.uri(pictures[lesson.key], dark))
        for notice in visit.shelf().notices:
            alert(notice)
        missions()
        own_lesson()
        teaching()


def card(lesson: Lesson, number: int, picture: str) -> None:
    """One lesson; the button covers the whole card, and names it to a screen reader."""
    done, questions = visit.answered(lesson), len(lesson.questions)
    with st.container(key=f"learn-card-{lesson.key}", gap="xxsmall"):
        place = f"{number} · " if number else ""
        image = f'<img alt="" src="{picture}">' if picture else '<div class="gdviz-no-picture"></div>'
        st.html(
            f'<div class="gdviz-lesson">{image}<p class="gdviz-lesson-number">'
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


def plain(text: str) -> str:
    """Text of a lesson as the label of a button, where Markdown would be read."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!:$~<>|" else sign for sign in text)


def missions() -> None:
    """A card a mission."""
    st.html(f'<h2 class="gdviz-title">Missions</h2><p class="gdviz-lead">{MISSIONS_LEAD}</p>')
    dark = st.context.theme.type == "dark"
    with st.container(key="learn-missions", horizontal=True, gap="medium"):
        for mission in MISSIONS.values():
            scene = mission.scene
            picture = thumbnails.uri(thumbnails.of_mission(mission.key), dark)
            with st.container(key=f"learn-card-mission-{mission.key}", gap="xxsmall"):
                st.html(
                    f'<div class="gdviz-lesson"><img alt="" src="{picture}">'
                    f"<h3>{html.escape(mission.title)}</h3><p>{html.escape(mission.task)}</p></div>"
                )
                st.page_link("app.py", label="Take it on", query_params=scene.to_query() | {MISSION: [mission.key]})
        with st.container(key="learn-card-mission-steer", gap="xxsmall"):
            st.html(STEER)
            st.button("Steer", key="learn-open-steer", on_click=visit.go, args=(visit.STEER,))


def own_lesson() -> None:
    """The upload, what is wrong with the file, and the way into the lesson."""
    with st.expander("A lesson of your own", key="learn-own"):
        st.caption(OWN_HINT)
        file = st.file_uploader("A lesson (Markdown)", type=["md", "txt"], key="learn-own-file")
        if file is not None:
            take(file.name, file.getvalue())
        if lesson := visit.own_lesson():
            st.button("Open your lesson", key="learn-open-own", on_click=visit.go, args=(lesson.key,))


def take(name: str, content: bytes) -> None:
    """Keep the lesson of a file, or say what is wrong with it."""
    try:
        visit.keep_own(read_file(name, content), content.decode("utf-8-sig"))
    except LessonError as error:
        alert(f"This file is no lesson yet. {error}")


def teaching() -> None:
    """Folded away below the course: any of its lessons."""
    folded = st.expander("For teachers", key="learn-teachers", on_change="rerun")
    if not folded.open:
        return
    course = [visit.own_lesson(), *visit.shelf().lessons.values(), *(visit.lesson_or_error(key) for key in COURSE)]
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
