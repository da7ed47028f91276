"""How runs from one start ended at many rates, and the largest rate that theory allows where each of them ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.words import ARRIVED, Verdict
from gdviz.analysis.landscape import CriticalPoint, Survey
from gdviz.analysis.sweep.rate_sweep import Sweep
from gdviz.analysis.sweep.run_ends import settled
from gdviz.analysis.theory import largest_product, sharpness
from gdviz.descent import settings_of
from gdviz.optimizers import Method, Optimizer, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

TRAPPED = (Verdict.TRAPPED,)
HELD = (Verdict.HELD,)
FALLING = (Verdict.DESCENDING, Verdict.HOVERING, Verdict.NOISY)
"""Verdicts of runs that never arrive, of which the lowest is the best: batches and noise keep a run moving for ever."""
DIVERGED = (Verdict.DIVERGED,)
LOST = (*DIVERGED, Verdict.SATURATED, Verdict.LEFT_DOMAIN, Verdict.STUCK, Verdict.UNBOUNDED)
RESTLESS = (Verdict.CYCLING, Verdict.CLIMBING)


@dataclass(frozen=True)
class Outcomes:
    """How runs from one start ended at n rates, ascending.

    rates (n,). verdicts (n,): of Verdict. final (n,): f at the end, inf where a run diverged. steps (n,): after so
    many the slope stays below tolerance, -1 for never. limits (n,): the largest rate that theory allows where each run
    ended, inf where there is none. begins: f at the start.
    """

    rates: np.ndarray
    verdicts: NDArray[np.object_]
    final: np.ndarray
    steps: NDArray[np.int64]
    limits: np.ndarray
    begins: float

    def ended(self, verdicts: Collection[Verdict]) -> NDArray[np.bool_]:
        """Which runs (n,) ended with one of these verdicts."""
        return np.array([verdict in verdicts for verdict in self.verdicts], dtype=bool)

    @property
    def allowed(self) -> NDArray[np.bool_]:
        """Which rates (n,) are below their limit."""
        return np.asarray(self.rates < self.limits)


def outcomes(surface: Surface, optimizer: Optimizer | Method | str, tried: Sweep, survey: Survey | None) -> Outcomes:
    """The outcomes of a sweep over the learning rate alone, for the optimizer that was swept.

    A run that arrived has the limit of the minimum it is at; every other that of the global minimum of the survey.
    """
    largest = _largest(surface, optimizer, tried.points, tried.verdicts, survey, tried.fixed)
    begins = float(surface.value(*tried.start))
    return Outcomes(tried.axes["learning_rate"], tried.verdicts, tried.final, tried.steps, largest, begins)


def outcomes_of(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    rates: Sequence[float],
    runs: Sequence[Trajectory],
    verdicts: Sequence[Verdict],
    survey: Survey | None,
    *,
    tolerance: float = 1e-3,
    **fixed: Any,
) -> Outcomes:
    """The outcomes of recorded runs from one start, each at its steady rate, with their verdicts."""
    slope = tolerance * float(np.hypot(*runs[0].gradients[0]))
    lost = [verdict in LOST for verdict in verdicts]
    risen = [
        np.inf if away and r.values[-1] > r.values[0] else r.values[-1] for away, r in zip(lost, runs, strict=True)
    ]
    taken = [-1 if away else settled(run, slope) for away, run in zip(lost, runs, strict=True)]
    ends, kinds = np.array([run.points[-1] for run in runs]).T, np.array(verdicts, dtype=object)
    largest = _largest(surface, optimizer, ends, kinds, survey, fixed)
    return Outcomes(np.array(rates), kinds, np.array(risen), np.array(taken), largest, float(runs[0].values[0]))


def _largest(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    points: np.ndarray,
    verdicts: NDArray[np.object_],
    survey: Survey | None,
    fixed: Mapping[str, Any],
) -> np.ndarray:
    """The limits (n,) of runs that end at points (2, n)."""
    arrived = np.array([verdict in ARRIVED for verdict in verdicts], dtype=bool)
    lowest = survey.global_minimum if survey else None
    general = np.inf
    if lowest is not None and not lowest.kink:
        general = float(limits(surface, optimizer, np.array(lowest.point)[:, None], **fixed)[0])
    largest = np.full(len(arrived), general)
    largest[arrived] = limits(surface, optimizer, points[:, arrived], **fixed)
    for run in np.flatnonzero(arrived).tolist():
        minimum = nearest(survey, points[:, run]) if survey else None
        if minimum is not None and minimum.kink:
            largest[run] = np.inf
    return largest


def nearest(survey: Survey, point: np.ndarray) -> CriticalPoint | None:
    """The minimum of a survey that is nearest to a point (2,)."""
    return min(survey.minima, key=lambda m: (m.point[0] - point[0]) ** 2 + (m.point[1] - point[1]) ** 2, default=None)


def limits(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    points: np.ndarray,
    *,
    settings: Settings | None = None,
    **arguments: Any,
) -> np.ndarray:
    """The largest rate (n,) with which the optimizer can stay at minima (2, n), by theory; inf where it has no law.

    Under a schedule there is no one rate, and no limit. Raises as `descend` does for the settings.
    """
    chosen = optimizer_of(optimizer)
    settings = settings_of(chosen, arguments, settings)
    product, free = largest_product(chosen.key, settings), np.full(points.shape[1], np.inf)
    if product is None or settings.plan is not None:
        return free
    curvature = sharpness(surface, points.T) + settings.options.weight_decay_l2
    return np.divide(product, curvature, out=free, where=curvature > 0)
