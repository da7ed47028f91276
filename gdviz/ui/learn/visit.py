"""Where a visitor stands in the course: lesson, moment and answers, in the visit and in the address."""

from typing import Any, NamedTuple

from gdviz.lessons import (
    COURSE,
    Answered,
    Judged,
    Lesson,
    LessonError,
    Moment,
    Shelf,
    Task,
    code_of,
    course_lesson,
    judge,
    own_lessons,
    read_answer,
    work_out,
)
from gdviz.lessons.another import another
from gdviz.scene import Scene
from gdviz.ui import session
from gdviz.ui.cache import cached

LEARN, STEER = "learn", "steer"
"""STEER: in place of a lesson's key, steering by hand."""
PLACE, ANSWERS, PENDING, SEEDS, GROUP, TASK = "place", "answers", "pending", "seeds", "group", "task"
OWN, TEXT = "own lesson", "text of own lesson"


class Place(NamedTuple):
    """The key of a lesson ("" for the overview), and the place of a moment from 0; one beyond the last is its end."""

    lesson: str = ""
    moment: int = 0


class TaskSet(NamedTuple):
    """What a link sets. key: names its question; task: None where it cannot be read; notices: why not."""

    key: str
    scene: Scene
    task: Task | None
    notices: tuple[str, ...]


class QuestionId(NamedTuple):
    """Names one question: where it stands, and the seed of its numbers, 0 for those of the lesson."""

    lesson: str
    moment: int
    seed: int = 0


def task_set() -> TaskSet | None:
    """The task that the link sets, if it does."""
    task: TaskSet | None = memory().get(TASK)
    return task


def place() -> Place:
    """Where the visitor stands."""
    here: Place = memory().get(PLACE, Place())
    return here


def go(lesson: str = "", moment: int = 0) -> None:
    """Go to a moment of a lesson, or to the overview."""
    memory()[TASK] = None
    memory()[PLACE] = Place(lesson, moment)


def group() -> str:
    """The code of the group that steers by hand."""
    return str(memory().get(GROUP, "gdviz"))


def join(code: str) -> None:
    """Steer on the landscape of a group's code; without one on that of everybody."""
    memory()[GROUP] = code_of(code) or "gdviz"


def lesson_or_error(key: str) -> Lesson | LessonError | None:
    """The lesson of this key, what is wrong with its file, or None where there is none."""
    own = own_lesson()
    if own and own.key == key:
        return own
    try:
        return shelf().lessons.get(key) or course_lesson(key)
    except LessonError as error:
        return error
    except KeyError:
        return None


def shelf() -> Shelf:
    """The lessons of the folder that the server names."""
    return cached("shelf of lessons", "", own_lessons)


def own_lesson() -> Lesson | None:
    """The lesson that the visitor brought."""
    lesson: Lesson | None = memory().get(OWN)
    return lesson


def keep_own(lesson: Lesson, text: str) -> None:
    """Keep a lesson and its file for this visit; what was answered in another one of its name is no answer to it."""
    memory()[TEXT] = text
    if lesson != own_lesson():
        memory()[OWN] = lesson
        for store in (answers(), memory().setdefault(PENDING, {}), memory().setdefault(SEEDS, {})):
            for at in [one for one in store if one[0] == lesson.key]:
                del store[at]


def question_id(lesson: Lesson, moment: int) -> QuestionId:
    """The name of the question of a moment as it is asked now."""
    return QuestionId(lesson.key, moment, memory().setdefault(SEEDS, {}).get((lesson.key, moment), 0))


def ask_another(lesson: str, moment: int) -> None:
    """Ask with new numbers."""
    seeds = memory().setdefault(SEEDS, {})
    seeds[lesson, moment] = seeds.get((lesson, moment), 0) + 1


def ask_first(lesson: str, moment: int) -> None:
    """Ask with the numbers of the lesson, as at first."""
    memory().setdefault(SEEDS, {}).pop((lesson, moment), None)


def answers() -> dict[QuestionId, Answered]:
    """What was answered in this visit, and in the link that it began with."""
    entries: dict[QuestionId, Answered] = memory().setdefault(ANSWERS, {})
    return entries


def answer(at: QuestionId, value: object) -> str:
    """Commit an answer, which is not taken back; returns what is wrong with one that is none."""
    moment = moment_of(at)
    if moment is None or moment.question is None or at in answers():
        return ""
    try:
        judged = judge(moment.question, value, work_out(moment))
    except LessonError as error:
        return str(error)
    plain = read_answer(moment.question, value)
    if plain is None or judged.truth is None:
        return judged.sentence
    answers()[at] = Answered(at.lesson, at.moment, moment.question.kind, plain, judged.right)
    return ""


def judged(at: QuestionId, moment: Moment) -> Judged | None:
    """What the answer is worth; None where there is none, or one of another question, as a forged link may bring."""
    one = answers().get(at)
    if one is None or moment.question is None or one.kind != moment.question.kind:
        return None
    result = judge(moment.question, one.value, work_out(moment))
    return result if result.truth is not None else None


def pending(at: QuestionId) -> Any:
    """What is placed on the map or ordered, and not committed; None for nothing."""
    return memory().setdefault(PENDING, {}).get(at)


def place_answer(at: QuestionId, value: object) -> None:
    """Keep an answer that is not committed yet."""
    memory().setdefault(PENDING, {})[at] = value


def answered(lesson: Lesson) -> int:
    """How many of the questions of the lesson have been answered."""
    return sum(QuestionId(lesson.key, moment) in answers() for moment, _ in lesson.questions)


def moment_of(at: QuestionId) -> Moment | None:
    """The moment as it is asked, with other numbers for another seed; None where there is none."""
    task = task_set()
    if task and task.task and at.lesson == task.key:
        return task.task.moment(task.scene)
    lesson = lesson_or_error(at.lesson)
    if not isinstance(lesson, Lesson) or at.moment >= len(lesson.moments):
        return None
    moment = lesson.moments[at.moment]
    return moment if not at.seed else cached("other numbers", (moment, at.seed), lambda: another(moment, at.seed))


def next_lesson(key: str) -> str:
    """The key of the lesson that follows in the course, or nothing."""
    return next(iter(COURSE[COURSE.index(key) + 1 :]), "") if key in COURSE else ""


def memory() -> dict[str, Any]:
    """What is remembered of the course in this visit."""
    return session.memory(LEARN)
