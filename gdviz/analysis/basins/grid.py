"""A raster of starts, coarse cells first: which belong to the preview, and which lie beside a border."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gdviz.lazy import lazy_property
from gdviz.surface import Window

Mask = NDArray[np.bool_]
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
    return (
        rows,
        columns,
    ), f"{name} runs one start at a time: {columns} × {rows} starts instead of {shape[1]} × {shape[0]}."


def chosen(shape: tuple[int, ...], cells: NDArray[np.int64]) -> Mask:
    """The mask of cells given by their flat indices."""
    mask = np.zeros(math.prod(shape), bool)
    mask[cells] = True
    return mask.reshape(shape)


def parts(mask: Mask, size: int) -> Iterator[Mask]:
    """The cells of a mask, so many at a time."""
    cells = np.flatnonzero(mask)
    for first in range(0, len(cells), size):
        yield chosen(mask.shape, cells[first : first + size])
