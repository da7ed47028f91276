"""Runs of an optimizer on a surface: one recorded as a trajectory, or the ends of thousands."""

from gdviz.descent.door import settings_of, surface_of
from gdviz.descent.many import Batch, descend_many, run_many
from gdviz.descent.one import descend, run_rule
from gdviz.rule.active_set import LOST, SETTLED, UNDER_WAY, Retirement
from gdviz.settings import Stop

__all__ = [
    "LOST", "SETTLED", "UNDER_WAY", "Batch", "Retirement", "Stop", "descend", "descend_many", "run_many", "run_rule",
    "settings_of", "surface_of",
]  # fmt: skip
