"""Eigenvalues and eigenvectors of symmetric 2×2 matrices, one or many at once."""

import numpy as np
from numpy.typing import ArrayLike


def eigenvalues(h: ArrayLike) -> np.ndarray:
    """Ascending eigenvalues (2, …) of matrices given by their entries xx, xy, yy (3, …); NaN for one not finite.

    The larger in size as the mean plus the radius, the other as the determinant over it: none is lost in the other.
    """
    a, b, c = np.asarray(h, dtype=np.float64)
    with np.errstate(all="ignore"):
        size = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.maximum(np.abs(c), np.finfo(np.float64).tiny))
        a, b, c = a / size, b / size, c / size
        middle, radius = (a + c) / 2, np.hypot((a - c) / 2, b)
        large = middle + np.copysign(radius, middle)
        small = np.where(large == 0.0, 0.0, (a * c - b * b) / large)
        return np.sort(np.stack([small, large]) * size, axis=0)


def larger_eigenvector(h: ArrayLike) -> np.ndarray:
    """The unit eigenvector (2, …) of the larger eigenvalue; the other's stands at a right angle to it."""
    a, b, c = np.asarray(h, dtype=np.float64)
    angle = np.arctan2(2 * b, a - c) / 2
    return np.stack([np.cos(angle), np.sin(angle)])
