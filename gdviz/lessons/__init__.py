"""Lessons as data: moments of prose, scenes and questions, whose numbers and answers are worked out from the runs."""

from gdviz.lessons.case import Case, work_out
from gdviz.lessons.claims import Held, hold
from gdviz.lessons.course import COURSE
from gdviz.lessons.errors import LessonError
from gdviz.lessons.lesson import PAGES, Claim, Lesson, Moment, Question
from gdviz.lessons.missions import MISSIONS, Mission, Outcome, outcome
from gdviz.lessons.own import Shelf, own_lessons, read_file
from gdviz.lessons.progress import NO_PROOF, Answered, read_progress, tabulate, write_progress
from gdviz.lessons.quantities import fill, on_the_map
from gdviz.lessons.question_texts import worded
from gdviz.lessons.questions import Judged, judge, read_answer, truth
from gdviz.lessons.reading import read_lesson
from gdviz.lessons.sheet import lesson_sheet, task_sheet
from gdviz.lessons.steering import code_of
from gdviz.lessons.task import Task, is_task, make_task, read_task
from gdviz.lessons.terms import names_something

__all__ = [
    "COURSE", "MISSIONS", "NO_PROOF", "PAGES", "Answered", "Case", "Claim", "Held", "Judged", "Lesson", "LessonError",
    "Mission", "Moment", "Outcome", "Question", "Shelf", "Task", "code_of", "fill", "hold", "is_task", "judge",
    "lesson_sheet", "make_task", "names_something", "on_the_map", "outcome", "own_lessons", "read_answer", "read_file",
    "read_lesson", "read_progress", "read_task", "tabulate", "task_sheet", "truth", "worded", "work_out",
    "write_progress",
]  # fmt: skip
