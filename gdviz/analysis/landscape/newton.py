"""Zeros of the gradient from many seeds at once, by the steps of Levenberg and Newton; the order of each zero."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape.reduction import NOWHERE, reduce
from gdviz.analysis.landscape.unit_square import Chart, Landscape, Mask, distinct, eigen, finite, inside, length, ring

REACH = 0.125  # no step longer than an eighth of the window
SETTLED = 1e-9


def seeds(cells: int) -> np.ndarray:
    """Centres (2, cells²) of a square grid over the window, nudged so that no symmetry of a surface hits them."""
    along = (np.arange(cells) + 0.5) / cells
    u, v = np.meshgrid(along + 0.013 / cells, along - 0.017 / cells)
    return np.stack([u.ravel(), v.ravel()])


def levenberg_step(g: np.ndarray, h: np.ndarray, damping: np.ndarray) -> np.ndarray:
    """-(H² + μI)⁻¹ H g with H and g scaled to H ~ 1 (Levenberg 1944), for each column; no longer than REACH."""
    size = np.maximum(np.abs(h).max(axis=0), 1e-300)
    (a, b, c), (gx, gy) = h / size, g / size
    axx, axy, ayy = a * a + b * b + damping, b * (a + c), c * c + b * b + damping
    rx, ry = a * gx + b * gy, b * gx + c * gy
    determinant = np.maximum(axx * ayy - axy * axy, 1e-300)
    step = -np.stack([ayy * rx - axy * ry, axx * ry - axy * rx]) / determinant
    return step * np.minimum(1.0, REACH / np.maximum(length(step), 1e-300))


def approach(chart: Chart, u: np.ndarray, iterations: int = 30) -> np.ndarray:
    """Where Levenberg's damped steps on ∇f lead from u (2, n), without those that leave the window or the domain."""
    arrived = []
    damping = np.full(u.shape[1], 1e-3)
    with np.errstate(all="ignore"):
        g, h = chart.gradient(u), chart.hessian(u)
        for _ in range(iterations):
            alive = finite(g, h) & inside(u, margin=0.05) & (damping < 1e6)
            step = levenberg_step(g, h, damping)
            settled = alive & (length(step) < SETTLED)
            arrived.append(u[:, settled])
            going = alive & ~settled
            u, g, h, damping, step = u[:, going], g[:, going], h[:, going], damping[going], step[:, going]
            if not u.size or chart.work.over:
                break
            there = chart.gradient(u + step)
            better = finite(there) & (length(there) < length(g))
            u, g = np.where(better, u + step, u), np.where(better, there, g)
            h = np.where(better, chart.hessian(u), h)
            damping = np.where(better, damping * 0.1, damping * 10)
    return np.concatenate([*arrived, u], axis=1)


def newton_step(g: np.ndarray, h: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """-H⁺ g along the eigenvectors, without those directions that are flat to rounding; what is left in these.

    First the slope there as a share of |H|: 0 to rounding on a floor. Then the slope over its own curvature, at most 1:
    how far the zero is, as Newton sees it, x/(k - 1) for x^k.
    """
    values, large = eigen(h)
    small = np.stack([-large[1], large[0]])
    size = np.abs(values).max(axis=0)
    step, left, far = np.zeros_like(g), np.zeros_like(size), np.zeros_like(size)
    for value, vector in zip(values, (small, large), strict=True):
        along = (g * vector).sum(axis=0)
        curved = np.abs(value) > 1e-12 * size
        step -= vector * np.where(curved, along / value, 0.0)
        still = curved | (along == 0)
        left += np.where(still, 0.0, np.abs(along) / size)
        far += np.where(still, 0.0, np.fmin(np.abs(along / value), 1.0))
    return step, left, far


def vanishing(chart: Chart, u: np.ndarray) -> Mask:
    """Is the gradient smaller at u (2, n) than beside it? At a pole, where Newton may settle too, it is not."""
    beside = [length(chart.gradient(u + np.array(d)[:, None])) for d in ((1e-4, 0), (-1e-4, 0), (0, 1e-4), (0, -1e-4))]
    return length(chart.gradient(u)) <= 0.5 * np.fmax.reduce(beside)


def polish(chart: Chart, u: np.ndarray, iterations: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Newton's iteration from u (2, n): the points that settle, and how far each may be from the truth.

    At a simple zero the last step is rounding; at a degenerate one convergence is linear, and it ends where the
    curvature is lost in rounding, however far that is.
    """
    arrived, last = [], []
    with np.errstate(all="ignore"):
        for turn in range(iterations):
            g, h = chart.gradient(u), chart.hessian(u)
            step, left, far = newton_step(g, h)
            size = length(step) + left
            going = finite(g, h, step) & inside(u, margin=0.01) & (size < 0.05 if turn else size < 1.0)
            settled = going & (size < 4e-16)
            arrived.append(u[:, settled] + step[:, settled])
            last.append((size + far)[settled])
            going &= ~settled
            u, size, far = (u + step)[:, going], size[going], far[going]
            if not u.size or chart.work.over:
                break
        near = size < 1e-8
    ends = np.concatenate([*arrived, u[:, near]], axis=1)
    distance = np.concatenate([*last, (size + far)[near]])
    good = inside(ends) & np.isfinite(chart.value(ends)) & vanishing(chart, ends)
    return ends[:, good], distance[good]


def zeros(chart: Chart, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All distinct zeros of ∇f in the window that the seeds u (2, n) lead to, with the length of the last step."""
    near = approach(chart, u)
    _, first = np.unique(np.round(near / 1e-6), axis=1, return_index=True)
    points, distance = polish(chart, near[:, first])
    chosen = distinct(points, distance)
    return points[:, chosen], distance[chosen]


def minima_beside(surface: Landscape, points: np.ndarray, reach: float) -> np.ndarray:
    """The minima (2, k) that Newton's method reaches from points (2, n) without going further than `reach`."""
    start = np.unique(np.round(points / (reach / 8)), axis=1, return_index=True)[1]
    origin = points[:, start]
    here, step = origin.copy(), np.zeros_like(origin)
    with np.errstate(all="ignore"):
        for _ in range(20):
            (gx, gy), (xx, xy, yy) = surface.gradient(*here), surface.hessian(*here)
            determinant = xx * yy - xy * xy
            step = -np.stack((yy * gx - xy * gy, xx * gy - xy * gx)) / determinant
            here = here + step
        bowl = (determinant > 1e-12 * (xx + yy) ** 2) & (xx + yy > 0)
        arrived = np.hypot(*step) < 1e-9 * reach + 1e-13 * np.hypot(*here)
        minima = here[:, bowl & arrived & (np.hypot(*(here - origin)) < reach)]
    return minima if surface.smooth else minima[:, lowest_beside(surface, minima, 1e-3 * reach)]


def lowest_beside(surface: Landscape, points: np.ndarray, radius: float) -> Mask:
    """Is f at points (2, n) no higher than round them? Where f jumps, a bowl of one side may be cut by a drop."""
    around = points[:, :, None] + radius * ring(16)[:, None, :]
    value = np.asarray(surface.value(*points))
    lowest = np.fmin.reduce(np.asarray(surface.value(*around)), axis=1, initial=np.inf)
    return np.asarray(lowest >= value - 1e-9 * np.maximum(1.0, np.abs(value)))


SPREAD = 2e-3  # degenerate points nearer than this (share of the window) are one, ill-conditioned


def steady(chart: Chart, u: np.ndarray) -> Mask:
    """Is the Hessian at each u (2, n) about as it is beside it, or do kinks meet there?"""
    with np.errstate(all="ignore"):
        here = chart.hessian(u)
        beside = [chart.hessian(u + 1e-9 * np.array(d)[:, None]) for d in ((1, 0.3), (-1, 0.3), (0.3, -1), (-0.3, 1))]
        change = np.max([np.abs(h - here).max(axis=0) for h in beside], axis=0)
        return np.asarray(change <= 0.1 * np.abs(here).max(axis=0))


@dataclass(frozen=True)
class Points:
    """Critical points u (2, n), how far each may be from the truth, and its order, sign and strong as in Reduction."""

    u: np.ndarray
    distance: np.ndarray
    order: NDArray[np.int64]
    sign: np.ndarray
    strong: np.ndarray

    @classmethod
    def simple(cls, u: np.ndarray, distance: np.ndarray) -> "Points":
        """Points with two curvatures that differ from 0."""
        return cls(u, distance, np.ones(len(distance), dtype=np.int64), 0 * distance, 0 * distance)

    @classmethod
    def near(cls, chart: Chart, u: np.ndarray, distance: np.ndarray) -> tuple["Points", np.ndarray]:
        """What the reduction at u (2, n) shows, and further critical points (2, m) beside them."""
        there = reduce(chart, u)
        at, simple = there.u.copy(), there.order == 1
        with np.errstate(all="ignore"):
            for _ in range(3):
                step = newton_step(chart.gradient(at[:, simple]), chart.hessian(at[:, simple]))[0]
                at[:, simple] += np.where(length(step) < 1e-4, step, 0.0)
        order = np.where(simple & ~steady(chart, at), 0, there.order)
        high = np.flatnonzero(order > 1)
        seen = reduce(chart, at[:, high]).order  # from where the zero is, it must look the same
        order[high[seen != order[high]]] = 0
        return cls(at, distance, order, there.sign, there.strong), there.others

    def take(self, which: NDArray[Any]) -> "Points":
        return Points(*(getattr(self, f.name)[..., which] for f in fields(self)))

    def with_more(self, *others: "Points") -> "Points":
        return Points(*(np.concatenate([getattr(p, f.name) for p in (self, *others)], axis=-1) for f in fields(self)))

    def merged(self) -> "Points":
        """One of each place inside: of simple ones, of those of higher order, and of those that are no points."""
        chosen = []
        for of_order, tolerance in ((self.order == 1, 1e-7), (self.order > 1, 1e-4), (self.order < 1, SPREAD)):
            these = np.flatnonzero(of_order & inside(self.u) & (self.order != NOWHERE))
            chosen.append(these[distinct(self.u[:, these], self.distance[these], tolerance)])
        return self.take(np.concatenate(chosen))
