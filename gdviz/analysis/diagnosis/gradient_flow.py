"""Where the steepest descent leads from a point, and the lowest pass between two minima."""

from dataclasses import dataclass

import numpy as np

from gdviz.analysis.landscape import CriticalPoint, Kind, Survey
from gdviz.lazy import lazy_property
from gdviz.surface import Surface, diagonal

ROUNDS = 400
STRIDE = 0.006  # longest step, as a share of the window's diagonal
PATIENCE = 3  # steps between looking how near the minima are
NEARING = 6  # a stride is at most this part of the way to the nearest minimum, so that none is jumped over in three
RINGS, ANGLES = 24, 32


@dataclass(frozen=True)
class Pass:
    """The lowest way from one minimum to a deeper one: over this saddle, to the minimum with this number."""

    saddle: CriticalPoint
    target: int


def flow(
    surface: Surface, points: np.ndarray, strides: tuple[float, float], places: np.ndarray, reach: np.ndarray
) -> np.ndarray:
    """End points (2, n) of the steepest descent from points (2, n), by implicit Euler steps no longer than a stride.

    (H + μ) step = -∇f with μ = |∇f|/stride, raised by what makes H positive: far away a short step straight down,
    near a minimum Newton's. The stride is the longer of the two where no place (2, k) is near, the shorter among them.
    Whoever comes within reach (k,) of a place ends there.
    """
    points, now = points.copy(), points.copy()
    active = np.arange(points.shape[1])
    with np.errstate(all="ignore"):
        for turn in range(ROUNDS):
            if turn % PATIENCE == 0:
                away = np.hypot(now[0] - places[0][:, None], now[1] - places[1][:, None])
                share = away / reach[:, None]
                caught = share.min(axis=0) < 1
                points[:, active[caught]] = places[:, share.argmin(axis=0)[caught]]
                active, now = active[~caught], now[:, ~caught]
                stride = np.clip(away.min(axis=0)[~caught] / NEARING, *strides)
            if not active.size:
                break
            step = descent(surface, now, stride)
            going = np.isfinite(step).all(axis=0) & (np.abs(step).max(axis=0) > 1e-6 * strides[0])
            now = now + np.where(going, step, 0.0)
            if not going.all():
                points[:, active[~going]] = now[:, ~going]
                active, now, stride = active[going], now[:, going], stride[going]
    points[:, active] = now
    return points


def descent(surface: Surface, points: np.ndarray, stride: np.ndarray) -> np.ndarray:
    """One step (2, n) of the flow from points (2, n), no longer than stride (n,)."""
    gx, gy, hxx, hxy, hyy = surface.evaluator.slopes(points, surface.parameters)
    middle = (hxx + hyy) / 2
    lowest = middle - np.hypot(hxx - middle, hxy)
    shift = np.maximum(-lowest, 0) + np.hypot(gx, gy) / stride
    a, c = hxx + shift, hyy + shift
    step = np.array((hxy * gy - c * gx, hxy * gx - a * gy)) / (a * c - hxy * hxy)
    return step * np.minimum(1, stride / np.hypot(*step))


def funnels(surface: Surface, places: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Radius (k,) about each minimum (2, k), at most its room (k,), within which downhill is nearer to it.

    There (p - minimum) · ∇f > 0, so that the flow cannot leave the circle: seen on RINGS circles of ANGLES points.
    """
    radii = room * 0.8 ** np.arange(RINGS)[:, None]
    turn = 2 * np.pi * np.arange(ANGLES) / ANGLES
    away = np.stack((np.cos(turn), np.sin(turn)))[:, None, None, :] * radii[:, :, None]
    gx, gy = surface.gradient(*(places[:, None, :, None] + away))
    with np.errstate(all="ignore"):
        uphill = (away[0] * gx + away[1] * gy > 0).all(axis=2)
    safe = np.logical_and.accumulate(uphill[::-1], axis=0)[::-1]
    first = np.where(safe.any(axis=0), safe.argmax(axis=0) + 1, RINGS)
    return np.where(first < RINGS, room * 0.8**first, 0.0)


class FlowBasins:
    """Which minimum of a survey the steepest descent reaches; minima by number, deepest first."""

    def __init__(self, surface: Surface, survey: Survey) -> None:
        self.surface, self.survey, self.minima = surface, survey, survey.minima
        across = diagonal(survey.window)
        places = np.array([m.point for m in self.minima]).reshape(-1, 2)
        gaps = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        nearest = float(gaps[gaps > 0].min(initial=across))
        self.places, self.near = places, min(0.01 * across, nearest / 3)
        self.stride = min(STRIDE * across, nearest / 10)
        self.strides = (self.stride, STRIDE * across)

    @lazy_property
    def reach(self) -> np.ndarray:
        """Radius (k,) about each minimum from within which the descent surely ends at it."""
        others = np.array([p.point for p in self.survey.critical_points]).reshape(-1, 2)
        gaps = np.hypot(*(self.places[:, None] - others[None]).transpose(2, 0, 1))
        room = np.where(gaps > 0, gaps, 100 * self.stride).min(axis=1)
        return funnels(self.surface, self.places.T, room)

    def labels(self, points: np.ndarray) -> np.ndarray:
        """Number of the minimum below each point (n, 2), -1 where the descent ends in none of them."""
        if not len(self.minima):
            return np.full(len(points), -1)
        start = np.asarray(points, dtype=float).T
        ends = flow(self.surface, start, self.strides, self.places.T, self.reach).T
        away = np.hypot(*(ends[:, None] - self.places[None]).transpose(2, 0, 1))
        away = np.where(np.isnan(away), np.inf, away)
        return np.where(away.min(axis=1) < self.near, away.argmin(axis=1), -1)

    @lazy_property
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
