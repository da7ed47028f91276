"""A map of basins: which minimum each start of a window reaches; and one list of minima for several maps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import DIVERGED, EQUAL, Goals, Labels, goals
from gdviz.analysis.basins.escape_trials import Escape, wilson
from gdviz.analysis.landscape import Survey, Valley
from gdviz.checkpoint import checkpoint
from gdviz.surface import Minimum, Surface, Window

PREVIEW, REFINED, EXACT = "preview", "refined", "exact"


@dataclass(frozen=True, eq=False, repr=False)
class Basins:
    """The starts of a window by where they end.

    labels (ny, nx): index into minima, -1 not settled, -2 diverged or left the domain, -3 stalled at a saddle or
    maximum, -4 where f falls without bound. steps (ny, nx): steps taken until settled or lost (looked at every 25),
    else all. xs (nx,), ys (ny,): the starts. minima: place and value; valleys: index → the floor that it stands for.
    near: how close an end must be. stage: "preview", "refined", or "exact"; known: the share of cells computed rather
    than inferred. note: a sentence if the map is not what was asked for.
    """

    labels: Labels
    steps: NDArray[np.int64]
    xs: np.ndarray
    ys: np.ndarray
    minima: tuple[Minimum, ...]
    deepest: tuple[int, ...]
    near: float
    valleys: Mapping[int, Valley] = field(default_factory=dict)
    stage: str = EXACT
    known: float = 1.0
    note: str = ""

    def __repr__(self) -> str:
        rows, columns = self.labels.shape
        shares = ", ".join(
            f"{share:.1%} to ({minimum.point[0]:.4g}, {minimum.point[1]:.4g})"
            for minimum, share in zip(self.minima[:4], self.shares, strict=False)
        )
        return f"<Basins of {columns} × {rows} starts: {shares or 'no minimum'}>"

    @property
    def shares(self) -> np.ndarray:
        """The share of the starts that reaches each minimum (k,)."""
        return np.bincount(self.labels[self.labels >= 0], minlength=len(self.minima)) / self.labels.size

    def share_of(self, label: int) -> float:
        """The share of any label: negative ones too."""
        return float(np.mean(self.labels == label))

    @property
    def global_share(self) -> float:
        """The chance of the global minimum: the share of the starts that reach the deepest value known."""
        return float(self.shares[list(self.deepest)].sum())


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
