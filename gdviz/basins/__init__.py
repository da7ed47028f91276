"""Many runs over a window: basins of attraction, and the ways of escaping from a trap compared."""

from gdviz.basins.escape import Escape as Escape
from gdviz.basins.escape import escape as escape
from gdviz.basins.goals import DIVERGED as DIVERGED
from gdviz.basins.goals import FALLING as FALLING
from gdviz.basins.goals import STALLED as STALLED
from gdviz.basins.goals import UNSETTLED as UNSETTLED
from gdviz.basins.goals import Goals as Goals
from gdviz.basins.goals import goals as goals
from gdviz.basins.making import basins as basins
from gdviz.basins.making import basins_progressively as basins_progressively
from gdviz.basins.map import Basins as Basins
from gdviz.basins.rates import RATES as RATES
from gdviz.basins.rates import suitable_rate as suitable_rate
from gdviz.basins.shared import judged_together as judged_together
from gdviz.basins.shared import shared as shared
from gdviz.basins.strategies import STRATEGIES as STRATEGIES
