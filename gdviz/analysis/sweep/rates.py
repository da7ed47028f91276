"""The learning rates that are tried: evenly spread in the logarithm, each of three digits, so that each can be said."""

import math

import numpy as np

from gdviz.analysis.landscape import Survey
from gdviz.analysis.theory.quadratics import quadratic
from gdviz.knob import Knob
from gdviz.numeral import rounded
from gdviz.surface import Surface
from gdviz.trajectory import Array

DIGITS = 3
LOWEST, HIGHEST = 1e-5, 1e2
BELOW = 1e3
"""The sweep begins this factor below the rate that suits the steepest minimum, if that is lower than LOWEST."""
LEAST = 1e-9
"""The smallest rate that a link can hold."""


def tried_rates(surface: Surface, knob: Knob, survey: Survey | None, count: int) -> Array:
    """About `count` rates, ascending, within the knob's bounds; on a quadratic also its best rate, rounded down."""
    steepest = max((m.eigenvalues[1] for m in (survey.minima if survey else ()) if not m.kink), default=0.0)
    low, high = max(knob.low, LOWEST), min(knob.high, HIGHEST)
    if steepest > 0 and knob.low <= LOWEST:
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
