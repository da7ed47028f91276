"""Runs of an optimizer on a surface: one recorded as a trajectory, or the ends of thousands."""

from gdviz.descent.door import OPTIONS, apart, keywords, renamed, settings_of, surface_of
from gdviz.descent.many import NO_LANES, Batch, descend_many, run_many
from gdviz.descent.one import descend, run_rule
from gdviz.descent.run_inputs import AnyBatches
from gdviz.rule.active_set import CHECKED_EVERY, LOST, SETTLED, UNDER_WAY, Retirement
from gdviz.settings import Stop
