"""Validation: the training and the validation loss, the minimum under weight decay, and cross-validation."""

from dataclasses import dataclass, replace

from gdviz.learning.data import Parts, decayed_minima, folds, surfaces_of, with_decay
from gdviz.scene import DataScene, set_apart
from gdviz.surface import Point, Surface, Window
from gdviz.ui.cache import cached

AMOUNTS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
FAR = 3.0
"""A minimum further away than so many windows is not brought onto the map."""


@dataclass(frozen=True, eq=False)
class Checked:
    """The two losses of one map, over the rows learned from (with its penalty) and over those set apart.

    trail: the training minimum under more and more weight decay. folds: for each fold, the minimum without its rows,
    and the loss there over its rows.
    """

    parts: Parts
    training: Surface
    validation: Surface
    trail: tuple[Point, ...]
    folds: tuple[tuple[Point, float], ...]


def checked(data: DataScene, surface: Surface, count: int) -> Checked:
    """The two losses of this surface, computed once per visit."""
    key = (surface.key, data.share, data.order, data.decay, data.start, data.folds)
    return cached("data parts of rows", key, lambda: _checked(data, surface, count))


def _checked(data: DataScene, surface: Surface, count: int) -> Checked:
    parts, training, validation = set_apart(data, surface, count)
    bare = set_apart(replace(data, decay=0.0), surface, count)[1] if data.decay else training
    moved = [minimum.point for minimum in decayed_minima(bare, AMOUNTS) if minimum is not None]
    trail = (*(minimum.point for minimum in bare.minima[:1]), *moved)
    window = widened(
        surface.window,
        [m.point for s in (training, validation) for m in s.minima[:1]] + ([data.start] if data.start else []),
    )
    training, validation = (replace(one, window=window, start=surface.start) for one in (training, validation))
    return Checked(parts, training, validation, trail, crossed(surface, data, count))


def crossed(surface: Surface, data: DataScene, count: int) -> tuple[tuple[Point, float], ...]:
    """For each fold the minimum over all other rows, with their penalty, and the loss there over its own without."""
    minima = []
    for parts in folds(count, min(data.folds, count), data.order) if data.folds > 1 else ():
        training, validation = surfaces_of(surface, parts)
        training = with_decay(training, data.decay) if data.decay else training
        if training.minima:
            point = training.minima[0].point
            minima.append((point, float(validation.value(*point))))
    return tuple(minima)


def widened(window: Window, points: list[Point]) -> Window:
    """The window with these points well inside, as far as they are not too far."""
    sides = []
    for axis, (low, high) in enumerate(window):
        size = high - low
        near = [p[axis] for p in points if low - FAR * size < p[axis] < high + FAR * size]
        sides.append((min([low, *(c - 0.2 * size for c in near)]), max([high, *(c + 0.2 * size for c in near)])))
    return sides[0], sides[1]
