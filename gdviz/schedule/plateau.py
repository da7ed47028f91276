"""Reduce on plateau: lower the rate once the loss has not improved for a while."""

import math

from gdviz.schedule.schedule import Knobs

LEAST_CHANGE = 1e-8  # a smaller reduction is not made (PyTorch's eps)


class Plateau:
    """PyTorch's ReduceLROnPlateau for a loss to be minimised, its threshold relative to the best loss so far."""

    def __init__(self, base_rate: float, knobs: Knobs) -> None:
        self.rate = base_rate
        self.knobs = knobs
        self.best = math.inf
        self.bad_steps = 0
        self.cooling = 0

    def next(self, loss: float) -> float:
        """The rate of the coming step; then the loss before that step is taken into account for the steps after."""
        rate = self.rate
        self._hear(loss)
        return rate

    def _hear(self, loss: float) -> None:
        if loss < self.best * (1 - self.knobs["threshold"]):
            self.best = loss
            self.bad_steps = 0
        else:
            self.bad_steps += 1
        if self.cooling > 0:
            self.cooling -= 1
            self.bad_steps = 0
        if self.bad_steps > round(self.knobs["patience"]):
            lower = max(self.rate * self.knobs["factor"], self.knobs["min_rate"])
            self.rate = lower if self.rate - lower > LEAST_CHANGE else self.rate
            self.cooling = round(self.knobs["cooldown"])
            self.bad_steps = 0
