"""Adaptive gradient methods: a rate for each coordinate, from the squares of its past gradients."""

from gdviz.knob import Knob, rate
from gdviz.optimizers.shared import eps, share
from gdviz.rule import Optimizer

FAMILY = "Adaptive rates"

ADAGRAD = Optimizer(
    key="adagrad",
    name="Adagrad",
    rule="""
        s = s + g^2
        theta = theta - alpha/(1 + (t - 1)*lr_decay) * g/(sqrt(s) + eps)
    """,
    knobs={
        "learning_rate": rate(0.5),
        "lr_decay": Knob(0.0, 0.0, 1.0, r"\eta", "How fast the rate itself shrinks with the steps.", log=True),
        "initial_accumulator": Knob(0.0, 0.0, 100.0, r"s_0", "The sum of squares at the start.", log=True),
        "eps": eps(1e-10),
    },
    begins={"s": "initial_accumulator"},
    remembers={"s": "sum of all squared gradients"},
    source="Duchi, Hazan & Singer 2011; torch.optim.Adagrad",
    family=FAMILY,
    torch="Adagrad(lr_decay=lr_decay, initial_accumulator_value=initial_accumulator, eps=eps)",
)

RMSPROP = Optimizer(
    key="rmsprop",
    name="RMSProp",
    rule="""
        v = rho*v + (1 - rho)*g^2
        c = rho*c + (1 - rho)*g
        m = momentum*m + g/(sqrt(v - centered*c^2) + eps)
        theta = theta - alpha*m
    """,
    knobs={
        "learning_rate": rate(0.05),
        "rho": share(0.99, r"\rho", "How much of the mean square is kept each step."),
        "momentum": share(0.0, r"\mu", "How much of the velocity is kept each step."),
        "centered": Knob(0.0, 0.0, 1.0, r"\chi", "1 measures the squares about the mean gradient.", integer=True),
        "eps": eps(),
    },
    remembers={
        "v": "running mean of the squared gradient",
        "c": "running mean of the gradient",
        "m": "velocity: a decaying sum of the scaled gradients",
    },
    source="Tieleman & Hinton 2012; Graves 2013 (centered); torch.optim.RMSprop",
    family=FAMILY,
    note="PyTorch calls the share that is kept alpha; here alpha is the rate and the share is rho.",
    torch="RMSprop(alpha=rho, momentum=momentum, centered=centered, eps=eps)",
)

ADADELTA = Optimizer(
    key="adadelta",
    name="Adadelta",
    rule="""
        v = rho*v + (1 - rho)*g^2
        d = sqrt(u + eps)/sqrt(v + eps) * g
        u = rho*u + (1 - rho)*d^2
        theta = theta - alpha*d
    """,
    knobs={
        "learning_rate": rate(1.0),
        "rho": share(0.9, r"\rho", "How much of both mean squares is kept each step."),
        "eps": eps(1e-6),
    },
    remembers={"v": "running mean of the squared gradient", "u": "running mean of the squared step"},
    source="Zeiler 2012, arXiv:1212.5701; torch.optim.Adadelta",
    family=FAMILY,
    torch="Adadelta(rho=rho, eps=eps)",
)
