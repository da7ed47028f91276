"""Newton's method: step to the stationary point of the local quadratic, be it minimum, saddle or maximum."""

from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep, Oracle
from gdviz.rule.to_graph import CONSISTENT, ROUNDING
from gdviz.trajectory import Array, Ending


def solve(matrix: Array, vector: Array) -> Array:
    """The solution of a symmetric 2×2 system by Cramer's rule.

    Of a singular one, λvvᵀ but for rounding, the shortest solution, by the pseudo-inverse H/λ²; raises NoNextStep
    where none exists. So a function of one coordinate, or of one combination of both, is stepped on along it.
    """
    (a, b), (_, c) = matrix
    determinant = a * c - b * b
    if abs(determinant) > ROUNDING * (abs(a * c) + b * b):
        return np.array([c * vector[0] - b * vector[1], a * vector[1] - b * vector[0]]) / determinant
    squared = (a + c) ** 2
    along = matrix @ vector
    missed = np.abs(matrix @ along - squared * vector).sum()
    if not squared or missed > CONSISTENT * squared * np.abs(vector).sum():
        raise NoNextStep(Ending.DIVISION_BY_ZERO)
    return np.asarray(along / squared)


def eigenvalues(matrix: Array) -> tuple[float, float]:
    """The two eigenvalues of a symmetric 2×2 matrix, smaller first."""
    small, large = np.linalg.eigvalsh(matrix)
    return float(small), float(large)


def curvature(oracle: Oracle, point: Array) -> Array:
    """The Hessian (2, 2); raises NoNextStep where it is not finite."""
    hessian = oracle.hessian(point)
    if not np.isfinite(hessian).all():
        raise NoNextStep(Ending.LEFT_DOMAIN)
    return hessian


def walk(oracle: Oracle, point: Array, knobs: Knobs) -> Iterator[Frame]:
    """θ ← θ − α H⁻¹ ∇f."""
    rate = knobs["learning_rate"]
    gradient = oracle.gradient(point)
    yield Frame(point, gradient=gradient)
    while gradient.any():
        hessian = curvature(oracle, point)
        direction = -solve(hessian, gradient)
        trial = {
            "direction": tuple(direction.tolist()),
            "hessian": tuple(map(tuple, hessian.tolist())),
            "eigenvalues": eigenvalues(hessian),
        }
        point = point + rate * direction
        gradient = oracle.gradient(point)
        yield Frame(point, gradient=gradient, rate=rate, trial=trial)


NEWTON = Method(
    key="newton",
    name="Newton",
    knobs={
        "learning_rate": Knob(
            1.0, 0.01, 2.0, r"\alpha", "The part of the Newton step that is taken; 1 is the whole step."
        )
    },
    latex=(r"p = -\left(\nabla^2 f(\theta)\right)^{-1} \nabla f(\theta)", r"\theta \leftarrow \theta + \alpha\, p"),
    remembers={},
    source="Nocedal & Wright 2006, Numerical Optimization, §3.3, eq. 3.30",
    family="second order",
    note="Exact on a quadratic in one step, but drawn to saddles and maxima as much as to minima.",
    walk=walk,
    rule="H = hess(theta)\ntheta = theta - alpha*solve(H, g)",
)
