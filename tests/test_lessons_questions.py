"""Questions: right answers against closed forms, hostile answers, known misconceptions, and new numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.lessons import (
    Case,
    LessonError,
    Moment,
    Question,
    fill,
    hold,
    judge,
    read_answer,
    read_lesson,
    truth,
    work_out,
)
from gdviz.lessons.another import another
from gdviz.lessons.case import worked_scene
from gdviz.lessons.terms import parse
from gdviz.scene import Scene
from tests.trials import trials

SCENE = "f=a x^2%2B10y^2&p=a~1~0.5~5&window=-4~4~-3~3&start=3~2&steps=100"
RUNS = "&run=sgd~learning_rate~0.09&run=sgd~learning_rate~0.01"


def moment(question: str, scene: str = SCENE + RUNS) -> Moment:
    text = f'+++\ntitle = "t"\n+++\n~~~scene\n{scene}\n~~~\n~~~question\nask = "?"\n{question}\n~~~\n'
    return read_lesson(text).moments[0]


def asked(question: str, scene: str = SCENE + RUNS) -> tuple[Question, Case]:
    one = moment(question, scene)
    assert one.question
    return one.question, work_out(one)


POINT = 'kind = "point"\nanswer = "sgd.end"'
ARROW = 'kind = "arrow"\nanswer = "sgd.first_step"'
NUMBER = 'kind = "number"\nanswer = "sgd.x(10)"\nlow = 0\nhigh = 3'
COUNT = (
    'kind = "number"\nanswer = "sgd2.first(f < 0.01)"\nlow = 1\nhigh = 1000\nlog = true\nwhole = true\nunit = "steps"'
)
CHOICE = 'kind = "choice"\nright = 2\noptions = ["one", "two", "three"]'
WHEN = 'kind = "choice"\noptions = [{says = "fast", when = "sgd.x(1) < 1"}, {says = "slow", when = "sgd.x(1) >= 1"}]'
NEAREST = (
    'kind = "choice"\nanswer = "sgd.x(1)"\noptions = [{says = "a", value = 1}, {says = "b", value = 2.5}, '
    '{says = "c", value = "3"}]'
)
ORDER = (
    'kind = "order"\noptions = [{says = "a", value = "sgd.first(f<1)"}, {says = "b", value = "sgd2.first(f<1)"}, '
    '{says = "c", value = "0"}]'
)
ALL = (POINT, ARROW, NUMBER, COUNT, CHOICE, WHEN, NEAREST, ORDER)


def test_right_answers_are_those_of_the_closed_forms() -> None:
    """x shrinks by 1 - 2α a step, y by 1 - 20α."""
    assert truth(*asked(POINT)) == pytest.approx((3 * 0.82**100, 2 * 0.8**100), abs=1e-12)
    assert truth(*asked(ARROW)) == pytest.approx((-0.09 * 6, -0.09 * 40))
    assert truth(*asked(NUMBER)) == pytest.approx(3 * 0.82**10)
    falling = [(9 * 0.98 ** (2 * k) + 40 * 0.8 ** (2 * k)) < 0.01 for k in range(101)]
    assert not any(falling)
    with pytest.raises(LessonError, match="no finite number"):
        truth(*asked(COUNT))
    assert truth(*asked(CHOICE)) == 1
    assert truth(*asked(WHEN)) == 1
    assert truth(*asked(NEAREST)) == 1  # 2.46 is nearest to 2.5
    assert truth(*asked(ORDER)) == [2, 0, 1]
    assert truth(*asked(ORDER + "\nhighest_first = true")) == [1, 0, 2]


def test_what_counts_as_right() -> None:
    point, case = asked(POINT + "\nwithin = 0.3")
    assert judge(point, (0.2, 0.2), case).right
    assert not judge(point, (0.3, 0.2), case).right
    usual, _ = asked(POINT)  # 5 % of a diagonal of 10
    assert judge(usual, (0.35, 0.35), case).right
    assert not judge(usual, (0.4, 0.4), case).right
    arrow, case = asked(ARROW)
    for degrees, right in ((9, True), (-9, True), (11, False), (180, False)):
        turn = math.radians(degrees)
        dx, dy = -0.54, -3.6
        turned = (dx * math.cos(turn) - dy * math.sin(turn), dx * math.sin(turn) + dy * math.cos(turn))
        judged = judge(arrow, np.array(turned) * 50, case)
        assert judged.right is right
        assert judged.distance == pytest.approx(abs(degrees))
    number, case = asked(NUMBER)
    assert judge(number, 3 * 0.82**10 * 1.09, case).right
    assert not judge(number, 3 * 0.82**10 * 1.11, case).right


def test_sentences_of_a_wrong_answer() -> None:
    number, case = asked('kind = "number"\nanswer = "45"\nlow = 1\nhigh = 1000\nunit = "steps"')
    assert judge(number, 90, case).sentence == "Not this time. It is 45 steps, and you said 90: 2 times as much."
    assert judge(number, 15.0, case).sentence == "Not this time. It is 45 steps, and you said 15: 3 times too small."
    assert judge(number, 40, case).sentence == "Not this time. It is 45 steps, and you said 40: 5 too small."
    assert judge(number, 45, case).sentence == "Right. It is 45 steps."
    order, case = asked(ORDER)
    judged = judge(order, [1, 0, 2], case)
    assert judged.sentence == "Not this time. The order is c, a, b. 3 of 3 pairs stood the other way round."
    assert judged.distance == 3


@pytest.mark.parametrize("question", ALL)
@pytest.mark.parametrize(
    "answer",
    [None, "", "1", b"1", True, float("nan"), math.inf, -math.inf, 10**400, 1e300, 1 + 2j, [], [1], (1, 2, 3), "ab",
     [math.nan, 1], [1, "a"], [[1, 2], [3, 4]], {"x": 1, "y": 2}, {1, 2}, object(), -1, 99, [0, 0], [0, 1, 9],
     range(10**9), np.zeros((2, 2)), [True, False], ["0", "1", "2"], [0.5, 1.5, 2]],
)  # fmt: skip
def test_what_is_no_answer_gets_a_sentence_and_is_told_nothing(question: str, answer: object) -> None:
    one, case = asked(question)
    given_ = read_answer(one, answer)
    if given_ is not None:  # a number is an answer where a number is wanted
        assert one.kind in ("number", "point", "arrow")
        return
    judged = judge(one, answer, case)
    assert not judged.right
    assert judged.sentence.startswith("The answer is")
    assert (judged.truth, judged.distance, judged.belief) == (None, None, None)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4),
)


@trials(100)
@given(st.sampled_from([POINT, ARROW, NUMBER, CHOICE, ORDER]), ANYTHING)
def test_nothing_that_a_browser_sends_raises(question: str, answer: object) -> None:
    one, case = asked(question)
    assert isinstance(judge(one, answer, case).sentence, str)


def test_misconceptions_are_recognised_from_the_answer() -> None:
    believes = '\n[[belief]]\nwhen = "angle(answer, minimum - start) < 10"\nsays = "To the minimum: {kappa:2}."'
    arrow, case = asked(ARROW + believes)
    assert judge(arrow, (-3, -2), case).belief == "To the minimum: 10."
    assert judge(arrow, (1, 0), case).belief is None
    order, case = asked(ORDER + '\n[[belief]]\norder = [1, 2, 3]\nsays = "As listed."')
    assert judge(order, [0, 1, 2], case).belief == "As listed."
    choice, case = asked(CHOICE + '\n[[belief]]\nchoice = 3\nsays = "Three."')
    assert judge(choice, 2, case).belief == "Three."
    assert judge(choice, 1, case).belief is None
    number, case = asked(NUMBER + '\n[[belief]]\nwhen = "answer > 2*truth and answer < 3"\nsays = "Equal steps."')
    assert judge(number, 2, case).belief == "Equal steps."
    assert judge(number, 3, case).belief is None


def test_a_question_without_one_answer_is_refused() -> None:
    with pytest.raises(LessonError, match="2 options are right"):
        truth(*asked('kind = "choice"\noptions = [{says = "a", when = "1"}, {says = "b", when = "1"}]'))
    with pytest.raises(LessonError, match="equally near"):
        truth(*asked('kind = "choice"\nanswer = "2"\noptions = [{says = "a", value = 1}, {says = "b", value = 3}]'))
    with pytest.raises(LessonError, match="no order"):
        truth(*asked('kind = "order"\noptions = [{says = "a", value = 1}, {says = "b", value = 1}]'))
    with pytest.raises(LessonError, match="this is a number"):
        truth(*asked('kind = "point"\nanswer = "kappa"'))
    with pytest.raises(LessonError, match="arrow without length"):
        truth(*asked('kind = "arrow"\nanswer = "start - start"'))


def test_another_question_has_new_numbers_the_same_for_the_same_seed() -> None:
    first = moment(POINT + '\nvary = ["start", "rate", "a"]')
    one, again, other = another(first, 1), another(first, 1), another(first, 2)
    assert one
    assert other
    assert one == again
    assert one.scene
    assert first.scene
    assert other.scene
    assert one.scene.start != other.scene.start != first.scene.start
    assert {run.setting()["learning_rate"] for run in one.scene.runs}.isdisjoint({0.09, 0.01})
    letter = one.scene.parameters[0]
    assert 0.5 <= letter.value <= 5
    assert letter.value != 1
    assert one.question == first.question
    assert one.question
    case = work_out(one)
    # the closed form with the new numbers
    (x, y), rate = one.scene.start or (0, 0), one.scene.runs[0].setting()["learning_rate"]
    expected = (x * (1 - 2 * letter.value * rate) ** 100, y * (1 - 20 * rate) ** 100)
    assert truth(one.question, case) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    "question", [CHOICE, POINT + "\nvary = []", 'kind = "number"\nanswer = "45"\nlow = 1\nhigh = 9']
)
def test_no_other_question_where_it_makes_no_sense(question: str) -> None:
    """A fixed right option, nothing to vary, an answer that is never in reach."""
    assert another(moment(question), 3) is None


def test_another_start_in_one_variable_moves_along_it() -> None:
    one = another(moment(POINT, "f=x^2&start=3~1&steps=5&run=sgd~learning_rate~0.1"), 5)
    assert one
    assert one.scene
    assert one.scene.start
    assert one.scene.start[1] == 1
    assert one.scene.start[0] != 3


@pytest.mark.parametrize("seed", range(12))
def test_another_start_is_off_the_axes_of_the_minimum(seed: int) -> None:
    """On an axis of the bowl a run would show one coordinate only; and few digits are asked about."""
    first = moment(POINT)
    one = another(first, seed)
    assert one
    assert one.scene
    assert one.scene.start
    x, y = one.scene.start
    assert abs(x) >= 0.12 * 8
    assert abs(y) >= 0.12 * 6
    assert math.hypot(x - 3, y - 2) >= 1
    assert (round(x, 1), round(y, 1)) == (x, y)


def test_shares_of_basins() -> None:
    """Gradient descent with a small rate follows the slope: the ridge between the minima divides the starts."""
    scene = "f=x^4-2x^2%2B0.3x%2By^2&window=-2~2~-2~2&start=1~1&steps=500&run=sgd~learning_rate~0.01"
    question = 'kind = "number"\nanswer = "sgd.basin(1)"\nlow = 0\nhigh = 1'
    one, case = asked(question, scene)
    ridge = min(np.roots([4, 0, -4, 0.3]), key=abs).real
    starts = np.linspace(-2, 2, 41)
    assert truth(one, case) == pytest.approx(float(np.mean(starts < ridge)), abs=1e-12)
    with pytest.raises(LessonError, match="2 known minima, and no basin"):
        truth(*asked(question.replace("sgd.basin(1)", "sgd.basin(3)"), scene))


@pytest.mark.parametrize(
    ("theory", "measured", "holds"),
    [
        ("2/20", "limit", True),
        ("0.1001", "limit", True),
        ("0.102", "limit", False),
        ("0.001", "0.0015", False),  # a share of what is predicted, however small it is
        ("0", "0.0099", True),
        ("0", "0.011", False),
        ("1/0", "1", False),
        ("1", "1/0", False),
        ("1/0", "1/0", True),
        ("0/0", "0/0", False),
        ("1e-300/1e300", "1", False),
    ],
)
def test_a_claim_holds_within_its_tolerance(theory: str, measured: str, holds: bool) -> None:
    claim = f'~~~claim\nsays = "c"\ntheory = "{theory}"\nmeasured = "{measured}"\nwithin = 0.01\n~~~\n'
    one = read_lesson(f'+++\ntitle = "t"\n+++\n~~~scene\n{SCENE}{RUNS}\n~~~\n{claim}').moments[0]
    assert hold(one.claims[0], work_out(one)).holds is holds


def test_on_a_curve_a_point_is_one_number() -> None:
    scene = Scene.from_query({"f": "x^2", "start": "3~7", "steps": "2", "run": "sgd~learning_rate~0.25"}).scene
    case = worked_scene(scene)
    assert fill("From {start} to {sgd.end} by {sgd.first_step}.", case) == "From 3 to 0.75 by −1.5."
    judged = judge(Question("point", "Where?", parse("sgd.end")), (1.0, 7.0), case)
    assert "It is 0.75; your place on the curve is 0.25 away." in judged.sentence
