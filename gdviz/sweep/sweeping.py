"""One start, many settings: where each rate, or rate and momentum, ends, how soon, and with what verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.basins.goals import DIVERGED, STALLED, Goals, goals, nearest, surveyed
from gdviz.basins.runs import as_rule, resolved
from gdviz.diagnosis import Verdict, verdict
from gdviz.diagnosis.best import is_global
from gdviz.diagnosis.rest import BALANCE
from gdviz.landscape import Kind, Survey
from gdviz.optimizers import Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface, Window
from gdviz.sweep.ends import AWAY, HERE, OUT, Ends, singly, together
from gdviz.trajectory import Array, Trajectory

EXACT = 1_000_000
"""So many steps in all are recorded run by run; more are taken together and looked at every 25 steps."""
MOST = 1_000_000_000
FAR_BELOW = 10.0
"""A run that went so many heights of the window below its lowest point falls without bound."""


@dataclass(frozen=True)
class Sweep:
    """The ends of all settings; every array has one axis for each swept knob, in the order given.

    axes: name → values. points (2, …): the last finite points; final: f there (inf where a run diverged).
    verdicts: Verdict, as a diagnosis gives it. steps: after so many the slope stays below `tolerance` times the
    start's, -1 if it never does; known to `resolution` steps. start (2,). fixed: the other knobs and options.
    """

    axes: Mapping[str, Array]
    points: Array
    final: Array
    verdicts: NDArray[np.object_]
    steps: NDArray[np.int64]
    start: tuple[float, float]
    fixed: Mapping[str, Any]
    tolerance: float
    resolution: int

    def settings(self, *index: int) -> dict[str, Any]:
        """The knobs of one cell, so that its run can be played."""
        swept = {name: float(axis[i]) for (name, axis), i in zip(self.axes.items(), index, strict=True)}
        return {**self.fixed, **swept}

    @property
    def best(self) -> tuple[int, ...]:
        """The cell that met the tolerance soonest, the lower value deciding ties; without any, the lowest value."""
        late = np.where(self.steps < 0, np.iinfo(np.int64).max, self.steps)
        first = np.lexsort((self.final.ravel(), late.ravel()))[0]
        return tuple(int(i) for i in np.unravel_index(first, self.final.shape))


def sweep(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 500,
    *,
    tolerance: float = 1e-3,
    window: Window | None = None,
    survey: Survey | None = None,
    **knobs: Any,
) -> Sweep:
    """Run every combination of the knobs that are given as arrays (n,); the others are numbers, or options.

    start: the surface's own if None. survey: of the window (default: the surface's own), if it is at hand.
    Up to a million steps in all are recorded run by run; beyond, runs at rest are let go, looked at every 25 steps.
    Raises ValueError if no knob is an array or there are over a thousand million steps, and as `descend` does.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    axes = {name: np.asarray(v, dtype=np.float64) for name, v in knobs.items() if np.ndim(v) == 1}
    fixed = {name: value for name, value in knobs.items() if name not in axes}
    shape = tuple(axis.size for axis in axes.values())
    work = steps * int(np.prod(shape))
    if not axes or not all(shape):
        raise ValueError("Give at least one knob an array of values to sweep.")
    if work > MOST:
        raise ValueError(f"That is {work:.2g} steps; a sweep takes at most {MOST:.2g}.")
    x, y = (float(k) for k in np.asarray(surface.start if start is None else start, dtype=np.float64))
    chosen = resolved(optimizer)
    grids = np.meshgrid(*axes.values(), indexing="ij")
    lanes = {name: grid.ravel() for name, grid in zip(axes, grids, strict=True)}
    slope = tolerance * float(np.hypot(*surface.gradient(x, y)))
    single = work <= EXACT or as_rule(chosen) is None
    aims = goals(surface, window, survey)
    charted = survey or surveyed(surface, aims.window)
    if single:
        knobs_of = {name: value for name, value in fixed.items() if isinstance(value, int | float)}

        def judge(run: Trajectory) -> Verdict:
            return verdict(surface, chosen, run, charted, {**knobs_of, **run.settings}, sampled="batches" in fixed)

        found = singly(surface, chosen, (x, y), steps, slope, lanes, fixed, judge)
    else:
        found = together(surface, chosen, (x, y), steps, slope, lanes, fixed)
    verdicts = verdicts_of(aims, charted, found, slope, fixed) if found.verdicts is None else found.verdicts
    return Sweep(
        axes,
        found.points.reshape(2, *shape),
        found.final.reshape(shape),
        verdicts.reshape(shape),
        found.taken.reshape(shape),
        (x, y),
        fixed,
        tolerance,
        1 if single else 25,
    )


def verdicts_of(
    known: Goals, charted: Survey, found: Ends, slope: float, fixed: Mapping[str, Any]
) -> NDArray[np.object_]:
    """Verdicts (n,) from where the runs end, and whether they still gained in their second half."""
    lost = found.lost
    known, labels = known.judged(found.points, lost != HERE)
    steep = np.hypot(*known.surface.gradient(*found.points))
    floor = known.lowest if np.isfinite(known.lowest) else 0.0
    here = known.surface.value(*found.points)
    gaining = found.gain > 1e-6 * np.abs(here - floor)
    restless = Verdict.NOISY if fixed.get("noise") else Verdict.CYCLING
    verdicts = np.full(len(labels), Verdict.DESCENDING, dtype=object)
    verdicts[~gaining & (steep <= max(slope, 1e-9))] = Verdict.PLATEAU
    verdicts[~gaining & (steep > max(slope, 1e-9))] = restless
    verdicts[~gaining & balanced(known, found.points, fixed)] = Verdict.HELD
    verdicts[labels >= 0] = Verdict.TRAPPED
    best = is_global(known.surface, charted, known.lowest)
    verdicts[np.isin(labels, known.deepest)] = Verdict.REACHED if best else Verdict.LOWEST_KNOWN
    verdicts[labels == STALLED] = Verdict.SADDLE
    tops = np.array([p.point for p in charted.critical_points if p.kind is Kind.MAXIMUM]).reshape(-1, 2).T
    verdicts[(labels == STALLED) & (nearest(found.points, tops, known.near) >= 0)] = Verdict.MAXIMUM
    verdicts[labels == DIVERGED] = Verdict.DIVERGED
    verdicts[lost == OUT] = Verdict.LEFT_DOMAIN
    below = here < floor - FAR_BELOW * max(known.height, 1e-12)
    verdicts[below & ((lost == AWAY) | (labels < 0))] = Verdict.UNBOUNDED
    return verdicts


def balanced(known: Goals, points: Array, fixed: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Where (n,) does the slope at points (2, n) equal what weight decay adds to it, with the other sign?"""
    decay = float(fixed.get("weight_decay_l2") or fixed.get("weight_decay") or 0.0)
    slope = np.array(known.surface.gradient(*points))
    left = np.hypot(*(slope + decay * points))
    return np.asarray((decay > 0) & (left < BALANCE * np.hypot(*slope)))
