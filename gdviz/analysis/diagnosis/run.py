"""A run with everything about its steps that can be had exactly: slopes, turns, curvature, the scale of the window."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.words import Event, EventKind, apart, say
from gdviz.analysis.landscape import Survey
from gdviz.analysis.theory.quadratics import is_quadratic
from gdviz.analysis.theory.stability import LAWS
from gdviz.optimizers import Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface, Window
from gdviz.trajectory import Array, Trajectory


@dataclass(frozen=True)
class Run:
    """A trajectory of n steps on a surface; step i (from 0) goes from points[i] to points[i+1]."""

    surface: Surface
    key: str
    name: str
    knobs: Mapping[str, float]
    trajectory: Trajectory
    survey: Survey
    searches: bool = False  # a method that looks along its way before it steps
    sampled: bool = False  # each step saw the gradient of a mini-batch
    scaled: bool = False  # the rule divides by the size of the gradients, or keeps their signs only
    optimizer: Optimizer | Method | None = None

    @cached_property
    def points(self) -> Array:
        return self.trajectory.points

    @cached_property
    def values(self) -> Array:
        return self.trajectory.values

    @cached_property
    def count(self) -> int:
        return self.trajectory.steps

    @cached_property
    def moves(self) -> Array:
        """Steps (n, 2)."""
        return np.diff(self.points, axis=0)

    @cached_property
    def lengths(self) -> Array:
        return np.hypot(self.moves[:, 0], self.moves[:, 1])

    @cached_property
    def slope_before(self) -> Array:
        """Step · ∇f where it begins (n,): below 0 goes down."""
        return np.einsum("ij,ij->i", self.moves, self.trajectory.gradients[:-1])

    @cached_property
    def slope_after(self) -> Array:
        """Step · ∇f where it ends (n,): above 0 it went past the lowest point of its line."""
        return np.einsum("ij,ij->i", self.moves, self.trajectory.gradients[1:])

    @cached_property
    def diagonal(self) -> float:
        """Length of the window's diagonal, by which "visible" is meant."""
        return math.hypot(*(high - low for low, high in self.survey.window))

    @cached_property
    def heights(self) -> tuple[float, float, float]:
        """The 2 % lowest, the median and the 2 % highest f of the window."""
        return heights(self.surface, self.survey.window)

    @cached_property
    def steepness(self) -> float:
        """A typical slope: the height of the window over its diagonal."""
        low, _, high = self.heights
        return (high - low) / self.diagonal

    @cached_property
    def gentleness(self) -> float:
        """A typical slope of the lower half of the window, which no steep rim makes large."""
        low, middle, _ = self.heights
        return (middle - low) / self.diagonal

    @cached_property
    def height(self) -> float:
        """The heights that matter: those of the run, but no larger than the window's, and no smaller than rounding."""
        low, _, high = self.heights
        window = high - low or float(np.ptp(self.values))
        return min(max(float(np.ptp(self.values)), 1e-6 * window), window) or 1e-300

    @cached_property
    def floor(self) -> float:
        """The lowest value known: of the minima, of the window's edge and of the run.

        Beside a pole any value is known: edge and run count down to ten heights of the window below it.
        """
        best, (low, _, high) = self.survey.global_minimum, self.heights
        minima = [m[1] for m in self.minima] + ([best.value] if best else [])
        others = min(float(self.values.min()), self.survey.lowest_edge[1])
        return min(k for k in (*minima, max(others, low - 10 * (high - low))) if np.isfinite(k))

    def height_to_go(self, i: int) -> float:
        """Height above the deepest minimum, or that of the window's lower half, which no pole makes large."""
        low, middle, _ = self.heights
        deepest = self.minima[0][1] if self.minima else np.inf
        return max(middle - low, float(self.values[i]) - deepest)

    def slope_to_go(self, i: int) -> float:
        """Height above the lowest known value over the window's diagonal: how steep the way down is on average."""
        return (float(self.values[i]) - self.floor) / self.diagonal

    @cached_property
    def noise(self) -> str:
        """What makes the gradients of the steps other than the surface's, as half a sentence; empty where nothing."""
        if self.sampled:
            return "Every mini-batch has a slope of its own"
        sigma = self.knobs.get("noise", 0.0)
        return f"Noise of σ = {say(sigma)} is added to every gradient" if sigma else ""

    @cached_property
    def decay(self) -> float:
        """Weight decay, added to the gradient or (decay_apart) apart from it."""
        return self.knobs.get("weight_decay_l2", 0.0) or self.knobs.get("weight_decay", 0.0)

    @cached_property
    def decay_apart(self) -> bool:
        """Does decay shrink the point itself? So it does as a knob of the rule; the option joins the gradient."""
        return not self.knobs.get("weight_decay_l2", 0.0)

    @cached_property
    def minima(self) -> tuple[tuple[tuple[float, float], float], ...]:
        """Every minimum known, (point, value), deepest first: the survey's and the surface's own."""
        found = [(m.point, m.value) for m in self.survey.minima]
        for known in self.surface.minima:
            if all(np.hypot(*np.subtract(known.point, p)) > 1e-3 * self.diagonal for p, _ in found):
                found.append((known.point, known.value))
        return tuple(sorted(found, key=lambda m: m[1]))

    def is_plain(self, i: int) -> bool:
        """Is step i the rate times the gradient and nothing else?"""
        plain = -self.trajectory.rates[i] * self.trajectory.gradients[i]
        return self.key == "sgd" and float(np.hypot(*(self.moves[i] - plain))) <= 1e-6 * float(self.lengths[i])

    def curvature_along(self, i: int) -> float:
        """Mean second derivative along step i, exact: the slope's change over the length."""
        length = float(self.lengths[i])
        return float(self.slope_after[i] - self.slope_before[i]) / length**2 if length else 0.0

    def eigenvalues(self, i: int) -> Array:
        """Hessian's eigenvalues (2,) at frame i, ascending; NaN where there is none."""
        hxx, hxy, hyy = (float(h) for h in self.surface.hessian(*self.points[i]))
        if not np.isfinite([hxx, hxy, hyy]).all():
            return np.full(2, np.nan)
        return np.linalg.eigvalsh(np.array([[hxx, hxy], [hxy, hyy]]))

    def direction(self, i: int) -> Array:
        """Unit eigenvector (2,) of the lower eigenvalue at frame i: the way out of a saddle."""
        hxx, hxy, hyy = (float(h) for h in self.surface.hessian(*self.points[i]))
        return np.linalg.eigh(np.array([[hxx, hxy], [hxy, hyy]]))[1][:, 0]

    @cached_property
    def remembers(self) -> bool:
        """Has the rule a memory of earlier steps?"""
        return bool(self.trajectory.states)

    @cached_property
    def quadratic(self) -> bool:
        """Is f a quadratic, its curvature the same everywhere?"""
        return is_quadratic(self.surface)

    def limit(self) -> float | None:
        """What rate × (eigenvalue + weight decay) must stay below, None where theory has no such number for the run."""
        law = LAWS.get(self.key)
        clipped = any(self.knobs.get(name) is not None for name in ("clip_norm", "clip_value"))
        return None if law is None or clipped else law.product(self.knobs)

    def product(self, rate: float, curvature: float, name: str = "") -> tuple[float, str]:
        """Rate × curvature, with the weight decay that joins it, and in words.

        With a name "α·λ₁ = 0.1 × 20 = 2", without "α times it is 0.1 × 20 = 2".
        """
        decay = 0.0 if self.decay_apart else self.decay
        whole = rate * (curvature + decay)
        shown, _ = apart(whole, self.limit() or whole)
        if not decay:
            return whole, f"{f'α·{name} =' if name else 'α times it is'} {say(rate)} × {say(curvature)} = {shown}"
        left = f"α·({name} + {say(decay)}) =" if name else "α times their sum is"
        right = f"{say(rate)} × ({say(curvature)} + {say(decay)}) = {shown}"
        return whole, f"with weight decay of {say(decay)} {left} {right}"

    def rate(self, i: int) -> float:
        """The rate of step i (from 0), the knob's where that step was not completed."""
        rates = self.trajectory.rates
        return float(rates[i]) if i < len(rates) else self.knobs.get("learning_rate", float("nan"))

    def event(self, kind: EventKind, i: int, sentence: str, until: int | None = None) -> Event:
        """The event of step i (from 0), up to step `until` (from 0)."""
        x, y = (float(k) for k in self.points[i + 1])
        return Event(kind, int(i) + 1, (x, y), sentence, int(i if until is None else until) + 1)


@lru_cache(maxsize=64)
def heights(surface: Surface, window: Window) -> tuple[float, float, float]:
    """The 2 % lowest, the median and the 2 % highest f of a window, kept for the next run in it."""
    _, _, z = surface.grid(window, (33, 33))
    z = z[np.isfinite(z)]
    low, middle, high = np.percentile(z, (2, 50, 98)) if z.size else (0.0, 1.0, 1.0)
    return float(low), float(middle), float(high)


def stretches(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each unbroken stretch of true."""
    padded = np.concatenate([[False], np.asarray(flags, dtype=bool), [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(a), int(b) - 1) for a, b in zip(changes[::2], changes[1::2], strict=True)]
