"""Where a visitor stands in the course: lesson, moment and answers, in the visit and in the address."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gdviz.lessons import Lesson, LessonError, Moment, read_lesson
from gdviz.lessons.course import lesson as of_course
from gdviz.ui import frame, session

LEARN, OWN = "learn", "own"
"""OWN: the key of a lesson that the visitor brought; it is in no link."""
MOST_ADDRESSES = 50
PLACE, ANSWERS, PENDING, SEEDS, ADDRESSES, OWN_TEXT = "place", "answers", "pending", "seeds", "addresses", "own text"


class Place(NamedTuple):
    """The key of a lesson ("" for the overview), and the place of a moment from 0; one beyond the last is its end."""

    lesson: str = ""
    moment: int = 0


class Asked(NamedTuple):
    """Names one question: where it stands, and the seed of its numbers, 0 for those of the lesson."""

    lesson: str
    moment: int
    seed: int = 0


def follow() -> None:
    """As a run of the page begins: the place that the address names, if that is news.

    A request brings the address that the browser had when it was sent: after a gesture it may be an older one.
    """
    memory, name = _memory(), _name(session.current_link())
    known: list[object] = memory.setdefault(ADDRESSES, [])
    if session.has_arrived() or session.is_history_navigation() or name not in known:
        memory[PLACE] = _read(session.current_link())
        known.clear()
    memory[ADDRESSES] = known[known.index(name) :] if name in known else [name]


def link() -> dict[str, list[str]]:
    """The query of the place."""
    here = place()
    query: dict[str, list[str]] = {}
    if here.lesson:
        query = {"lesson": [here.lesson], **({"moment": [str(here.moment + 1)]} if here.moment else {})}
    known: list[object] = _memory().setdefault(ADDRESSES, [])
    if _name(query) not in known:
        _memory()[ADDRESSES] = [*known, _name(query)][-MOST_ADDRESSES:]
    return query


ADDRESS = frame.Address(follow, link)


def _read(query: Mapping[str, Sequence[str]]) -> Place:
    key, moment = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if lesson_or_error(key) is None:
        return Place()
    number = int(moment) if moment.isascii() and moment.isdecimal() and len(moment) < 4 else 1
    return Place(key, max(number, 1) - 1)


def place() -> Place:
    """Where the visitor stands."""
    here: Place = _memory().get(PLACE, Place())
    return here


def go(lesson: str = "", moment: int = 0) -> None:
    """Go to a moment of a lesson, or to the overview."""
    _memory()[PLACE] = Place(lesson, moment)


def lesson_or_error(key: str) -> Lesson | LessonError | None:
    """The lesson of this key, what is wrong with its file, or None where there is none."""
    try:
        if key == OWN:
            text = own_text()
            return read_lesson(text, OWN) if text else None
        return of_course(key)
    except LessonError as error:
        return error
    except KeyError:
        return None


def own_text() -> str:
    """The text of the lesson that the visitor brought."""
    return str(_memory().get(OWN_TEXT, ""))


def keep_own(text: str) -> None:
    """Keep a lesson for this visit; what was answered in another one is no answer to it."""
    _memory()[OWN_TEXT] = text
    for kept in (answers(), _memory().setdefault(PENDING, {}), _memory().setdefault(SEEDS, {})):
        for asked in [one for one in kept if one[0] == OWN]:
            del kept[asked]


def asked(lesson: Lesson, moment: int) -> Asked:
    """The name of the question of a moment as it is asked now."""
    return Asked(lesson.key, moment, _memory().setdefault(SEEDS, {}).get((lesson.key, moment), 0))


def ask_another(lesson: str, moment: int) -> None:
    """Ask with new numbers."""
    seeds = _memory().setdefault(SEEDS, {})
    seeds[lesson, moment] = seeds.get((lesson, moment), 0) + 1


def ask_first(lesson: str, moment: int) -> None:
    """Ask with the numbers of the lesson, as at first."""
    _memory().setdefault(SEEDS, {}).pop((lesson, moment), None)


def answers() -> dict[Asked, Any]:
    """What was answered in this visit."""
    given: dict[Asked, Any] = _memory().setdefault(ANSWERS, {})
    return given


def answer(asked: Asked, value: object) -> None:
    """Commit an answer; it is not taken back."""
    answers().setdefault(asked, value)


def pending(asked: Asked) -> Any:
    """What is placed on the map or ordered, and not committed; None for nothing."""
    return _memory().setdefault(PENDING, {}).get(asked)


def place_answer(asked: Asked, value: object) -> None:
    """Keep an answer that is not committed yet."""
    _memory().setdefault(PENDING, {})[asked] = value


def answered(lesson: Lesson) -> int:
    """How many of the questions of the lesson have been answered."""
    return sum(Asked(lesson.key, moment) in answers() for moment, _ in lesson.questions)


def moment_of(lesson: Lesson, moment: int) -> Moment:
    """A moment of the lesson, the last one for a number beyond."""
    return lesson.moments[min(moment, len(lesson.moments) - 1)]


def _memory() -> dict[str, Any]:
    return session.memory(LEARN)


def _name(query: Mapping[str, Sequence[str]]) -> object:
    return tuple(sorted((key, tuple(values)) for key, values in query.items()))
