"""Modified Newton: eigenvalues of the Hessian made positive, then an Armijo line search."""

from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.newton import curvature
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle
from gdviz.optimizers.methods.ray import Ray
from gdviz.optimizers.methods.wolfe import armijo
from gdviz.trajectory import Array


def walk(oracle: Oracle, point: Array, knobs: Knobs) -> Iterator[Frame]:
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
    walk=walk,
)
