"""The pictures of the cards: a curve for a formula of one variable, told apart, with the ball where a run begins."""

import re
from itertools import combinations
from urllib.parse import parse_qs, unquote

import numpy as np
import pytest

from gdviz.figures.card_picture import BALL, HEIGHT, WIDTH, Picture, curve_picture, map_picture
from gdviz.lessons import COURSE
from gdviz.lessons.course import course_lesson
from gdviz.scene import Scene
from gdviz.surface import Surface
from gdviz.ui.learn import thumbnails

WINDOW = ((-4.0, 4.0), (-3.0, 3.0))


def ball(picture: Picture) -> tuple[float, float]:
    [(x, y)] = re.findall(rf'<circle cx="([^"]+)" cy="([^"]+)" r="{BALL}"', unquote(picture.uri(False)))
    return float(x), float(y)


def curve(picture: Picture) -> np.ndarray:
    [line] = re.findall(r'<polyline points="([^"]+)"', unquote(picture.uri(False)))
    return np.array([[float(part) for part in point.split(",")] for point in line.split()])


def test_the_ball_of_a_map_lies_at_the_start() -> None:
    assert ball(map_picture(Surface("x^2+y^2"), WINDOW, (2.0, 1.5))) == (WIDTH * 6 / 8, HEIGHT * 1.5 / 6)


@pytest.mark.parametrize(("text", "axis"), [("x^2", 0), ("y^2", 1)])
def test_the_ball_of_a_curve_lies_on_it(text: str, axis: int) -> None:
    picture = curve_picture(Surface(text), axis, (-4.0, 4.0), 2.0)
    line, (x, y) = curve(picture), ball(picture)
    assert x == WIDTH * 6 / 8
    assert y + BALL == pytest.approx(np.interp(x, *line.T), abs=1)
    left, middle, right = (line[place, 1] for place in (0, len(line) // 2, -1))
    assert middle > max(left, right), "a parabola is lowest in the middle"


def test_a_curve_with_a_pole_or_without_a_value_is_drawn() -> None:
    for text in ("1/x", "log(x)", "sqrt(-1-x^2)"):
        assert unquote(curve_picture(Surface(text), 0, (-4.0, 4.0), -2.0).uri(True)).startswith(
            "data:image/svg+xml,<svg"
        )


def test_a_lesson_on_one_line_is_a_curve_and_all_cards_can_be_told_apart() -> None:
    pictures = thumbnails.pictures(tuple(course_lesson(key) for key in COURSE))
    kinds = {key: one.kind for key, one in pictures.items() if one}
    assert len(kinds) == len(COURSE)
    assert kinds["shrinking"] == "curve"
    for one, other in combinations(pictures.values(), 2):
        assert one
        assert other
        assert one.unlike(other) > 0.05


def test_the_picture_of_a_scene_of_one_variable_is_its_curve() -> None:
    scene = Scene.from_query(parse_qs("f=x^4-2x^2&start=1.5~0")).scene
    assert thumbnails.of_scene(scene).kind == "curve"
