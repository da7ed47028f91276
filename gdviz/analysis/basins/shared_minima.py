"""One list of minima for several maps and comparisons on a surface: the minima are matched by place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from gdviz.analysis.basins.attractors import DIVERGED, EQUAL, Goals, goals
from gdviz.analysis.basins.basin_map import Basins
from gdviz.analysis.basins.escape_trials import Escape, wilson
from gdviz.analysis.landscape import Survey
from gdviz.checkpoint import checkpoint
from gdviz.surface import Minimum, Surface, Window


def shared(maps: Sequence[Basins]) -> list[Basins]:
    """The same maps of one surface and window with one list of minima, so that an index means one place in all.

    Minima of different maps that are nearer to each other than the maps' `near` are one; the first map's come first.
    """
    minima: list[Minimum] = []
    orders = [placed(minima, one) for one in maps]
    named = [{order[k] for k in one.deepest} for one, order in zip(maps, orders, strict=True)]
    deepest = lowest_of(minima, set().union(*named))
    return [relabelled(one, order, tuple(minima), deepest) for one, order in zip(maps, orders, strict=True)]


def placed(minima: list[Minimum], one: Basins) -> list[int]:
    """The index of each of the map's minima among those of the maps before it; one at none of these joins them."""
    places = np.array([other.point for other in minima]).reshape(-1, 2)
    order = []
    for number, minimum in enumerate(one.minima):
        apart = np.hypot(*(places - minimum.point).T)
        if apart.size and apart.min() < one.near:
            order.append(int(apart.argmin()))
        else:
            minima.append(minimum)
            order.append(len(minima) - 1)
        if number % 256 == 255:
            checkpoint()
    return order


def lowest_of(minima: Sequence[Minimum], candidates: set[int]) -> tuple[int, ...]:
    """The deepest of these candidates."""
    lowest = min((minima[k].value for k in candidates), default=0.0)
    return tuple(sorted(k for k in candidates if minima[k].value <= lowest + EQUAL * max(1.0, abs(lowest))))


def relabelled(one: Basins, order: Sequence[int], minima: tuple[Minimum, ...], deepest: tuple[int, ...]) -> Basins:
    """A map whose k-th minimum is the order[k]-th of these."""
    labels = one.labels.copy()
    settled = labels >= 0
    labels[settled] = np.array(order, dtype=labels.dtype)[labels[settled]]
    valleys = {order[k]: floor for k, floor in one.valleys.items()}
    return replace(one, labels=labels, minima=minima, deepest=deepest, valleys=valleys)


def classify_together(
    surface: Surface, window: Window, survey: Survey | None, compared: Sequence[Mapping[str, Escape]]
) -> list[dict[str, Escape]]:
    """Escapes by optimizer and strategy, all judged by one list of minima: that of the survey and of all their ends.

    Without it each would call the lowest minimum that it has found itself the lowest.
    """
    aims = goals(surface, window, survey)
    for escape in (one for escapes in compared for one in escapes.values()):
        aims, _ = aims.classify(escape.ends, escape.labels == DIVERGED)
    return [{key: classify(aims, escape) for key, escape in escapes.items()} for escapes in compared]


def classify(aims: Goals, escape: Escape) -> Escape:
    """An escape judged by these goals."""
    _, labels = aims.classify(escape.ends, escape.labels == DIVERGED)
    reached = np.isin(labels, aims.deepest)
    low, high = wilson(int(reached.sum()), escape.trials)
    return replace(escape, labels=labels, reached=reached, successes=int(reached.sum()), low=low, high=high)
