"""Schedules, from the step to the learning rate: a schedule with its knobs, checked, or the rates themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.schedule.schedule import LEAST_CHANGE, MILESTONES, WARM_UP_RULE, Schedule, equations
from gdviz.schedule.table import SCHEDULES


@dataclass(frozen=True)
class Scheduled:
    """A schedule and those of its knobs that are given. Raises TypeError for an unknown knob, ValueError beyond one."""

    schedule: Schedule
    knobs: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.schedule.checked(self.knobs)

    @property
    def needs_losses(self) -> bool:
        """Whether the rates depend on what happens on the way."""
        return self.schedule.needs_losses

    def values(self, steps: int, base_rate: float, losses: ArrayLike | None = None) -> np.ndarray:
        """The rates (steps,); losses as for Schedule.values."""
        return self.schedule.values(steps, base_rate, self.knobs, losses)


@dataclass(frozen=True)
class ListedRates:
    """The rates themselves, one a step; of more than are needed the first are taken."""

    rates: tuple[float, ...]
    needs_losses = False

    def values(self, steps: int, base_rate: float, losses: ArrayLike | None = None) -> np.ndarray:
        """The rates (steps,). Raises ValueError if there are fewer."""
        if len(self.rates) < steps:
            raise ValueError(f"schedule lists {len(self.rates)} rates for {steps} steps: give one for each step.")
        return np.array(self.rates[:steps])


RatePlan = Scheduled | ListedRates
AnySchedule = RatePlan | Schedule | str | tuple[Schedule | str, Mapping[str, float]] | ArrayLike | None
"""A schedule or its key, alone or with its knobs; or the rates (steps,) themselves; or None for a constant rate."""


def rate_plan(schedule: AnySchedule) -> RatePlan | None:
    """The plan that is meant. Raises KeyError for an unknown key, TypeError and ValueError with a sentence."""
    if schedule is None or isinstance(schedule, Scheduled | ListedRates):
        return schedule
    if isinstance(schedule, tuple) and len(schedule) == 2 and isinstance(schedule[0], Schedule | str):
        if not isinstance(schedule[1], Mapping):
            raise TypeError("A schedule is given with its knobs as a dict: ('exponential', {'gamma': 0.9}).")
        return Scheduled(_schedule(schedule[0]), schedule[1])
    if isinstance(schedule, Schedule | str):
        return Scheduled(_schedule(schedule))
    if callable(schedule):
        raise TypeError("schedule is no function: give the rates of all steps, as [rate(t) for t in range(1, 201)].")
    rates = argument.numbers(cast(ArrayLike, schedule), "schedule")
    if rates.ndim != 1:
        raise ValueError("schedule is a schedule, its key, or the rates of all steps; one rate is learning_rate=…")
    return ListedRates(tuple(rates.tolist()))


def _schedule(schedule: Schedule | str) -> Schedule:
    return SCHEDULES[schedule] if isinstance(schedule, str) else schedule
