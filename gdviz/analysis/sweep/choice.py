"""The learning rates that are tried, of three digits each, and three of them: too small, right, too large."""

import math
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.diagnosis.words import ARRIVED, LOWEST, Verdict
from gdviz.analysis.landscape import Survey
from gdviz.analysis.sweep.run_outcomes import DIVERGED, FALLING, HELD, LOST, RESTLESS, TRAPPED, Outcomes
from gdviz.analysis.theory.stability import quadratic
from gdviz.knob import Knob
from gdviz.numeral import rounded
from gdviz.surface import Surface

DIGITS = 3
FROM, UP_TO = 1e-5, 1e2
"""The rates that are tried, where a surface does not ask for smaller ones."""
BELOW = 1e3
"""The sweep begins this factor below the rate that suits the steepest minimum, if that is lower than FROM."""
LEAST = 1e-9
"""The smallest rate that a link can hold."""


def tried_rates(surface: Surface, knob: Knob, survey: Survey | None, count: int) -> np.ndarray:
    """About `count` rates, ascending, within the knob's bounds; on a quadratic also its best rate, rounded down."""
    steepest = max((m.eigenvalues[1] for m in (survey.minima if survey else ()) if not m.kink), default=0.0)
    low, high = max(knob.low, FROM), min(knob.high, UP_TO)
    if steepest > 0 and knob.low <= FROM:
        low = max(LEAST, min(low, 1 / (BELOW * steepest)))
    rates = {rounded_down(rate) for rate in np.geomspace(low, high, count).tolist()}
    plain = quadratic(surface)
    best = {rounded_down(rate) for rate in (plain.optimal_rate, plain.optimal_momentum_rate)} if plain else set()
    return np.array(sorted(rates | {rate for rate in best if low <= rate <= high}))


def rounded_down(rate: float) -> float:
    """Three significant digits, never above the rate: a rate just below a limit stays below it."""
    if not rate > 0:
        return rate
    near = rounded(rate, DIGITS)
    if near <= rate:
        return near
    place = 10.0 ** (math.floor(math.log10(rate)) - DIGITS + 1)
    return rounded(math.floor(rate / place) * place, DIGITS)


SMALLER = 20.0
"""The rate that is too small is about so much smaller than the right one."""
OVER = 1.1
"""The rate that is too large is so much above the limit, so that the divergence is seen within a few dozen steps."""
EQUAL = 1e-6
"""Minima whose values differ by less than this share are equally deep."""
NEVER = np.iinfo(np.int64).max


class Choice(NamedTuple):
    """Indices of the three rates; None where no rate deserves the name."""

    small: int | None
    right: int | None
    large: int | None


class Role(Enum):
    """What a rate is among three; the value is its name for people."""

    TOO_SMALL = "too small"
    SLOWER = "slower"
    RIGHT = "right"
    BEST = "best"
    TRAPPED = "trapped"
    TOO_LARGE = "too large"
    NONE = ""


def choose(outcomes: Outcomes, *, falling: bool = True, best: float | None = None) -> Choice:
    """The three rates of a sweep.

    falling: may a run that never arrives be called right, as it may where there is a minimum? best: the rate that is
    known to be the fastest in the long run; it is right unless another one arrives and it does not.
    """
    middle = right(outcomes, falling=falling, best=best)
    if middle is None:
        return Choice(None, None, None)
    return Choice(_small(outcomes, middle), middle, _large(outcomes, middle))


def right(outcomes: Outcomes, *, falling: bool = True, best: float | None = None) -> int | None:
    """The soonest of those that reached the global minimum; else of those in the deepest trap; else the lowest f.

    Weight decay may hold a run above a minimum: that is as good as there is with it. The last only of runs that still
    fall. Never a rate at or above its limit, nor a plateau, a saddle or a maximum.
    """
    falls = FALLING if falling else ()
    for verdicts in (LOWEST, TRAPPED, HELD, falls):
        rows = np.flatnonzero(outcomes.allowed & outcomes.ended(verdicts) & (outcomes.final < outcomes.begins))
        if rows.size:
            fastest = rows[outcomes.rates[rows] == best]
            return int(fastest[0]) if fastest.size else _best(outcomes, rows, verdicts is falls)
    return None


def _best(outcomes: Outcomes, rows: NDArray[np.intp], falling: bool) -> int:
    """The lowest of these runs; of those that arrived the soonest whose neighbours arrive too: none that is lucky."""
    final = outcomes.final[rows]
    if falling:
        return int(rows[final.argmin()])
    rows = rows[final <= final.min() + EQUAL * max(1.0, abs(float(final.min())))]
    steady = np.isin(rows - 1, rows) & np.isin(rows + 1, rows)
    rows = rows[steady] if steady.any() else rows
    taken = np.where(outcomes.steps[rows] < 0, NEVER, outcomes.steps[rows])
    return int(rows[np.lexsort((outcomes.final[rows], taken))[0]])


def _small(outcomes: Outcomes, middle: int) -> int | None:
    """The rate nearest to a twentieth of the right one that is on its way; the nearest where all arrive."""
    below = outcomes.rates <= outcomes.rates[middle] / 2
    waiting = below & ~outcomes.ended((*LOST, *RESTLESS, *ARRIVED, *HELD))
    falling = below & outcomes.ended(FALLING) & (outcomes.final < outcomes.begins)
    for rows in (falling, waiting & (outcomes.final <= outcomes.begins), below):
        candidates = np.flatnonzero(rows)
        if candidates.size:
            away = np.abs(np.log(outcomes.rates[candidates] * SMALLER / outcomes.rates[middle]))
            return int(candidates[away.argmin()])
    return None


def _large(outcomes: Outcomes, middle: int) -> int | None:
    """The first rate that diverges, clear of the limit; else that is lost, keeps moving, or ends elsewhere."""
    above = outcomes.rates > outcomes.rates[middle]
    clear = above & ((outcomes.rates >= OVER * outcomes.limits[middle]) | np.isinf(outcomes.limits[middle]))
    elsewhere = ~outcomes.ended((*ARRIVED, *HELD, *FALLING))
    failing = (outcomes.ended(DIVERGED), outcomes.ended(LOST), outcomes.ended(RESTLESS), elsewhere)
    for rows in (region & failed for region in (clear, above) for failed in failing):
        candidates = np.flatnonzero(rows)
        if candidates.size:
            return int(candidates[0])
    return None


def roles(outcomes: Outcomes, *, falling: bool = True) -> tuple[Role, ...]:
    """What each rate is among these few, by what happened."""
    middle = right(outcomes, falling=falling)
    return tuple(_role(outcomes, k, middle) for k in range(len(outcomes.rates)))


def _role(outcomes: Outcomes, run: int, middle: int | None) -> Role:
    verdict: Verdict = outcomes.verdicts[run]
    if middle is None:
        return Role.TOO_LARGE if verdict in (*DIVERGED, *RESTLESS) else Role.NONE
    arrived: Verdict = outcomes.verdicts[middle]
    if run == middle:
        return Role.RIGHT if verdict in LOWEST else Role.BEST
    if verdict in ARRIVED or verdict in HELD:
        return Role.TRAPPED if verdict in TRAPPED and arrived in LOWEST else _later(outcomes, run, middle)
    if outcomes.rates[run] > outcomes.rates[middle]:
        return Role.TOO_LARGE
    return Role.TOO_SMALL if verdict in (*FALLING, Verdict.PLATEAU) else Role.NONE


def _later(outcomes: Outcomes, run: int, middle: int) -> Role:
    """A run that arrives too: as soon, or slower; unless it is a lucky one above the limit."""
    taken, least = outcomes.steps[[run, middle]].tolist()
    if taken == least:
        return Role.RIGHT if outcomes.verdicts[run] in LOWEST else Role.BEST
    return Role.SLOWER if taken < 0 or taken > least >= 0 else Role.NONE
