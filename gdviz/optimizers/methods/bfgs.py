"""BFGS: a quasi-Newton method that updates an inverse Hessian from changes of the gradient."""

from collections.abc import Iterator

import numpy as np

from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle
from gdviz.optimizers.methods.ray import Ray
from gdviz.optimizers.methods.wolfe import ARMIJO_LINE, STEP_LINE, WOLFE_LINE, search_knobs, wolfe
from gdviz.trajectory import Array


def walk(oracle: Oracle, point: Array, knobs: Knobs) -> Iterator[Frame]:
    """p = −H ∇f, a strong Wolfe search along p, then the BFGS update of H."""
    value, gradient = oracle.value(point), oracle.gradient(point)
    inverse, learnt = np.eye(2), False
    yield Frame(point, value, gradient, states=_entries(inverse))
    while gradient.any():
        direction = -inverse @ gradient
        first = knobs["learning_rate"] * (1.0 if learnt else cautious(gradient))
        ray = Ray(oracle, point, value, gradient, direction)
        accepted = wolfe(ray, first, knobs["c1"], knobs["c2"]) if ray.origin.slope < 0 else None
        if accepted is None and not learnt:
            return
        if accepted is None:  # the learnt curvature is lost in rounding: start again
            inverse, learnt = np.eye(2), False
            continue
        step, change = accepted.point - point, accepted.gradient - gradient
        # strong Wolfe sees to yᵀs > 0; but so near the end that 1/yᵀs is infinite there is nothing to learn
        new = updated(inverse if learnt else scale(step, change) * inverse, step, change)
        curved = bool(step @ change > 0 and np.isfinite(new).all())
        if curved:
            inverse, learnt = new, True
        point, value, gradient = accepted.point, accepted.value, accepted.gradient
        trial = {"direction": tuple(direction.tolist()), "search": ray.trials, "updated": curved}
        yield Frame(point, value, gradient, accepted.rate, _entries(inverse), trial)


def cautious(gradient: Array) -> float:
    """The first trial while nothing is learnt: a step no longer than 1."""
    return 1 / max(1.0, float(np.linalg.norm(gradient)))


def updated(inverse: Array, step: Array, change: Array) -> Array:
    """H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1/yᵀs: equation 6.17."""
    rho = 1 / (change @ step)
    left = np.eye(2) - rho * np.outer(step, change)
    new = left @ inverse @ left.T + rho * np.outer(step, step)
    return (new + new.T) / 2


def scale(step: Array, change: Array) -> float:
    """The size of the inverse Hessian along the last step: equations 6.20 and 7.20."""
    return float(step @ change / (change @ change))


def _entries(inverse: Array) -> dict[str, Array | float]:
    return {"h_xx": float(inverse[0, 0]), "h_xy": float(inverse[0, 1]), "h_yy": float(inverse[1, 1])}


BFGS = Method(
    key="bfgs",
    name="BFGS",
    knobs=search_knobs(c2=0.9),
    latex=(
        r"p = -H\, \nabla f(\theta)",
        ARMIJO_LINE,
        WOLFE_LINE,
        r"s = a\, p,\qquad y = \nabla f(\theta + s) - \nabla f(\theta),\qquad \rho = 1 / y^\top s",
        r"H \leftarrow (I - \rho\, s y^\top)\, H\, (I - \rho\, y s^\top) + \rho\, s s^\top",
        STEP_LINE,
    ),
    remembers={
        "h_xx": "inverse Hessian, learnt: first coordinate with itself",
        "h_xy": "inverse Hessian, learnt: between the two coordinates",
        "h_yy": "inverse Hessian, learnt: second coordinate with itself",
    },
    source="Nocedal & Wright 2006, algorithm 6.1, with the first scaling 6.20",
    family="quasi-Newton",
    note="Nearly Newton's speed from gradients alone; its matrix starts as a circle and grows into the valley's shape.",
    walk=walk,
)
