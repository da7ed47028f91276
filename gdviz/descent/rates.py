"""The rates of a run by its schedule, iterated to a fixed point where the schedule depends on the run's losses."""

from collections.abc import Callable

import numpy as np

from gdviz.rule.recorded import Recording
from gdviz.settings import Settings
from gdviz.trajectory import Array


def follow(settings: Settings, steps: int, run: Callable[[Array], Recording]) -> tuple[Recording, Array]:
    """Run with a schedule's rates.

    Where it depends on the losses, rates and run are computed in turn until they agree; as a rate depends on earlier
    losses only, every round settles at least one more change.
    """
    plan = settings.plan
    if plan is None:
        rates = np.full(steps, settings.learning_rate)
        return run(rates), rates
    rates = plan.values(steps, settings.learning_rate)
    recording = run(rates)
    while plan.needs_losses:
        losses = np.resize(recording.rows[:, 2], steps)
        again = plan.values(steps, settings.learning_rate, losses)
        done = len(recording.rows) - 1
        if np.array_equal(again[:done], rates[:done]):
            break
        rates, recording = again, run(again)
    return recording, rates
