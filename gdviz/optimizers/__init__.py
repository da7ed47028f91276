"""The table of all optimizers, in the order of the menu."""

from gdviz.argument import Table
from gdviz.optimizers.adam_family import ADABELIEF, ADAM, ADAMAX, ADAMW, AMSGRAD, NADAM, RADAM, YOGI
from gdviz.optimizers.coordinate_family import ADADELTA, ADAGRAD, LION, RMSPROP, RPROP, SIGN_SGD, TIGER
from gdviz.optimizers.descent_family import AGGMO, ASGD, MOMENTUM_SGD, NESTEROV, POLYAK_SGD, QHM, SGD
from gdviz.optimizers.methods import METHODS, Frame, Knobs, Method, NoNextStep, Oracle, Walk
from gdviz.optimizers.newer_family import ADAN, ADEMAMIX, ADOPT, PRODIGY, SCHEDULE_FREE_ADAMW, SCHEDULE_FREE_SGD
from gdviz.optimizers.wrapped_family import LOOKAHEAD, LOOKAHEAD_ADAM, SAM, SAM_ADAM
from gdviz.rule.optimizer import Optimizer

RULES: tuple[Optimizer, ...] = (
    *(SGD, MOMENTUM_SGD, NESTEROV, QHM, AGGMO, ASGD, POLYAK_SGD),
    *(ADAGRAD, RMSPROP, ADADELTA),
    *(ADAM, ADAMW, AMSGRAD, ADAMAX, NADAM, RADAM, ADABELIEF, YOGI),
    *(ADAN, ADOPT, ADEMAMIX, PRODIGY),
    *(SIGN_SGD, RPROP, LION, TIGER),
    *(LOOKAHEAD, LOOKAHEAD_ADAM, SAM, SAM_ADAM),
    *(SCHEDULE_FREE_SGD, SCHEDULE_FREE_ADAMW),
)

OPTIMIZERS: Table[Optimizer | Method] = Table("optimizer", {rule.key: rule for rule in RULES} | dict(METHODS))


def as_rule(optimizer: Optimizer | Method) -> Optimizer | None:
    """The optimizer as an update rule, which many runs at once and exported programs take; None where there is none."""
    if isinstance(optimizer, Optimizer):
        return optimizer
    key, name, rule, knobs = optimizer.key, optimizer.name, optimizer.rule, optimizer.knobs
    return Optimizer(key, name, rule, knobs, source=optimizer.source, family=optimizer.family) if rule else None


def optimizer_of(optimizer: Optimizer | Method | str) -> Optimizer | Method:
    """The optimizer of a key, in capitals or small letters, or itself. Raises KeyError with the nearest key."""
    if isinstance(optimizer, str):
        return OPTIMIZERS[optimizer]
    if not isinstance(optimizer, Optimizer | Method):
        raise TypeError(f"optimizer is an optimizer or its key, as 'adam', not {type(optimizer).__name__}.")
    return optimizer
