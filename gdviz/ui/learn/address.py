"""The address of the Learn page: where a visitor stands, what was answered, or the task that a link sets."""

from collections.abc import Mapping, Sequence

import streamlit as st

from gdviz.lessons import is_task, read_progress, read_task, write_progress
from gdviz.lessons.task_key import NAME, name_of
from gdviz.scene import Scene
from gdviz.ui import address, frame, session
from gdviz.ui.learn import own, visit

MOST_ADDRESSES, ADDRESSES = 50, "addresses"


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
        query |= own.to_link(here.lesson)
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
    own.from_link(query)
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


ADDRESS = frame.Address(follow, link, is_bare)
