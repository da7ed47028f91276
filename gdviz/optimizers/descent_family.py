"""Plain gradient descent and its two classical accelerations."""

from gdviz.knob import Knob, rate
from gdviz.optimizers.shared import MOMENTUM
from gdviz.rule import Optimizer

FAMILY = "Gradient descent"

SGD = Optimizer(
    key="sgd",
    name="Gradient descent",
    rule="""
        theta = theta - alpha*g
    """,
    knobs={"learning_rate": rate(0.01)},
    source="Cauchy 1847; torch.optim.SGD",
    family=FAMILY,
    torch="SGD()",
)

MOMENTUM_SGD = Optimizer(
    key="momentum",
    name="Momentum",
    rule="""
        d = where(t > 1, 1 - dampening, 1)
        m = momentum*m + d*g
        theta = theta - alpha*m
    """,
    knobs={
        "learning_rate": rate(0.01),
        "momentum": MOMENTUM,
        "dampening": Knob(0.0, 0.0, 1.0, r"\tau", "How much of each new gradient is held back after the first step."),
    },
    remembers={"m": "velocity: a decaying sum of the gradients"},
    source="Polyak 1964; torch.optim.SGD(momentum)",
    family=FAMILY,
    note="The rate stands outside the velocity, so a change of rate acts at once (PyTorch's convention).",
    torch="SGD(momentum=momentum, dampening=dampening)",
)

NESTEROV = Optimizer(
    key="nesterov",
    name="Nesterov",
    rule="""
        m = momentum*m + g
        theta = theta - alpha*(g + momentum*m)
    """,
    knobs={"learning_rate": rate(0.01), "momentum": MOMENTUM},
    remembers={"m": "velocity: a decaying sum of the gradients"},
    source="Nesterov 1983; Sutskever et al. 2013; torch.optim.SGD(nesterov=True)",
    family=FAMILY,
    note="In PyTorch's form the point kept is already the look-ahead point.",
    torch="SGD(momentum=momentum, nesterov=True)",
)
