"""How each way of escaping is run: trials in, ends out, all on one budget of gradient evaluations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.basins.goals import Goals
from gdviz.basins.runs import ends
from gdviz.descent import LOST, descend
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface, Window
from gdviz.trajectory import Array

QUIET = 0.2
"""The last fifth of the steps is taken without noise, so that a run settles in whichever valley it is in."""
FADING = "g = grad(theta) + (g - grad(theta))/(1 + t)^0.275"
"""What the noise option put into g, fading: σ²/(1 + t)^0.55, as Neelakantan et al. 2015, arXiv:1511.06807."""
Outcome = tuple[Array, NDArray[np.bool_], str]
"""Ends (2, n), which are lost (n,), and what was done, in words."""


@dataclass(frozen=True)
class Trials:
    """What all strategies share: who runs where from, and on what budget."""

    surface: Surface
    optimizer: Optimizer | Method
    window: Window
    starts: Array
    budget: int
    chance: np.random.Generator
    goals: Goals
    knobs: Mapping[str, Any]

    @property
    def steps(self) -> int:
        """The steps that the budget buys: some optimizers ask for several gradients a step."""
        one = descend(self.surface, self.optimizer, self.starts[:, 0], 1, **self.knobs)
        return self.budget // max(one.evaluations.gradient, 1)

    def anywhere(self, count: int) -> Array:
        """Starts (2, count), uniform in the window."""
        return np.stack([self.chance.uniform(*side, count) for side in self.window])


def slope_of(trials: Trials) -> float:
    """The median length of the gradient over the window."""
    (x_low, x_high), (y_low, y_high) = trials.window
    gx, gy = trials.surface.gradient(np.linspace(x_low, x_high, 48), np.linspace(y_low, y_high, 48)[:, None])
    slopes = np.hypot(gx, gy)
    return float(np.median(slopes[np.isfinite(slopes)])) if np.isfinite(slopes).any() else 0.0


def plainly(trials: Trials, optimizer: Optimizer | Method, knobs: Mapping[str, Any], note: str) -> Outcome:
    """All trials with these knobs."""
    batch = ends(trials.surface, optimizer, trials.starts, trials.steps, knobs)
    return batch.points, batch.status == LOST, note


def as_it_is(trials: Trials, _: float) -> Outcome:
    """Nothing changed: what the others are compared with."""
    return plainly(trials, trials.optimizer, trials.knobs, f"{trials.optimizer.name} as it is, {trials.steps} steps.")


def with_momentum(trials: Trials, beta: float) -> Outcome:
    """The optimizer's own momentum, or plain momentum in its place where it has none."""
    name = trials.optimizer.name
    if "momentum" in trials.optimizer.knobs:
        return plainly(trials, trials.optimizer, {**trials.knobs, "momentum": beta}, f"{name} with β = {beta:g}.")
    rate = trials.knobs.get("learning_rate", trials.optimizer.settings().get("learning_rate"))
    knobs = {} if rate is None else {"learning_rate": rate}
    note = f"{name} has no momentum: gradient descent with β = {beta:g} at the same rate runs in its place."
    return plainly(trials, OPTIMIZERS["momentum"], {**knobs, "momentum": beta}, note)


def with_larger_rate(trials: Trials, factor: float) -> Outcome:
    """The rate times a factor."""
    rate = trials.optimizer.settings(**trials.knobs).get("learning_rate")
    if rate is None:
        raise TypeError(f"{trials.optimizer.name} has no learning rate.")
    knobs = {**trials.knobs, "learning_rate": factor * rate}
    return plainly(trials, trials.optimizer, knobs, f"α = {factor * rate:g} instead of {rate:g}.")


def with_restarts(trials: Trials, count: float) -> Outcome:
    """Each trial goes on from several starts, the first its own, and keeps the lowest end."""
    number, size = max(int(count), 1), trials.starts.shape[1]
    more = trials.anywhere((number - 1) * size).reshape(2, number - 1, size)
    starts = np.concatenate((trials.starts[:, None], more), axis=1)
    steps = trials.steps // number
    batch = ends(trials.surface, trials.optimizer, starts.reshape(2, -1), steps, trials.knobs)
    lost = (batch.status == LOST).reshape(number, size)
    values = np.where(lost | np.isnan(batch.values.reshape(number, size)), np.inf, batch.values.reshape(number, size))
    best = values.argmin(axis=0), np.arange(size)
    note = f"{number} starts of {steps} steps each; the lowest end counts."
    return batch.points.reshape(2, number, size)[:, best[0], best[1]], lost[best], note


def with_noise(trials: Trials, deviation: float) -> Outcome:
    """Noise until the last fifth of the steps; every trial has its own seed."""
    return noisy(trials, trials.optimizer, deviation, f"Noise of σ = {deviation:.3g} on each part of the gradient")


def with_fading_noise(trials: Trials, deviation: float) -> Outcome:
    """The same with noise that fades."""
    if not isinstance(trials.optimizer, Optimizer):
        raise TypeError(f"{trials.optimizer.name} is a method: it takes no noise.")
    fading = replace(trials.optimizer, rule=f"{FADING}\n{trials.optimizer.rule}")
    return noisy(trials, fading, deviation, f"Noise that fades from σ = {deviation:.3g} as (1 + t)^-0.275")


def noisy(trials: Trials, optimizer: Optimizer | Method, deviation: float, note: str) -> Outcome:
    """Trials run one by one with noise, then all together without; memory begins anew there."""
    steps = trials.steps
    quiet = int(QUIET * steps)
    seeds = [int(trials.chance.integers(2**31)) for _ in range(trials.starts.shape[1])]
    last = [
        descend(trials.surface, optimizer, start, steps - quiet, noise=deviation, seed=seed, **trials.knobs).points[-1]
        for start, seed in zip(list(trials.starts.T), seeds, strict=True)
    ]
    batch = ends(trials.surface, trials.optimizer, np.array(last).T, quiet, trials.knobs)
    return batch.points, batch.status == LOST, f"{note}, then {quiet} of {steps} steps without."


WAYS: Mapping[str, Callable[[Trials, float], Outcome]] = {
    "none": as_it_is,
    "noise": with_noise,
    "annealed_noise": with_fading_noise,
    "momentum": with_momentum,
    "restarts": with_restarts,
    "larger_rate": with_larger_rate,
}
"""Key of a strategy → the way it is run."""
