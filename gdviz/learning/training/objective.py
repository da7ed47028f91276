"""What is trained: a mean loss over rows as a function of any number of weights, with exact derivatives."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gdviz.argument import Array

Rows = NDArray[np.int64]


class Objective(Protocol):
    """A mean loss over rows, of a flat vector of weights theta (d,)."""

    @property
    def dimension(self) -> int:
        """How many weights: d."""
        ...

    @property
    def rows(self) -> int:
        """How many rows the mean is over."""
        ...

    def gradient(self, theta: Array, rows: Rows | None = None) -> Array:
        """The gradient (d,) of the mean over all rows, or over some (indices)."""
        ...

    def values(self, points: Array, rows: Rows | None = None) -> Array:
        """The loss (k,) of many weight vectors (k, d) over all rows, or over some; in bounded memory."""
        ...

    def curvature(self, points: Array, one: Array, other: Array) -> Array:
        """oneᵀ H other (k,) at weight vectors (k, d), for two directions (d,)."""
        ...


def in_chunks(points: Array, entries: int) -> list[Array]:
    """Weight vectors (k, d) in pieces that make a quarter million entries at most, each vector so many."""
    stride = max(1, 262_144 // max(entries, 1))
    return [points[first : first + stride] for first in range(0, len(points), stride)]
