"""L-BFGS: the BFGS direction from the last few steps, without a matrix (two-loop recursion)."""

from collections import deque
from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.bfgs import cautious, scale
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle
from gdviz.optimizers.methods.ray import Ray
from gdviz.optimizers.methods.wolfe import ARMIJO_LINE, STEP_LINE, WOLFE_LINE, search_knobs, wolfe
from gdviz.trajectory import Array

Pairs = deque[tuple[Array, Array]]


def walk(oracle: Oracle, point: Array, knobs: Knobs) -> Iterator[Frame]:
    """p = −H ∇f with H from the last pairs (s, y), then a strong Wolfe search along p."""
    value, gradient = oracle.value(point), oracle.gradient(point)
    pairs: Pairs = deque(maxlen=round(knobs["memory"]))
    yield Frame(point, value, gradient, states=_entries(pairs))
    while gradient.any():
        direction = -applied(pairs, gradient)
        first = knobs["learning_rate"] * (1.0 if pairs else cautious(gradient))
        ray = Ray(oracle, point, value, gradient, direction)
        accepted = wolfe(ray, first, knobs["c1"], knobs["c2"]) if ray.origin.slope < 0 else None
        if accepted is None and not pairs:
            return
        if accepted is None:  # the pairs are lost in rounding: start again
            pairs.clear()
            continue
        step, change = accepted.point - point, accepted.gradient - gradient
        curved = bool(step @ change > 0)
        if curved:
            pairs.append((step, change))
        point, value, gradient = accepted.point, accepted.value, accepted.gradient
        trial = {"direction": tuple(direction.tolist()), "search": ray.trials, "updated": curved}
        yield Frame(point, value, gradient, accepted.rate, _entries(pairs), trial)


def applied(pairs: Pairs, gradient: Array) -> Array:
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


def _entries(pairs: Pairs) -> dict[str, Array | float]:
    step, change = pairs[-1] if pairs else (np.zeros(2), np.zeros(2))
    return {"s": step, "y": change, "pairs": float(len(pairs))}


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
        r"s = a\, p,\qquad y = \nabla f(\theta + s) - \nabla f(\theta)",
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
    walk=walk,
)
