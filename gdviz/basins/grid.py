"""A raster of starts, coarse cells first: which belong to the preview, and which lie beside a border."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gdviz.surface import Window
from gdviz.trajectory import Array

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Raster:
    """Starts on a window, shape (ny, nx), row 0 at the lowest y, the window's edges included."""

    window: Window
    shape: tuple[int, int]
    coarse: int = 64

    @cached_property
    def xs(self) -> Array:
        """(nx,)"""
        return np.linspace(*self.window[0], self.shape[1])

    @cached_property
    def ys(self) -> Array:
        """(ny,)"""
        return np.linspace(*self.window[1], self.shape[0])

    def starts(self, mask: Mask) -> Array:
        """The starts (2, n) of the cells of a mask (ny, nx), row by row."""
        rows, columns = np.nonzero(mask)
        return np.stack((self.xs[columns], self.ys[rows]))

    @property
    def strides(self) -> tuple[int, int]:
        """Fine cells a coarse cell is high and wide."""
        return -(-self.shape[0] // self.coarse), -(-self.shape[1] // self.coarse)

    @cached_property
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

    def borders(self, labels: NDArray[np.int64]) -> Mask:
        """The cells of every coarse cell with a neighbour, corners too, of another label (taken from the middles)."""
        padded = np.pad(labels[np.ix_(*self.middles)], 1, mode="edge")
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
        return np.asarray(self.spread(windows.min(axis=(2, 3)) != windows.max(axis=(2, 3))))

    def ragged(self, labels: NDArray[np.int64], known: Mask) -> Mask:
        """The unknown cells of every coarse cell that has, along its edge, a neighbouring cell of another label."""
        differ = np.zeros(self.shape, dtype=bool)
        for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
            change = labels[one] != labels[other]
            differ[one] |= change
            differ[other] |= change
        rows, columns = np.nonzero(differ & ~known)
        touched = np.zeros([len(middles) for middles in self.middles], dtype=bool)
        touched[rows // self.strides[0], columns // self.strides[1]] = True
        return np.asarray(self.spread(touched) & ~known)
