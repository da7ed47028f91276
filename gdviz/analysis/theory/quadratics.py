"""Curvature: sharpness at a point or along a path; a quadratic's condition number, best rate and momentum."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdviz import symmetric
from gdviz.surface import Surface

PROBES = 40
CONSTANT = 1e-10


@dataclass(frozen=True)
class Quadratic:
    """f = lowest + ½ Σ λ u², u the coordinates along the eigen-directions about the centre.

    eigenvalues (2,), ascending, both positive; directions (2, 2), their unit vectors as rows.
    """

    center: tuple[float, float]
    lowest: float
    eigenvalues: np.ndarray
    directions: np.ndarray

    @property
    def condition(self) -> float:
        """κ = λmax/λmin."""
        return float(self.eigenvalues[1] / self.eigenvalues[0])

    @property
    def optimal_rate(self) -> float:
        """2/(λ₁ + λ₂): the fastest for gradient descent (Nesterov 2018, §1.2.3)."""
        return float(2 / self.eigenvalues.sum())

    @property
    def optimal_factor(self) -> float:
        """(κ − 1)/(κ + 1): by how much each step shortens the way at that rate."""
        return (self.condition - 1) / (self.condition + 1)

    @property
    def optimal_momentum(self) -> float:
        """((√κ − 1)/(√κ + 1))²: Polyak's (1964) β for the heavy ball."""
        root = np.sqrt(self.condition)
        return float(((root - 1) / (root + 1)) ** 2)

    @property
    def optimal_momentum_rate(self) -> float:
        """(2/(√λ₁ + √λ₂))²: Polyak's rate that goes with it."""
        return float((2 / np.sqrt(self.eigenvalues).sum()) ** 2)

    @property
    def momentum_factor(self) -> float:
        """(√κ − 1)/(√κ + 1): by how much each step shortens the way in the long run, with Polyak's two numbers."""
        return float(np.sqrt(self.optimal_momentum))

    def coordinates(self, points: ArrayLike) -> np.ndarray:
        """u (n, 2) of points (n, 2)."""
        return np.asarray((np.asarray(points, dtype=np.float64) - self.center) @ self.directions.T)

    def split(self, points: ArrayLike) -> np.ndarray:
        """The loss above the lowest, split along the eigen-directions: ½λu², (n, 2), for points (n, 2)."""
        return np.asarray(self.eigenvalues / 2 * self.coordinates(points) ** 2)


def is_quadratic(surface: Surface) -> bool:
    """Is the exact Hessian the same everywhere? Looked at in 40 places over seven orders of magnitude."""
    if not surface.smooth:
        return False
    chance = np.random.default_rng(0)
    points = chance.uniform(-1, 1, (2, PROBES)) * np.geomspace(1e-3, 1e4, PROBES)
    hessian = np.array([np.broadcast_to(row, PROBES) for row in surface.hessian(*points)])
    largest = np.abs(hessian).max()
    return bool(np.isfinite(largest) and np.ptp(hessian, axis=1).max() <= CONSTANT * largest)


def quadratic(surface: Surface) -> Quadratic | None:
    """The quadratic that a surface is, or None if it is none or has no single minimum."""
    if not is_quadratic(surface):
        return None
    xx, xy, yy = (float(number) for number in surface.hessian(0.0, 0.0))
    values, vectors = np.linalg.eigh([[xx, xy], [xy, yy]])
    if not values[0] > CONSTANT * values[1]:
        return None
    gradient = np.array([float(number) for number in surface.gradient(0.0, 0.0)])
    x, y = np.linalg.solve([[xx, xy], [xy, yy]], -gradient).tolist()
    return Quadratic((x, y), float(surface.value(x, y)), values, vectors.T)


def sharpness(surface: Surface, points: ArrayLike) -> np.ndarray:
    """λmax of the Hessian at points (n, 2), rows as in a trajectory; (n,), NaN where it is undefined.

    At the edge of stability (Cohen et al. 2021, arXiv:2103.00065) gradient descent keeps it near 2/α.
    """
    return eigenvalues(surface, points)[:, 1]


def eigenvalues(surface: Surface, points: ArrayLike) -> np.ndarray:
    """Both eigenvalues (n, 2) of the Hessian at points (n, 2), ascending."""
    x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return symmetric.eigenvalues(surface.hessian(x, y)).T


def direction(surface: Surface, point: ArrayLike) -> np.ndarray:
    """The unit eigenvector (2,) of the largest eigenvalue at a point (2,)."""
    x, y = np.asarray(point, dtype=np.float64)
    return symmetric.larger_eigenvector(surface.hessian(x, y))
