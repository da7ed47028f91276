"""A run with the exact quantities of its steps: slopes, lengths, curvature, the product of rate and curvature."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gdviz import symmetric
from gdviz.analysis.diagnosis.scales import Scales
from gdviz.analysis.diagnosis.words import PHRASES, Event, EventKind
from gdviz.analysis.theory.stability import LAWS, is_quadratic
from gdviz.checkpoint import checkpoint
from gdviz.lazy import lazy_property
from gdviz.numeral import apart, numeral
from gdviz.optimizers import Method, Optimizer
from gdviz.rule.step_reason import scaled
from gdviz.settings import BOUNDS

Result = TypeVar("Result")


@dataclass(frozen=True)
class DiagnosedRun(Scales):
    """A trajectory of n steps on a surface; step i (from 0) goes from points[i] to points[i+1].

    knobs: those of the optimizer and the options. sampled: each step saw the gradient of a mini-batch.
    """

    optimizer: Optimizer | Method
    knobs: Mapping[str, float]
    sampled: bool

    @property
    def key(self) -> str:
        return self.optimizer.key

    @property
    def name(self) -> str:
        return self.optimizer.name

    @property
    def searches(self) -> bool:
        """Does it look along its way before it steps, as methods do?"""
        return isinstance(self.optimizer, Method) and self.optimizer.searches

    @lazy_property
    def scaled(self) -> bool:
        """Does the rule divide by the size of the gradients, or keep their signs only?"""
        return isinstance(self.optimizer, Optimizer) and scaled(self.optimizer)

    @lazy_property
    def points(self) -> np.ndarray:
        return self.trajectory.points

    @lazy_property
    def count(self) -> int:
        return self.trajectory.steps

    @lazy_property
    def outside(self) -> NDArray[np.bool_]:
        """Which frames (n+1,) are outside the window."""
        low, high = np.array(self.survey.window).T
        return ((self.points < low) | (self.points > high)).any(axis=1)

    @lazy_property
    def moves(self) -> np.ndarray:
        """Steps (n, 2)."""
        return np.diff(self.points, axis=0)

    @lazy_property
    def lengths(self) -> np.ndarray:
        return np.hypot(self.moves[:, 0], self.moves[:, 1])

    @lazy_property
    def slopes(self) -> np.ndarray:
        """|∇f| at the frames (n+1,)."""
        return np.hypot(*self.trajectory.gradients.T)

    @lazy_property
    def slope_before(self) -> np.ndarray:
        """Step · ∇f where it begins (n,): below 0 goes down."""
        return np.einsum("ij,ij->i", self.moves, self.trajectory.gradients[:-1])

    @lazy_property
    def slope_after(self) -> np.ndarray:
        """Step · ∇f where it ends (n,): above 0 it went past the lowest point of its line."""
        return np.einsum("ij,ij->i", self.moves, self.trajectory.gradients[1:])

    @lazy_property
    def noise(self) -> str:
        """What makes the gradients of the steps other than the surface's, as half a sentence; empty where nothing."""
        if self.sampled:
            return "Every mini-batch has a slope of its own"
        sigma = self.knobs.get("noise", 0.0)
        return f"Noise of σ = {numeral(sigma)} is added to every gradient" if sigma else ""

    @lazy_property
    def decay(self) -> float:
        """Weight decay, added to the gradient or (decay_apart) apart from it."""
        return self.knobs.get("weight_decay_l2", 0.0) or self.knobs.get("weight_decay", 0.0)

    @lazy_property
    def decay_apart(self) -> bool:
        """Does decay shrink the point itself? So it does as a knob of the rule; the option joins the gradient."""
        return not self.knobs.get("weight_decay_l2", 0.0)

    def is_plain(self, i: int) -> bool:
        """Is step i the rate times the gradient and nothing else?"""
        plain = -self.trajectory.rates[i] * self.trajectory.gradients[i]
        return self.key == "sgd" and float(np.hypot(*(self.moves[i] - plain))) <= 1e-6 * float(self.lengths[i])

    def curvature_along(self, i: int) -> float:
        """Mean second derivative along step i, exact: the slope's change over the length."""
        length = float(self.lengths[i])
        return float(self.slope_after[i] - self.slope_before[i]) / length**2 if length else 0.0

    def eigenvalues(self, i: int) -> np.ndarray:
        """Hessian's eigenvalues (2,) at frame i, ascending; NaN where there is none."""
        return symmetric.eigenvalues(self.surface.hessian(*self.points[i]))

    def direction(self, i: int) -> np.ndarray:
        """Unit eigenvector (2,) of the lower eigenvalue at frame i: the way out of a saddle."""
        x, y = symmetric.larger_eigenvector(self.surface.hessian(*self.points[i]))
        return np.array([-y, x])

    @lazy_property
    def remembers(self) -> bool:
        """Has the rule a memory of earlier steps?"""
        return bool(self.trajectory.states)

    @lazy_property
    def quadratic(self) -> bool:
        """Is f a quadratic, its curvature the same everywhere?"""
        return is_quadratic(self.surface)

    def limit(self) -> float | None:
        """What rate × (eigenvalue + weight decay) must stay below, None where theory has no such number for the run."""
        law = LAWS.get(self.key)
        clipped = any(self.knobs.get(name) for name in BOUNDS)
        return None if law is None or clipped else law.product(self.knobs)

    def product(self, rate: float, curvature: float, name: str = "") -> tuple[float, str]:
        """Rate × curvature, with the weight decay that joins it, and in words.

        With a name "α·λ₁ = 0.1 × 20 = 2", without "α times it is 0.1 × 20 = 2".
        """
        decay = 0.0 if self.decay_apart else self.decay
        whole = rate * (curvature + decay)
        shown, _ = apart(whole, self.limit() or whole)
        if not decay:
            left = f"α·{name} =" if name else "α times it is"
            return whole, f"{left} {numeral(rate)} × {numeral(curvature)} = {shown}"
        left = f"α·({name} + {numeral(decay)}) =" if name else "α times their sum is"
        right = f"{numeral(rate)} × ({numeral(curvature)} + {numeral(decay)}) = {shown}"
        return whole, f"with weight decay of {numeral(decay)} {left} {right}"

    def rate(self, i: int) -> float:
        """The rate of step i (from 0), the knob's where that step was not completed."""
        rates = self.trajectory.rates
        return float(rates[i]) if i < len(rates) else self.knobs.get("learning_rate", float("nan"))

    def event(self, kind: EventKind, i: int, sentence: str, until: int | None = None, phrase: str = "") -> Event:
        """The event of step i (from 0), up to step `until` (from 0); without a phrase it has that of its kind."""
        x, y = (float(k) for k in self.points[i + 1])
        last = int(i if until is None else until) + 1
        return Event(kind, int(i) + 1, (x, y), sentence, last, phrase or PHRASES[kind])


def last_away(run: DiagnosedRun, points: np.ndarray) -> int:
    """The last frame farther from the middle of these points (n, 2) than they reach, along an axis; 0 for none."""
    middle, reach = (points.max(axis=0) + points.min(axis=0)) / 2, np.ptp(points, axis=0)
    away = np.flatnonzero((np.abs(run.points - middle) > reach).any(axis=1))
    return int(away[-1]) if away.size else 0


def once(function: Callable[[DiagnosedRun], Result]) -> Callable[[DiagnosedRun], Result]:
    """The function of a run alone, computed once for each run."""
    name = f"{function.__module__}.{function.__name__}"

    @wraps(function)
    def computed(run: DiagnosedRun) -> Result:
        results = vars(run)
        if name not in results:
            results[name] = function(run)
        result: Result = results[name]
        return result

    return computed


def stretches(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each unbroken stretch of true; a checkpoint, as callers go through them singly."""
    checkpoint()
    padded = np.concatenate([[False], np.asarray(flags, dtype=bool), [False]])
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    return [(int(a), int(b) - 1) for a, b in zip(changes[::2], changes[1::2], strict=True)]
