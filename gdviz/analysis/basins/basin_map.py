"""A map of basins: which minimum each start of a raster reaches, and one list of minima for several maps."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import EQUAL, Labels
from gdviz.analysis.landscape import Valley
from gdviz.checkpoint import checkpoint
from gdviz.lazy import lazy_property
from gdviz.surface import Minimum, Window

Mask = NDArray[np.bool_]
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
    named = sorted({order[k] for one, order in zip(maps, orders, strict=True) for k in one.deepest})
    lowest = min((minima[k].value for k in named), default=0.0)
    deepest = tuple(k for k in named if minima[k].value <= lowest + EQUAL * max(1.0, abs(lowest)))
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


def relabelled(one: Basins, order: Sequence[int], minima: tuple[Minimum, ...], deepest: tuple[int, ...]) -> Basins:
    """A map whose k-th minimum is the order[k]-th of these."""
    labels = one.labels.copy()
    settled = labels >= 0
    labels[settled] = np.array(order, dtype=labels.dtype)[labels[settled]]
    valleys = {order[k]: floor for k, floor in one.valleys.items()}
    return replace(one, labels=labels, minima=minima, deepest=deepest, valleys=valleys)


METHOD_SIDE = 48
"""A method's map has no more rows and columns than this."""


@dataclass(frozen=True)
class Raster:
    """Starts on a window, shape (ny, nx), row 0 at the lowest y, the window's edges included."""

    window: Window
    shape: tuple[int, int]
    coarse: int = 64

    @lazy_property
    def xs(self) -> np.ndarray:
        """(nx,)"""
        return np.linspace(*self.window[0], self.shape[1])

    @lazy_property
    def ys(self) -> np.ndarray:
        """(ny,)"""
        return np.linspace(*self.window[1], self.shape[0])

    def starts(self, mask: Mask) -> np.ndarray:
        """The starts (2, n) of the cells of a mask (ny, nx), row by row."""
        rows, columns = np.nonzero(mask)
        return np.stack((self.xs[columns], self.ys[rows]))

    @property
    def strides(self) -> tuple[int, int]:
        """Fine cells a coarse cell is high and wide."""
        return -(-self.shape[0] // self.coarse), -(-self.shape[1] // self.coarse)

    @lazy_property
    def middles(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row of the middle of each coarse row, column of the middle of each coarse column."""
        rows, columns = (
            np.minimum(np.arange(0, size, stride) + stride // 2, size - 1)
            for size, stride in zip(self.shape, self.strides, strict=True)
        )
        return rows, columns

    def preview(self) -> Mask:
        """The middles of the coarse cells."""
        mask = np.zeros(self.shape, dtype=bool)
        mask[np.ix_(*self.middles)] = True
        return mask

    def spread(self, coarse: NDArray) -> NDArray:
        """Values (coarse rows, coarse columns) over the cells (ny, nx) they stand for."""
        high, wide = self.strides
        return np.repeat(np.repeat(coarse, high, axis=0), wide, axis=1)[: self.shape[0], : self.shape[1]]

    def filled(self, whole: NDArray[np.int64], computed: Mask) -> NDArray[np.int64]:
        """What is known of the cells (ny, nx), and for the others the middles of their coarse cells."""
        return np.where(computed, whole, self.spread(whole[np.ix_(*self.middles)]))

    def borders(self, labels: NDArray[np.int64]) -> Mask:
        """The cells of every coarse cell with a neighbour, corners too, of another label (taken from the middles)."""
        padded = np.pad(labels[np.ix_(*self.middles)], 1, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
        return np.asarray(self.spread(windows.min(axis=(2, 3)) != windows.max(axis=(2, 3))))

    def ragged(self, labels: NDArray[np.int64], computed: Mask) -> Mask:
        """The unknown cells of every coarse cell that has, along its edge, a neighbouring cell of another label."""
        differ = np.zeros(self.shape, dtype=bool)
        for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
            change = labels[one] != labels[other]
            differ[one] |= change
            differ[other] |= change
        rows, columns = np.nonzero(differ & ~computed)
        touched = np.zeros([len(middles) for middles in self.middles], dtype=bool)
        touched[rows // self.strides[0], columns // self.strides[1]] = True
        return np.asarray(self.spread(touched) & ~computed)


def fewer(shape: tuple[int, int], name: str) -> tuple[tuple[int, int], str]:
    """The shape of a method's map, and the sentence that says so if it is not the one asked for."""
    rows, columns = (min(size, METHOD_SIDE) for size in shape)
    if (rows, columns) == shape:
        return shape, ""
    note = f"{name} runs one start at a time: {columns} × {rows} starts instead of {shape[1]} × {shape[0]}."
    return (rows, columns), note


def chosen(shape: tuple[int, ...], cells: NDArray[np.int64]) -> Mask:
    """The mask of cells given by their flat indices."""
    mask = np.zeros(shape, bool)
    mask.flat[cells] = True
    return mask


def parts(mask: Mask, size: int) -> Iterator[Mask]:
    """The cells of a mask, so many at a time."""
    cells = np.flatnonzero(mask)
    for first in range(0, len(cells), size):
        yield chosen(mask.shape, cells[first : first + size])
