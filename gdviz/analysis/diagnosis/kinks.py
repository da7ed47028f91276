"""Kinks on the way of a step: whether the slope along it jumps, or changes over a bend."""

import numpy as np

from gdviz.analysis.diagnosis.run import DiagnosedRun

HALVINGS = 50  # of a step, down to neighbouring floats
LEAST = 0.05  # of the change of slope over a step: a step may cross several kinks, and over a bend next to none is left


def slope_jumps(run: DiagnosedRun) -> bool:
    """Is a good part of the change of slope along the last step in one place, as at a kink, and not over a bend?"""
    low, high = run.points[-2].copy(), run.points[-1].copy()

    def slope(point: np.ndarray) -> float:
        return float(np.dot(run.surface.gradient(*point), run.points[-1] - run.points[-2]))

    whole = abs(slope(high) - slope(low))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        nearer_low = abs(slope(middle) - slope(low)) > abs(slope(high) - slope(middle))
        low, high = (low, middle) if nearer_low else (middle, high)
    return abs(slope(high) - slope(low)) > LEAST * whole
