"""A run that can say what happened on it: the trajectory, its events and its verdict."""

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from numpy.typing import ArrayLike

from gdviz import descent
from gdviz.diagnosis.words import Diagnosis, Event, Verdict
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory


@dataclass(frozen=True)
class Explained(Trajectory):
    """A trajectory with its surface and optimizer; events and verdict are worked out when first asked for.

    sampled: its steps saw mini-batches.
    """

    surface: Surface = field(kw_only=True)
    optimizer: Optimizer | Method = field(kw_only=True)
    sampled: bool = field(default=False, kw_only=True)

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Everything that is known about why the run went as it did."""
        from gdviz.diagnosis import diagnose

        knobs = {name: value for name, value in self.settings.items() if name != "seed"}
        return diagnose(self.surface, self.optimizer, self, knobs=knobs, sampled=self.sampled)

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened, in order, each with its cause in numbers."""
        return self.diagnosis.events

    @property
    def verdict(self) -> Verdict:
        """How it ended; the member's value is the sentence."""
        return self.diagnosis.verdict


def descend(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    **options: Any,
) -> Explained:
    """Run an optimizer on a surface and record every step, ready to explain it.

    The arguments, options and errors are those of `gdviz.descent.descend`: schedule, noise, clip_norm, clip_value,
    weight_decay, batches, stop, seed, bound, and the optimizer's knobs by name.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    run = descent.descend(surface, optimizer, start, steps, **options)
    recorded = {part.name: getattr(run, part.name) for part in fields(Trajectory)}
    if isinstance(optimizer, Method):
        recorded["settings"] = optimizer.settings(**{k: v for k, v in options.items() if k in optimizer.knobs})
    sampled = options.get("batches") is not None
    return Explained(**recorded, surface=surface, optimizer=optimizer, sampled=sampled)
