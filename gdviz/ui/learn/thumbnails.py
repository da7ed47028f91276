"""The pictures of the course's cards: of each lesson that of its scenes which looks least like the other cards."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

import numpy as np

from gdviz.expression import ExpressionError
from gdviz.figures import line_axis, on_rows
from gdviz.figures.card_picture import Picture, curve_picture, map_picture, rows_picture
from gdviz.learning.data import TableError
from gdviz.lessons import MISSIONS, PAGES, Lesson, Moment
from gdviz.scene import Scene, first_weights, start_of, surface_of, window_of

CLEAR = 0.2
"""How much two pictures have to differ to be told apart at a glance."""
FEW = 8
"""Values of a column that make no cloud of dots."""
ground_of = attrgetter("text", "surface", "parameters", "window", "data.set", "data.model", "data.table")
"""What of a scene its picture shows, but for the start."""


@lru_cache(maxsize=8)
def pictures(lessons: tuple[Lesson, ...]) -> dict[str, Picture | None]:
    """Lesson's key → its picture, None for a lesson without scenes. Those with the least choice choose first."""
    grounds = {lesson.key: moments_of(lesson) for lesson in lessons}
    chosen: dict[str, Picture | None] = {}
    for key in sorted(grounds, key=lambda key: len(grounds[key])):
        chosen[key] = choice(candidates(grounds[key]), [one for one in chosen.values() if one])
    return chosen


def choice(own: Iterable[Picture], others: Sequence[Picture]) -> Picture | None:
    """The first that can be told from all others, else that which differs most; None of none."""
    best, most = None, -1.0
    for one in own:
        unlike = min((one.unlike(other) for other in others), default=1.0)
        if unlike > most:
            best, most = one, unlike
        if unlike >= CLEAR:
            break
    return best


@lru_cache(maxsize=256)
def uri(picture: Picture | None, dark: bool) -> str:
    """The picture as an address; "" for none."""
    return picture.uri(dark) if picture else ""


def moments_of(lesson: Lesson) -> tuple[Moment, ...]:
    """Its moments with a scene, each ground once."""
    return tuple({ground_of(one.scene): one for one in reversed(lesson.moments) if one.scene}.values())[::-1]


def candidates(moments: Iterable[Moment]) -> Iterator[Picture]:
    """The pictures of their scenes; those that cannot be drawn are left out."""
    for moment in moments:
        try:
            yield from of_moment(moment)
        except (ExpressionError, TableError):
            continue


def of_moment(moment: Moment) -> Iterator[Picture]:
    """Of a scene on rows their scatter and the map of the loss, else that of `of_scene`."""
    assert moment.scene is not None
    if moment.page == PAGES[0]:
        yield of_scene(moment.scene)
        return
    on = on_rows(moment.scene.data)
    x, y = (on.rows.columns.get(name, np.empty(0)) for name in "xy")
    if not on.rows.classes and min(len(np.unique(x)), len(np.unique(y))) > FEW:
        yield rows_picture(x, y)
    yield map_picture(on.surface, on.surface.window, first_weights(moment.scene.data, on.surface))


def of_scene(scene: Scene) -> Picture:
    """The map, or the curve of a formula of one variable. Raises ExpressionError."""
    surface = surface_of(scene)
    window, start = window_of(scene, surface), start_of(scene, surface)
    axis = line_axis(surface)
    if axis is None:
        return map_picture(surface, window, start)
    return curve_picture(surface, axis, window[axis], start[axis])


@lru_cache(maxsize=16)
def of_mission(key: str) -> Picture:
    """The picture of the scene that a mission begins with."""
    return of_scene(MISSIONS[key].scene)
