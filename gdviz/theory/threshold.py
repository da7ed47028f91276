"""The rate at which an optimizer can no longer stay at a minimum: by theory where there is one, else measured."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz.basins.goals import diagonal_of
from gdviz.basins.runs import as_rule, ends, resolved
from gdviz.optimizers import Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface
from gdviz.theory.sharpness import direction, sharpness
from gdviz.theory.stability import LAWS
from gdviz.trajectory import Array

ASIDE = 1e-3
"""How far from the minimum a measured run begins, as a share of the window's diagonal."""
RATES = 128
"""Rates tried together in each round; ROUNDS narrow the bracket a hundredfold each."""
ROUNDS = 3
LOWEST, HIGHEST = 1e-6, 1e6


@dataclass(frozen=True)
class Threshold:
    """The largest learning rate, and how it is known.

    rate: inf if no rate is too large, NaN if none is small enough. latex, source: the law, empty when measured.
    measured: it was found by trying. sentence: the same in words, for people.
    """

    rate: float
    measured: bool
    sentence: str
    latex: str = ""
    source: str = ""


def threshold(
    surface: Surface, optimizer: Optimizer | Method | str, minimum: ArrayLike, **knobs: Any
) -> Threshold | None:
    """The threshold at a minimum (2,), for these knobs (defaults where none is given; the rate itself is ignored).

    By theory for gradient descent, momentum, Nesterov and quasi-hyperbolic momentum where the Hessian is positive,
    without options; measured for the other rules; None where there is no learning rate or no batch form.
    """
    chosen = resolved(optimizer)
    law = LAWS.get(chosen.key)
    if law is None or not set(knobs) <= set(chosen.knobs):
        return measured_threshold(surface, chosen, minimum, **knobs)
    steepest = float(sharpness(surface, minimum)[0])
    if not steepest > 0:
        return measured_threshold(surface, chosen, minimum, **knobs)
    rate = law.product(chosen.settings(**knobs)) / steepest
    sentence = f"Above α = {rate:.4g} {chosen.name} cannot stay at this minimum, where λ = {steepest:.4g}."
    return Threshold(rate, False, sentence, law.latex, law.source)


def measured_threshold(
    surface: Surface,
    optimizer: Optimizer | Method | str,
    minimum: ArrayLike,
    *,
    steps: int = 2001,
    aside: float = ASIDE,
    **knobs: Any,
) -> Threshold | None:
    """The largest rate with which a run that begins beside a minimum (2,) ends no further from it, by trying.

    The start is `aside` diagonals of the window away, mostly along the sharpest direction. All rates of a round run
    together; each round narrows the bracket from the last rate before the first failure, to better than 1e-4. An odd
    number of steps tells a cycle of two from staying.
    """
    chosen = as_rule(resolved(optimizer))
    if chosen is None or "learning_rate" not in chosen.knobs:
        return None
    middle = np.asarray(minimum, dtype=np.float64)
    away = aside * diagonal_of(surface.window)
    start = middle + away * _mostly_along(surface, middle)
    knobs = {name: value for name, value in knobs.items() if name != "learning_rate"}
    low, high = LOWEST, HIGHEST
    for _ in range(ROUNDS):
        rates = np.geomspace(low, high, RATES)
        holds = _holds(surface, chosen, start, middle, rates, steps, knobs)
        if holds.all():
            low, high = (high, math.inf) if high == HIGHEST else (float(rates[-2]), high)
            break
        first = int(holds.argmin())
        if first == 0:
            low = high = math.nan
            break
        low, high = float(rates[first - 1]), float(rates[first])
    rate = high if not math.isfinite(high) else math.sqrt(low * high)
    return Threshold(rate, True, _said(chosen.name, rate, away, steps))


def _said(name: str, rate: float, away: float, steps: int) -> str:
    """A measured rate in words."""
    if math.isnan(rate):
        return f"Measured: no rate keeps {name} at this point."
    if math.isinf(rate):
        return f"Measured: no rate up to a million drives {name} from this minimum for good."
    return (
        f"Measured: above α = {rate:.4g} a run of {name} that begins {away:.2g} beside this minimum ends further "
        f"from it after {steps} steps."
    )


def _mostly_along(surface: Surface, point: Array) -> Array:
    """A unit vector near the sharpest direction, with a part along every axis."""
    sharp = direction(surface, point) if np.isfinite(surface.hessian(*point)).all() else np.array([0.8, 0.6])
    tilted = sharp + 0.2 * np.array([-sharp[1], sharp[0]])
    return np.asarray(tilted / np.hypot(*tilted))


def _holds(
    surface: Surface, optimizer: Optimizer, start: Array, middle: Array, rates: Array, steps: int, knobs: dict[str, Any]
) -> np.ndarray:
    """Which rates (n,) end no further from the minimum than they began, all steps taken."""
    starts = np.repeat(start[:, None], len(rates), axis=1)
    batch = ends(surface, optimizer, starts, steps, {**knobs, "learning_rate": rates}, retire=False)
    room = np.hypot(*(start - middle))
    return np.asarray((np.hypot(*(batch.points - middle[:, None])) <= room) & (batch.status == 0))
