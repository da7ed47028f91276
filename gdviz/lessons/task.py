"""A task that a teacher sets: a scene with a question of one's own, what is hidden and what may be turned ↔ a link."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple

from gdviz.lessons.blocks import checked_line
from gdviz.lessons.fields import Fields
from gdviz.lessons.lesson import HIDEABLE, MOST_OPTIONS, PAGES, LessonError, Moment, Question
from gdviz.lessons.names import names_of
from gdviz.lessons.question_reading import question_of
from gdviz.scene import NUMBER_TEXT, Scene

CONTROLS = ("surface", "parameters", "start", "steps", "optimizers", "knobs")
"""What the teacher can open to the visitor: formula, its letters, start, steps, which optimizers run, their knobs. Each
is locked unless it is opened."""
PARTS = ("formula", "map", "minima", "verdicts", "readouts", "menu", "runs")
"""What can be hidden; runs: which optimizers they are, and their knobs."""
PREFIX, NAME = "task.", "task_"
"""Before every key of a task in a link, next to the scene's own keys, and before the name of a task."""
CONTRARY = (
    ("surface", "formula"), ("surface", "map"), ("parameters", "formula"), ("parameters", "map"),
    ("optimizers", "runs"), ("knobs", "runs"),
)  # fmt: skip
"""(control, part): who may turn the one sees the other."""
KEY = "right"
"""The entry that the students' link of a choice does not have."""
TEXTS = ("kind", "ask", "answer", "unit", "hint")
NUMBERS = ("low", "high", "within")
SWITCHES = ("log", "whole", "relative", "highest_first", "keyless")
LONGEST, LONGEST_TITLE = 400, 120


@dataclass(frozen=True)
class Task:
    """A task beside its scene.

    title: one line. question: what is asked, None if nothing is. entries: the question as it was typed, as
    `make_task` takes it. hides: of PARTS, what is not sent at all. opens: of CONTROLS, all others are locked.
    shows: are the runs seen before the answer? page: where the scene is at home.
    """

    title: str
    question: Question | None
    entries: tuple[tuple[str, Any], ...] = ()
    hides: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    shows: bool = False
    page: str = PAGES[0]

    def moment(self, scene: Scene) -> Moment:
        """The scene and its question as a moment of a lesson, for `judge` and the page."""
        return Moment("", scene, self.question, page=self.page)

    def to_query(self, *, key: bool = False) -> dict[str, list[str]]:
        """The task's part of a link: key → values. key: with the right option of a choice, for the teacher alone."""
        query = {"title": [self.title]}
        for name, value in self.entries:
            if name != KEY or key:
                query[name] = [*map(str, value)] if isinstance(value, tuple) else [_text(value)]
        if KEY in dict(self.entries):
            query["keyless"] = ["on"]
        query |= {name: ["~".join(words)] for name, words in (("hides", self.hides), ("opens", self.opens)) if words}
        query |= {"shows": ["on"]} if self.shows else {}
        query |= {"page": [self.page]} if self.page != PAGES[0] else {}
        return {PREFIX + name: values for name, values in query.items()}


class TaskArrival(NamedTuple):
    """The task of a link, None if there is none or it cannot be read; and why it cannot, in sentences."""

    task: Task | None
    notices: tuple[str, ...] = ()


def make_task(
    scene: Scene,
    title: str,
    *,
    hides: Sequence[str] = (),
    opens: Sequence[str] = (),
    shows: bool = False,
    page: str = PAGES[0],
    **entries: Any,
) -> Task:
    """A task of what a teacher typed.

    entries: those of a question in a lesson (kind, ask, answer, low, high, log, whole, unit, within, relative, hint,
    right from 1), with options as texts and, of an order, their values as texts. No kind: nothing is asked. A choice
    without `right` is keyless.
    Raises LessonError with a sentence.
    """
    title = checked_line(title, 0, LONGEST_TITLE)
    if not title:
        raise LessonError("A task needs a title.")
    if page not in PAGES:
        raise LessonError(f"The page of a task is one of {', '.join(PAGES)}.")
    for name, words, choices in (("hidden", hides, PARTS), ("opened", opens, CONTROLS)):
        unknown = [word for word in words if word not in choices]
        if unknown:
            raise LessonError(f"These parts cannot be {name}; there are {', '.join(choices)}.")
    fields = {
        name: tuple(v) if isinstance(v, list | tuple) else v for name, v in entries.items() if v not in (None, "")
    }
    keyless = fields.pop("keyless", False)
    for control, part in CONTRARY:
        if control in opens and part in hides:
            raise LessonError(f"What is opened ({control}) cannot be hidden ({part}).")
    if opens and page != PAGES[0]:
        raise LessonError("On rows no control can be opened; only a scene of Explore has controls in a task.")
    task = Task(title, None, (), _ordered(hides, PARTS), _ordered(opens, CONTROLS), shows, page)
    if "kind" not in fields:
        return task
    if keyless and KEY not in fields:
        fields["keyless"] = True
    return replace(task, question=_question(scene, fields, task), entries=tuple(fields.items()))


def name_of(scene: Scene, task: Task) -> str:
    """The name of the task in links and result codes: the same with and without its key."""
    written = repr(sorted((scene.to_query() | task.to_query()).items()))
    return f"{NAME}{sha256(written.encode()).hexdigest()[:12]}"


def is_task(query: Mapping[str, Any]) -> bool:
    """Does the link set a task?"""
    return any(key.startswith(PREFIX) for key in query)


def read_task(query: Mapping[str, str | Sequence[str]], scene: Scene) -> TaskArrival:
    """The task that a link sets on its scene. Raises nothing: what cannot be read is told in a sentence."""
    if not is_task(query):
        return TaskArrival(None)
    values = {key.removeprefix(PREFIX): _values(value) for key, value in query.items() if key.startswith(PREFIX)}
    try:
        return TaskArrival(_read(values, scene))
    except LessonError as error:
        return TaskArrival(None, (f"The task of this link cannot be read. {error.message}",))


def _read(values: Mapping[str, list[str]], scene: Scene) -> Task:
    first = {name: texts[0] for name, texts in values.items() if texts}
    entries: dict[str, Any] = {name: first[name] for name in TEXTS if name in first}
    entries |= {name: _number(name, first[name]) for name in NUMBERS if name in first}
    entries |= {name: first[name] == "on" for name in SWITCHES if name in first}
    if "right" in first:
        entries["right"] = int(_number("right", first["right"]))
    entries |= {name: tuple(values[name]) for name in ("options", "values") if values.get(name)}
    words = {name: tuple(first[name].split("~")) if first.get(name) else () for name in ("hides", "opens")}
    page, shows = first.get("page", PAGES[0]), first.get("shows") == "on"
    return make_task(scene, first.get("title", ""), **words, shows=shows, page=page, **entries)


def _question(scene: Scene, fields: Mapping[str, Any], task: Task) -> Question:
    """The question, read as one of a lesson is."""
    table = {name: value for name, value in fields.items() if name not in ("options", "values")}
    options, worth = fields.get("options", ()), fields.get("values", ())
    if len(options) > MOST_OPTIONS or (worth and len(worth) != len(options)):
        raise LessonError(f"There are 2 to {MOST_OPTIONS} options, each with its value if one has a value.")
    if options:
        table["options"] = [
            {"says": says, **({"value": worth[place]} if worth else {})} for place, says in enumerate(options)
        ]
    table["hides"] = [word for word in task.hides if word in HIDEABLE]
    return question_of(Fields(table, 0, "The question"), names_of(scene, task.page))


def _values(value: str | Sequence[str]) -> list[str]:
    values = [value] if isinstance(value, str) else [text for text in value if isinstance(text, str)]
    return [text[: LONGEST + 1] for text in values[: MOST_OPTIONS + 1]]


def _number(name: str, text: str) -> float:
    if not NUMBER_TEXT.fullmatch(text):
        raise LessonError(f"{name} is a number, written plainly.")
    return float(text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.12g}".replace("e+", "e")


def _ordered(words: Sequence[str], choices: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in choices if word in words)
