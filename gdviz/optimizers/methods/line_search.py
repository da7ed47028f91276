"""Gradient descent and nonlinear conjugate gradients, each step's rate chosen by a line search."""

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


FLETCHER_REEVES, POLAK_RIBIERE = 0, 1


def conjugate_walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """p ← −∇f + β p, then a strong Wolfe search along p."""
    value, gradient = oracle.value(point), oracle.gradient(point)
    direction, beta, restarted, first = -gradient, 0.0, True, knobs["learning_rate"]
    yield Frame(point, value, gradient, states={"direction": direction, "beta": beta})
    steps = 0
    while gradient.any():
        ray = Ray(oracle, point, value, gradient, direction)
        accepted = wolfe(ray, first, knobs["c1"], knobs["c2"])
        if accepted is None and restarted:
            return
        trial = {"direction": tuple(direction.tolist()), "beta": beta, "restart": restarted, "search": ray.trials}
        if accepted is None:  # nothing lower this way, but perhaps straight downhill
            direction, beta, restarted, first = -gradient, 0.0, True, knobs["learning_rate"]
            continue
        before, point, value, gradient = gradient, accepted.point, accepted.value, accepted.gradient
        steps += 1
        beta = conjugacy(round(knobs["formula"]), before, gradient)
        restarted = _restarts(steps, round(knobs["restart_every"]), beta, gradient, direction)
        beta = 0.0 if restarted else beta
        direction = -gradient + beta * direction
        # the first trial promises the same first-order change as the last step made, equation 3.60
        first = _first(accepted.rate, ray.origin.slope, float(gradient @ direction), knobs["learning_rate"])
        yield Frame(point, value, gradient, accepted.rate, {"direction": direction, "beta": beta}, trial)


def conjugacy(formula: int, before: np.ndarray, gradient: np.ndarray) -> float:
    """β after Fletcher and Reeves, equation 5.41a, or Polak and Ribière, never negative, 5.44 and 5.45."""
    if formula == FLETCHER_REEVES:
        return float(gradient @ gradient / (before @ before))
    return max(0.0, float(gradient @ (gradient - before) / (before @ before)))


def _restarts(steps: int, every: int, beta: float, gradient: np.ndarray, direction: np.ndarray) -> bool:
    """Whether to begin afresh downhill: on the clock, at β = 0, or where the new direction would not descend."""
    return (every > 0 and steps % every == 0) or beta == 0 or not gradient @ (-gradient + beta * direction) < 0


def _first(rate: float, slope: float, new_slope: float, learning_rate: float) -> float:
    """The next first trial; the knob's where there is no promise to go by."""
    first = rate * slope / new_slope if new_slope < 0 else learning_rate
    return first if np.isfinite(first) and first > 0 else learning_rate


CONJUGATE_GRADIENT = Method(
    key="conjugate_gradient",
    name="Conjugate gradients",
    knobs={
        "formula": Knob(
            1, 0, 1, r"\beta", "0: Fletcher–Reeves, which can creep after a bad step; 1: Polak–Ribière+.", integer=True
        ),
        "restart_every": Knob(0, 0, 50, "n", "Forget the direction every so many steps; 0: never.", integer=True),
        **search_knobs(c2=0.1),
    },
    latex=(
        r"\beta^{\mathrm{FR}} = \frac{g^\top g}{g_-^\top g_-},\qquad"
        r" \beta^{\mathrm{PR+}} = \max\left(0, \frac{g^\top (g - g_-)}{g_-^\top g_-}\right)",
        r"p \leftarrow -g + \beta\, p,\qquad g = \nabla f(\theta)",
        ARMIJO_LINE,
        WOLFE_LINE,
        STEP_LINE,
    ),
    remembers={
        "direction": "the direction of the next step: downhill, corrected by the last direction",
        "beta": "how much of the last direction was kept; 0 after a restart",
    },
    source="Nocedal & Wright 2006, algorithm 5.4; Fletcher & Reeves 1964; Polak & Ribière 1969",
    family="conjugate directions",
    note="On a quadratic in the plane an exact search ends in two steps, however narrow the valley.",
    walk=conjugate_walk,
)
