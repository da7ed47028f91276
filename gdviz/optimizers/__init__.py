"""Every optimizer, in the order of the menu."""

from gdviz.optimizers.adam_family import ADAM, ADAMW
from gdviz.optimizers.adaptive_family import ADADELTA, ADAGRAD, RMSPROP
from gdviz.optimizers.descent_family import MOMENTUM_SGD, NESTEROV, SGD
from gdviz.optimizers.methods import METHODS, Method
from gdviz.rule.optimizer import Optimizer as Optimizer

RULES: tuple[Optimizer, ...] = (
    SGD,
    MOMENTUM_SGD,
    NESTEROV,
    ADAGRAD,
    RMSPROP,
    ADADELTA,
    ADAM,
    ADAMW,
)

OPTIMIZERS: dict[str, Optimizer | Method] = {optimizer.key: optimizer for optimizer in RULES} | METHODS
