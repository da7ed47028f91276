"""A fair race: optimizers from one start on one budget of gradient evaluations, ranked by depth and by speed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.analysis.basins.attractors import goals
from gdviz.analysis.landscape import Survey
from gdviz.analysis.race.metering import metered
from gdviz.analysis.race.results import Entry, Race, Result, Tuning
from gdviz.descent import settings_of, surface_of
from gdviz.optimizers import Optimizer, optimizer_of
from gdviz.optimizers.methods import Method
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

RATES = 25
"""Rates tried when tuning, over four decades about the one given."""
LEAST, MOST = 10, 100_000
"""Evaluations an entry may have."""
AS_DEEP = 1e-12
"""Ends this share of the start's height apart are equally deep."""


def race(
    surface: Surface | str,
    entries: Sequence[Entry | str],
    start: ArrayLike | None = None,
    budget: int = 500,
    tolerance: float = 1e-3,
    *,
    tune: bool = False,
    seed: int = 0,
    survey: Survey | None = None,
) -> Race:
    """Race the entries (or keys) from one start (default: the surface's own), one seed, one budget of gradients.

    The evaluation of the start is counted once, where a method makes one. tolerance: share of the start's height above
    the target, which is the global minimum as far as known (survey: of the surface's own window), else the lowest
    value reached. tune: the rate of every entry is first chosen from 25 over four decades about its own, by the value
    at the end of the budget; what that cost is disclosed. Raises ValueError without entries or for a budget not
    from ten to a hundred thousand, and as `descend` does.
    """
    surface = surface_of(surface)
    tolerance, seed = argument.number(tolerance, "tolerance", low=0.0), argument.count(seed, "seed")
    budget = argument.count(budget, "budget")
    if not entries or not LEAST <= budget <= MOST:
        raise ValueError(f"A race needs entries, and a budget from {LEAST} to {MOST} evaluations.")
    x, y = argument.point(surface.start if start is None else start).tolist()
    named = [_named(entry, seed) for entry in entries]
    results = [_raced(surface, *one, (x, y), budget, tune) for one in named]
    target = goals(surface, None, survey).lowest
    if not np.isfinite(target):
        target = min(float(np.min(result.trajectory.values)) for result in results)
    height = abs(float(surface.value(x, y)) - target)
    timed = [replace(result, to_tolerance=_arrival(result, target + tolerance * height)) for result in results]
    terms = f"Same start, same seed, {budget} gradient evaluations each."
    if tune:
        spent = sum(result.tuning.evaluations for result in timed if result.tuning)
        terms += f" Each rate was tuned beforehand, which cost {spent} evaluations more."
    return Race(_ranked(timed, target, height), (x, y), budget, tolerance, target, terms)


def _named(entry: Entry | str, seed: int) -> tuple[Entry, Optimizer | Method, Settings]:
    """The entry with its optimizer and settings looked up."""
    entry = Entry(entry) if isinstance(entry, str) else entry
    chosen = optimizer_of(entry.optimizer)
    settings = replace(settings_of(chosen, entry.knobs, entry.settings), seed=seed)
    return replace(entry, optimizer=chosen, name=entry.name or chosen.name), chosen, settings


def _raced(
    surface: Surface,
    entry: Entry,
    optimizer: Optimizer | Method,
    settings: Settings,
    start: tuple[float, float],
    budget: int,
    tune: bool,
) -> Result:
    """One entry's run, its rate tuned first if it is to be."""
    tuning = _tuned(surface, optimizer, settings, start, budget) if tune else None
    if tuning is not None:
        settings = settings.turned(learning_rate=tuning.chosen)
        entry = (
            replace(entry, settings=settings)
            if entry.settings
            else replace(entry, knobs={**entry.knobs, "learning_rate": tuning.chosen})
        )
    run, evaluations = metered(surface, optimizer, start, budget, settings)
    return Result(entry, run, evaluations, _end(run), None, tuning=tuning)


def _end(run: Trajectory) -> float:
    """The value a run ends at; inf for one that ran away upward."""
    away = run.ending in (Ending.OVERFLOW, Ending.BEYOND_BOUND) and run.values[-1] > run.values[0]
    return float("inf") if away or not np.isfinite(run.values[-1]) else float(run.values[-1])


def _tuned(
    surface: Surface, optimizer: Optimizer | Method, settings: Settings, start: tuple[float, float], budget: int
) -> Tuning | None:
    """The best of the rates about the entry's own; None for an optimizer without one."""
    if "learning_rate" not in optimizer.knobs:
        return None
    knob = optimizer.knobs["learning_rate"]
    rates = np.clip(settings.learning_rate * np.geomspace(1e-2, 1e2, RATES), knob.low, knob.high)
    tried = [metered(surface, optimizer, start, budget, settings.turned(learning_rate=rate)) for rate in rates.tolist()]
    values = np.array([_end(run) for run, _ in tried])
    spent = sum(int(asked[-1]) for _, asked in tried)
    return Tuning(rates, values, float(rates[values.argmin()]), spent)


def _arrival(result: Result, level: float) -> int | None:
    """Evaluations until f stayed at or below the level."""
    above = np.flatnonzero(~(result.trajectory.values <= level))
    frame = int(above[-1]) + 1 if above.size else 0
    return None if not np.isfinite(result.value) or frame > result.trajectory.steps else int(result.evaluations[frame])


def _ranked(results: Sequence[Result], target: float, height: float) -> tuple[Result, ...]:
    """The results with their places: one more than the number that did better."""
    depths = [max(result.value - target, AS_DEEP * height) for result in results]
    times = [result.to_tolerance for result in results]
    return tuple(
        replace(
            result,
            depth=1 + sum(other < depth * (1 - AS_DEEP) for other in depths),
            speed=None if time is None else 1 + sum(other is not None and other < time for other in times),
        )
        for result, depth, time in zip(results, depths, times, strict=True)
    )
