"""Lessons as data: moments of prose, scenes and questions, whose numbers and answers are worked out from the runs."""

from gdviz.lessons.answers import Answered, read_answer, read_progress, write_progress
from gdviz.lessons.case import Case, work_out
from gdviz.lessons.course import COURSE, Shelf, course_lesson, key_of, own_lessons, read_file
from gdviz.lessons.lesson import PAGES, Claim, Lesson, LessonError, Moment, Question
from gdviz.lessons.missions import MISSIONS, Mission, Outcome, outcome
from gdviz.lessons.quantities import fill, hold, on_the_map, worded
from gdviz.lessons.questions import Judged, judge, truth
from gdviz.lessons.reading import read_lesson
from gdviz.lessons.results import NO_PROOF, tabulate, task_key
from gdviz.lessons.sheet import lesson_sheet, task_sheet
from gdviz.lessons.steering import code_of
from gdviz.lessons.task import NAME, Task, is_task, make_task, name_of, read_task
