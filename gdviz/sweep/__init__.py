"""One start under many settings: a sweep over rates, or over rate and momentum."""

from gdviz.sweep.choice import Choice as Choice
from gdviz.sweep.choice import Role as Role
from gdviz.sweep.choice import choose as choose
from gdviz.sweep.choice import roles as roles
from gdviz.sweep.outcomes import Outcomes as Outcomes
from gdviz.sweep.outcomes import limits as limits
from gdviz.sweep.outcomes import outcomes as outcomes
from gdviz.sweep.outcomes import outcomes_of as outcomes_of
from gdviz.sweep.rates import tried_rates as tried_rates
from gdviz.sweep.sweeping import Sweep as Sweep
from gdviz.sweep.sweeping import sweep as sweep
