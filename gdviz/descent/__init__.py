"""Runs of an optimizer on a surface: one recorded as a trajectory, or the ends of thousands."""

from gdviz.descent.door import settings_of as settings_of
from gdviz.descent.door import surface_of as surface_of
from gdviz.descent.many import Batch as Batch
from gdviz.descent.many import descend_many as descend_many
from gdviz.descent.many import run_many as run_many
from gdviz.descent.one import descend as descend
from gdviz.descent.one import run_rule as run_rule
from gdviz.rule.active_set import LOST as LOST
from gdviz.rule.active_set import SETTLED as SETTLED
from gdviz.rule.active_set import UNDER_WAY as UNDER_WAY
from gdviz.rule.active_set import Retirement as Retirement
from gdviz.rule.recorded import Stop as Stop
