"""One start, many settings: where each rate, or rate and momentum, ends, how soon, and with what verdict."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.analysis.basins.attractors import DIVERGED, FALLING, STALLED, Goals, goals, nearest
from gdviz.analysis.diagnosis import Verdict, in_balance, verdict
from gdviz.analysis.landscape import Kind, Survey, is_global, surveyed
from gdviz.analysis.sweep.run_ends import Ends, Exit, singly, together, with_values
from gdviz.descent import CHECKED_EVERY, apart, renamed, settings_of, surface_of
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer, as_rule, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface, Window

EXACT = 1_000_000
"""So many steps in all are recorded run by run; more are taken together and looked at every 25 steps."""
MOST = 1_000_000_000
FAR_BELOW = 10.0
"""A run that went so many heights of the window below its lowest point falls without bound."""


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """The ends of all settings; every array has one axis for each swept knob, in the order given.

    axes: name → values. points (2, …): the last finite points; final: f there (inf where a run diverged).
    verdicts: Verdict; as a diagnosis gives it for up to EXACT steps in all, else by the ends alone: a run
    that gains no more where there is a slope is CYCLING, whatever its path. steps: after so many the slope stays below
    `tolerance` times the start's, -1 if it never does; known to `resolution` steps. start (2,). fixed: the keywords
    that all cells share.
    """

    axes: Mapping[str, np.ndarray]
    points: np.ndarray
    final: np.ndarray
    verdicts: NDArray[np.object_]
    steps: NDArray[np.int64]
    start: tuple[float, float]
    fixed: Mapping[str, Any]
    tolerance: float
    resolution: int

    def __repr__(self) -> str:
        size = " × ".join(f"{axis.size} {name}" for name, axis in self.axes.items())
        best = ", ".join(f"{name} {axis[i]:.4g}" for (name, axis), i in zip(self.axes.items(), self.best, strict=True))
        end = f"f = {self.final[self.best]:.4g}. {self.verdicts[self.best].value}"
        return f"<Sweep of {size} from ({self.start[0]:.4g}, {self.start[1]:.4g}): best {best}, {end}>"

    def settings(self, *index: int) -> dict[str, Any]:
        """The keywords of one cell, so that its run can be played: descend(…, **sweep.settings(…))."""
        values = {name: float(axis[i]) for (name, axis), i in zip(self.axes.items(), index, strict=True)}
        shared = self.fixed.get("settings")
        return {"settings": with_values(shared, values)} if shared else {**self.fixed, **values}

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
    settings: Settings | None = None,
    **arguments: Any,
) -> Sweep:
    """Run every combination of the knobs and options that are given as arrays (n,), whatever `descend` takes.

    start: the surface's own if None. survey: of the window (default: the surface's own), if it is at hand. given:
    arrays, and the numbers, options and schedule that all runs share; or these as one value in settings.
    Up to a million steps in all are recorded run by run, and judged as a diagnosis judges them; beyond, runs at rest
    are let go, looked at every 25 steps, and judged by their ends alone: what creeps along beside a flat minimum may
    then count as a plateau.
    Raises ValueError if no knob is an array or there are over a thousand million steps, and as `descend` does.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    single, axes = apart(arguments)
    shared, named = settings_of(chosen, single, settings), renamed(chosen, axes)
    shape = tuple(axis.size for axis in axes.values())
    steps, tolerance = argument.count(steps, "steps"), argument.number(tolerance, "tolerance", low=0.0)
    one_by_one = counted(axes, steps) <= EXACT or as_rule(chosen) is None
    x, y = argument.point(surface.start if start is None else start).tolist()
    window = None if window is None else argument.window(window)
    grids = np.meshgrid(*axes.values(), indexing="ij")
    lanes = {name: grid.ravel() for name, grid in zip(named, grids, strict=True)}
    slope = tolerance * float(np.hypot(*surface.gradient(x, y)))
    aims = goals(surface, window, survey)
    charted, common = survey or surveyed(surface, aims.window), (surface, chosen, (x, y), steps, slope, lanes, shared)
    ends = singly(*common, lambda run: verdict(surface, chosen, run, charted)) if one_by_one else together(*common)
    verdicts = verdicts_of(aims, charted, ends, slope, lanes, shared) if ends.verdicts is None else ends.verdicts
    final, kinds, taken = ends.final.reshape(shape), verdicts.reshape(shape), ends.taken.reshape(shape)
    fixed = single if settings is None else {"settings": shared}
    points, resolution = ends.points.reshape(2, *shape), 1 if one_by_one else CHECKED_EVERY
    return Sweep(axes, points, final, kinds, taken, (x, y), fixed, tolerance, resolution)


def counted(axes: Mapping[str, np.ndarray], steps: int) -> int:
    """Steps of all runs; ValueError for no axis, or for too many."""
    work = steps * math.prod(axis.size for axis in axes.values())
    if not axes:
        raise ValueError("Give at least one knob an array of values to sweep.")
    if work > MOST:
        raise ValueError(f"That is {numeral(work, 2)} steps; a sweep takes at most {numeral(MOST, 2)}.")
    return work


def verdicts_of(
    aims: Goals, charted: Survey, ends: Ends, slope: float, lanes: Mapping[str, np.ndarray], settings: Settings
) -> NDArray[np.object_]:
    """Verdicts (n,) from where the runs end, and whether they still gained in their second half."""
    lost = ends.lost
    aims, labels = aims.classify(ends.points, lost != Exit.NONE)
    slopes = np.array(aims.surface.gradient(*ends.points))
    steep = np.hypot(*slopes)
    floor = aims.lowest if np.isfinite(aims.lowest) else 0.0
    here = aims.surface.value(*ends.points)
    gaining = ends.gain > 1e-6 * np.abs(here - floor)
    noisy = np.broadcast_to(np.asarray(lanes.get("noise", settings.noise)) > 0, steep.shape)
    verdicts = np.full(len(labels), Verdict.DESCENDING, dtype=object)
    verdicts[~gaining & (steep <= max(slope, 1e-9))] = Verdict.PLATEAU
    moving = ~gaining & (steep > max(slope, 1e-9))
    verdicts[moving], verdicts[moving & noisy] = Verdict.CYCLING, Verdict.NOISY
    numbers: dict[str, np.ndarray | float] = {**settings.numbers, **lanes}
    decay = numbers.get("weight_decay_l2", 0.0) + numbers.get("weight_decay", 0.0)
    verdicts[~gaining & (np.asarray(decay) > 0) & in_balance(slopes, decay, ends.points)] = Verdict.HELD
    verdicts[labels >= 0] = Verdict.TRAPPED
    best = is_global(aims.surface, charted, aims.lowest)
    verdicts[np.isin(labels, aims.deepest)] = Verdict.REACHED if best else Verdict.LOWEST_KNOWN
    verdicts[labels == STALLED] = Verdict.SADDLE
    for kind, verdict_ in ((Kind.MAXIMUM, Verdict.MAXIMUM), (Kind.DEGENERATE, Verdict.DEGENERATE)):
        there = np.array([p.point for p in charted.critical_points if p.kind is kind]).reshape(-1, 2).T
        verdicts[(labels == STALLED) & (nearest(ends.points, there, aims.near) >= 0)] = verdict_
    verdicts[labels == DIVERGED] = Verdict.DIVERGED
    verdicts[lost == Exit.LEFT_DOMAIN] = Verdict.LEFT_DOMAIN
    verdicts[labels == FALLING] = Verdict.UNBOUNDED
    below = here < floor - FAR_BELOW * max(aims.height, 1e-12)
    verdicts[below & ((lost == Exit.DIVERGED) | (labels < 0))] = Verdict.UNBOUNDED
    return verdicts
