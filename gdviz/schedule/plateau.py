"""Reduce on plateau: lower the rate once the loss has not improved for a while."""

LEAST_CHANGE = 1e-8
"""A smaller reduction is not made (PyTorch's eps)."""


class Plateau:
    """PyTorch's ReduceLROnPlateau, its threshold relative to the best loss so far."""

    def __init__(
        self, alpha: float, factor: float, patience: float, threshold: float, cooldown: float, min_rate: float
    ) -> None:
        self.alpha, self.factor, self.patience = alpha, factor, patience
        self.threshold, self.cooldown, self.min_rate = threshold, cooldown, min_rate
        self.best, self.bad_steps, self.cooling = float("inf"), 0, 0.0

    def next(self, loss: float) -> float:
        """The rate of the coming step; the loss before it counts for the steps after."""
        alpha = self.alpha
        if loss < self.best * (1 - self.threshold):
            self.best, self.bad_steps = loss, 0
        else:
            self.bad_steps += 1
        if self.cooling > 0:
            self.cooling, self.bad_steps = self.cooling - 1, 0
        if self.bad_steps > self.patience:
            lower = max(alpha * self.factor, self.min_rate)
            self.alpha = lower if alpha - lower > LEAST_CHANGE else alpha
            self.cooling, self.bad_steps = self.cooldown, 0
        return alpha
