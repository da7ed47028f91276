"""Theory of the learning rate: the largest that can stay at a minimum, by a law where there is one, else measured."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.analysis.basins.runs import ends
from gdviz.analysis.theory.stability import (
    LAWS,
    Quadratic,
    direction,
    frozen_product,
    largest_product,
    quadratic,
    rate_limit,
    sharpness,
)
from gdviz.descent import UNDER_WAY, settings_of, surface_of
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer, as_rule, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface, diagonal

ASIDE = 1e-3
"""How far from the minimum a measured run begins, as a share of the window's diagonal."""
RATES = 128
"""Rates tried together in each round; ROUNDS narrow the bracket a hundredfold each."""
ROUNDS = 3
LOWEST, HIGHEST = 1e-6, 1e6
MARGIN, BEYOND = 1e-3, 20.0
"""How much above the threshold, relatively, and up to which multiple of it, all rates must fail."""
MIXED = 3.0
"""Between the first rate that fails and this multiple of it some may stay; beyond, none is a limit."""
LOOKS = (0, 1, 4)
"""So many steps after the last a run that seems to stay is looked at again."""
Tries = Callable[[float, float], tuple[np.ndarray, NDArray[np.bool_]]]


@dataclass(frozen=True)
class Threshold:
    """The largest learning rate, and how it is known.

    rate: inf if no rate is too large; NaN if none is small enough, or none divides those that stay from those that do
    not. latex, source: the law, empty when measured. measured: it was found by trying. sentence: the same in words, for
    people.
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
    **arguments: Any,
) -> Threshold | None:
    """The threshold at a minimum (2,), for these knobs and options (defaults where none is given; the rate is ignored).

    settings: knobs, options and noise as one value; or given by name, as `descend` takes them. By theory for gradient
    descent, momentum, Nesterov and quasi-hyperbolic momentum where Hessian plus decay is positive (near the minimum
    nothing is clipped); measured for the other rules; None where there is no learning rate or no batch form.
    Raises TypeError for a schedule, under which there is no one rate, and as `descend` does.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    settings = settings_of(chosen, arguments, settings)
    if settings.plan is not None:
        raise TypeError("A stability limit is one rate: leave the schedule out.")
    middle = argument.point(minimum, "minimum")
    steepest = float(sharpness(surface, middle)[0])
    rate = rate_limit(chosen.key, settings, steepest) if LAWS.get(chosen.key) else None
    if rate is None:
        return measured_threshold(surface, chosen, middle, settings=settings)
    decay = settings.options.weight_decay_l2
    more = f" and weight decay adds {numeral(decay)}" if decay else ""
    sentence = (
        f"Above α = {numeral(rate)} {chosen.name} cannot stay at this minimum, where λ = {numeral(steepest)}{more}."
    )
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
    **arguments: Any,
) -> Threshold | None:
    """The largest rate with which a run that begins beside a minimum (2,) stays as near to it, by trying.

    The start is `aside` diagonals of the window away, mostly along the sharpest direction. All rates of a round run
    together; each round narrows the bracket behind the last rate that stays, to better than 1e-4. A rate is a threshold
    only if every rate above it fails, and hardly any below: not where a rule comes back at much larger ones. A run
    stays if it is no further away after `steps` steps, one more and four more: no cycle passes by each time.
    """
    surface, named = surface_of(surface), optimizer_of(optimizer)
    chosen, settings = as_rule(named), settings_of(named, arguments, settings)
    if chosen is None or "learning_rate" not in chosen.knobs:
        return None
    if settings.noise:
        return Threshold(math.nan, True, f"No limit is measured: noise moves {chosen.name} about, whatever the rate.")
    middle = argument.point(minimum, "minimum")
    away = aside * diagonal(surface.window)
    start = middle + away * _mostly_along(surface, middle)

    def holds(low: float, high: float) -> tuple[np.ndarray, NDArray[np.bool_]]:
        rates = np.geomspace(low, high, RATES)
        return rates, _holds(surface, chosen, start, middle, rates, steps, settings)

    rate, sentence = _tried(holds, chosen.name, away, steps)
    return Threshold(rate, True, sentence)


def _tried(holds: Tries, name: str, away: float, steps: int) -> tuple[float, str]:
    """The rate and the sentence; holds(low, high): rates between, and which of them stay."""
    low, high = LOWEST, HIGHEST
    for number in range(ROUNDS):
        rates, staying = holds(low, high)
        if number == 0 and not staying[0]:
            return math.nan, f"Measured: no rate keeps {name} at this point."
        if number == 0 and staying.all():
            return math.inf, f"Measured: no rate up to a million drives {name} from this minimum for good."
        last = int(np.flatnonzero(staying).max(initial=0))
        if number == 0 and rates[last] > MIXED * rates[int(staying.argmin())]:
            break
        low, high = float(rates[last]), float(rates[min(last + 1, RATES - 1)])
    else:
        rate = math.sqrt(low * high)
        while rate < MIXED * low:
            rates, staying = holds(rate * (1 + MARGIN), rate * BEYOND)
            if not staying.any():
                words = f"a run of {name} that begins {numeral(away, 2)} beside this minimum does not stay"
                after = f"at step {steps} or shortly after it is further away"
                return rate, f"Measured: above α = {numeral(rate)} {words}: {after}."
            rate = float(rates[staying].max())
    words = f"{name} may leave this minimum at one rate and stay at a larger one"
    return math.nan, f"Measured: no rate is a limit: {words}."


def swing_sentence(optimizer: Optimizer | Method, settings: Settings) -> str:
    """Where a rule with a running scale begins to swing (Cohen et al. 2022, arXiv:2207.14484); "" for another rule."""
    product = frozen_product(optimizer.key, settings)
    if product is None:
        return ""
    return (
        f"While the running scale of {optimizer.name} hardly changes, it swings where α·λ is above {numeral(product)}, "
        "λ being the largest eigenvalue of the Hessian with each row divided by that scale."
    )


def _mostly_along(surface: Surface, point: np.ndarray) -> np.ndarray:
    """A unit vector near the sharpest direction, with a part along every axis."""
    sharp = direction(surface, point) if np.isfinite(surface.hessian(*point)).all() else np.array([0.8, 0.6])
    tilted = sharp + 0.2 * np.array([-sharp[1], sharp[0]])
    return np.asarray(tilted / np.hypot(*tilted))


def _holds(
    surface: Surface,
    optimizer: Optimizer,
    start: np.ndarray,
    middle: np.ndarray,
    rates: np.ndarray,
    steps: int,
    settings: Settings,
) -> NDArray[np.bool_]:
    """Which rates (n,) are no further from the minimum than they began, after `steps` steps and after a few more."""
    room, staying = np.hypot(*(start - middle)), np.ones(len(rates), bool)
    for count in (steps + more for more in LOOKS):
        tried = rates[staying]
        if not tried.size:
            break
        starts = np.repeat(start[:, None], len(tried), axis=1)
        batch = ends(surface, optimizer, starts, count, settings, retire=False, lanes={"learning_rate": tried})
        staying[staying] = (np.hypot(*(batch.points - middle).T) <= room) & (batch.status == UNDER_WAY)
    return staying
