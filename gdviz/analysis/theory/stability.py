"""Curvature and the rates that it allows: sharpness, the closed form of a quadratic, stability thresholds.

On a quadratic each eigen-direction of the Hessian, eigenvalue λ, is a linear recurrence of its own, a 2×2 matrix with
trace T and determinant D. Both roots of z² − Tz + D lie within the unit circle if and only if |D| < 1 and |T| < 1 + D
(Jury 1964, Theory and Application of the z-Transform Method); for positive rates the root at z = −1 gives way first:
1 + T + D > 0 is the threshold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdviz import symmetric
from gdviz.settings import Settings
from gdviz.surface import Surface

PROBES = 40
CONSTANT = 1e-10


@dataclass(frozen=True)
class Quadratic:
    """f = lowest + ½ Σ λ u², u the coordinates along the eigen-directions about the centre.

    eigenvalues (2,), ascending, both positive; directions (2, 2), their unit vectors as rows.
    """

    center: tuple[float, float]
    lowest: float
    eigenvalues: np.ndarray
    directions: np.ndarray

    @property
    def condition(self) -> float:
        """κ = λmax/λmin."""
        return float(self.eigenvalues[1] / self.eigenvalues[0])

    @property
    def optimal_rate(self) -> float:
        """2/(λ₁ + λ₂): the fastest for gradient descent (Nesterov 2018, §1.2.3)."""
        return float(2 / self.eigenvalues.sum())

    @property
    def optimal_factor(self) -> float:
        """(κ − 1)/(κ + 1): by how much each step shortens the way at that rate."""
        return (self.condition - 1) / (self.condition + 1)

    @property
    def optimal_momentum(self) -> float:
        """((√κ − 1)/(√κ + 1))²: Polyak's (1964) β for the heavy ball."""
        root = np.sqrt(self.condition)
        return float(((root - 1) / (root + 1)) ** 2)

    @property
    def optimal_momentum_rate(self) -> float:
        """(2/(√λ₁ + √λ₂))²: Polyak's rate that goes with it."""
        return float((2 / np.sqrt(self.eigenvalues).sum()) ** 2)

    @property
    def momentum_factor(self) -> float:
        """(√κ − 1)/(√κ + 1): by how much each step shortens the way in the long run, with Polyak's two numbers."""
        return float(np.sqrt(self.optimal_momentum))

    def coordinates(self, points: ArrayLike) -> np.ndarray:
        """u (n, 2) of points (n, 2)."""
        return np.asarray((np.asarray(points, dtype=np.float64) - self.center) @ self.directions.T)

    def split(self, points: ArrayLike) -> np.ndarray:
        """The loss above the lowest, split along the eigen-directions: ½λu², (n, 2), for points (n, 2)."""
        return np.asarray(self.eigenvalues / 2 * self.coordinates(points) ** 2)


def is_quadratic(surface: Surface) -> bool:
    """Is the exact Hessian the same everywhere? Looked at in 40 places over seven orders of magnitude."""
    if not surface.smooth:
        return False
    chance = np.random.default_rng(0)
    points = chance.uniform(-1, 1, (2, PROBES)) * np.geomspace(1e-3, 1e4, PROBES)
    hessian = np.array([np.broadcast_to(row, PROBES) for row in surface.hessian(*points)])
    largest = np.abs(hessian).max()
    return bool(np.isfinite(largest) and np.ptp(hessian, axis=1).max() <= CONSTANT * largest)


def quadratic(surface: Surface) -> Quadratic | None:
    """The quadratic that a surface is, or None if it is none or has no single minimum."""
    if not is_quadratic(surface):
        return None
    xx, xy, yy = (float(number) for number in surface.hessian(0.0, 0.0))
    values, vectors = np.linalg.eigh([[xx, xy], [xy, yy]])
    if not values[0] > CONSTANT * values[1]:
        return None
    gradient = np.array([float(number) for number in surface.gradient(0.0, 0.0)])
    x, y = np.linalg.solve([[xx, xy], [xy, yy]], -gradient).tolist()
    return Quadratic((x, y), float(surface.value(x, y)), values, vectors.T)


def sharpness(surface: Surface, points: ArrayLike) -> np.ndarray:
    """λmax of the Hessian at points (n, 2), rows as in a trajectory; (n,), NaN where it is undefined.

    At the edge of stability (Cohen et al. 2021, arXiv:2103.00065) gradient descent keeps it near 2/α.
    """
    return eigenvalues(surface, points)[:, 1]


def eigenvalues(surface: Surface, points: ArrayLike) -> np.ndarray:
    """Both eigenvalues (n, 2) of the Hessian at points (n, 2), ascending."""
    x, y = np.asarray(points, dtype=np.float64).reshape(-1, 2).T
    return symmetric.eigenvalues(surface.hessian(x, y)).T


def direction(surface: Surface, point: ArrayLike) -> np.ndarray:
    """The unit eigenvector (2,) of the largest eigenvalue at a point (2,)."""
    x, y = np.asarray(point, dtype=np.float64)
    return symmetric.larger_eigenvector(surface.hessian(x, y))


Knobs = Mapping[str, float]


@dataclass(frozen=True)
class Law:
    """A rule's stability on a quadratic.

    product(knobs): the largest α·λ. latex: the threshold of the rate. source: where it is found or how it follows.
    """

    latex: str
    source: str
    product: Callable[[Knobs], float]


def _per(share: float) -> float:
    return 1 / share if share > 0 else float("inf")


LAWS: Mapping[str, Law] = {
    "sgd": Law(r"\frac{2}{\lambda}", "Nesterov 2018, §1.2.3", lambda _: 2.0),
    "momentum": Law(
        r"\frac{2(1+\beta)}{(1-\tau)\lambda}",
        "Polyak 1964; Goh 2017, Why Momentum Really Works, doi:10.23915/distill.00006",
        lambda knobs: 2 * (1 + knobs["momentum"]) * _per(1 - knobs["dampening"]),
    ),
    "nesterov": Law(
        r"\frac{2(1+\beta)}{(1+2\beta)\lambda}",
        "The matrix of PyTorch's form with Jury's criterion; Lessard, Recht & Packard 2016, arXiv:1408.3595, §4.5",
        lambda knobs: 2 * (1 + knobs["momentum"]) / (1 + 2 * knobs["momentum"]),
    ),
    "qhm": Law(
        r"\frac{2(1+\beta)}{(1+\beta(1-2\nu))\lambda}",
        "The matrix of the rule with Jury's criterion; Ma & Yarats 2019, arXiv:1810.06801, §4",
        lambda knobs: 2 * (1 + knobs["momentum"]) * _per(1 + knobs["momentum"] * (1 - 2 * knobs["nu"])),
    ),
}
"""Optimizer key → law, for the rules that are linear in θ and their memory."""


def _adams(knobs: Knobs) -> float:
    return 2 * (1 + knobs["beta1"]) * _per(1 - knobs["beta1"])


FROZEN: Mapping[str, Callable[[Knobs], float]] = {
    **dict.fromkeys(("adam", "adamw", "amsgrad", "adamax", "adabelief", "yogi"), _adams),
    "rmsprop": lambda knobs: 2 * (1 + knobs["momentum"]),
    "adagrad": lambda _: 2.0,
}
"""Optimizer key → what α·λ must stay below while the running scale is frozen, λ the largest eigenvalue of the Hessian
whose rows are divided by that scale (Cohen et al. 2022, arXiv:2207.14484). The rule scales its steps anew later on, so
this is where it begins to swing, and no rate that it cannot come back from."""


def frozen_product(key: str, settings: Settings) -> float | None:
    """What α·λ of the scaled Hessian must stay below while the scale hardly changes; None where no such law is known.

    Decay apart from the gradient (AdamW's w) takes its part: α(λ + w(1 + β₁)/(1 − β₁)) is what must stay below; this is
    the number on the right.
    """
    return FROZEN[key](settings.knobs) if key in FROZEN else None


def largest_product(key: str, settings: Settings) -> float | None:
    """What α·(λ + decay) must stay below for a rule to be stable where the curvature is λ; None without a law.

    key: the optimizer's. decay: settings.options.weight_decay_l2, which adds to every eigenvalue of the Hessian.
    """
    law = LAWS.get(key)
    return None if law is None else law.product(settings.knobs)


def rate_limit(key: str, settings: Settings, sharpness: float) -> float | None:
    """The rate α below which a rule is stable where the largest eigenvalue of the Hessian is `sharpness`.

    For a page or a sentence: `rate_limit(optimizer.key, run.settings, λ)`. None where theory has no such number: no law
    for this optimizer, or no curvature to be stable in (λ + decay ≤ 0). Raises nothing.
    """
    product, curvature = largest_product(key, settings), sharpness + settings.options.weight_decay_l2
    return None if product is None or not curvature > 0 else product / curvature
