"""The course: every scene run, every quantity filled, every claim held, every truth judged right."""

import math
from functools import cache

import pytest

from gdviz.lessons import COURSE, Case, Lesson, Moment, fill, hold, judge, truth, work_out
from gdviz.lessons.another import another
from gdviz.lessons.course import FOLDER, course_lesson

MOMENTS = [(key, place) for key in COURSE for place in range(len(course_lesson(key).moments))]


@cache
def moment_of(key: str, place: int) -> tuple[Moment, Case | None]:
    moment = course_lesson(key).moments[place]
    return moment, work_out(moment) if moment.scene else None


@pytest.mark.long
@pytest.mark.parametrize(("key", "place"), MOMENTS)
def test_every_claim_of_the_course_holds(key: str, place: int) -> None:
    moment, case = moment_of(key, place)
    for claim in moment.claims:
        held = hold(claim, case)
        assert held.holds, f"{claim.says}: {held.predicted} predicted, {held.measured} measured"


@pytest.mark.long
@pytest.mark.parametrize(("key", "place"), MOMENTS)
def test_every_quantity_of_the_course_is_filled(key: str, place: int) -> None:
    moment, case = moment_of(key, place)
    texts = [moment.prose, moment.reveal]
    if moment.question:
        texts += [moment.question.ask, moment.question.hint, *(o.says for o in moment.question.options)]
        texts += [belief.says for belief in moment.question.beliefs]
    for text in texts:
        assert "undefined" not in fill(text, case), text


@pytest.mark.parametrize(("key", "place"), MOMENTS)
def test_the_truth_of_every_question_is_judged_right(key: str, place: int) -> None:
    moment, case = moment_of(key, place)
    if not moment.question or not case:
        return
    right = truth(moment.question, case)
    judged = judge(moment.question, right, case)
    assert judged.right, moment.question.ask
    assert judged.belief is None
    if moment.question.kind == "number":
        assert isinstance(right, float)
        assert moment.question.low <= right <= moment.question.high, moment.question.ask
        assert math.isfinite(right)


@pytest.mark.parametrize(("key", "place"), MOMENTS)
def test_another_question_has_an_answer_too(key: str, place: int) -> None:
    moment, _ = moment_of(key, place)
    other = another(moment, 1)
    if not moment.question or not moment.question.vary or moment.question.right is not None:
        assert other is None
        return
    assert other, "what the question lets vary has to vary"
    assert other.question
    case = work_out(other)
    judged = judge(other.question, truth(other.question, case), case)
    assert judged.right
    assert judged.belief is None


def test_the_table_and_the_folder_agree() -> None:
    assert [f"{place:02}_{key}.md" for place, key in enumerate(COURSE, 1)] == sorted(
        path.name for path in FOLDER.glob("*.md")
    )
    keys = list(COURSE)
    assert len(set(keys)) == len(keys)
    for place, key in enumerate(keys):
        assert set(course_lesson(key).needs) <= set(keys[:place]), f"{key} needs a lesson that comes later, or none"


@pytest.mark.parametrize("key", list(COURSE))
def test_a_lesson_is_whole(key: str) -> None:
    read: Lesson = course_lesson(key)
    assert read.about
    assert read.idea
    assert read.source
    assert read.notes
    assert 1 <= read.minutes <= 12
    assert read.questions, "a course asks before it shows"
