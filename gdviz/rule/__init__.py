"""Update rules of optimizers: parsed, compiled into loops, typeset, and shown with the numbers of a step."""

from gdviz.rule.custom import custom_optimizer as custom_optimizer
from gdviz.rule.interpreter import walk as walk
from gdviz.rule.optimizer import Optimizer as Optimizer
from gdviz.rule.program import Program as Program
from gdviz.rule.step_autopsy import Line as Line
from gdviz.rule.step_autopsy import Term as Term
from gdviz.rule.step_autopsy import autopsy as autopsy
from gdviz.rule.step_reason import why as why

typed = custom_optimizer
