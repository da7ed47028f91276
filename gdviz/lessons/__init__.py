"""Lessons as data: moments of prose, scenes and questions, whose numbers and answers are worked out from the runs."""

from gdviz.lessons.claims import Held as Held
from gdviz.lessons.claims import hold as hold
from gdviz.lessons.course import COURSE as COURSE
from gdviz.lessons.errors import LessonError as LessonError
from gdviz.lessons.lesson import Claim as Claim
from gdviz.lessons.lesson import Lesson as Lesson
from gdviz.lessons.lesson import Moment as Moment
from gdviz.lessons.lesson import Question as Question
from gdviz.lessons.quantities import fill as fill
from gdviz.lessons.questions import Judged as Judged
from gdviz.lessons.questions import judge as judge
from gdviz.lessons.questions import truth as truth
from gdviz.lessons.reading import read_lesson as read_lesson
from gdviz.lessons.worked import Worked as Worked
from gdviz.lessons.worked import work_out as work_out
