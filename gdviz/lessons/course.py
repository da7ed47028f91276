"""The course: its lessons in order, each a Markdown file beside this one, and a folder of a teacher's own."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gdviz.lessons.errors import LessonError
from gdviz.lessons.lesson import Lesson
from gdviz.lessons.reading import read_lesson

FOLDER = Path(__file__).parent / "course"


class Entry(NamedTuple):
    """A line of the table: the lesson's key and its file in the folder `course`."""

    key: str
    file: str


COURSE = (
    Entry("gradient", "01_gradient.md"),
    Entry("one_step", "02_one_step.md"),
    Entry("shrinking", "03_shrinking.md"),
    Entry("stopping", "04_stopping.md"),
    Entry("rate", "05_rate.md"),
    Entry("limit", "06_limit.md"),
    Entry("conditioning", "07_conditioning.md"),
    Entry("line_search", "08_line_search.md"),
    Entry("momentum", "09_momentum.md"),
    Entry("momentum_untuned", "10_momentum_untuned.md"),
    Entry("nesterov", "11_nesterov.md"),
    Entry("adagrad", "12_adagrad.md"),
    Entry("rmsprop", "13_rmsprop.md"),
    Entry("adam", "14_adam.md"),
    Entry("adam_limits", "15_adam_limits.md"),
    Entry("saddles", "16_saddles.md"),
    Entry("minima", "17_minima.md"),
    Entry("batches", "18_batches.md"),
    Entry("noise", "19_noise.md"),
    Entry("schedules", "20_schedules.md"),
    Entry("cliffs", "21_cliffs.md"),
    Entry("overfitting", "22_overfitting.md"),
    Entry("newton", "23_newton.md"),
    Entry("edge", "24_edge.md"),
    Entry("dimensions", "25_dimensions.md"),
    Entry("rows", "26_rows.md"),
    Entry("applications", "27_applications.md"),
)
"""The order in which the course is read."""


@lru_cache(maxsize=128)
def lesson(key: str) -> Lesson:
    """The lesson of the course with this key; KeyError if there is none, LessonError if its file cannot be read."""
    file = {entry.key: entry.file for entry in COURSE}[key]
    try:
        return read_lesson((FOLDER / file).read_text(encoding="utf8"), key)
    except LessonError as error:
        raise LessonError(f"{file}: {error.message}", error.line) from error
