"""Newton's method: to the stationary point of the local quadratic; damped, downhill: eigenvalues made positive."""

from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep, Oracle, Ray
from gdviz.optimizers.methods.wolfe import armijo
from gdviz.rule.to_graph import CONSISTENT, ROUNDING
from gdviz.trajectory import Ending


def solve(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
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


def curvature(oracle: Oracle, point: np.ndarray) -> np.ndarray:
    """The Hessian (2, 2); raises NoNextStep where it is not finite."""
    hessian = oracle.hessian(point)
    if not np.isfinite(hessian).all():
        raise NoNextStep(Ending.LEFT_DOMAIN)
    return hessian


def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
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
            "eigenvalues": tuple(np.linalg.eigvalsh(hessian).tolist()),
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


def damped_walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """θ ← θ − a V |Λ|⁻¹ Vᵀ ∇f, with a backtracked from α until Armijo's condition holds."""
    value, gradient = oracle.value(point), oracle.gradient(point)
    yield Frame(point, value, gradient)
    while gradient.any():
        before, vectors = np.linalg.eigh(curvature(oracle, point))
        after = np.maximum(np.abs(before), knobs["floor"]) + knobs["damping"]
        direction = -vectors @ ((vectors.T @ gradient) / after)
        ray = Ray(oracle, point, value, gradient, direction)
        accepted = armijo(ray, knobs["learning_rate"], knobs["c1"])
        if accepted is None:
            return
        point, value, gradient = accepted.point, accepted.value, accepted.gradient
        trial = {
            "direction": tuple(direction.tolist()),
            "eigenvalues": tuple(before.tolist()),
            "modified": tuple(after.tolist()),
            "eigenvectors": tuple(map(tuple, vectors.T.tolist())),
            "search": ray.trials,
        }
        yield Frame(point, value, gradient, accepted.rate, trial=trial)


DAMPED_NEWTON = Method(
    key="damped_newton",
    name="Damped Newton",
    knobs={
        "learning_rate": Knob(1.0, 0.01, 2.0, r"\alpha", "The multiple of the Newton step that is tried first."),
        "floor": Knob(1e-3, 1e-8, 10.0, r"\delta", "Curvatures smaller than this count as this.", log=True),
        "damping": Knob(0.0, 0.0, 1e3, r"\mu", "Added to every curvature: shorter, more downhill steps.", log=True),
        "c1": Knob(1e-4, 1e-6, 0.5, r"c_1", "The part of the promised descent that a step must keep.", log=True),
    },
    latex=(
        r"\nabla^2 f(\theta) = V\, \mathrm{diag}(\lambda)\, V^\top",
        r"\tilde\lambda_i = \max(|\lambda_i|, \delta) + \mu",
        r"p = -V\, \mathrm{diag}(1/\tilde\lambda)\, V^\top \nabla f(\theta)",
        r"a \in \{\alpha, \tfrac12\alpha, \tfrac14\alpha, \dots\}:\;"
        r" f(\theta + a p) \le f(\theta) + c_1 a\, p^\top \nabla f(\theta)",
        r"\theta \leftarrow \theta + a\, p",
    ),
    remembers={},
    source="Nocedal & Wright 2006, §3.4 (modification on eigenvalues); |λ|: Dauphin et al. 2014, arXiv:1406.2572",
    family="second order",
    note="Where the surface bends down it walks away from the saddle that plain Newton jumps to.",
    walk=damped_walk,
)
