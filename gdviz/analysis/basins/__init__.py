"""Basins of attraction: many runs over a window, and ways of escaping from a trap compared."""

from gdviz.analysis.basins.attractors import DIVERGED, FALLING, STALLED, UNSETTLED, Goals, goals
from gdviz.analysis.basins.basin_map import Basins, classify_together, shared
from gdviz.analysis.basins.escape_trials import STRATEGIES, Escape, escape
from gdviz.analysis.basins.progressive import basins, basins_progressively
from gdviz.analysis.basins.runs import RATES, suitable_rate

__all__ = [
    "DIVERGED", "FALLING", "RATES", "STALLED", "STRATEGIES", "UNSETTLED", "Basins", "Escape", "Goals", "basins",
    "basins_progressively", "classify_together", "escape", "goals", "shared", "suitable_rate",
]  # fmt: skip
