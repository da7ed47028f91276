"""Ways out of a trap compared: how often each reaches the global minimum, on the same budget of gradients."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.analysis.basins import escape_runs
from gdviz.analysis.basins.attractors import DIVERGED, Goals, goals
from gdviz.analysis.basins.escape_runs import Outcome, Trials, slope_of
from gdviz.analysis.landscape import Survey
from gdviz.descent import settings_of, surface_of
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface, Window


@dataclass(frozen=True)
class Strategy:
    """A way to escape: name, one sentence, how it runs, what its strength means, its default (None: see `escape`)."""

    name: str
    sentence: str
    run: Callable[[Trials, float], Outcome]
    means: str = ""
    strength: float | None = None
    random: bool = False


STRATEGIES: Mapping[str, Strategy] = {
    "none": Strategy("As it is", "The optimizer with its own knobs, from one start.", escape_runs.as_it_is),
    "noise": Strategy(
        "Noise",
        "Gaussian noise on every gradient; the last fifth of the steps without it.",
        escape_runs.with_noise,
        "standard deviation of each part of the noise",
        random=True,
    ),
    "annealed_noise": Strategy(
        "Annealed noise",
        "The same, its deviation fading as (1 + t)^-0.275.",
        partial(escape_runs.with_noise, power=escape_runs.FADING),
        "standard deviation at the start",
        random=True,
    ),
    "momentum": Strategy(
        "Momentum", "A velocity carries the run over low passes.", escape_runs.with_momentum, "momentum β", 0.9
    ),
    "restarts": Strategy(
        "Random restarts",
        "Several starts share the steps; the lowest end counts.",
        escape_runs.with_restarts,
        "number of starts",
        10.0,
        random=True,
    ),
    "larger_rate": Strategy(
        "Larger rate", "The rate times a factor.", escape_runs.with_larger_rate, "factor of the rate", 3.0
    ),
}
"""Key → strategy, in menu order."""


CONFIDENCE = 1.959963984540054
"""Normal quantile of a 95 % interval."""
MOST = 200_000_000


@dataclass(frozen=True, eq=False, repr=False)
class Escape:
    """How often a strategy reached the global minimum, and how sure that is.

    successes of trials; low, high: Wilson's 95 % interval of the rate. starts (2, trials), ends (2, trials), reached
    (trials,): each trial; labels (trials,): as in Basins. budget: gradient evaluations a trial. note: what was done.
    """

    strategy: str
    strength: float | None
    successes: int
    trials: int
    low: float
    high: float
    starts: np.ndarray
    ends: np.ndarray
    labels: NDArray[np.int64]
    reached: NDArray[np.bool_]
    budget: int
    note: str

    @property
    def rate(self) -> float:
        """The share of the trials that reached it."""
        return self.successes / self.trials

    def __repr__(self) -> str:
        return f"<Escape by {self.strategy}: {self.successes} of {self.trials} trials>"


def escape(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    strategy: str,
    start: ArrayLike | None = None,
    window: Window | None = None,
    *,
    seeds: int = 100,
    budget: int = 1000,
    strength: float | None = None,
    spread: float = 0.0,
    seed: int = 0,
    survey: Survey | None = None,
    settings: Settings | None = None,
    **arguments: Any,
) -> Escape:
    """How often the optimizer reaches the global minimum by a strategy (see STRATEGIES), in seeded trials.

    start: (x, y), scattered with standard deviation `spread`; None: anywhere in the window (default: the surface's
    own). Trial k of every strategy has the same start. budget: gradient evaluations of a trial, whatever the strategy.
    strength: see STRATEGIES; noise has the median slope of the window by default. A trial without chance in it (a
    fixed start and no random strategy) is made once. settings: schedule, options and knobs as one value; or given by
    name, as `descend` takes them: all strategies share them.
    Raises KeyError for an unknown strategy, ValueError for more than two hundred million evaluations, TypeError for
    noise of the run's own (it is a strategy here), for noise on a method, and for a larger rate where there is none.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    way, settings = argument.keyed(STRATEGIES, strategy, "strategy"), settings_of(chosen, arguments, settings)
    if settings.noise:
        raise TypeError("noise is one of the strategies here: leave it out of the settings.")
    window = argument.window(surface.window if window is None else window)
    start = None if start is None else argument.point(start)
    seeds, budget = argument.count(seeds, "seeds", low=1), argument.count(budget, "budget", low=1)
    spread, seed = argument.number(spread, "spread", low=0.0), argument.count(seed, "seed")
    strength = None if strength is None else argument.number(strength, "strength", low=0.0)
    certain = start is not None and not spread and not way.random
    count = 1 if certain else seeds
    if count * budget > MOST:
        words = numeral(count * budget, 2), numeral(MOST, 2)
        raise ValueError("That is {} gradients; a comparison takes at most {}.".format(*words))
    aims = goals(surface, window, survey)
    empty, chance = np.empty((2, 1)), np.random.default_rng(seed)
    trials = Trials(surface, chosen, window, empty, budget, chance, aims, settings)
    trials = replace(trials, starts=begun(trials, start, spread, count))
    if strength is None:
        strength = slope_of(trials) if "noise" in strategy else way.strength
    points, lost, note = way.run(trials, strength or 0.0)
    note += " The start is fixed and nothing is random: one run tells all." if certain else ""
    judged = judgement(aims, points, lost)
    return Escape(strategy, strength, starts=trials.starts, ends=points, budget=budget, note=note, **judged)


def judgement(aims: Goals, points: np.ndarray, lost: NDArray[np.bool_]) -> dict[str, Any]:
    """What a record of trials that ended at these points (2, n) says of the minima they reached."""
    aims, labels = aims.classify(points, lost)
    reached = np.isin(labels, aims.deepest)
    successes, trials = int(reached.sum()), reached.size
    low, high = wilson(successes, trials)
    return {"successes": successes, "trials": trials, "low": low, "high": high, "labels": labels, "reached": reached}


def classify_together(
    surface: Surface, window: Window, survey: Survey | None, compared: Sequence[Mapping[str, Escape]]
) -> list[dict[str, Escape]]:
    """Escapes by optimizer and strategy, all judged by one list of minima: that of the survey and of all their ends.

    Without it each would call the lowest minimum that it has found itself the lowest.
    """
    aims = goals(surface, window, survey)
    for one in (one for escapes in compared for one in escapes.values()):
        aims, _ = aims.classify(one.ends, one.labels == DIVERGED)
    return [
        {key: replace(one, **judgement(aims, one.ends, one.labels == DIVERGED)) for key, one in escapes.items()}
        for escapes in compared
    ]


def begun(trials: Trials, start: ArrayLike | None, spread: float, count: int) -> np.ndarray:
    """Starts (2, count): scattered round `start` with standard deviation `spread`, or anywhere in the window."""
    if start is None:
        return trials.anywhere(count)
    scattered = spread * trials.chance.standard_normal((2, count))
    return np.asarray(start, dtype=np.float64)[:, None] + scattered


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson 1927, JASA 22:209)."""
    share, square = successes / trials, CONFIDENCE**2
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    spread = CONFIDENCE * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2)) / (1 + square / trials)
    return max(0.0, middle - spread), min(1.0, middle + spread)
