"""What a schedule is: a rate for every step, known beforehand or decided from the losses on the way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.knob import Knob

Array = NDArray[np.float64]
Knobs = Mapping[str, float]
# (steps done so far (k,), length of the run, base rate, knobs) → rates (k,)
Curve = Callable[[Array, int, float, Knobs], Array]


class Rates(Protocol):
    """The rates of one run, handed out step by step."""

    def next(self, loss: float) -> float:
        """The rate of the coming step. `loss` is f before that step; as in PyTorch it counts from the step after."""
        ...


# (base rate, knobs) → the rates of one run, for a schedule that listens to the losses
Listener = Callable[[float, Knobs], Rates]

WARM_UP = {
    "warm_up": Knob(0, 0, 1000, "w", "Steps of linear growth before the schedule begins; 0: none.", integer=True),
    "warm_up_start": Knob(1 / 3, 0.001, 1.0, "w_0", "The part of the rate that the growth begins with."),
}


@dataclass(frozen=True)
class Schedule:
    """A schedule: step → learning rate; every one can be preceded by a linear warm-up.

    latex: the lines of the formula, with n = t − 1 the steps done so far and α the base rate.
    curve: the formula, if the rates are known beforehand; else listen makes one run's listener.
    """

    key: str
    name: str
    own_knobs: Mapping[str, Knob]
    latex: tuple[str, ...]
    source: str
    note: str
    curve: Curve | None = None
    listen: Listener | None = None

    @property
    def knobs(self) -> dict[str, Knob]:
        """Its own knobs, then those of the warm-up."""
        return {**self.own_knobs, **WARM_UP}

    @property
    def needs_losses(self) -> bool:
        """Whether the rates depend on what happens on the way."""
        return self.curve is None

    def checked(self, given: Knobs) -> dict[str, float]:
        """All knobs with their values, defaults where none is given.

        Raises TypeError for a knob this schedule lacks or what is no number, ValueError for one out of its bounds.
        """
        known = self.knobs
        for name in given:
            if name not in known:
                raise TypeError(f"The schedule {self.name} has no knob {name!r}.{argument.nearest(name, known)}")
        chosen = {name: knob.default for name, knob in known.items()} | dict(given)
        return {
            name: known[name].checked(value, f"{name} of the schedule {self.name}") for name, value in chosen.items()
        }

    def values(
        self, steps: int, base_rate: float, knobs: Knobs | None = None, losses: ArrayLike | None = None
    ) -> Array:
        """The rates (steps,): rates[t − 1] is used by step t.

        losses (at least steps,): f before each step, for a schedule that needs them; without them it hears no news
        and the loss counts as falling for ever.
        """
        rates = self.begin(steps, base_rate, knobs)
        heard = -np.arange(1.0, steps + 1) if losses is None else np.asarray(losses, dtype=np.float64)
        return np.array([rates.next(float(heard[n]) if self.needs_losses else 0.0) for n in range(steps)])

    def begin(self, steps: int, base_rate: float, knobs: Knobs | None = None) -> Rates:
        """The rates of one run of `steps` steps, one at a time; beyond the run the last planned rate stays.

        Raises as `checked`.
        """
        chosen = self.checked(knobs or {})
        warm = min(round(chosen["warm_up"]), steps)
        growth = base_rate * (chosen["warm_up_start"] + (1 - chosen["warm_up_start"]) * np.arange(warm) / max(warm, 1))
        if self.listen is not None:
            return Planned(growth, self.listen(base_rate, chosen))
        assert self.curve is not None
        rest = self.curve(np.arange(float(steps - warm)), max(steps - warm, 1), base_rate, chosen)
        return Planned(np.concatenate([growth, rest]))


class Planned:
    """Rates known beforehand, one after the other; after them another's, or the last one for ever."""

    def __init__(self, plan: Array, then: Rates | None = None) -> None:
        self.plan = plan
        self.then = then
        self.done = 0

    def next(self, loss: float) -> float:
        """The rate of the coming step."""
        if self.done >= len(self.plan) and self.then is not None:
            return self.then.next(loss)
        rate = float(self.plan[min(self.done, len(self.plan) - 1)])
        self.done += 1
        return rate
