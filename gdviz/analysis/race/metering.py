"""One run on a budget of gradient evaluations, with a meter that is read at every frame."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gdviz.descent import descend
from gdviz.optimizers import Method, Optimizer, Oracle
from gdviz.optimizers.methods.oracle import Frame, Knobs, NoNextStep
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory


class Meter(Oracle):
    """An oracle with a budget of gradient evaluations (of values, for a method without gradients)."""

    def __init__(self, surface: Surface, budget: int) -> None:
        super().__init__(surface)
        self.budget = budget
        self.readings: list[int] = []

    @property
    def spent(self) -> int:
        """What was asked so far."""
        return self.gradients_asked or self.values_asked

    def value(self, point: np.ndarray) -> float:
        if not self.gradients_asked and self.values_asked >= self.budget:
            raise NoNextStep(Ending.ALL_STEPS)
        return super().value(point)

    def gradient(self, point: np.ndarray) -> np.ndarray:
        if self.gradients_asked >= self.budget:
            raise NoNextStep(Ending.ALL_STEPS)
        return super().gradient(point)


def metered(
    surface: Surface, optimizer: Optimizer | Method, start: tuple[float, float], budget: int, settings: Settings
) -> tuple[Trajectory, NDArray[np.int64]]:
    """The run that the budget buys, and what was asked up to each frame (frames,).

    A rule evaluates equally often at every step. A method stops at the first evaluation beyond the budget, and where it
    cannot get any lower.
    """
    if isinstance(optimizer, Optimizer):
        one = descend(surface, optimizer, start, 1, settings=settings)
        cost = max(one.evaluations.gradient, 1)
        run = descend(surface, optimizer, start, budget // cost, settings=settings)
        return run, cost * np.arange(run.steps + 1)
    meter = Meter(surface, budget)

    def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
        for frame in optimizer.walk(oracle, point, knobs):
            meter.readings.append(meter.spent)
            yield frame
        raise NoNextStep(Ending.ALL_STEPS)

    run = replace(optimizer, walk=walk).run(meter, np.array(start), budget, settings.knobs)
    return run, np.array(meter.readings[: run.steps + 1], dtype=np.int64)
