"""The course: its lessons in order, each a Markdown file beside this one; and lessons of a teacher's own."""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gdviz.lessons.blocks import LONGEST
from gdviz.lessons.lesson import Lesson, LessonError, quoted
from gdviz.lessons.reading import read_lesson

FOLDER = Path(__file__).parent / "course"
COURSE = (
    "gradient", "one_step", "shrinking", "stopping", "rate", "limit", "conditioning", "line_search", "momentum",
    "momentum_untuned", "nesterov", "adagrad", "rmsprop", "adam", "adam_limits", "saddles", "minima", "batches",
    "noise", "schedules", "cliffs", "overfitting", "newton", "edge", "dimensions", "rows", "applications",
)  # fmt: skip
"""The keys of its lessons, as it is read; the file of the first is 01_gradient.md in the folder `course`."""
VARIABLE = "GDVIZ_LESSONS"
"""The environment variable that names the folder."""
MOST_FILES = 100


@lru_cache(maxsize=128)
def course_lesson(key: str) -> Lesson:
    """The lesson of the course with this key; KeyError if there is none, LessonError if its file cannot be read."""
    if key not in COURSE:
        raise KeyError(key)
    file = f"{COURSE.index(key) + 1:02}_{key}.md"
    try:
        return read_lesson((FOLDER / file).read_text(encoding="utf8"), key)
    except LessonError as error:
        raise LessonError(f"{file}: {error.message}", error.line) from error


class Shelf(NamedTuple):
    """The lessons of a folder by their keys, and a sentence for each file that cannot be read."""

    lessons: Mapping[str, Lesson]
    notices: tuple[str, ...]


def read_file(name: str, content: bytes) -> Lesson:
    """The lesson of a file's bytes, its key made from the file's name. Raises LessonError with a sentence."""
    if len(content) > 4 * LONGEST:
        raise LessonError(f"A lesson may have {LONGEST} characters, and this file is larger.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise LessonError("This file is no UTF-8 text.", line) from None
    return read_lesson(text, key_of(name))


def key_of(name: str) -> str:
    """A key from a file's name: its letters, digits and underscores, without a number before them."""
    stem = Path(name).name.rsplit(".", 1)[0].lower()
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"^\d+[_ -]*", "", stem)).strip("_")[:40] or "lesson"


def own_lessons(folder: str | None = None) -> Shelf:
    """The lessons (*.md, by name) of a folder, that of GDVIZ_LESSONS if none is given. Raises nothing."""
    named = os.environ.get(VARIABLE, "") if folder is None else folder
    if not named:
        return Shelf({}, ())
    try:
        files = sorted(path for path in Path(named).iterdir() if path.suffix == ".md" and path.is_file())
    except (OSError, ValueError):
        return Shelf({}, (f"The folder that {VARIABLE} names cannot be read.",))
    lessons: dict[str, Lesson] = {}
    notices = []
    for path in files[:MOST_FILES]:
        try:
            own = _read(path)
            if own.key in {*COURSE, *lessons}:
                raise LessonError(f"There is a lesson {quoted(own.key)} already: give the file another name.")
            lessons[own.key] = own
        except LessonError as error:
            notices.append(f"{quoted(path.name)[1:-1]}: {error}")
    if len(files) > MOST_FILES:
        notices.append(f"Only the first {MOST_FILES} of {len(files)} files are read.")
    return Shelf(lessons, (*notices, *unmet(lessons)))


def unmet(lessons: Mapping[str, Lesson]) -> list[str]:
    """A sentence for each lesson that needs one that is not there, or that needs itself by way of others."""
    keys = {*COURSE, *lessons}
    notices = []
    for key, lesson in lessons.items():
        missing = [need for need in lesson.needs if need not in keys]
        notices += [f"{key}: it needs the lesson {quoted(need)}, which is not there." for need in missing]
        if key in _before(key, lessons):
            notices.append(f"{key}: it needs itself, by way of the lessons that it needs.")
    return notices


def _before(key: str, lessons: Mapping[str, Lesson]) -> set[str]:
    """Every lesson that has to come before this one."""
    before: set[str] = set()
    ahead = [*lessons[key].needs]
    while ahead:
        need = ahead.pop()
        if need not in before:
            before.add(need)
            ahead += lessons[need].needs if need in lessons else ()
    return before


def _read(path: Path) -> Lesson:
    try:
        with path.open("rb") as file:
            return read_file(path.name, file.read(4 * LONGEST + 1))
    except OSError:
        raise LessonError("This file cannot be opened.") from None
