"""The numbers of the first half of the course against loops of plain NumPy that know nothing of gdviz."""

from collections.abc import Callable

import numpy as np
import pytest

from gdviz.lessons import truth, work_out
from gdviz.lessons.another import another
from gdviz.lessons.course import FOLDER, course_lesson
from gdviz.lessons.quantities import evaluate
from gdviz.lessons.terms import parse

Vector = np.ndarray
Slope = Callable[[Vector], Vector]
Step = Callable[[Vector, Vector], tuple[Vector, Vector]]
FIRST_HALF = [path.stem[3:] for path in sorted(FOLDER.glob("*.md")) if int(path.name[:2]) <= 11]


def bowl(across: float, along: float = 1.0) -> Slope:
    """The gradient of along x² + across y²."""
    return lambda p: np.array([2 * along * p[0], 2 * across * p[1]])


def descent(slope: Slope, rate: float) -> Step:
    return lambda p, m: (p - rate * slope(p), m)


def heavy_ball(slope: Slope, rate: float, beta: float) -> Step:
    def step(p: Vector, m: Vector) -> tuple[Vector, Vector]:
        m = beta * m + slope(p)
        return p - rate * m, m

    return step


def look_ahead(slope: Slope, rate: float, beta: float) -> Step:
    """Nesterov 1983 as Sutskever et al. 2013 print it, at the look-ahead point θ + β v."""

    def step(p: Vector, m: Vector) -> tuple[Vector, Vector]:
        v = beta * m - rate * slope(p)
        return p - beta * m + v + beta * v, v

    return step


def path(step: Step, start: tuple[float, float], steps: int) -> Vector:
    points, memory = [np.array(start, dtype=float)], np.zeros(2)
    for _ in range(steps):
        point, memory = step(points[-1], memory)
        points.append(point)
    return np.array(points)


def below(step: Step, across: float, start: tuple[float, float] = (3, 2), most: int = 2000) -> int:
    """The first step at which x² + across y² is below one millionth."""
    points = path(step, start, most)
    return int(np.flatnonzero(points[:, 0] ** 2 + across * points[:, 1] ** 2 < 1e-6)[0])


def measured(key: str, place: int, term: str) -> float:
    value = evaluate(parse(term), work_out(course_lesson(key).moments[place]))
    assert isinstance(value, float)
    return value


TEN, HUNDRED = bowl(10), bowl(100)
STEPS = [
    ("limit", 2, "sgd", below(descent(TEN, 1 / 11), 10)),
    ("limit", 2, "sgd2", below(descent(TEN, 0.05), 10)),
    ("limit", 2, "sgd3", below(descent(TEN, 0.099), 10)),
    ("conditioning", 2, "sgd", below(descent(HUNDRED, 2 / 202), 100)),
    ("conditioning", 3, "sgd", 1),
    ("momentum", 1, "sgd", below(descent(HUNDRED, 2 / 202), 100)),
    ("momentum", 1, "momentum", below(heavy_ball(HUNDRED, (2 / (200**0.5 + 2**0.5)) ** 2, (9 / 11) ** 2), 100)),
    ("momentum_untuned", 0, "sgd", below(descent(TEN, 0.05), 10)),
    ("momentum_untuned", 0, "momentum", below(heavy_ball(TEN, 0.05, 0.5), 10)),
    ("momentum_untuned", 0, "momentum2", below(heavy_ball(TEN, 0.05, 0.9), 10)),
    ("momentum_untuned", 1, "momentum", below(heavy_ball(TEN, 0.115443079, 0.269873864), 10)),
    ("momentum_untuned", 2, "momentum", below(heavy_ball(TEN, 0.05, 0.99), 10)),
    ("nesterov", 0, "sgd", below(descent(TEN, 0.02), 10)),
    ("nesterov", 0, "momentum", below(heavy_ball(TEN, 0.02, 0.9), 10)),
    ("nesterov", 0, "nesterov", below(look_ahead(TEN, 0.02, 0.9), 10)),
]


@pytest.mark.parametrize(("key", "place", "run", "steps"), STEPS)
def test_steps_until_one_millionth(key: str, place: int, run: str, steps: int) -> None:
    assert measured(key, place, f"{run}.steps_below(1e-6)") == steps


def test_what_other_tables_count_of_the_same_runs() -> None:
    """The lessons count the first step with f < 1e-6: 74 and 141. 93 (691 without momentum) is the first step with a
    millionth of the first distance, from (1, 1); 167 is the step from which f stays below 1e-6."""
    tuned, untuned = heavy_ball(HUNDRED, (2 / (200**0.5 + 2**0.5)) ** 2, (9 / 11) ** 2), heavy_ball(TEN, 0.05, 0.9)
    for step, count in ((tuned, 93), (descent(HUNDRED, 2 / 202), 691)):
        away = np.hypot(*path(step, (1, 1), 1000).T)
        assert np.flatnonzero(away < 1e-6 * away[0])[0] == count
    points = path(untuned, (3, 2), 600)
    above = np.flatnonzero(points[:, 0] ** 2 + 10 * points[:, 1] ** 2 >= 1e-6)
    assert below(untuned, 10) == 141
    assert above[-1] + 1 == 167
    assert measured("momentum_untuned", 0, "momentum2.largest(k*(f >= 1e-6)) + 1") == 167


def test_exact_line_search_zigzags_as_boyd_and_vandenberghe_print_it() -> None:
    points = [(10 * (9 / 11) ** k, (-9 / 11) ** k) for k in range(20)]
    moment = course_lesson("line_search").moments[0]
    run = work_out(moment).run("line_search")
    assert run is not None
    np.testing.assert_allclose(run.trajectory.points[:20], points, rtol=1e-6)


def test_rises_of_a_momentum_run_that_arrives() -> None:
    points = path(heavy_ball(TEN, 0.01, 0.9), (3, 2), 300)
    height = points[:, 0] ** 2 + 10 * points[:, 1] ** 2
    assert measured("momentum", 2, "momentum.rises") == (np.diff(height) > 0).sum()


@pytest.mark.parametrize(("rate", "end"), [(0.02, -1.0356), (0.01, 0.9602)])
def test_momentum_leaves_the_first_hole_only_when_it_is_fast_enough(rate: float, end: float) -> None:
    points = path(heavy_ball(double_well, rate, 0.9), (1.6, 1), 600)
    assert points[-1, 0] == pytest.approx(end, abs=1e-3)
    name = "momentum" if rate == 0.02 else "momentum2"
    assert measured("momentum_untuned", 3, f"{name}.end.x") == pytest.approx(points[-1, 0], abs=1e-6)


def double_well(p: Vector) -> Vector:
    return np.array([4 * p[0] ** 3 - 4 * p[0] + 0.3, 2 * p[1]])


def test_momentum_leaves_the_deeper_hole_and_descent_rests_in_it() -> None:
    ball = path(heavy_ball(double_well, 0.01, 0.9), (-2, 1), 600)
    plain = path(descent(double_well, 0.02), (-2, 1), 600)
    assert measured("momentum_untuned", 4, "momentum.end.x") == pytest.approx(ball[-1, 0], abs=1e-6)
    assert measured("momentum_untuned", 4, "sgd.end.x") == pytest.approx(plain[-1, 0], abs=1e-6)
    assert plain[-1, 0] < 0 < ball[-1, 0]


@pytest.mark.parametrize(
    ("name", "method", "limit"),
    [
        ("sgd", descent, 2.0),
        ("momentum", lambda slope, rate: heavy_ball(slope, rate, 0.9), 3.8),
        ("nesterov", lambda slope, rate: look_ahead(slope, rate, 0.9), 3.8 / 2.8),
    ],
)
def test_a_run_shrinks_below_its_limit_and_grows_above(
    name: str, method: Callable[[Slope, float], Step], limit: float
) -> None:
    ends = [path(method(lambda p: p, limit * share), (1, 0), 1500)[-1, 0] for share in (0.99, 1.01)]
    assert abs(ends[0]) < 1e-2 < 1e2 < abs(ends[1])
    assert measured("nesterov", 1, f"{name}.limit") == pytest.approx(limit, rel=1e-12)


def test_the_rules_that_stop_stop_where_plain_loops_do() -> None:
    rules: list[tuple[float, Callable[[Vector, Vector], bool]]] = [
        (0.05, lambda p, q: np.hypot(*TEN(q)) < 0.01),
        (0.001, lambda p, q: np.hypot(*(q - p)) < 0.001),
    ]
    for place, (rate, stops) in enumerate(rules):
        points = path(descent(TEN, rate), (3, 2), 2000)
        steps = next(k for k in range(1, 2001) if stops(points[k - 1], points[k]))
        assert measured("stopping", place, "sgd.steps") == steps
    assert measured("stopping", 2, "sgd.steps") == 0


@pytest.mark.parametrize("key", [*FIRST_HALF])
def test_no_order_stands_in_its_right_order_already(key: str) -> None:
    for moment in course_lesson(key).moments:
        if moment.question and moment.question.kind == "order":
            assert truth(moment.question, work_out(moment)) != [*range(len(moment.question.options))], (
                moment.question.ask
            )


@pytest.mark.parametrize("key", [path.stem[3:] for path in sorted(FOLDER.glob("*.md"))])
def test_a_question_that_varies_names_its_numbers_itself(key: str) -> None:
    """Another question like it comes without the prose: formula, start, and rates or rows stand in what is asked."""
    for moment in course_lesson(key).moments:
        question = moment.question
        if question is None or not another(moment, 1) or r"-\nabla f" in question.ask:
            continue
        texts = question.ask + "".join(option.says for option in question.options)
        assert "{start" in texts or "start" not in question.vary, question.ask
        assert "f = " in texts if moment.page == "explore" else "rows}" in texts, question.ask
        assert ".rate}" in texts or question.kind == "arrow" or moment.page != "explore", question.ask
