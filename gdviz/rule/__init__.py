"""An update rule: its language understood, its loops compiled, its lines typeset and taken apart."""

from gdviz.rule.autopsy import Line as Line
from gdviz.rule.autopsy import Term as Term
from gdviz.rule.autopsy import autopsy as autopsy
from gdviz.rule.interpreter import walk as walk
from gdviz.rule.optimizer import Optimizer as Optimizer
from gdviz.rule.program import Program as Program
from gdviz.rule.typed import typed as typed
from gdviz.rule.why import why as why
