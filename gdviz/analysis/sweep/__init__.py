"""One start under many settings: a sweep over rates, or over rate and momentum."""

from gdviz.analysis.sweep.choice import Choice as Choice
from gdviz.analysis.sweep.choice import Role as Role
from gdviz.analysis.sweep.choice import choose as choose
from gdviz.analysis.sweep.choice import roles as roles
from gdviz.analysis.sweep.choice import tried_rates as tried_rates
from gdviz.analysis.sweep.rate_sweep import Sweep as Sweep
from gdviz.analysis.sweep.rate_sweep import sweep as sweep
from gdviz.analysis.sweep.run_outcomes import Outcomes as Outcomes
from gdviz.analysis.sweep.run_outcomes import limits as limits
from gdviz.analysis.sweep.run_outcomes import outcomes as outcomes
from gdviz.analysis.sweep.run_outcomes import outcomes_of as outcomes_of
