"""Where a visitor stands in the course: lesson, moment and answers, in the visit and in the address."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gdviz.lessons import COURSE, Judged, Lesson, LessonError, Moment, judge, work_out
from gdviz.lessons.another import another
from gdviz.lessons.course import lesson as of_course
from gdviz.lessons.own import Shelf, own_lessons
from gdviz.lessons.progress import Answered, read_progress, write_progress
from gdviz.lessons.questions import read_answer
from gdviz.lessons.steering import code_of
from gdviz.ui import frame, session
from gdviz.ui.cache import cached

LEARN, STEER = "learn", "steer"
"""STEER: in place of a lesson's key, steering by hand."""
MOST_ADDRESSES = 50
PLACE, ANSWERS, PENDING, SEEDS, ADDRESSES, OWN = "place", "answers", "pending", "seeds", "addresses", "own lesson"
GROUP = "group"


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
    """The query of the place and of what was answered."""
    here = place()
    query: dict[str, list[str]] = {}
    if here.lesson:
        query = {"lesson": [here.lesson], **({"moment": [str(here.moment + 1)]} if here.moment else {})}
    if here.lesson == STEER:
        query["group"] = [group()]
    if given := [one for asked, one in answers().items() if asked.seed == 0]:
        query["answers"] = write_progress(given)
    known: list[object] = _memory().setdefault(ADDRESSES, [])
    if _name(query) not in known:
        _memory()[ADDRESSES] = [*known, _name(query)][-MOST_ADDRESSES:]
    return query


ADDRESS = frame.Address(follow, link)


def _read(query: Mapping[str, Sequence[str]]) -> Place:
    for one in read_progress(query.get("answers", ())):
        answers().setdefault(Asked(one.lesson, one.place), one)
    key, moment = (next(iter(query.get(name, ())), "") for name in ("lesson", "moment"))
    if key == STEER:
        join(next(iter(query.get("group", ())), group()))
        return Place(STEER)
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


def group() -> str:
    """The code of the group that steers by hand."""
    return str(_memory().get(GROUP, "gdviz"))


def join(code: str) -> None:
    """Steer on the landscape of a group's code; without one on that of everybody."""
    _memory()[GROUP] = code_of(code) or "gdviz"


def lesson_or_error(key: str) -> Lesson | LessonError | None:
    """The lesson of this key, what is wrong with its file, or None where there is none."""
    own = own_lesson()
    if own and own.key == key:
        return own
    try:
        return shelf().lessons.get(key) or of_course(key)
    except LessonError as error:
        return error
    except KeyError:
        return None


def shelf() -> Shelf:
    """The lessons of the folder that the server names."""
    return cached("shelf of lessons", "", own_lessons)


def own_lesson() -> Lesson | None:
    """The lesson that the visitor brought."""
    lesson: Lesson | None = _memory().get(OWN)
    return lesson


def keep_own(lesson: Lesson) -> None:
    """Keep a lesson for this visit; what was answered in another one of its name is no answer to it."""
    if lesson != own_lesson():
        _memory()[OWN] = lesson
        for kept in (answers(), _memory().setdefault(PENDING, {}), _memory().setdefault(SEEDS, {})):
            for asked in [one for one in kept if one[0] == lesson.key]:
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


def answers() -> dict[Asked, Answered]:
    """What was answered in this visit, and in the link that it began with."""
    given: dict[Asked, Answered] = _memory().setdefault(ANSWERS, {})
    return given


def answer(asked: Asked, value: object) -> str:
    """Commit an answer, which is not taken back; returns what is wrong with one that is none."""
    moment = moment_of(asked)
    if moment is None or moment.question is None or asked in answers():
        return ""
    try:
        judged = judge(moment.question, value, work_out(moment))
    except LessonError as error:
        return str(error)
    given = read_answer(moment.question, value)
    if given is None or judged.truth is None:
        return judged.sentence
    answers()[asked] = Answered(asked.lesson, asked.moment, moment.question.kind, given, judged.right)
    return ""


def judged(asked: Asked, moment: Moment) -> Judged | None:
    """What the answer is worth; None where there is none, or one of another question, as a forged link may bring."""
    one = answers().get(asked)
    if one is None or moment.question is None or one.kind != moment.question.kind:
        return None
    result = judge(moment.question, one.given, work_out(moment))
    return result if result.truth is not None else None


def pending(asked: Asked) -> Any:
    """What is placed on the map or ordered, and not committed; None for nothing."""
    return _memory().setdefault(PENDING, {}).get(asked)


def place_answer(asked: Asked, value: object) -> None:
    """Keep an answer that is not committed yet."""
    _memory().setdefault(PENDING, {})[asked] = value


def answered(lesson: Lesson) -> int:
    """How many of the questions of the lesson have been answered."""
    return sum(Asked(lesson.key, moment) in answers() for moment, _ in lesson.questions)


def moment_of(asked: Asked) -> Moment | None:
    """The moment as it is asked, with other numbers for another seed; None where there is none."""
    lesson = lesson_or_error(asked.lesson)
    if not isinstance(lesson, Lesson) or asked.moment >= len(lesson.moments):
        return None
    moment = lesson.moments[asked.moment]
    return (
        moment if not asked.seed else cached("other numbers", (moment, asked.seed), lambda: another(moment, asked.seed))
    )


def next_lesson(key: str) -> str:
    """The key of the lesson that follows in the course, or nothing."""
    keys = [entry.key for entry in COURSE]
    return next(iter(keys[keys.index(key) + 1 :]), "") if key in keys else ""


def _memory() -> dict[str, Any]:
    return session.memory(LEARN)


def _name(query: Mapping[str, Sequence[str]]) -> object:
    return tuple(sorted((key, tuple(values)) for key, values in query.items()))
