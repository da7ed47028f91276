"""The address of the Learn page: where a visitor stands, what was answered, a lesson of one's own, or a task."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from gdviz.lessons import (
    COURSE,
    NAME,
    LessonError,
    is_task,
    key_of,
    name_of,
    read_lesson,
    read_progress,
    read_task,
    write_progress,
)
from gdviz.scene import Scene
from gdviz.ui import address, frame, session
from gdviz.ui.learn import visit

MOST_ADDRESSES, ADDRESSES = 50, "addresses"
LINK, LONGEST_IN_LINK = "lesson.text", 4000
"""The key of a link that holds a lesson's text, and how many characters travel so, as of rows of one's own."""
REFUSED = "own lesson refused"
PATHS = tuple(f"/{Path(script).stem}" for script, _ in frame.PAGES[1:])
"""Of the pages but Explore."""
SCRIPTS = {"explore": ("app.py", "Explore", ""), "data": ("pages/data.py", "Data", "data")}
"""Page of a scene → its script, its name, and its place in an address."""


def follow() -> None:
    """As a run of the page begins: the place that the address names, if that is news.

    A request brings the address that the browser had when it was sent: after a gesture it may be an older one.
    """
    if is_task(address.query()):
        session.begin_apart()
    memory, name = visit.memory(), address.identity(address.query())
    addresses: list[object] = memory.setdefault(ADDRESSES, [])
    if session.has_arrived() or address.is_history_navigation() or name not in addresses:
        memory[visit.PLACE], memory[visit.TASK] = _read(address.query()), _read_task(address.query())
        addresses.clear()
    memory[ADDRESSES] = addresses[addresses.index(name) :] if name in addresses else [name]


def link() -> dict[str, list[str]]:
    """The query of the place and of what was answered."""
    here, task = visit.place(), visit.task_set()
    query: dict[str, list[str]] = {}
    if task and task.task:
        query = {**task.scene.to_query(), **task.task.to_query(key=True)}
    elif here.lesson:
        query = {"lesson": [here.lesson], **({"moment": [str(here.moment + 1)]} if here.moment else {})}
        query |= _own_to_link(here.lesson)
    if here.lesson == visit.STEER:
        query["group"] = [visit.group()]
    if answers := [one for at, one in visit.answers().items() if not at.seed and belongs(at, task)]:
        query["answers"] = write_progress(answers)
    addresses: list[object] = visit.memory().setdefault(ADDRESSES, [])
    if address.identity(query) not in addresses:
        visit.memory()[ADDRESSES] = [*addresses, address.identity(query)][-MOST_ADDRESSES:]
    return query


def belongs(at: visit.QuestionId, task: visit.TaskSet | None) -> bool:
    """Is the answer to this question part of the link? In a task its own alone, else those of the lessons."""
    return at.lesson == task.key if task else not at.lesson.startswith(NAME)


def _read_task(query: Mapping[str, Sequence[str]]) -> visit.TaskSet | None:
    if not is_task(query):
        return None
    scene, notices = Scene.from_query(query)
    task, reasons = read_task(query, scene)
    return visit.TaskSet(name_of(scene, task) if task else NAME, scene, task, (*notices, *reasons))


def is_bare() -> bool:
    """Is the page without the menu? Inside another page it is, and in a task that hides it."""
    task = visit.task_set()
    return task is not None and (st.context.is_embedded or bool(task.task and "menu" in task.task.hides))


def _read(query: Mapping[str, Sequence[str]]) -> visit.Place:
    _own_from_link(query)
    for one in read_progress(query.get("answers", ())):
        visit.answers().setdefault(visit.QuestionId(one.lesson, one.place), one)
    key, moment = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if key == visit.STEER:
        visit.join(next(iter(query.get("group", ())), visit.group()))
        return visit.Place(visit.STEER)
    if visit.lesson_or_error(key) is None:
        return visit.Place()
    number = int(moment) if moment.isascii() and moment.isdecimal() and len(moment) < 4 else 1
    return visit.Place(key, max(number, 1) - 1)


def _own_to_link(key: str) -> dict[str, list[str]]:
    """The part of the link that holds the lesson of this key: a short one of the visitor's own, else nothing."""
    lesson, text = visit.own_lesson(), str(visit.memory().get(visit.TEXT, ""))
    own = lesson is not None and lesson.key == key and key not in COURSE
    return {LINK: [text]} if own and 0 < len(text) <= LONGEST_IN_LINK else {}


def _own_from_link(query: Mapping[str, Sequence[str]]) -> None:
    """Keep the lesson that a link holds, or why it opens none; one named as a lesson of the course is left."""
    text, key = (next(iter(query.get(name, ())), "") for name in (LINK, "lesson"))
    visit.memory().pop(REFUSED, None)
    if text and key == key_of(key) and key not in COURSE:
        _keep_own(text, key)
    elif key not in ("", visit.STEER) and visit.lesson_or_error(key) is None:
        visit.memory()[REFUSED] = f"There is no lesson “{key[:40]}” here. These are all."


def _keep_own(text: str, key: str) -> None:
    try:
        if len(text) > LONGEST_IN_LINK:
            raise LessonError(f"It has more than {LONGEST_IN_LINK} characters: upload it as a file.")
        visit.keep_own(read_lesson(text, key), text)
    except LessonError as error:
        visit.memory()[REFUSED] = f"The lesson in this link cannot be read. {error}"


def refusal() -> str:
    """Why a link opened no lesson, or nothing; once a lesson is opened it has been seen."""
    if visit.place().lesson:
        visit.memory().pop(REFUSED, None)
    return str(visit.memory().get(REFUSED, ""))


def where() -> str:
    """The address of the app without the page and the query."""
    place = str(st.context.url or "").split("?")[0].rstrip("/")
    return next((place.removesuffix(page) for page in PATHS if place.endswith(page)), place)


def link_to(scene: Scene, page: str) -> str:
    """The link of a scene on its own page."""
    query = urlencode(scene.to_query(), doseq=True)
    return f"{where()}/{SCRIPTS[page][2]}" + (f"?{query}" if query else "")


ADDRESS = frame.Address(follow, link, is_bare)
