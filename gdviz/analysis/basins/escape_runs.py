"""How each way of escaping is run: trials in, ends out, all on one budget of gradient evaluations."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import Goals
from gdviz.analysis.basins.runs import ends, may_leave
from gdviz.checkpoint import checkpoint
from gdviz.descent import LOST, Batch, descend, run_rule
from gdviz.numeral import numeral
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.schedule import ListedRates, Scheduled
from gdviz.settings import Settings
from gdviz.surface import Surface, Window
from gdviz.trajectory import Trajectory

NOISE_FREE_SHARE = 0.2
"""The last fifth of the steps is taken without noise, so that a run settles in whichever valley it is in."""
FADING = -0.275
"""Power of 1 + t by which the deviation of annealed noise fades: σ²/(1 + t)^0.55, Neelakantan et al. 2015,
arXiv:1511.06807."""
Outcome = tuple[np.ndarray, NDArray[np.bool_], str]
"""Ends (2, n), which are lost (n,), and what was done, in words."""


@dataclass(frozen=True)
class Trials:
    """What all strategies share: who runs where from, and on what budget."""

    surface: Surface
    optimizer: Optimizer | Method
    window: Window
    starts: np.ndarray
    budget: int
    chance: np.random.Generator
    goals: Goals
    settings: Settings

    @property
    def steps(self) -> int:
        """The steps that the budget buys: some optimizers ask for several gradients a step."""
        one = descend(self.surface, self.optimizer, self.starts[:, 0], 1, settings=self.settings)
        return self.budget // max(one.evaluations.gradient, 1)

    def anywhere(self, count: int) -> np.ndarray:
        """Starts (2, count), uniform in the window."""
        return np.stack([self.chance.uniform(*side, count) for side in self.window])


def slope_of(trials: Trials) -> float:
    """The median length of the gradient over the window."""
    (x_low, x_high), (y_low, y_high) = trials.window
    gx, gy = trials.surface.gradient(np.linspace(x_low, x_high, 48), np.linspace(y_low, y_high, 48)[:, None])
    slopes = np.hypot(gx, gy)
    return float(np.median(slopes[np.isfinite(slopes)])) if np.isfinite(slopes).any() else 0.0


def run_trials(trials: Trials, optimizer: Optimizer | Method, settings: Settings, note: str) -> Outcome:
    """All trials with these settings."""
    retire = not may_leave(optimizer, settings)
    batch = ends(trials.surface, optimizer, trials.starts, trials.steps, settings, retire)
    return batch.points.T, batch.status == LOST, note


def as_it_is(trials: Trials, _: float) -> Outcome:
    """Nothing changed: what the others are compared with."""
    note = f"{trials.optimizer.name} as it is, {trials.steps} steps."
    return run_trials(trials, trials.optimizer, trials.settings, note)


def with_momentum(trials: Trials, beta: float) -> Outcome:
    """The optimizer's own momentum, or plain momentum in its place where it has none."""
    name, settings = trials.optimizer.name, trials.settings
    if "momentum" in trials.optimizer.knobs:
        return run_trials(trials, trials.optimizer, settings.turned(momentum=beta), f"{name} with β = {numeral(beta)}.")
    plain = OPTIMIZERS["momentum"]
    common = {knob: value for knob, value in settings.knobs.items() if knob in plain.knobs}
    decay = settings.options.weight_decay_l2 + settings.knobs.get("weight_decay", 0.0)
    options = replace(settings.options, weight_decay_l2=decay)
    knobs = plain.settings(**{**common, "momentum": beta})
    note = f"{name} has no momentum: gradient descent with β = {numeral(beta)} at the same rate runs in its place."
    same = settings.plan is not None or bool(settings.changes) or decay > 0
    note += " Schedule, clipping and decay are the same." if same else ""
    return run_trials(trials, plain, replace(settings, knobs=knobs, options=options), note)


def with_larger_rate(trials: Trials, factor: float) -> Outcome:
    """The rate times a factor, that of every step where there is a schedule."""
    rate = trials.settings.knobs.get("learning_rate")
    if rate is None:
        raise TypeError(f"{trials.optimizer.name} has no learning rate.")
    settings = trials.settings.turned(learning_rate=factor * rate)
    if isinstance(settings.plan, ListedRates):
        settings = replace(settings, schedule=tuple(factor * one for one in settings.plan.rates))
    return run_trials(trials, trials.optimizer, settings, f"α = {numeral(factor * rate)} instead of {numeral(rate)}.")


def with_restarts(trials: Trials, count: float) -> Outcome:
    """Each trial goes on from several starts, the first its own, and keeps the lowest end."""
    number, size = max(int(count), 1), trials.starts.shape[1]
    more = trials.anywhere((number - 1) * size).reshape(2, number - 1, size)
    starts = np.concatenate((trials.starts[:, None], more), axis=1)
    steps = trials.steps // number
    retire, many = not may_leave(trials.optimizer, trials.settings), starts.reshape(2, -1)
    batch = ends(trials.surface, trials.optimizer, many, steps, trials.settings, retire)
    lost = (batch.status == LOST).reshape(number, size)
    values = np.where(lost | np.isnan(batch.values.reshape(number, size)), np.inf, batch.values.reshape(number, size))
    best = values.argmin(axis=0), np.arange(size)
    note = f"{number} starts of {steps} steps each; the lowest end counts."
    return batch.points.T.reshape(2, number, size)[:, best[0], best[1]], lost[best], note


def with_noise(trials: Trials, deviation: float, power: float = 0.0) -> Outcome:
    """Noise that fades as a power of 1 + t until the last fifth of the steps; every trial has its own seed.

    Trials run one by one with noise, then all together without; memory begins anew there, the schedule goes on.
    """
    optimizer, steps, shown = trials.optimizer, trials.steps, numeral(deviation, 3)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{optimizer.name} is a method: it takes no noise.")
    quiet = int(NOISE_FREE_SHARE * steps)
    loud = steps - quiet
    first, _ = halves(trials.settings, loud, steps)
    fading = (1 + np.arange(1.0, loud + 1.0)[:, None]) ** power
    runs = []
    for start in trials.starts.T:
        checkpoint()
        settings = replace(first, noise=deviation, seed=int(trials.chance.integers(2**31)))
        draws = fading * settings.draws(loud)
        runs.append(run_rule(trials.surface, optimizer, start, loud, settings, draws=draws))
    batch = calmed(trials, optimizer, runs, quiet)
    note = f"Noise of σ = {shown} on each part of the gradient"
    if power:
        note = f"Noise that fades from σ = {shown} as (1 + t)^{numeral(power)}"
    return batch.points.T, batch.status == LOST, f"{note}, then {quiet} of {steps} steps without."


def calmed(trials: Trials, optimizer: Optimizer, runs: list[Trajectory], quiet: int) -> Batch:
    """The last steps of noisy runs, without noise, at the rates that the schedule has for them."""
    last = np.array([run.points[-1] for run in runs]).T
    _, settings = halves(trials.settings, trials.steps - quiet, trials.steps)
    needs_losses = settings.plan is not None and settings.plan.needs_losses
    rates = np.array([run.rates[-1] if run.steps else settings.learning_rate for run in runs])
    lanes = {"learning_rate": rates} if needs_losses and "learning_rate" in settings.knobs else {}
    return ends(trials.surface, optimizer, last, quiet, settings, not may_leave(optimizer, settings), lanes=lanes)


def halves(settings: Settings, first: int, steps: int) -> tuple[Settings, Settings]:
    """Settings of the first steps of a run and of the rest, so that one schedule goes over both."""
    plan = settings.plan
    if plan is None:
        return settings, settings
    if isinstance(plan, Scheduled) and plan.needs_losses:
        return settings, replace(settings, schedule=Scheduled(plan.schedule, {**plan.knobs, "warm_up": 0}))
    rates = tuple(plan.values(steps, settings.learning_rate).tolist())
    early, late = (replace(settings, schedule=ListedRates(part)) for part in (rates[:first], rates[first:]))
    return early, late
