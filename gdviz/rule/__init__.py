"""Update rules of optimizers: parsed, compiled into loops, typeset, and shown with the numbers of a step."""

from gdviz.rule.interpreter import walk
from gdviz.rule.optimizer import Optimizer, custom_optimizer
from gdviz.rule.step_autopsy import Line, autopsy
from gdviz.rule.step_reason import why
