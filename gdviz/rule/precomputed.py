"""What a loop knows before the run: numbers, and for every step a row of numbers."""

from collections.abc import Mapping

import numpy as np

from gdviz.rule.graph_eval import evaluate
from gdviz.rule.step_graph import StepGraph
from gdviz.trajectory import Array

Known = tuple[list[float], list[list[float]]]
LONGEST_KEPT = 2000
"""Steps of a run whose tables are kept for the next."""


class Tables:
    """The numbers of a plan; the last answer is kept, as a start that is dragged asks again with the same knobs."""

    def __init__(self, step: StepGraph) -> None:
        self.step = step
        self._kept: tuple[tuple[float, ...], tuple[Known, bool]] = ((), (([], []), True))

    def __call__(self, inputs: Mapping[str, Array | float], steps: int) -> Known:
        """Numbers, and columns of length `steps`. `inputs` hold t, alpha, knobs."""
        return self._look(inputs, steps)[0]

    def finite(self, inputs: Mapping[str, Array | float], steps: int) -> bool:
        """Whether all of them are numbers that arithmetic may go on with."""
        return self._look(inputs, steps)[1]

    def _look(self, inputs: Mapping[str, Array | float], steps: int) -> tuple[Known, bool]:
        numbers = tuple(value for value in inputs.values() if isinstance(value, float))
        key = (steps, *numbers) if len(numbers) == len(inputs) - 1 and steps <= LONGEST_KEPT else ()
        kept_key, kept = self._kept
        if key and key == kept_key:
            return kept
        values = evaluate((*self.step.fixed, *self.step.tables), inputs)
        fixed = [float(value) for value in values[: len(self.step.fixed)]]
        columns = [np.broadcast_to(value, (steps,)).tolist() for value in values[len(self.step.fixed) :]]
        found = (fixed, columns), all(bool(np.isfinite(value).all()) for value in values)
        if key:
            self._kept = key, found
        return found
