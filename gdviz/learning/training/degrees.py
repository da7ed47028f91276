"""Least-squares polynomials of every degree: the error over the rows learned from, and over those set apart."""

from dataclasses import dataclass

import numpy as np

from gdviz.learning.data.parts import Parts
from gdviz.learning.training.objective import Array
from gdviz.learning.training.polynomials import LeastSquares, polynomial


@dataclass(frozen=True, eq=False)
class DegreeErrors:
    """degrees (k,) from 1 · training, validation (k,): mean squared errors of the least-squares fit of each degree."""

    degrees: Array
    training: Array
    validation: Array

    @property
    def best(self) -> int:
        """The degree with the lowest error over the rows set apart."""
        return int(self.degrees[np.argmin(self.validation)])


def errors_by_degree(x: Array, y: Array, parts: Parts, most: int = 15, decay: float = 0.0) -> DegreeErrors:
    """The fits of degree 1 to `most` to the rows (n,) learned from; errors are without the penalty.

    decay: weight decay λ of the fit, as for LeastSquares. Of a degree with more weights than rows, the fit with the
    shortest weights. Raises ValueError for a degree over 20.
    """
    degrees = np.arange(1, most + 1)
    errors = np.array([_errors(x, y, parts, int(degree), decay) for degree in degrees])
    return DegreeErrors(degrees.astype(np.float64), errors[:, 0], errors[:, 1])


def _errors(x: Array, y: Array, parts: Parts, degree: int, decay: float) -> tuple[float, float]:
    features = polynomial(x[parts.train], degree).features(x)
    weights = LeastSquares(features[parts.train], y[parts.train], decay).solution()
    squares = (features @ weights - y) ** 2
    return float(np.mean(squares[parts.train])), float(np.mean(squares[parts.validation]))
