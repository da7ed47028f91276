"""Gradient descent that chooses its own rate at every step, by backtracking or by a strong Wolfe search."""

from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle, Ray
from gdviz.optimizers.methods.wolfe import ARMIJO_LINE, STEP_LINE, WOLFE_LINE, armijo, search_knobs, wolfe

ARMIJO, STRONG_WOLFE = 0, 1


def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """θ ← θ − a ∇f, with a searched along the ray."""
    value, gradient = oracle.value(point), oracle.gradient(point)
    yield Frame(point, value, gradient)
    while gradient.any():
        ray = Ray(oracle, point, value, gradient, -gradient)
        if round(knobs["search"]) == ARMIJO:
            accepted = armijo(ray, knobs["learning_rate"], knobs["c1"], knobs["shrink"])
        else:
            accepted = wolfe(ray, knobs["learning_rate"], knobs["c1"], knobs["c2"])
        if accepted is None:
            return
        point, value, gradient = accepted.point, accepted.value, accepted.gradient
        trial = {"direction": tuple(ray.direction.tolist()), "search": ray.trials}
        yield Frame(point, value, gradient, accepted.rate, trial=trial)


LINE_SEARCH = Method(
    key="line_search",
    name="Gradient descent with line search",
    knobs={
        "search": Knob(0, 0, 1, r"\text{search}", "0: Armijo backtracking; 1: strong Wolfe.", integer=True),
        **search_knobs(c2=0.9),
        "shrink": Knob(0.5, 0.1, 0.9, r"\rho", "Backtracking multiplies the rate by this."),
    },
    latex=(
        r"p = -\nabla f(\theta)",
        r"\text{Armijo: } a \in \{\alpha, \rho\alpha, \rho^2\alpha, \dots\}:\; " + ARMIJO_LINE,
        r"\text{strong Wolfe: also } " + WOLFE_LINE,
        STEP_LINE,
    ),
    remembers={},
    source="Nocedal & Wright 2006, algorithms 3.1 (backtracking), 3.5 and 3.6 (strong Wolfe)",
    family="line search",
    note="Never goes uphill and needs no learning rate; in a narrow valley it zigzags all the same.",
    walk=walk,
)
