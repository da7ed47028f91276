"""Where the steepest descent leads from a point, and the lowest pass between two minima."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gdviz.landscape import CriticalPoint, Kind, Survey
from gdviz.surface import Surface
from gdviz.trajectory import Array

ROUNDS = 400
STRIDE = 0.006  # longest step, as a share of the window's diagonal


@dataclass(frozen=True)
class Pass:
    """The lowest way from one minimum to a deeper one: over this saddle, to the minimum with this number."""

    saddle: CriticalPoint
    target: int


def flow(surface: Surface, points: Array, stride: float) -> Array:
    """End points (2, n) of the steepest descent from points (2, n), by implicit Euler steps no longer than stride.

    (H + μ) step = -∇f with μ = |∇f|/stride, raised by what makes H positive: far away a short step straight down,
    near a minimum Newton's.
    """
    points = points.copy()
    active = np.arange(points.shape[1])
    with np.errstate(all="ignore"):
        for _ in range(ROUNDS):
            x, y = points[:, active]
            gx, gy = surface.gradient(x, y)
            hxx, hxy, hyy = surface.hessian(x, y)
            lowest = (hxx + hyy) / 2 - np.hypot((hxx - hyy) / 2, hxy)
            shift = np.maximum(-lowest, 0) + np.hypot(gx, gy) / stride
            a, c = hxx + shift, hyy + shift
            determinant = a * c - hxy * hxy
            step = -np.stack([c * gx - hxy * gy, a * gy - hxy * gx]) / determinant
            size = np.hypot(*step)
            going = np.isfinite(size) & (size > 1e-6 * stride)
            active, step, size = active[going], step[:, going], size[going]
            if not active.size:
                break
            points[:, active] += step * np.minimum(1, stride / size)
    return points


class Basins:
    """Which minimum of a survey the steepest descent reaches; minima by number, deepest first."""

    def __init__(self, surface: Surface, survey: Survey) -> None:
        self.surface, self.survey, self.minima = surface, survey, survey.minima
        diagonal = math.hypot(*(high - low for low, high in survey.window))
        places = np.array([m.point for m in self.minima]).reshape(-1, 2)
        gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        nearest = float(gaps[gaps > 0].min(initial=diagonal))
        self.places, self.stride, self.near = (
            places,
            min(STRIDE * diagonal, nearest / 10),
            min(0.01 * diagonal, nearest / 3),
        )

    def labels(self, points: Array) -> Array:
        """Number of the minimum below each point (n, 2), -1 where the descent ends in none of them."""
        if not len(self.minima):
            return np.full(len(points), -1)
        ends = flow(self.surface, np.asarray(points, dtype=float).T, self.stride).T
        away = np.hypot(*(ends[:, None] - self.places[None]).transpose(2, 0, 1))
        away = np.where(np.isnan(away), np.inf, away)
        return np.where(away.min(axis=1) < self.near, away.argmin(axis=1), -1)

    @cached_property
    def saddles(self) -> list[tuple[CriticalPoint, int, int]]:
        """Each saddle, lowest first, with the minima that lie below it on its two sides (-1: none)."""
        saddles = [s for s in self.survey.critical_points if s.kind is Kind.SADDLE]
        saddles.sort(key=lambda s: s.value)
        aside = [np.add(s.point, sign * self.stride * np.array(s.eigenvectors[0])) for s in saddles for sign in (1, -1)]
        ends = self.labels(np.array(aside).reshape(-1, 2)).reshape(-1, 2)
        return [(saddle, int(one), int(other)) for saddle, (one, other) in zip(saddles, ends, strict=True)]

    def lowest_pass(self, start: int) -> Pass | None:
        """The lowest saddle over which a minimum deeper than this one is reached, within the window."""
        group = np.arange(len(self.minima))
        for saddle, one, other in self.saddles:
            if one < 0 or other < 0:
                continue
            group[group == group[one]] = group[other]
            deeper = [k for k in np.flatnonzero(group == group[start]).tolist() if self.is_deeper(k, start)]
            if deeper:
                return Pass(saddle, deeper[0])
        return None

    def is_deeper(self, one: int, other: int) -> bool:
        a, b = self.minima[one].value, self.minima[other].value
        return a < b - 1e-9 * max(1.0, abs(a), abs(b))
