"""Numbers that a loop takes from before the run: run constants, and tables with a number for every step."""

from collections.abc import Mapping

import numpy as np

from gdviz.kernel import evaluate
from gdviz.rule.step_graph import StepGraph
from gdviz.trajectory import Array

Numbers = tuple[list[float], list[list[float]]]
LONGEST_CACHED = 2000
"""The longest run whose tables are cached for the next."""


class Tables:
    """Run constants and tables of a step; the last are cached, as a start that is dragged keeps the same knobs."""

    def __init__(self, step: StepGraph) -> None:
        self.step = step
        self._last: tuple[tuple[float, ...], tuple[Numbers, bool]] = ((), (([], []), True))

    def __call__(self, inputs: Mapping[str, Array | float], steps: int) -> Numbers:
        """Numbers, and columns of length `steps`. `inputs` hold t, alpha, knobs."""
        return self._computed(inputs, steps)[0]

    def finite(self, inputs: Mapping[str, Array | float], steps: int) -> bool:
        """Whether all of them are numbers that arithmetic may go on with."""
        return self._computed(inputs, steps)[1]

    def _computed(self, inputs: Mapping[str, Array | float], steps: int) -> tuple[Numbers, bool]:
        numbers = tuple(value for value in inputs.values() if isinstance(value, float))
        key = (steps, *numbers) if len(numbers) == len(inputs) - 1 and steps <= LONGEST_CACHED else ()
        last_key, last = self._last
        if key and key == last_key:
            return last
        values = evaluate((*self.step.fixed, *self.step.tables), inputs)
        fixed = [float(value) for value in values[: len(self.step.fixed)]]
        columns = [np.broadcast_to(value, (steps,)).tolist() for value in values[len(self.step.fixed) :]]
        result = (fixed, columns), all(bool(np.isfinite(value).all()) for value in values)
        if key:
            self._last = key, result
        return result
