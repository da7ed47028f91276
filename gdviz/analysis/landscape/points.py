"""Critical points by the order of their zero slope; duplicates of an ill-conditioned point are merged and refined."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.landscape.newton import distinct, length, newton_step
from gdviz.analysis.landscape.reduction import NOWHERE, reduce
from gdviz.analysis.landscape.unit_square import Chart, Mask, inside

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
