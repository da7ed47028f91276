"""The record of a run: every point, value, gradient, rate and optimizer state, and why it ended."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from operator import index
from typing import NamedTuple, Self, SupportsIndex, overload

import numpy as np

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


class TrajectoryFrame(NamedTuple):
    """A frame of a run: point (2,), value, gradient (2,), the rate of the step that led here (None at the start).

    states: name → the memory after step t, (2,) or a number.
    """

    t: int
    point: np.ndarray
    value: float
    gradient: np.ndarray
    rate: float | None
    states: Mapping[str, np.ndarray]


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """One run of n completed steps; frame 0 is the start. All arrays float64 and read-only, all points finite.

    points (n+1, 2) · values (n+1,) · gradients (n+1, 2) · rates (n,), the rate used by each step.
    states: name → (n+1, 2) per coordinate, or (n+1,) for a scalar memory; row t is the memory *after* step t. A rule's
    are worked out from the points when first looked at.
    trials: what a method tried at each step (line-search points, simplex, trust region), else empty.
    settings: the knobs, options, schedule, noise and seed of the run. batches: t → the surface whose gradient step t
    used (values and gradients are the whole surface's), None if it was the whole surface. len(): frames,
    n + 1; run[t] is what is known at frame t, run[10:50] a part of the run. Runs are equal if they are the same.
    """

    points: np.ndarray
    values: np.ndarray
    gradients: np.ndarray
    rates: np.ndarray
    states: Mapping[str, np.ndarray] = field(default_factory=dict)
    ending: Ending = Ending.ALL_STEPS
    evaluations: Evaluations = Evaluations()
    trials: tuple[Mapping[str, object], ...] = ()
    settings: Settings = field(default_factory=Settings)
    batches: Callable[[int], Surface] | None = None

    def __post_init__(self) -> None:
        for recorded in (self.points, self.values, self.gradients, self.rates):
            recorded.flags.writeable = False  # a run is a value: its states and events are worked out from these later

    @property
    def steps(self) -> int:
        """Completed steps."""
        return len(self.points) - 1

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, frame: SupportsIndex) -> "TrajectoryFrame": ...
    @overload
    def __getitem__(self, frame: slice) -> Self: ...
    def __getitem__(self, frame: SupportsIndex | slice) -> "TrajectoryFrame | Self":
        """What is known at a frame (run[0] the start, run[-1] the end), or some frames as a run of their own.

        Steps are counted from the first of these frames; evaluations stay those of the whole run, as those of a
        step are not recorded. Raises IndexError beyond the ends, ValueError for a slice that is empty or leaves out
        frames between, TypeError for anything else.
        """
        if isinstance(frame, slice):
            return self._part(*frame.indices(len(self)))
        try:
            number = range(len(self))[self._inside(index(frame))]
        except TypeError:
            kind = type(frame).__name__
            raise TypeError(f"A run is indexed by a frame or a slice of frames, not {kind}.") from None
        states = {name: memory[number] for name, memory in self.states.items()}
        rate = float(self.rates[number - 1]) if number else None
        point, slope = self.points[number], self.gradients[number]
        return TrajectoryFrame(number, point, float(self.values[number]), slope, rate, states)

    def __iter__(self) -> Iterator[TrajectoryFrame]:
        return map(self.__getitem__, range(len(self)))

    def _inside(self, number: int) -> int:
        if not -len(self) <= number < len(self):
            raise IndexError(f"There is no frame {number}: this run has frames 0 to {self.steps}.")
        return number

    def _part(self, first: int, after: int, stride: int) -> Self:
        if stride != 1 or after <= first:
            raise ValueError("A part of a run is one frame or more, without leaving out any: run[10:50].")
        whole, batches = after == len(self), self.batches
        return replace(
            self,
            points=self.points[first:after],
            values=self.values[first:after],
            gradients=self.gradients[first:after],
            rates=self.rates[first : after - 1],
            states={name: memory[first:after] for name, memory in self.states.items()},
            trials=self.trials[first : after - 1],
            ending=self.ending if whole else Ending.ALL_STEPS,
            batches=None if batches is None else lambda t: batches(t + first),
        )

    def __repr__(self) -> str:
        (first, last), end = self.points[[0, -1]].tolist(), float(self.values[-1])
        steps = f"{self.steps} step{'s' * (self.steps != 1)}"
        way = f"from ({first[0]:.4g}, {first[1]:.4g}) to ({last[0]:.4g}, {last[1]:.4g}), f = {end:.4g}"
        return f"<{type(self).__name__}: {steps} {way}. {self.ending.value}>"
