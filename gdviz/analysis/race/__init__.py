"""Optimizers compared fairly: one start, one seed, one budget of gradient evaluations; ranked by depth and by speed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.analysis.basins.attractors import goals
from gdviz.analysis.landscape import Survey
from gdviz.analysis.race.entrants import Contender, contenders, distinct_names, metered, problems_of
from gdviz.analysis.race.results import Entry, Problem, Profile, Race, Result, Row, Tuning
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

RATES = 25
"""Rates tried when tuning, over four decades about the one given."""
LEAST, MOST = 10, 100_000
"""Evaluations an entry may have."""
MOST_IN_ALL = 100_000_000
AS_DEEP = 1e-12
"""Ends this share of the start's height apart are equally deep."""


def race(
    surfaces: Surface | str | Sequence[Surface | str],
    optimizers: Sequence[Entry | Optimizer | Method | str],
    starts: ArrayLike | int | None = None,
    budget: int = 500,
    tolerance: float = 1e-3,
    *,
    tune: bool = False,
    seed: int = 0,
    survey: Survey | None = None,
) -> Race:
    """Race optimizers (keys, optimizers or entries) on every surface from every start: one seed, one budget for all.

    surfaces: one or several, or their texts. starts: (x, y) or points (n, 2) on every surface; a number: so many, drawn
    evenly from each window by the seed, at the same places of all windows; None: each surface's own start. budget:
    gradient evaluations of each run; the evaluation of the start is counted once, where a method makes one. tolerance:
    share of the start's height above the target, which is the global minimum as far as known (survey: of the window of
    a single surface, if it is at hand), else the lowest value reached. tune: the rate of every entry is first chosen,
    on every problem, from 25 over four decades about its own, by the value at the end of the budget; what that cost is
    disclosed. Raises ValueError without surfaces or optimizers, for a budget not from ten to a hundred thousand, and
    for more than a hundred million evaluations in all, TypeError for what is none of these, and as `descend` does.
    """
    places, named = problems_of(surfaces, starts, seed), contenders(optimizers, seed)
    tolerance, budget = argument.number(tolerance, "tolerance", low=0.0), argument.count(budget, "budget")
    if not LEAST <= budget <= MOST:
        raise ValueError(f"budget is from {LEAST} to {MOST} evaluations, not {budget}.")
    if not isinstance(tune, bool | np.bool_):
        raise TypeError(f"tune is True or False, not {type(tune).__name__}.")
    if survey is not None and len({id(surface) for surface, _ in places}) > 1:
        raise ValueError("survey is of one surface; these are several.")
    work = len(places) * len(named) * budget * (1 + RATES * bool(tune))
    if work > MOST_IN_ALL:
        raise ValueError(f"That is {numeral(work, 2)} evaluations; a race takes at most {numeral(MOST_IN_ALL, 2)}.")
    results: list[Result] = []
    for surface, start in places:
        results += _on_problem(surface, start, named, budget, tolerance, tune, survey)
    terms = f"Same start, same seed, {budget} gradient evaluations each."
    if tune:
        spent = sum(result.tuning.evaluations for result in results if result.tuning)
        terms += f" Each rate was tuned beforehand, which cost {spent} evaluations more."
    problems = tuple(result.problem for result in results[:: len(named)])
    return Race(tuple(results), problems, distinct_names(named), budget, tolerance, terms)


def _on_problem(
    surface: Surface,
    start: tuple[float, float],
    named: Sequence[Contender],
    budget: int,
    tolerance: float,
    tune: bool,
    survey: Survey | None,
) -> tuple[Result, ...]:
    """The results of all entries on one problem, with their places."""
    runs = [_raced(surface, contender, start, budget, tune) for contender in named]
    target = goals(surface, None, survey).lowest
    if not np.isfinite(target):
        target = min(float(np.min(result.trajectory.values)) for result in runs)
    problem = Problem(surface, start, target, abs(float(surface.value(*start)) - target))
    level = target + tolerance * problem.height
    timed = [replace(result, problem=problem, to_tolerance=_arrival(result, level)) for result in runs]
    return _ranked(timed, target, problem.height)


def _raced(surface: Surface, contender: Contender, start: tuple[float, float], budget: int, tune: bool) -> Result:
    """One entry's run, its rate tuned first if it is to be; what it is measured by is not known yet."""
    entry, optimizer, settings = contender
    tuning = _tuned(surface, optimizer, settings, start, budget) if tune else None
    if tuning is not None:
        settings = settings.turned(learning_rate=tuning.chosen)
        entry = (
            replace(entry, settings=settings)
            if entry.settings
            else replace(entry, knobs={**entry.knobs, "learning_rate": tuning.chosen})
        )
    run, evaluations = metered(surface, optimizer, start, budget, settings)
    return Result(Problem(surface, start, np.nan, np.nan), entry, run, evaluations, _end(run), None, tuning=tuning)


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
    spent = sum(int(evaluations[-1]) for _, evaluations in tried)
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
