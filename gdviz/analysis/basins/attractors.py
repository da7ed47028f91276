"""Where runs may end: the minima of a survey, its saddles and valley floors, and which end belongs to which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape import CriticalPoint, Survey, Valley, falls_ahead, minima_beside, surveyed
from gdviz.checkpoint import checkpoint
from gdviz.surface import Minimum, Surface, Window, diagonal

UNSETTLED, DIVERGED, STALLED, FALLING = -1, -2, -3, -4
"""Labels of ends that are no minimum: on the way or cycling; lost; at a saddle or maximum; where f falls for ever."""
AT = 2e-3
"""An end nearer than this share of the diagonal is at a critical point (as in a diagnosis)."""
ON_FLOOR = 1e-5
"""An end lies on a valley floor when this share of the window's typical height is left."""
BESIDE_FLOOR = 0.04
SMALL_GRADIENT = 1e-3
EQUAL = 1e-9
SLICE = 4096
"""Ends that are looked at between two checkpoints."""

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Goals:
    """The places where runs on a surface may end; window: the one surveyed.

    minima: index → place and value; those of the survey, deepest first, then one for each valley floor (a point of it
    stands for all), then those that runs find elsewhere. floors: index → Valley. others: critical points (2, k) that
    are no minima. near: how close (in the plane) an end must be. height: the window's median f above its lowest.
    """

    surface: Surface
    window: Window
    minima: tuple[Minimum, ...]
    floors: Mapping[int, Valley]
    others: np.ndarray
    near: float
    height: float

    @property
    def diagonal(self) -> float:
        """What distances are shares of: of the surface's own window, or of the surveyed one if that is larger."""
        return max(diagonal(self.window), diagonal(self.surface.window))

    @property
    def lowest(self) -> float:
        """The deepest value known: of these minima, and of the surface's own answers."""
        return min((m.value for m in (*self.minima, *self.surface.minima)), default=-np.inf)

    @property
    def deepest(self) -> tuple[int, ...]:
        """Indices of the minima that share the deepest value known."""
        lowest = self.lowest
        room = EQUAL * max(1.0, abs(lowest))
        return tuple(k for k, m in enumerate(self.minima) if m.value <= lowest + room)

    def label(self, points: np.ndarray) -> Labels:
        """For finite points (2, n): the index of the minimum each is at, STALLED at another critical point, or -1."""
        if points.shape[1] > SLICE:
            return np.concatenate([self.label(points[:, part]) for part in slices(points.shape[1])])
        places = np.array([m.point for m in self.minima]).reshape(-1, 2).T
        places_near = nearest(points, np.concatenate((places, self.others), axis=1), self.near)
        labels = np.where(places_near >= places.shape[1], STALLED, places_near)
        for index, floor in self.floors.items():
            free = np.flatnonzero(labels < 0)
            labels[free[self._on(floor, points[:, free])]] = index
        return labels

    def classify(self, points: np.ndarray, lost: NDArray[np.bool_]) -> tuple["Goals", Labels]:
        """These goals with the minima found beside ends (2, n) at rest; labels (n,), DIVERGED for the lost.

        FALLING for those, lost or not, from where f falls without bound.
        """
        labels, resting = np.full(points.shape[1], DIVERGED), np.zeros(points.shape[1], bool)
        for part in slices(points.shape[1]):
            labels[part], resting[part] = self._seen(points[:, part], lost[part])
        if not resting.any():
            return self, labels
        grown = self.with_minima_beside(points[:, resting])
        labels[resting] = grown.label(points[:, resting])
        return grown, labels

    def _seen(self, points: np.ndarray, lost: NDArray[np.bool_]) -> tuple[Labels, NDArray[np.bool_]]:
        """The labels of ends (2, n), and which of them rest where no minimum is known."""
        labels = np.full(points.shape[1], DIVERGED)
        labels[~lost] = self.label(points[:, ~lost])
        nowhere = np.flatnonzero((labels == UNSETTLED) | (labels == DIVERGED))
        labels[nowhere[falls_without_bound(self.surface, self.window, points[:, nowhere])]] = FALLING
        resting = labels == UNSETTLED
        resting[resting] = np.hypot(*self.surface.gradient(*points[:, resting])) < SMALL_GRADIENT
        return labels, resting

    def _on(self, floor: Valley, points: np.ndarray) -> NDArray[np.bool_]:
        """Which points (2, n) are as low as the floor, and beside it."""
        low = self.surface.value(*points) <= floor.value + ON_FLOOR * self.height
        reach = BESIDE_FLOOR * self.diagonal
        low[low] = [floor.distance(point) < reach for point in points[:, low].T]
        return np.asarray(low)

    def with_minima_beside(self, points: np.ndarray) -> "Goals":
        """These goals and the minima that Newton's method finds beside those points (2, n), which are at rest."""
        tops = minima_beside(self.surface, points, AT * self.diagonal)
        count = len(self.minima)
        places = np.concatenate([np.array([m.point for m in self.minima]).reshape(-1, 2), np.empty_like(tops.T)])
        for top in tops.T:
            if not (np.hypot(*(places[:count] - top).T) < self.near).any():
                places[count] = top
                count += 1
            checkpoint()
        fresh = places[len(self.minima) : count]
        heights = np.broadcast_to(self.surface.value(*fresh.T), len(fresh)).tolist()
        minima = (Minimum((x, y), height) for (x, y), height in zip(fresh.tolist(), heights, strict=True))
        return replace(self, minima=(*self.minima, *minima))


def goals(surface: Surface, window: Window | None = None, charted: Survey | None = None) -> Goals:
    """The goals of starts in a window; charted: a survey, if it is at hand.

    Within the surface's own window (the default) they are all of its own, so that a closer look has the same labels.
    """
    if charted is not None and not isinstance(charted, Survey):
        raise TypeError(f"survey is a gdviz.Survey, or None, not {type(charted).__name__}.")
    own = surface.window
    if window is None or all(a <= c and d <= b for (a, b), (c, d) in zip(own, window, strict=True)):
        window = own
    charted = charted or surveyed(surface, window)
    window = charted.window
    floors = [valley for valley in charted.valleys if valley.is_minimum]
    first = len(charted.minima)
    middles = [tuple(map(float, floor.points[len(floor.points) // 2])) for floor in floors]
    minima = [Minimum(point.point, point.value) for point in charted.minima]
    minima += [Minimum((x, y), floor.value) for (x, y), floor in zip(middles, floors, strict=True)]
    others = np.array([p.point for p in charted.critical_points if not p.is_minimum]).reshape(-1, 2).T
    values = surface.grid(window, (64, 64))[2]
    heights = values[np.isfinite(values)]
    height = float(np.median(heights) - heights.min()) if heights.size else 0.0
    aims = Goals(surface, window, tuple(minima), dict(enumerate(floors, first)), others, 0.0, height)
    return replace(aims, near=min(AT * aims.diagonal, closest(charted.critical_points) / 3))


def closest(points: tuple[CriticalPoint, ...]) -> float:
    """The smallest distance between two critical points; infinity for fewer than two."""
    places = np.array([p.point for p in points]).reshape(-1, 2)
    best = np.inf
    for number, place in enumerate(places):
        best = min(best, float(np.hypot(*(places[number + 1 :] - place).T).min(initial=np.inf)))
        if number % 256 == 255:
            checkpoint()
    return best


def falls_without_bound(surface: Surface, window: Window, points: np.ndarray) -> NDArray[np.bool_]:
    """From which points (2, n), outside the window, f keeps falling straight down the slope, as far as numbers go."""
    low, high = np.array(window).T[:, :, None]
    falling = ((points < low) | (points > high)).any(axis=0)
    outside = points[:, falling]
    with np.errstate(all="ignore"):
        slope = np.array(surface.gradient(*outside))
        falling[falling] = falls_ahead(surface, outside, -slope / np.hypot(*slope) * diagonal(window))
    return falling


def slices(count: int) -> Iterator[slice]:
    """Parts of so many ends, with a checkpoint after each."""
    for first in range(0, count, SLICE):
        yield slice(first, first + SLICE)
        checkpoint()


def nearest(points: np.ndarray, places: np.ndarray, reach: float) -> Labels:
    """Index of the nearest of places (2, k) within reach of each point (2, n), else -1; sorted by x to look at few."""
    order = np.argsort(points[0])
    xs = points[0, order]
    labels = np.full(points.shape[1], -1)
    best = np.full(points.shape[1], reach)
    for index, (x, y) in enumerate(places.T):
        part = order[np.searchsorted(xs, x - reach) : np.searchsorted(xs, x + reach, "right")]
        distance = np.hypot(points[0, part] - x, points[1, part] - y)
        closer = distance < best[part]
        labels[part[closer]] = index
        best[part[closer]] = distance[closer]
        if index % 64 == 63:
            checkpoint()
    return labels
