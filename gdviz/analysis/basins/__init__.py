"""Basins of attraction: many runs over a window, and ways of escaping from a trap compared."""

from gdviz.analysis.basins.attractors import DIVERGED as DIVERGED
from gdviz.analysis.basins.attractors import FALLING as FALLING
from gdviz.analysis.basins.attractors import STALLED as STALLED
from gdviz.analysis.basins.attractors import UNSETTLED as UNSETTLED
from gdviz.analysis.basins.attractors import Goals as Goals
from gdviz.analysis.basins.attractors import goals as goals
from gdviz.analysis.basins.basin_map import Basins as Basins
from gdviz.analysis.basins.escape_trials import STRATEGIES as STRATEGIES
from gdviz.analysis.basins.escape_trials import Escape as Escape
from gdviz.analysis.basins.escape_trials import escape as escape
from gdviz.analysis.basins.progressive import basins as basins
from gdviz.analysis.basins.progressive import basins_progressively as basins_progressively
from gdviz.analysis.basins.rates import RATES as RATES
from gdviz.analysis.basins.rates import suitable_rate as suitable_rate
from gdviz.analysis.basins.shared_minima import judged_together as judged_together
from gdviz.analysis.basins.shared_minima import shared as shared
