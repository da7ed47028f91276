"""A run as programs are written from it: surface, optimizer, start, every knob with its value, and settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.descent import settings_of, surface_of
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer, optimizer_of
from gdviz.schedule import AnySchedule, ListedRates, Schedule, Scheduled
from gdviz.settings import OPTIONS, Settings, Stop, stop_of
from gdviz.surface import Surface


@dataclass(frozen=True)
class Recipe:
    """settings: with all knobs of the optimizer. listed: the optimizer is one of ours, in whose rule plain Python
    numbers do not fail where arrays would go on.
    """

    surface: Surface
    optimizer: Optimizer | Method
    start: tuple[float, float]
    steps: int
    settings: Settings
    bound: float
    url: str | None
    listed: bool
    stop: Stop

    @property
    def rule(self) -> Optimizer:
        """The optimizer, which must be a rule."""
        assert isinstance(self.optimizer, Optimizer)
        return self.optimizer

    @property
    def knobs(self) -> Mapping[str, float]:
        """The optimizer's, all of them."""
        return self.settings.knobs

    @property
    def options(self) -> Mapping[str, float]:
        """What is done to the gradient, in the order it is done."""
        changes = self.settings.changes
        return {name: changes[name] for name in OPTIONS if name in changes}

    @property
    def schedule(self) -> Schedule | np.ndarray | None:
        """A schedule, the rates (n,), or None."""
        plan = self.settings.plan
        if isinstance(plan, ListedRates):
            return np.array(plan.rates[: self.steps])
        return None if plan is None else plan.schedule

    @property
    def schedule_knobs(self) -> Mapping[str, float]:
        """All of the schedule's."""
        plan = self.settings.plan
        return plan.schedule.checked(plan.knobs) if isinstance(plan, Scheduled) else {}


def recipe_of(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None,
    steps: int,
    knobs: Mapping[str, float] | None,
    options: Mapping[str, float | None] | None,
    schedule: AnySchedule,
    url: str | None,
    stop: Stop | None = None,
    settings: Settings | None = None,
) -> Recipe:
    """As `descend` understands the same arguments. Raises TypeError for an unknown knob or option."""
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    changes: dict[str, Any] = {name: value for name, value in (options or {}).items() if value is not None}
    bound = argument.number(changes.pop("bound", 1e6), "bound", low=0.0, finite=False)
    unknown = sorted(set(changes) - {*OPTIONS, "seed"})
    if unknown:
        raise TypeError(f"There is no option {', '.join(unknown)}; there are {', '.join(OPTIONS)}, seed and bound.")
    changes |= {} if schedule is None else {"schedule": schedule}
    complete = settings_of(chosen, {**(knobs or {}), **changes}, settings)
    complete.rates(steps)
    x, y = argument.point(surface.start if start is None else start).tolist()
    listed = any(chosen is one for one in OPTIMIZERS.values())
    return Recipe(surface, chosen, (x, y), argument.count(steps, "steps"), complete, bound, url, listed, stop_of(stop))
