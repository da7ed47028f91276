"""The rate at which an optimizer can no longer stay at a minimum: by theory where there is one, else measured."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.basins.goals import diagonal_of
from gdviz.basins.runs import as_rule, ends
from gdviz.descent import settings_of, surface_of
from gdviz.optimizers import Optimizer, optimizer_of
from gdviz.optimizers.methods import Method
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.theory.sharpness import direction, sharpness
from gdviz.theory.stability import LAWS, rate_limit
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
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    minimum: ArrayLike,
    *,
    settings: Settings | None = None,
    **given: Any,
) -> Threshold | None:
    """The threshold at a minimum (2,), for these knobs and options (defaults where none is given; the rate is ignored).

    settings: knobs, options and noise as one value; or given by name, as `descend` takes them. By theory for gradient
    descent, momentum, Nesterov and quasi-hyperbolic momentum where Hessian plus decay is positive (near the minimum
    nothing is clipped); measured for the other rules; None where there is no learning rate or no batch form.
    Raises TypeError for a schedule, under which there is no one rate, and as `descend` does.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    told = settings_of(chosen, given, settings)
    if told.plan is not None:
        raise TypeError("A stability limit is one rate: leave the schedule out.")
    middle = argument.point(minimum, "minimum")
    steepest = float(sharpness(surface, middle)[0])
    rate = rate_limit(chosen.key, told, steepest) if LAWS.get(chosen.key) else None
    if rate is None:
        return measured_threshold(surface, chosen, middle, settings=told)
    decay = told.options.weight_decay_l2
    more = f" and weight decay adds {decay:.4g}" if decay else ""
    sentence = f"Above α = {rate:.4g} {chosen.name} cannot stay at this minimum, where λ = {steepest:.4g}{more}."
    law = LAWS[chosen.key]
    latex = law.latex.replace(r"\lambda", r"(\lambda+\lambda_2)") if decay else law.latex
    return Threshold(rate, False, sentence, latex, law.source)


def measured_threshold(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    minimum: ArrayLike,
    *,
    steps: int = 2001,
    aside: float = ASIDE,
    settings: Settings | None = None,
    **given: Any,
) -> Threshold | None:
    """The largest rate with which a run that begins beside a minimum (2,) ends no further from it, by trying.

    The start is `aside` diagonals of the window away, mostly along the sharpest direction. All rates of a round run
    together; each round narrows the bracket from the last rate before the first failure, to better than 1e-4. An odd
    number of steps tells a cycle of two from staying.
    """
    surface, named = surface_of(surface), optimizer_of(optimizer)
    chosen, told = as_rule(named), settings_of(named, given, settings)
    if chosen is None or "learning_rate" not in chosen.knobs:
        return None
    middle = argument.point(minimum, "minimum")
    away = aside * diagonal_of(surface.window)
    start = middle + away * _mostly_along(surface, middle)
    low, high = LOWEST, HIGHEST
    for _ in range(ROUNDS):
        rates = np.geomspace(low, high, RATES)
        holds = _holds(surface, chosen, start, middle, rates, steps, told)
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
    surface: Surface, optimizer: Optimizer, start: Array, middle: Array, rates: Array, steps: int, settings: Settings
) -> NDArray[np.bool_]:
    """Which rates (n,) end no further from the minimum than they began, all steps taken."""
    starts = np.repeat(start[:, None], len(rates), axis=1)
    batch = ends(surface, optimizer, starts, steps, settings, retire=False, lanes={"learning_rate": rates})
    room = np.hypot(*(start - middle))
    return np.asarray((np.hypot(*(batch.points - middle).T) <= room) & (batch.status == 0))
