"""Trust region: minimise the quadratic model inside a circle whose radius follows how well the model predicted."""

from collections.abc import Iterator

import numpy as np

from gdviz.knob import Knob
from gdviz.optimizers.methods.method import Method
from gdviz.optimizers.methods.newton import curvature
from gdviz.optimizers.methods.oracle import Frame, Knobs, Oracle


def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
    """Take the dogleg step if the model predicted it well enough; shrink or grow the circle."""
    value, gradient, radius = oracle.value(point), oracle.gradient(point), knobs["radius"]
    yield Frame(point, value, gradient, states={"radius": radius})
    hessian = None
    while gradient.any():
        hessian = curvature(oracle, point) if hessian is None else hessian
        step, kind = dogleg(gradient, hessian, radius)
        promised = -float(gradient @ step + 0.5 * step @ hessian @ step)
        if (point + step == point).all():
            return
        there = oracle.value(point + step)
        rho = (value - there) / promised if promised > 0 and np.isfinite(there) else -np.inf
        accepted = bool(rho > knobs["eta"])
        model = {"g": tuple(gradient.tolist()), "B": tuple(map(tuple, hessian.tolist()))}
        trial = {"radius": radius, "model": model, "candidate": tuple((point + step).tolist()), "kind": kind}
        trial |= {"value": there, "promised": promised, "accepted": accepted, "rho": rho if np.isfinite(rho) else None}
        radius = resized(radius, rho, kind != "newton", knobs["max_radius"])
        if accepted:
            point, value, hessian = point + step, there, None
            gradient = oracle.gradient(point)
        # a rejected step is not a small one: it meets no tolerance
        waits = {} if accepted else {"moved": np.inf, "gained": np.inf}
        yield Frame(point, value, gradient, float(accepted), {"radius": radius}, trial, **waits)


def dogleg(gradient: np.ndarray, hessian: np.ndarray, radius: float) -> tuple[np.ndarray, str]:
    """The step (2,) and its kind: newton (inside), dogleg or cauchy (on the circle), or cauchy inside it.

    Equations 4.15 and 4.16. Where the model is not convex, the Cauchy point of 4.11 and 4.12.
    """
    slope = np.linalg.norm(gradient)
    bend = gradient @ hessian @ gradient
    to_circle = -(radius / slope) * gradient
    curvatures, axes = np.linalg.eigh(hessian)
    newton = -axes @ ((axes.T @ gradient) / curvatures)  # along the axes: exact enough where one is nearly flat
    if curvatures[0] <= 0 or not np.isfinite(newton).all():
        length = min(float(slope**3 / (radius * bend)), 1.0) if bend > 0 else 1.0
        return length * to_circle, "cauchy inside" if length < 1 else "cauchy"
    if np.linalg.norm(newton) < radius:
        return newton, "newton"
    cauchy = -(gradient @ gradient / bend) * gradient
    if np.linalg.norm(cauchy) >= radius:
        return to_circle, "cauchy"
    return _crossing(cauchy, newton - cauchy, radius), "dogleg"


def _crossing(start: np.ndarray, leg: np.ndarray, radius: float) -> np.ndarray:
    """Where the leg from a start inside the circle leaves it."""
    leg = leg / np.abs(leg).max()  # only its heading counts, and its square must not overflow
    a, b, c = leg @ leg, 2 * start @ leg, start @ start - radius * radius
    root = b + np.copysign(np.sqrt(b * b - 4 * a * c), b)  # no cancellation
    tau = max(-root / (2 * a), -2 * c / root)
    return start + tau * leg


def resized(radius: float, rho: float, on_circle: bool, largest: float) -> float:
    """The next radius, algorithm 4.1: a quarter after a poor prediction, twice after a good one on the circle."""
    if not rho >= 0.25:
        return 0.25 * radius
    return min(2 * radius, largest) if rho > 0.75 and on_circle else radius


TRUST_REGION = Method(
    key="trust_region",
    name="Trust region (dogleg)",
    knobs={
        "radius": Knob(1.0, 1e-3, 100.0, r"\Delta", "The radius of the first circle.", log=True),
        "max_radius": Knob(1000.0, 1e-2, 1e4, r"\hat\Delta", "The circle never grows beyond this.", log=True),
        "eta": Knob(0.15, 0.0, 0.249, r"\eta", "A step that keeps less of its promise is not taken."),
    },
    latex=(
        r"m(p) = f(\theta) + g^\top p + \tfrac12\, p^\top B p,\qquad g = \nabla f(\theta),\; B = \nabla^2 f(\theta)",
        r"p^{\mathrm U} = -\frac{g^\top g}{g^\top B g}\, g,\qquad p^{\mathrm B} = -B^{-1} g",
        r"p = \text{where the path } 0 \to p^{\mathrm U} \to p^{\mathrm B} \text{ ends or leaves } \|p\| \le \Delta",
        r"\rho = \frac{f(\theta) - f(\theta + p)}{m(0) - m(p)}",
        r"\Delta \leftarrow \tfrac14 \Delta \text{ if } \rho < \tfrac14,\qquad"
        r" \min(2\Delta, \hat\Delta) \text{ if } \rho > \tfrac34 \text{ and } \|p\| = \Delta",
        r"\theta \leftarrow \theta + p \text{ if } \rho > \eta",
    ),
    remembers={"radius": "how far the quadratic model is believed"},
    source="Nocedal & Wright 2006, algorithm 4.1 with the dogleg step (4.16); constants as in SciPy",
    family="second order",
    note="A poor prediction costs only a smaller circle: the point stays until the model can be believed.",
    walk=walk,
)
