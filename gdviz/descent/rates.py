"""Rates for a run: a schedule, asked again while it answers to the losses it causes."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from gdviz.rule.recorded import Recording
from gdviz.schedule import SCHEDULES, Schedule
from gdviz.trajectory import Array

AnySchedule = Schedule | str | tuple[Schedule | str, Mapping[str, float]] | ArrayLike | None
"""A schedule or its key, alone or with its knobs; or the rates (steps,) themselves; or None for a constant rate."""


def planned(schedule: AnySchedule) -> tuple[Schedule | ArrayLike | None, Mapping[str, float] | None]:
    """The schedule and its knobs. Raises KeyError for an unknown key."""
    chosen, knobs = schedule if isinstance(schedule, tuple) else (schedule, None)
    return (SCHEDULES[chosen] if isinstance(chosen, str) else chosen), knobs


def rates_of(schedule: AnySchedule, steps: int, base: float) -> Array:
    """The rates (steps,) as far as they are known before the run."""
    chosen, knobs = planned(schedule)
    if isinstance(chosen, Schedule):
        return chosen.values(steps, base, knobs)
    return np.broadcast_to(np.asarray(base if chosen is None else chosen, dtype=np.float64), (steps,))


def follow(
    schedule: AnySchedule, steps: int, base: float, run: Callable[[Array], Recording]
) -> tuple[Recording, Array]:
    """Run with a schedule's rates.

    A schedule that hears the losses is asked again after each run until its rates agree with the losses they lead to;
    as a rate depends on earlier losses only, every round settles at least one more change.
    """
    chosen, knobs = planned(schedule)
    rates = rates_of(schedule, steps, base)
    recording = run(rates)
    while isinstance(chosen, Schedule) and chosen.needs_losses:
        losses = np.resize(recording.rows[:, 2], steps)
        again = chosen.values(steps, base, knobs, losses)
        done = len(recording.rows) - 1
        if np.array_equal(again[:done], rates[:done]):
            break
        rates, recording = again, run(again)
    return recording, rates
