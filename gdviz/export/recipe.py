"""What is to be exported: a run before it is run, with every knob settled."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gdviz.descent.rates import AnySchedule, planned
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer
from gdviz.rule.options import OPTIONS
from gdviz.rule.recorded import NEVER, Stop
from gdviz.schedule import Schedule
from gdviz.surface import Surface
from gdviz.trajectory import Array

NEWTON_RULE = "H = hess(theta)\ntheta = theta - alpha*solve(H, g)"
"""The one method that is a rule."""


@dataclass(frozen=True)
class Recipe:
    """settings: the optimizer's knobs; options: those of gdviz.rule.options that are asked for, as `descend` names
    them. schedule: a Schedule, rates (n,), or None; schedule_knobs: its knobs as given. listed: the optimizer is one of
    ours, in whose rule plain Python numbers do not fail where arrays would go on.
    """

    surface: Surface
    optimizer: Optimizer | Method
    start: tuple[float, float]
    steps: int
    settings: Mapping[str, float]
    options: Mapping[str, float]
    seed: int
    bound: float
    schedule: Schedule | Array | None
    schedule_knobs: Mapping[str, float]
    url: str | None
    listed: bool
    stop: Stop

    @property
    def rule(self) -> Optimizer:
        """The optimizer, which must be a rule."""
        assert isinstance(self.optimizer, Optimizer)
        return self.optimizer


def recipe(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None,
    steps: int,
    knobs: Mapping[str, float] | None,
    options: Mapping[str, float | None] | None,
    schedule: AnySchedule,
    url: str | None,
    stop: Stop | None = None,
) -> Recipe:
    """As `descend` understands the same arguments. Raises TypeError for an unknown knob or option."""
    surface = Surface(surface) if isinstance(surface, str) else surface
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    wanted = {name: float(value) for name, value in (options or {}).items() if value is not None}
    given = {name: float(value) for name, value in (knobs or {}).items()}
    seed, bound = int(wanted.pop("seed", 0)), wanted.pop("bound", 1e6)
    if isinstance(optimizer, Optimizer) and "weight_decay" in given and "weight_decay" not in optimizer.knobs:
        wanted["weight_decay_l2"] = wanted.get("weight_decay_l2", 0.0) + given.pop("weight_decay")
    changes = _ordered(wanted)
    chosen, told = planned(schedule)
    rates = chosen if chosen is None or isinstance(chosen, Schedule) else np.asarray(chosen, dtype=np.float64)
    if isinstance(rates, np.ndarray):
        rates = np.broadcast_to(rates, (steps,))
    x, y = (float(number) for number in np.asarray(surface.start if start is None else start, dtype=np.float64))
    settings = {name: float(value) for name, value in optimizer.settings(**given).items()}
    listed = any(optimizer is one for one in OPTIMIZERS.values())
    plan = rates, dict(told or {})
    return Recipe(surface, optimizer, (x, y), steps, settings, changes, seed, bound, *plan, url, listed, stop or NEVER)


def _ordered(wanted: Mapping[str, float]) -> dict[str, float]:
    """The options in the order they are done; noise or decay of nothing is as good as not asked for."""
    unknown = sorted(set(wanted) - set(OPTIONS))
    if unknown:
        raise TypeError(f"There is no option {', '.join(unknown)}; there are {', '.join(OPTIONS)}, seed and bound.")
    idle = {name for name in ("noise", "weight_decay_l2") if not wanted.get(name)}
    return {name: wanted[name] for name in OPTIONS if name in wanted and name not in idle}
