"""The table of the course: every idea of a first course with its number, and every known misconception, asked once."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from gdviz.lessons import fill, work_out
from gdviz.lessons.course import COURSE, lesson
from gdviz.lessons.quantities import evaluate
from gdviz.lessons.terms import parse


def adam_path(slope: Callable[[np.ndarray], np.ndarray], start: tuple[float, float], steps: int, beta2: float = 0.999):
    """The points (steps + 1, 2) of algorithm 1 of Kingma and Ba 2015 with rate 0.1, beta1 0.9, eps 1e-8."""
    points, m, v = [np.array(start, dtype=float)], np.zeros(2), np.zeros(2)
    for t in range(1, steps + 1):
        g = slope(points[-1])
        m, v = 0.9 * m + 0.1 * g, beta2 * v + (1 - beta2) * g * g
        points.append(points[-1] - 0.1 * m / (1 - 0.9**t) / (np.sqrt(v / (1 - beta2**t)) + 1e-8))
    return np.array(points)


UNSCALED = adam_path(lambda p: np.array([2 * p[0], 20 * p[1]]), (3, 2), 40)
SCALED = adam_path(lambda p: 1000 * np.array([2 * p[0], 20 * p[1]]), (3, 2), 40)
KINKED = adam_path(lambda p: np.array([np.sign(p[0]), 2 * p[1]]), (2.03, 1), 2000, 0.9)

# Idea → where it stands, what is measured there, and the number by hand or as the literature has it (share allowed).
IDEAS = [
    ("the gradient lies in the map, across the contour", "gradient", 2, "angle(sgd.first_step, minimum - start)",
     math.degrees(math.acos((6 * 3 + 40 * 2) / (math.hypot(6, 40) * math.hypot(3, 2)))), 1e-9),
    ("a fixed rate, shrinking steps", "shrinking", 0, "sgd.end.x", 10 * 0.6**10, 1e-9),
    ("too large: 2/λ", "limit", 1, "sgd.end.y", 2, 1e-9),
    ("the right rate", "limit", 2, "sgd.steps_below(1e-6)", 45, 0),
    ("conditioning", "conditioning", 2, "sgd.factor", 99 / 101, 1e-6),
    ("line search zigzags too", "line_search", 0, "line_search.x(10)", 10 * (9 / 11) ** 10, 1e-6),
    ("two unequal steps beat every constant rate", "line_search", 3, "norm(sgd.end)", 0, 1e-12),
    ("rescaling is a cure", "conditioning", 3, "norm(sgd.point(1))", 0, 1e-12),
    ("momentum, tuned", "momentum", 1, "momentum.factor", 9 / 11, 0.03),
    ("momentum, untuned", "momentum_untuned", 0, "momentum2.factor", 0.9**0.5, 0.01),
    ("momentum is longer steps on a slope", "momentum", 0,
     "momentum.first(length >= 0.9*momentum.rate/(1 - momentum.momentum)) + 1", 22, 0),
    ("stability limits differ", "nesterov", 1, "nesterov.limit", 2 * 1.9 / 2.8, 1e-9),
    ("Nesterov's ripples", "nesterov", 2, "nesterov.ripple", math.pi * 10, 0.05),
    ("a saddle is left exponentially", "saddles", 1, "sgd.first(abs(y) > 1)", 194, 0),
    ("a plateau", "saddles", 2, "adam.first(x^2 + y^2 < 1)", 35, 0.1),
    ("basins; momentum is luck", "minima", 2, "momentum.end.x", 0.9602, 1e-3),
    ("AdaGrad's clock", "adagrad", 1, "adagrad.end.length", sum(k**-0.5 for k in range(1, 101)), 1e-4),
    ("the first step of adaptive methods", "adam", 1, "typed.first_step.length/adam.first_step.length", 1000**0.5 / 10,
     1e-3),
    ("what Adam does not see", "adam_limits", 0, "adam.end.x", UNSCALED[-1, 0], 1e-9),
    ("what Adam does not see: a thousand times as high", "adam_limits", 0, "other.adam.end.x", SCALED[-1, 0], 1e-9),
    ("Adam does not stop by itself", "adam_limits", 2, "adam.late(abs(x))", np.abs(KINKED[1000:, 0]).mean(), 1e-6),
    ("which minimum: not the same one", "adam_limits", 3, "adam.end.x", 1 / 3, 1e-3),
    ("the noise ball", "noise", 0, "sgd.late((x - minimum.x)^2 + (y - minimum.y)^2)", 0.02416, 0.35),
    ("rows that agree leave no noise", "noise", 4, "sgd.error(-1)", 0, 1e-12),
    ("more weights than rows fix", "overfitting", 2, "sgd.end.x", 0.4, 1e-6),
    ("cliff and clipping", "cliffs", 0, "sgd.x(1)", -1.2 + 0.01 * 215.6, 1e-9),
    ("L2 is not weight decay", "overfitting", 3, "adam.end.x", 0.2244, 1e-3),
    ("the edge of stability", "edge", 0, "sgd.sharpness", 10, 0.03),
    ("what a 2-D picture cannot show", "dimensions", 0, "random_minima(3)", (math.pi - 8**0.5) / (4 * math.pi), 0.03),
]  # fmt: skip

# Misconception → where it is asked, and words of the sentence that an answer showing it gets.
MISCONCEPTIONS = [
    ("the gradient points to the minimum", "gradient", 2, "points to the minimum"),
    ("the gradient points up the hill, in space", "gradient", 1, "points up the hill"),
    ("the gradient is a number", "gradient", 0, "One number says how steep"),
    ("the gradient of the gradient is the gradient again", "conditioning", 1, "gradient of the gradient"),
    ("steps cross contours at a right angle", "line_search", 1, "contours at a right angle"),
    ("a fixed step size is an equal step", "shrinking", 0, "ten equal steps"),
    ("it always zigzags", "conditioning", 0, "always zigzags"),
    ("a smaller rate is always safer", "rate", 1, "smaller rate is always better"),
    ("bigger is faster until it blows up", "limit", 2, "Bigger is faster, until it blows up"),
    ("gradient descent always reaches a minimum", "saddles", 0, "always reaches a minimum"),
    ("zero gradient is a minimum", "gradient", 3, "always reaches a minimum"),
    ("the loss must fall at every step", "momentum", 2, "must fall at every step"),
    ("momentum always speeds up", "momentum_untuned", 0, "always speeds up"),
    ("momentum always escapes", "minima", 1, "always escapes"),
    ("Nesterov is the safer momentum", "nesterov", 1, "safer momentum"),
    ("Adam needs no rate", "adam_limits", 2, "Adam needs no rate"),
    ("adaptive methods always win", "adagrad", 2, "Adaptive is faster"),
    ("bias correction makes the first steps bigger", "adam", 1, "makes the first steps bigger"),
    ("the same rate is a fair race", "momentum_untuned", 1, "same rate is a fair race"),
    ("more steps mend divergence", "limit", 3, "More steps will mend"),
    ("noise is the same as too large a rate", "noise", 3, "Noise and too large a rate look alike"),
    ("Newton is always better", "newton", 1, "always better"),
    ("local minima are the problem in any dimension", "dimensions", 0, "another chance to go down"),
    ("the lower the training loss the better", "overfitting", 0, "The lower the loss"),
    ("a batch four times as large is four times as good", "batches", 1, "four times as good"),
]


@pytest.mark.parametrize(("idea", "key", "place", "term", "number", "share"), IDEAS, ids=[row[0] for row in IDEAS])
def test_every_idea_of_a_first_course_is_a_question_with_its_number(
    idea: str, key: str, place: int, term: str, number: float, share: float
) -> None:
    moment = lesson(key).moments[place]
    assert moment.question, idea
    measured = evaluate(parse(term), work_out(moment))
    assert isinstance(measured, float)
    assert measured == pytest.approx(number, rel=share or 1e-12, abs=share if number == 0 else None)


def test_a_thousandfold_surface_leaves_adam_where_it_is() -> None:
    assert np.hypot(*(SCALED[-1] - UNSCALED[-1])) < 1e-7


@pytest.mark.parametrize(("belief", "key", "place", "words"), MISCONCEPTIONS, ids=[row[0] for row in MISCONCEPTIONS])
def test_every_known_misconception_is_asked_and_answered(belief: str, key: str, place: int, words: str) -> None:
    moment = lesson(key).moments[place]
    assert moment.question
    worked = work_out(moment)
    assert any(words in fill(one.says, worked) for one in moment.question.beliefs), belief


def test_the_course_is_long_enough_and_every_lesson_short_enough() -> None:
    assert len(COURSE) >= 18
    for entry in COURSE:
        assert 3 <= lesson(entry.key).minutes <= 9
