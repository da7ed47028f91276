"""A schedule as a record: the learning rate of every step, by equations or decided from the losses on the way."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.expression import Name, Node, RuleLine, latex, read_rule, renamed
from gdviz.kernel.array_eval import evaluate_tree
from gdviz.knob import Knob, named_defaults


@dataclass(frozen=True)
class Equations:
    """Assignments of numbers, top to bottom; the last one is `rate`.

    They are given n, the steps done so far (0 before the first), alpha, the base rate, and the knobs by name.
    """

    lines: tuple[RuleLine, ...]

    def rates(self, count: int, alpha: float, knobs: Mapping[str, float]) -> np.ndarray:
        """The rates (count,) of n = 0, 1, …; a branch of `where` that is not taken may divide by zero."""
        names: dict[str, np.ndarray] = {"n": np.arange(float(count)), "alpha": np.asarray(alpha)}
        names |= {name: np.asarray(value) for name, value in knobs.items()}
        with np.errstate(all="ignore"):
            for line in self.lines:
                names[line.target] = evaluate_tree(line.tree, names)
        return np.array(np.broadcast_to(names["rate"], count))

    def latex(self, symbols: Mapping[str, str]) -> tuple[str, ...]:
        """One line of LaTeX for each equation; symbols: the LaTeX of each knob, a letter with or without an index."""
        letters = {name: symbol.removeprefix("\\") for name, symbol in symbols.items()} | {"rate": "alpha_t"}

        def written(tree: Node) -> str:
            return latex(renamed(tree, letters))

        return tuple(f"{written(Name(line.target))} = {written(line.tree)}" for line in self.lines)


@lru_cache(maxsize=64)
def equations(text: str) -> Equations:
    """The equations of a text."""
    return Equations(read_rule(text))


LEAST_CHANGE = 1e-8
"""A smaller reduction is not made (PyTorch's eps)."""


class Plateau:
    """PyTorch's ReduceLROnPlateau, its threshold relative to the best loss so far."""

    def __init__(
        self, alpha: float, factor: float, patience: float, threshold: float, cooldown: float, min_rate: float
    ) -> None:
        self.alpha, self.factor, self.patience = alpha, factor, patience
        self.threshold, self.cooldown, self.min_rate = threshold, cooldown, min_rate
        self.best, self.bad_steps, self.cooling = float("inf"), 0, 0.0

    def next(self, loss: float) -> float:
        """The rate of the coming step; the loss before it counts for the steps after."""
        alpha = self.alpha
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad_steps = loss, 0
        else:
            self.bad_steps += 1
        if self.cooling > 0:
            self.cooling, self.bad_steps = self.cooling - 1, 0
        if self.bad_steps > self.patience:
            lower = max(alpha * self.factor, self.min_rate)
            self.alpha = lower if alpha - lower > LEAST_CHANGE else alpha
            self.cooling, self.bad_steps = self.cooldown, 0
        return alpha


Knobs = Mapping[str, float]
WARM_UP = {
    "warm_up": Knob(0, 0, 1000, "w", "Steps of linear growth before the schedule begins; 0: none.", integer=True),
    "warm_up_start": Knob(1 / 3, 0.001, 1.0, "w_0", "The part of the rate that the growth begins with."),
}
WARM_UP_RULE = "rate = alpha*(warm_up_start + (1 - warm_up_start)*n/warm_up)"
"""The rate of the steps n < warm_up; the schedule's own steps are counted after them."""
MILESTONES = ("milestone1", "milestone2", "milestone3")


@dataclass(frozen=True, repr=False)
class Schedule:
    """A schedule: step → learning rate; every one can be preceded by a linear warm-up.

    rule: its equations (see `Equations`). method: base rate and own knobs → one run's rates, for a schedule that
    follows the losses; it has `method_latex` in place of equations.
    """

    key: str
    name: str
    own_knobs: Mapping[str, Knob]
    rule: str
    source: str
    note: str
    method: type[Plateau] | None = None
    method_latex: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return named_defaults(self.name, self.own_knobs)

    @property
    def knobs(self) -> dict[str, Knob]:
        """Its own knobs, then those of the warm-up."""
        return {**self.own_knobs, **WARM_UP}

    @property
    def needs_losses(self) -> bool:
        """Whether the rates depend on what happens on the way."""
        return self.method is not None

    @property
    def latex(self) -> tuple[str, ...]:
        """The lines of the formula: n are the steps done so far, alpha is the base rate."""
        if self.method is not None:
            return self.method_latex
        return equations(self.rule).latex({name: knob.symbol for name, knob in self.own_knobs.items()})

    def checked(self, values: Knobs) -> dict[str, float]:
        """All knobs with their values, defaults where none is given.

        Raises TypeError for a knob this schedule lacks or what is no number, ValueError for one out of its bounds.
        """
        knobs = self.knobs
        for name in values:
            if name not in knobs:
                raise TypeError(f"The schedule {self.name} has no knob {name!r}.{argument.nearest(name, knobs)}")
        chosen = {name: knob.default for name, knob in knobs.items()} | dict(values)
        return {
            name: knobs[name].checked(value, f"{name} of the schedule {self.name}") for name, value in chosen.items()
        }

    def applied(self, values: Knobs, steps: int) -> dict[str, float]:
        """All knobs as a run of so many steps uses them: a total of 0 is the run's, a milestone of 0 is never reached.

        Raises as `checked`.
        """
        chosen = self.checked(values)
        chosen["warm_up"] = float(min(chosen["warm_up"], steps))
        zeros = {"total": max(steps - chosen["warm_up"], 1.0), **dict.fromkeys(MILESTONES, math.inf)}
        return {name: value or zeros.get(name, value) for name, value in chosen.items()}

    def values(
        self, steps: int, base_rate: float, knobs: Knobs | None = None, losses: ArrayLike | None = None
    ) -> np.ndarray:
        """The rates (steps,): rates[t − 1] is used by step t.

        losses (at least steps,): f before each step, for a schedule that needs them; without them the loss counts as
        falling for ever. Raises as `checked`.
        """
        chosen = self.applied(knobs or {}, steps)
        warm = round(chosen["warm_up"])
        growth = equations(WARM_UP_RULE).rates(warm, base_rate, chosen)
        if self.method is None:
            rest = equations(self.rule).rates(steps - warm, base_rate, chosen)
        else:
            rates = self.method(base_rate, **{name: chosen[name] for name in self.own_knobs})
            losses_before = -np.arange(1.0, steps + 1) if losses is None else np.asarray(losses, dtype=np.float64)
            rest = np.array([rates.next(float(loss)) for loss in losses_before[warm:steps]])
        return np.concatenate([growth, rest])
