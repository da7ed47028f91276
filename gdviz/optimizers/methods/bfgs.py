"""Quasi-Newton methods: BFGS updates an inverse Hessian from changes of the gradient, L-BFGS recalls the last few."""

from collections import deque
from collections.abc import Iterator
from functools import partial

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle, Ray
from gdviz.optimizers.methods.wolfe import ARMIJO_LINE, STEP_LINE, WOLFE_LINE, search_knobs, wolfe

Pairs = deque[tuple[np.ndarray, np.ndarray]]
CHANGE_LINE = r"s = a\, p,\qquad y = \nabla f(\theta + s) - \nabla f(\theta)"


class Matrix:
    """H as a matrix (2, 2): BFGS. learnt: whether it has seen curvature yet."""

    def __init__(self, knobs: Knobs) -> None:
        self.matrix, self.learnt = np.eye(2), False

    def applied(self, gradient: np.ndarray) -> np.ndarray:
        """H ∇f."""
        return np.asarray(self.matrix @ gradient)

    def update(self, step: np.ndarray, change: np.ndarray) -> bool:
        """Strong Wolfe sees to yᵀs > 0; but so near the end that 1/yᵀs is infinite there is nothing to learn."""
        new = updated(self.matrix if self.learnt else scale(step, change) * self.matrix, step, change)
        curved = bool(step @ change > 0 and np.isfinite(new).all())
        if curved:
            self.matrix, self.learnt = new, True
        return curved

    def entries(self) -> dict[str, np.ndarray | float]:
        """Its three different entries."""
        return {"h_xx": float(self.matrix[0, 0]), "h_xy": float(self.matrix[0, 1]), "h_yy": float(self.matrix[1, 1])}


class LastPairs:
    """H from the last pairs (s, y), without a matrix: L-BFGS. learnt: whether there is a pair yet."""

    def __init__(self, knobs: Knobs) -> None:
        self.pairs: Pairs = deque(maxlen=round(knobs["memory"]))
        self.learnt = False

    def applied(self, gradient: np.ndarray) -> np.ndarray:
        """H ∇f."""
        return applied(self.pairs, gradient)

    def update(self, step: np.ndarray, change: np.ndarray) -> bool:
        """Remember the pair if the gradient grew along the step."""
        curved = bool(step @ change > 0)
        if curved:
            self.pairs.append((step, change))
            self.learnt = True
        return curved

    def entries(self) -> dict[str, np.ndarray | float]:
        """The last pair, and how many there are."""
        step, change = self.pairs[-1] if self.pairs else (np.zeros(2), np.zeros(2))
        return {"s": step, "y": change, "pairs": float(len(self.pairs))}


def quasi_newton(
    memory: type[Matrix] | type[LastPairs], oracle: Oracle, point: np.ndarray, knobs: Knobs
) -> Iterator[Frame]:
    """p = −H ∇f, a strong Wolfe search along p, then the update of H."""
    value, gradient, inverse = oracle.value(point), oracle.gradient(point), memory(knobs)
    yield Frame(point, value, gradient, states=inverse.entries())
    while gradient.any():
        direction = -inverse.applied(gradient)
        first = knobs["learning_rate"] * (1.0 if inverse.learnt else cautious(gradient))
        ray = Ray(oracle, point, value, gradient, direction)
        accepted = wolfe(ray, first, knobs["c1"], knobs["c2"]) if ray.origin.slope < 0 else None
        if accepted is None and not inverse.learnt:
            return
        if accepted is None:  # the learnt curvature is lost in rounding: start again
            inverse = memory(knobs)
            continue
        curved = inverse.update(accepted.point - point, accepted.gradient - gradient)
        point, value, gradient = accepted.point, accepted.value, accepted.gradient
        trial = {"direction": tuple(direction.tolist()), "search": ray.trials, "updated": curved}
        yield Frame(point, value, gradient, accepted.rate, inverse.entries(), trial)


def cautious(gradient: np.ndarray) -> float:
    """The first trial while nothing is learnt: a step no longer than 1."""
    return 1 / max(1.0, float(np.linalg.norm(gradient)))


def updated(inverse: np.ndarray, step: np.ndarray, change: np.ndarray) -> np.ndarray:
    """H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ with ρ = 1/yᵀs: equation 6.17."""
    rho = 1 / (change @ step)
    left = np.eye(2) - rho * np.outer(step, change)
    new = left @ inverse @ left.T + rho * np.outer(step, step)
    return (new + new.T) / 2


def scale(step: np.ndarray, change: np.ndarray) -> float:
    """The size of the inverse Hessian along the last step: equations 6.20 and 7.20."""
    return float(step @ change / (change @ change))


def applied(pairs: Pairs, gradient: np.ndarray) -> np.ndarray:
    """H ∇f by the two-loop recursion, algorithm 7.4, from H₀ = γ I with γ of equation 7.20."""
    rest, weights = gradient, []
    for step, change in reversed(pairs):
        weight = (step @ rest) / (change @ step)
        rest = rest - weight * change
        weights.append(weight)
    result = scale(*pairs[-1]) * rest if pairs else rest
    for (step, change), weight in zip(pairs, reversed(weights), strict=True):
        result = result + (weight - (change @ result) / (change @ step)) * step
    return result


BFGS = Method(
    key="bfgs",
    name="BFGS",
    knobs=search_knobs(c2=0.9),
    latex=(
        r"p = -H\, \nabla f(\theta)",
        ARMIJO_LINE,
        WOLFE_LINE,
        rf"{CHANGE_LINE},\qquad \rho = 1 / y^\top s",
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
    walk=partial(quasi_newton, Matrix),
)

LBFGS = Method(
    key="lbfgs",
    name="L-BFGS",
    knobs={"memory": Knob(10, 1, 30, "m", "How many steps are remembered.", integer=True), **search_knobs(c2=0.9)},
    latex=(
        r"p = -H\, \nabla f(\theta),\qquad H \text{ from the last } m \text{ pairs } (s, y)",
        r"H_0 = \frac{s^\top y}{y^\top y}\, I,\qquad"
        r" H_{i+1} = (I - \rho_i s_i y_i^\top)\, H_i\, (I - \rho_i y_i s_i^\top) + \rho_i s_i s_i^\top",
        ARMIJO_LINE,
        WOLFE_LINE,
        CHANGE_LINE,
        STEP_LINE,
    ),
    remembers={
        "s": "the last remembered step",
        "y": "how the gradient changed along it",
        "pairs": "how many steps are remembered now",
    },
    source="Nocedal & Wright 2006, algorithms 7.4 and 7.5",
    family="quasi-Newton",
    note="BFGS for millions of coordinates: no matrix, only the last m steps; in the plane two would almost do.",
    walk=partial(quasi_newton, LastPairs),
)
