"""Whether runs at rest at a minimum stay there: scaled steps, or a rate that grows, may drive them out."""

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import Goals, Labels
from gdviz.analysis.basins.runs import ends
from gdviz.descent import LOST
from gdviz.optimizers import Optimizer, as_rule
from gdviz.optimizers.methods import Method
from gdviz.rule.step_reason import scaled
from gdviz.settings import Settings
from gdviz.trajectory import Array

WITNESSES = 256
"""Runs at rest that take all their steps before the others are let go."""


def may_leave(optimizer: Optimizer | Method, settings: Settings) -> bool:
    """May a run leave a minimum at which it rests? A rule of one constant rate does not."""
    rule = as_rule(optimizer)
    return rule is not None and (scaled(rule) or settings.plan is not None)


def witnesses(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some of the cells (n,), evenly spread."""
    return cells[np.unique(np.linspace(0, len(cells) - 1, min(len(cells), WITNESSES)).astype(int))]


def stay(
    goals: Goals, optimizer: Optimizer | Method, starts: Array, labels: Labels, steps: int, settings: Settings
) -> bool:
    """Do runs from starts (2, n) have these labels (n,) after all their steps too?"""
    batch = ends(goals.surface, optimizer, starts, steps, settings, retire=False)
    return not (batch.status == LOST).any() and bool((goals.label(batch.points.T) == labels).all())
