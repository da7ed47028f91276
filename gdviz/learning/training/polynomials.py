"""Polynomial regression: how much a model can bend is its degree, and its weights are trained all together."""

from dataclasses import dataclass, replace

import numpy as np

from gdviz.learning.data import Parts
from gdviz.learning.training.fit import Rows, in_chunks


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """mean((features theta - target)²) + decay/2 |theta|²: features (n, d), target (n,)."""

    features: np.ndarray
    target: np.ndarray
    decay: float = 0.0

    @property
    def dimension(self) -> int:
        """How many weights."""
        return self.features.shape[1]

    @property
    def rows(self) -> int:
        """How many rows."""
        return len(self.target)

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """2/n Xᵀ(X theta - y) + decay theta."""
        X, y = self.features, self.target
        return np.asarray(2.0 / len(y) * (X @ theta - y) @ X + self.decay * theta)

    def values(self, points: np.ndarray) -> np.ndarray:
        """The loss (k,) of weights (k, d)."""
        pieces = []
        with np.errstate(all="ignore"):
            for part in in_chunks(points, self.rows):
                errors = part @ self.features.T - self.target
                pieces.append(np.mean(errors * errors, axis=1) + self.decay / 2 * np.sum(part * part, axis=1))
        return np.concatenate(pieces)

    def curvature(self, points: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """The same at every point: 2/n (X one)·(X other) + decay one·other."""
        along = 2.0 / self.rows * (self.features @ one) @ (self.features @ other) + self.decay * one @ other
        return np.full(len(points), along)

    def on(self, rows: Rows) -> "LeastSquares":
        """The same loss over some rows: training or validation."""
        return replace(self, features=self.features[rows], target=self.target[rows])

    def solution(self) -> np.ndarray:
        """The weights (d,) of the minimum, the shortest if there are many."""
        n = self.rows
        padded = np.vstack((self.features, np.sqrt(n * self.decay / 2) * np.eye(self.dimension)))
        target = np.concatenate((self.target, np.zeros(self.dimension)))
        weights, *_ = np.linalg.lstsq(padded if self.decay else self.features, target if self.decay else self.target)
        return np.asarray(weights, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Polynomial:
    """1, x, x² … x^degree, each power brought to mean 0 and spread 1 on the rows it was made for.

    Without that the powers differ in size by orders of magnitude, and no learning rate suits them all.
    """

    means: np.ndarray
    spreads: np.ndarray

    @property
    def degree(self) -> int:
        """The highest power."""
        return len(self.means)

    def features(self, x: np.ndarray) -> np.ndarray:
        """(n,) → (n, degree + 1), the constant first."""
        powers = x[:, None] ** np.arange(1, self.degree + 1)
        return np.column_stack((np.ones(len(x)), (powers - self.means) / self.spreads))

    def curve(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """What weights theta (d,), or many (k, d), say at x (n,): (n,) or (k, n)."""
        return np.asarray(theta @ self.features(x).T)


def polynomial(x: np.ndarray, degree: int) -> Polynomial:
    """The polynomial whose powers are in standard units on these training inputs (n,). Degree from 1 to 20."""
    if not 1 <= degree <= 20:
        raise ValueError("The degree is from 1 to 20.")
    powers = x[:, None] ** np.arange(1, degree + 1)
    spreads = powers.std(axis=0)
    return Polynomial(powers.mean(axis=0), np.where(spreads > 0, spreads, 1.0))


@dataclass(frozen=True, eq=False)
class DegreeErrors:
    """degrees (k,) from 1 · training, validation (k,): mean squared errors of the least-squares fit of each degree."""

    degrees: np.ndarray
    training: np.ndarray
    validation: np.ndarray

    @property
    def best(self) -> int:
        """The degree with the lowest error over the rows set apart."""
        return int(self.degrees[np.argmin(self.validation)])


def errors_by_degree(x: np.ndarray, y: np.ndarray, parts: Parts, most: int = 15, decay: float = 0.0) -> DegreeErrors:
    """The fits of degree 1 to `most` to the rows (n,) learned from; errors are without the penalty.

    decay: weight decay λ of the fit, as for LeastSquares. Of a degree with more weights than rows, the fit with the
    shortest weights. Raises ValueError for a degree over 20.
    """
    degrees = np.arange(1, most + 1)
    errors = np.array([_errors(x, y, parts, int(degree), decay) for degree in degrees])
    return DegreeErrors(degrees.astype(np.float64), errors[:, 0], errors[:, 1])


def _errors(x: np.ndarray, y: np.ndarray, parts: Parts, degree: int, decay: float) -> tuple[float, float]:
    features = polynomial(x[parts.train], degree).features(x)
    weights = LeastSquares(features[parts.train], y[parts.train], decay).solution()
    squares = (features @ weights - y) ** 2
    return float(np.mean(squares[parts.train])), float(np.mean(squares[parts.validation]))
