"""Sharpness: the largest eigenvalue of the Hessian, at a point or along a path."""

import numpy as np
from numpy.typing import ArrayLike

from gdviz import symmetric
from gdviz.surface import Surface
from gdviz.trajectory import Array


def sharpness(surface: Surface, points: ArrayLike) -> Array:
    """λmax of the Hessian at points (n, 2), rows as in a trajectory; (n,), NaN where it is undefined.

    At the edge of stability (Cohen et al. 2021, arXiv:2103.00065) gradient descent keeps it near 2/α.
    """
    return eigenvalues(surface, points)[:, 1]


def eigenvalues(surface: Surface, points: ArrayLike) -> Array:
    """Both eigenvalues (n, 2) of the Hessian at points (n, 2), ascending."""
    x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return symmetric.eigenvalues(surface.hessian(x, y)).T


def direction(surface: Surface, point: ArrayLike) -> Array:
    """The unit eigenvector (2,) of the largest eigenvalue at a point (2,)."""
    x, y = np.asarray(point, dtype=np.float64)
    return symmetric.larger_eigenvector(surface.hessian(x, y))
