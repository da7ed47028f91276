"""Lyapunov–Schmidt reduction: f along the floor of a strongly curved direction, and the order of its zero slope there.

Where one eigenvalue λ of the Hessian is far from 0 and the other is not, the slope along the strong direction s is 0 on
a curve u + t·n + w(t)·s. On it f is a function r(t) of one variable, r' = n·∇f, and the critical points near u are the
zeros of r' (Golubitsky & Schaeffer 1985, chapter VII). Its Chebyshev series tells them from the rounding noise.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.polynomial import chebyshev, polynomial
from numpy.typing import NDArray

from gdviz.analysis.landscape.unit_square import Chart, Mask, eigen, inside
from gdviz.checkpoint import checkpoint

REACHES = (0.05, 0.0125, 0.003, 0.0008)  # of t, as shares of the window: the first on which r' is a short series
NODES = 64
ANGLES = (np.arange(NODES) + 0.5) * np.pi / NODES  # of the Chebyshev nodes
TO_SERIES = np.cos(np.outer(ANGLES, np.arange(NODES))) * np.where(np.arange(NODES), 2, 1) / NODES
DEGREE = NODES // 2  # the coefficients above are noise, or the reach is too large
BLURRED = 0.4  # share of the reach by which rounding may hide where a zero of higher order is
FLOOR, NOWHERE = -1, -2  # orders of a point on a curve of critical points, and of none: r' has no zero near it
HIDDEN = -3  # of a zero of so high an order that rounding hides where it is
HIGHEST = 10  # order that is told from a plateau


@dataclass(frozen=True)
class Reduction:
    """For each of n points: where it truly is (2, n), the order of the zero of r' there, and the sign of r' beyond it.

    order: 1 simple, 2 and more degenerate, FLOOR not isolated, NOWHERE no zero; 0 unknown
    (both curvatures vanish, or f is not smooth).
    sign: of the leading coefficient of r'. strong: sign of the curvature across. others: further zeros (2, m) of r'.
    """

    u: np.ndarray
    order: NDArray[np.int64]
    sign: np.ndarray
    strong: np.ndarray
    others: np.ndarray


@dataclass(frozen=True)
class Curve:
    """The directions of the curves through points u (2, n): weak n and strong s (2, n), with the curvature along s."""

    chart: Chart
    u: np.ndarray
    weak: np.ndarray
    strong: np.ndarray
    curvature: np.ndarray

    @classmethod
    def through(cls, chart: Chart, u: np.ndarray) -> "Curve":
        values, large = eigen(chart.hessian(u))
        small = np.stack([-large[1], large[0]])
        upper = np.abs(values[1]) >= np.abs(values[0])
        weak, strong = np.where(upper, small, large), np.where(upper, large, small)
        return cls(chart, u, weak, strong, np.where(upper, values[1], values[0]))

    def of(self, which: Mask | NDArray[np.int64]) -> "Curve":
        return Curve(self.chart, self.u[:, which], self.weak[:, which], self.strong[:, which], self.curvature[which])

    def follow(self, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, Mask]:
        """Points (2, n, k) of the curves at t (n, k), the slope r' there (n, k), and which curves exist (n,)."""
        n, s = self.weak[:, :, None], self.strong[:, :, None]
        w = np.zeros_like(t)
        with np.errstate(all="ignore"):
            for turn in range(8):
                at = self.u[:, :, None] + t * n + w * s
                g = self.chart.gradient(at.reshape(2, -1)).reshape(2, *t.shape)
                a, b, c = self.chart.hessian(at.reshape(2, -1)).reshape(3, *t.shape)
                across = np.stack([a * s[0] + b * s[1], b * s[0] + c * s[1]])
                bend = (s * across).sum(axis=0)
                step = (s * g).sum(axis=0) / bend
                w = w - step if turn < 7 else w
            slope = (n * g).sum(axis=0) - (n * across).sum(axis=0) * step  # less what rounding leaves of s·∇f
            share = bend / self.curvature[:, None]
            steady = (share > 1 / 3) & (share < 3) & (np.abs(step) < 1e-10) & np.isfinite(slope)
        return at, slope, np.logical_and.reduce(steady, axis=1)


def reduce(chart: Chart, u: np.ndarray) -> Reduction:
    """The reduction at each of the points u (2, n), which are near a critical point."""
    curve, count = Curve.through(chart, u), u.shape[1]
    order, sign, place = np.zeros(count, dtype=np.int64), np.zeros(count), np.zeros(count)
    others: list[tuple[int, float]] = []
    left = np.isfinite(curve.curvature) & (curve.curvature != 0)
    left &= np.arange(count) < chart.work.affords(8 * NODES * sum(chart.weights[1:]))
    for reach in REACHES:
        which = np.flatnonzero(left)
        if not which.size or chart.work.over:
            break
        _, slope, reached = curve.of(left).follow(reach * np.cos(ANGLES) + np.zeros((len(which), 1)))
        coefficients = np.where(reached[:, None], slope, 0.0) @ TO_SERIES
        size = np.abs(coefficients)
        top, noise, last = size.max(axis=1), size[:, DEGREE:].max(axis=1), size[:, NODES * 3 // 4 :].max(axis=1)
        reached &= noise <= np.maximum(30 * last, 1e-14 * top)  # noise does not fade with the index, a series does
        nothing = reached & (top <= np.minimum(30 * noise, 1e-10 * reach * np.abs(curve.curvature[which])))
        short = reached & ~nothing & (noise <= 1e-6 * top)
        order[which[nothing]] = FLOOR
        for row in np.flatnonzero(short):
            zero, order[which[row]], sign[which[row]], rest = zeros_of(coefficients[row, :DEGREE], noise[row])
            place[which[row]] = reach * zero
            checkpoint()
            others += [(int(which[row]), reach * t) for t in rest]
        left[which[order[which] != 0]] = False
    order[order == HIDDEN] = 0
    moved = order > 0
    at = u.copy()
    at[:, moved] = curve.of(moved).follow(place[moved, None])[0][:, :, 0]
    rows = np.array([row for row, _ in others], dtype=np.int64)
    more = curve.of(rows).follow(np.array([t for _, t in others]).reshape(-1, 1))[0][:, :, 0]
    return Reduction(at, order, sign, np.sign(curve.curvature), more)


def traced(chart: Chart, u: np.ndarray, fewest: int = 12) -> np.ndarray:
    """The points u (2, n) of a curve of critical points, with more of it if they are few."""
    if u.shape[1] >= fewest:
        return u
    curve = Curve.through(chart, u)
    at, _, reached = curve.follow(np.array([-0.03, -0.02, -0.01, 0.01, 0.02, 0.03]) + np.zeros((u.shape[1], 1)))
    more = at[:, reached].reshape(2, -1)
    return np.concatenate([u, more[:, inside(more)]], axis=1)


def zeros_of(series: np.ndarray, noise: float) -> tuple[float, int, float, list[float]]:
    """The zero in (-1, 1) of a Chebyshev series nearest to 0, its order and leading sign, and the other real zeros.

    The zeros of a polynomial known up to noise that lie together are one zero of higher order if, about their mean, all
    lower coefficients are noise. The order is NOWHERE if there is no zero, 0 or HIDDEN
    if noise hides where it is, or on one side of it whether the slope is any.
    """
    noise = max(noise, 4e-16 * float(np.abs(series).max()))
    degree = int(np.flatnonzero(np.abs(series) > 10 * noise)[-1])
    power = chebyshev.cheb2poly(series[: degree + 1])
    roots = polynomial.polyroots(power) if degree else np.array([])
    roots = roots[np.argsort(np.abs(roots))]
    order, factor = NOWHERE, [300 * noise * degree**j / math.factorial(j) for j in range(degree + 1)]
    for count in range(len(roots), 0, -1):
        centre = float(roots[:count].mean().real)
        if abs(centre) < 1 and np.abs(roots[:count] - centre).max() < 0.5:
            about = shifted(power, centre)
            if all(abs(about[j]) <= factor[j] for j in range(count)) and abs(about[count]) > factor[count]:
                if count > HIGHEST or np.abs(chebyshev.chebval([-1, 1], series)).min() < 30 * noise:
                    return 0.0, HIDDEN, 0.0, []
                if blurred(300 * noise, about[count], count) < BLURRED:
                    real = [t.real for t in roots[count:] if abs(t.imag) < 1e-3 and abs(t.real) < 1]
                    rest = [t for t in real if resolved(shifted(power, t), factor)]
                    return centre, count, math.copysign(1.0, about[count]), rest
                order = 0
    return 0.0, order, 0.0, []


def resolved(about: np.ndarray, noise: list[float]) -> bool:
    """Is a zero of at most fourth order, for the coefficients about it, where it seems to be within a tenth?"""
    return any(blurred(noise[k], about[k], k) < 0.1 for k in range(1, min(5, len(about))))


def blurred(noise: float, coefficient: float, order: int) -> float:
    """How far a zero of this order may be off, for the coefficient of its power."""
    return float((noise / max(abs(coefficient), 1e-300)) ** (1 / order))


def shifted(power: NDArray[Any], centre: float) -> np.ndarray:
    """Coefficients of p(centre + t) for those of p(t), by repeated division (Horner's scheme)."""
    coefficients = np.array(power, dtype=float)
    for first in range(len(coefficients) - 1):
        for j in range(len(coefficients) - 2, first - 1, -1):
            coefficients[j] += centre * coefficients[j + 1]
    return coefficients
