"""An update rule: its language understood, its loops compiled, its lines typeset and taken apart."""

from gdviz.rule.optimizer import Optimizer as Optimizer
