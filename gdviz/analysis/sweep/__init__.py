"""One start under many settings: a sweep over rates, or over rate and momentum."""

from gdviz.analysis.sweep.choice import Choice, Role, choose, roles, tried_rates
from gdviz.analysis.sweep.rate_sweep import Sweep, sweep
from gdviz.analysis.sweep.run_outcomes import LOST, TRAPPED, Outcomes, outcomes, outcomes_of
