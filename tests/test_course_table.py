"""The table of the course: every idea of a first course with its number, and every known misconception, asked once."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from gdviz.lessons import COURSE, fill, work_out
from gdviz.lessons.course import course_lesson
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


def share_of_the_hole() -> float:
    """The share of 41 by 41 starts that gradient descent leads into the narrow hole of the lesson on minima."""
    x, y = np.meshgrid(np.linspace(-4, 4, 41), np.linspace(-3, 3, 41))
    for _ in range(1500):
        pull = 12 * np.exp(-3 * ((x - 2) ** 2 + (y - 1) ** 2))
        x, y = x - 0.1 * (x / 5 + pull * (x - 2)), y - 0.1 * (y / 5 + pull * (y - 1))
    return float((np.hypot(x - 1.967, y - 0.9835) < 0.1).mean())


UNSCALED = adam_path(lambda p: np.array([2 * p[0], 20 * p[1]]), (3, 2), 40)
SCALED = adam_path(lambda p: 1000 * np.array([2 * p[0], 20 * p[1]]), (3, 2), 40)
HOLE = share_of_the_hole()
KINKED = adam_path(lambda p: np.array([np.sign(p[0]), 2 * p[1]]), (2.03, 1), 2000, 0.9)

# Row of TEACHING's table of moments, idea → where it stands, what is measured there, and the number by hand or as
# the literature has it (share allowed).
IDEAS = [
    (1, "the gradient lies in the map, across the contour", "gradient", 2, "angle(sgd.first_step, minimum - start)",
     math.degrees(math.acos((6 * 3 + 40 * 2) / (math.hypot(6, 40) * math.hypot(3, 2)))), 1e-9),
    (2, "a fixed rate, shrinking steps", "shrinking", 0, "sgd.end.x", 10 * 0.6**10, 1e-9),
    (3, "too large: 2/λ", "limit", 1, "sgd.end.y", 2, 1e-9),
    (4, "the right rate", "limit", 2, "sgd.steps_below(1e-6)", 45, 0),
    (5, "conditioning", "conditioning", 2, "sgd.factor", 99 / 101, 1e-6),
    (6, "line search zigzags too", "line_search", 0, "line_search.x(10)", 10 * (9 / 11) ** 10, 1e-6),
    (7, "two unequal steps beat every constant rate", "line_search", 3, "norm(sgd.end)", 0, 1e-12),
    (8, "rescaling is a cure", "conditioning", 3, "norm(sgd.point(1))", 0, 1e-12),
    (9, "momentum, tuned", "momentum", 1, "momentum.factor", 9 / 11, 0.03),
    (10, "momentum, untuned", "momentum_untuned", 0, "momentum2.factor", 0.9**0.5, 0.01),
    (11, "momentum is longer steps on a slope", "momentum", 0,
     "momentum.first(length >= 0.9*momentum.rate/(1 - momentum.momentum)) + 1", 22, 0),
    (12, "stability limits differ", "nesterov", 1, "nesterov.limit", 2 * 1.9 / 2.8, 1e-9),
    (12, "momentum as a running mean: 38", "nesterov", 2, "typed2.factor", 1 + 0.1**0.5, 1e-6),
    (13, "Nesterov's ripples", "nesterov", 3, "nesterov.ripple", math.pi * 10, 0.05),
    (14, "a saddle is left exponentially", "saddles", 1, "sgd.first(abs(y) > 1)", 194, 0),
    (14, "Newton jumps onto the saddle", "newton", 1, "norm(newton.end)", 0, 1e-9),
    (15, "a plateau", "saddles", 2, "adam.first(x^2 + y^2 < 1)", 35, 0.1),
    (16, "momentum is luck: over the ridge", "momentum_untuned", 3, "momentum.end.x", -1.0356, 1e-3),
    (16, "momentum is luck: out of the deeper hole", "momentum_untuned", 4, "momentum.end.x", 0.9602, 1e-3),
    (16, "basins: the deepest is not the widest", "minima", 2, "sgd.basin(1)", HOLE, 0.05),
    (17, "AdaGrad's clock", "adagrad", 1, "adagrad.end.length", sum(k**-0.5 for k in range(1, 101)), 1e-4),
    (18, "the first step of adaptive methods", "adam", 1, "typed.first_step.length/adam.first_step.length",
     1000**0.5 / 10, 1e-3),
    (18, "RMSProp's first step", "rmsprop", 0, "rmsprop.first_step.length/rmsprop.rate", 10, 1e-4),
    (19, "what Adam does not see", "adam_limits", 0, "adam.end.x", UNSCALED[-1, 0], 1e-9),
    (19, "a thousand times as high", "adam_limits", 0, "other.adam.end.x", SCALED[-1, 0], 1e-9),
    (20, "Adam does not stop by itself", "adam_limits", 3, "adam.late(abs(x))", np.abs(KINKED[1000:, 0]).mean(), 1e-6),
    (21, "which minimum: not the same one", "adam_limits", 4, "adam.end.x", 1 / 3, 1e-3),
    (22, "the noise ball", "noise", 0, "sgd.late((x - minimum.x)^2 + (y - minimum.y)^2)", 0.02416, 0.35),
    (22, "rows that agree leave no noise", "noise", 4, "sgd.error(-1)", 0, 1e-12),
    (21, "more weights than rows fix", "overfitting", 2, "sgd.end.x", 0.4, 1e-6),
    (23, "cliff and clipping", "cliffs", 0, "sgd.x(1)", -1.2 + 0.01 * 215.6, 1e-9),
    (24, "L2 is not weight decay", "overfitting", 3, "adam.end.x", 0.2244, 1e-3),
    (25, "the edge of stability", "edge", 0, "sgd.sharpness", 10, 0.03),
    (26, "what a 2-D picture cannot show", "dimensions", 0, "random_minima(3)",
     (math.pi - 8**0.5) / (4 * math.pi), 0.03),
]  # fmt: skip

# Row of TEACHING's table of misconceptions, misconception → where it is asked, and words of the sentence that an answer
# showing it gets.
MISCONCEPTIONS = [
    (1, "the gradient points to the minimum", "gradient", 2, "points to the minimum"),
    (2, "the gradient points up the hill, in space", "gradient", 1, "points up the hill"),
    (3, "the gradient is a number", "gradient", 0, "One number says how steep"),
    (3, "the gradient of the gradient is the gradient again", "conditioning", 1, "gradient of the gradient"),
    (4, "steps cross contours at a right angle", "line_search", 1, "contours at a right angle"),
    (5, "a fixed step size is an equal step", "shrinking", 0, "ten equal steps"),
    (6, "it always zigzags", "conditioning", 0, "always zigzags"),
    (7, "a smaller rate is always safer", "rate", 1, "smaller rate is always better"),
    (8, "bigger is faster until it blows up", "limit", 2, "Bigger is faster, until it blows up"),
    (9, "gradient descent always reaches a minimum", "saddles", 0, "always reaches a minimum"),
    (10, "zero gradient is a minimum", "gradient", 3, "always reaches a minimum"),
    (11, "the loss must fall at every step", "momentum", 2, "must fall at every step"),
    (12, "momentum always speeds up", "momentum_untuned", 0, "always speeds up"),
    (12, "momentum always escapes", "momentum_untuned", 3, "rolls out of local minima"),
    (12, "momentum leaves only bad minima", "momentum_untuned", 4, "leaves only *bad* minima"),
    (13, "Nesterov is the safer momentum", "nesterov", 1, "safer momentum"),
    (14, "Adam needs no rate", "adam_limits", 3, "Adam needs no rate"),
    (15, "Adam always beats gradient descent", "adam_limits", 2, "Adam always beats"),
    (15, "adaptive methods always win", "adagrad", 2, "Adaptive is faster"),
    (16, "bias correction makes the first steps bigger", "adam", 1, "makes the first steps bigger"),
    (17, "the same rate is a fair race", "momentum_untuned", 1, "same rate is a fair race"),
    (18, "more steps mend divergence", "limit", 3, "More steps will mend"),
    (18, "noise is the same as too large a rate", "noise", 3, "Noise and too large a rate look alike"),
    (18, "the mini-batch loss must fall at every step", "batches", 1, "has to fall at every step"),
    (19, "Newton is always better", "newton", 1, "always better"),
    (20, "local minima are the problem in any dimension", "dimensions", 0, "another chance to go down"),
    (0, "the lower the training loss the better", "overfitting", 0, "The lower the loss"),
    (0, "a batch four times as large is four times as good", "batches", 2, "four times as good"),
    (0, "the same method has the same limit, however it is written", "nesterov", 2, "has the same limit"),
    (0, "the start decides which minimum is reached", "minima", 1, "The start decides"),
    (0, "the deepest valley attracts the most starts", "minima", 2, "attracts the most"),
]


def test_the_tables_cover_all_moments_and_misconceptions_of_a_first_course() -> None:
    assert {row[0] for row in IDEAS} == {*range(1, 27)}
    assert {row[0] for row in MISCONCEPTIONS} - {0} == {*range(1, 21)}


@pytest.mark.parametrize(
    ("row", "idea", "key", "place", "term", "number", "share"), IDEAS, ids=[row[1] for row in IDEAS]
)
def test_every_idea_of_a_first_course_is_a_question_with_its_number(
    row: int, idea: str, key: str, place: int, term: str, number: float, share: float
) -> None:
    moment = course_lesson(key).moments[place]
    assert moment.question, idea
    measured = evaluate(parse(term), work_out(moment))
    assert isinstance(measured, float)
    assert measured == pytest.approx(number, rel=share or 1e-12, abs=share if number == 0 else None)


def test_a_thousandfold_surface_leaves_adam_where_it_is() -> None:
    assert np.hypot(*(SCALED[-1] - UNSCALED[-1])) < 1e-7


@pytest.mark.parametrize(
    ("row", "belief", "key", "place", "words"), MISCONCEPTIONS, ids=[row[1] for row in MISCONCEPTIONS]
)
def test_every_known_misconception_is_asked_and_answered(
    row: int, belief: str, key: str, place: int, words: str
) -> None:
    moment = course_lesson(key).moments[place]
    assert moment.question
    case = work_out(moment)
    assert any(words in fill(one.says, case) for one in moment.question.beliefs), belief


def test_the_course_is_long_enough_and_every_lesson_short_enough() -> None:
    assert len(COURSE) >= 18
    for key in COURSE:
        assert 3 <= course_lesson(key).minutes <= 8
