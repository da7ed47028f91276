"""What a run leaves behind: every point, value, gradient, rate and memory, and why it ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from gdviz.argument import Array as Array
from gdviz.settings import Settings
from gdviz.surface import Surface


class Ending(Enum):
    """Why a run ended; the value is the sentence shown to people."""

    ALL_STEPS = "All steps were taken."
    GRADIENT_SMALL = "Stopped: the gradient is smaller than its tolerance."
    STEP_SMALL = "Stopped: the step is smaller than its tolerance."
    VALUE_SETTLED = "Stopped: the value changes by less than its tolerance."
    OVERFLOW = "Diverged: a number became too large to hold."
    BEYOND_BOUND = "Diverged: the point went beyond the bound."
    DIVISION_BY_ZERO = "Stopped: the next step divides by zero."
    LEFT_DOMAIN = "Left the domain: the function has no real value or gradient at the next point."
    UNDEFINED_START = "The function has no real value or gradient at the start."


@dataclass(frozen=True)
class Evaluations:
    """How often the surface was asked, over the whole run."""

    value: int = 0
    gradient: int = 0
    hessian: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """One run of n completed steps; frame 0 is the start. All arrays float64, all points finite.

    points (n+1, 2) · values (n+1,) · gradients (n+1, 2) · rates (n,), the rate used by each step.
    states: name → (n+1, 2) per coordinate, or (n+1,) for a scalar memory; row t is the memory *after* step t. A rule's
    are worked out from the points when first looked at.
    trials: what a method tried at each step (line-search points, simplex, trust region), else empty.
    settings: the knobs, options, schedule, noise and seed of the run. batches: t → the surface whose gradient step t
    used (values and gradients are the whole surface's), None if it was the whole surface. len(): frames, n + 1.
    """

    points: Array
    values: Array
    gradients: Array
    rates: Array
    states: Mapping[str, Array] = field(default_factory=dict)
    ending: Ending = Ending.ALL_STEPS
    evaluations: Evaluations = Evaluations()
    trials: tuple[Mapping[str, object], ...] = ()
    settings: Settings = field(default_factory=Settings)
    batches: Callable[[int], Surface] | None = None

    @property
    def steps(self) -> int:
        """Completed steps."""
        return len(self.points) - 1

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        (first, last), end = self.points[[0, -1]].tolist(), float(self.values[-1])
        way = (
            f"{self.steps} steps from ({first[0]:.4g}, {first[1]:.4g}) to ({last[0]:.4g}, {last[1]:.4g}), f = {end:.4g}"
        )
        return f"<{type(self).__name__}: {way}. {self.ending.value}>"
