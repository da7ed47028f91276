"""Sign-based optimizers: steps of a fixed length, by the sign of each coordinate alone."""

from gdviz.knob import Knob, rate
from gdviz.optimizers.shared import DECOUPLED, decay, share
from gdviz.rule import Optimizer

FAMILY = "Signs"

SIGN_SGD = Optimizer(
    key="sign_sgd",
    name="Sign descent",
    rule="""
        theta = theta - alpha*sign(g)
    """,
    knobs={"learning_rate": rate(0.01)},
    source="Bernstein et al. 2018, arXiv:1802.04434; optax.sign_sgd",
    family=FAMILY,
)

RPROP = Optimizer(
    key="rprop",
    name="Rprop",
    rule="""
        s = g*g_old
        eta = min(max(eta*where(s > 0, eta_plus, where(s < 0, eta_minus, 1)), step_min), step_max)
        g = where(s < 0, 0, g)
        g_old = g
        theta = theta - eta*sign(g)
    """,
    knobs={
        "learning_rate": rate(0.01),
        "eta_minus": Knob(0.5, 0.01, 0.99, r"\eta^-", "What a step is multiplied by when the gradient turns."),
        "eta_plus": Knob(1.2, 1.0, 5.0, r"\eta^+", "What a step is multiplied by when the gradient keeps its sign."),
        "step_min": Knob(1e-06, 0.0, 1.0, r"\Delta_{\min}", "The smallest step.", log=True),
        "step_max": Knob(50.0, 0.001, 1000.0, r"\Delta_{\max}", "The largest step.", log=True),
    },
    remembers={"g_old": "the last gradient, 0 where it turned", "eta": "the step of each coordinate"},
    begins={"eta": "learning_rate"},
    source="Riedmiller & Braun 1993; torch.optim.Rprop",
    family=FAMILY,
    note="learning_rate is the first step; a schedule has no effect. optax takes every step one step late.",
    torch="Rprop(etas=(eta_minus, eta_plus), step_sizes=(step_min, step_max))",
)

LION = Optimizer(
    key="lion",
    name="Lion",
    rule="""
        u = sign(beta1*m + (1 - beta1)*g)
        m = beta2*m + (1 - beta2)*g
        theta = theta - alpha*(u + weight_decay*theta)
    """,
    knobs={
        "learning_rate": rate(0.02),
        "beta1": share(0.9, r"\beta_1", "How much of the memory enters the step."),
        "beta2": share(0.99, r"\beta_2", "How much of the memory is kept each step."),
        "weight_decay": decay(0.0, DECOUPLED),
    },
    remembers={"m": "running mean of the gradient"},
    source="Chen et al. 2023, arXiv:2302.06675; optax.lion",
    family=FAMILY,
    note="As lion-pytorch; optax's default weight decay is 0.001.",
)

TIGER = Optimizer(
    key="tiger",
    name="Tiger",
    rule="""
        theta = (1 - alpha*weight_decay)*theta
        m = beta*m + (1 - beta)*g
        theta = theta - alpha*sign(m)
    """,
    knobs={
        "learning_rate": rate(0.02),
        "beta": share(0.965, r"\beta", "How much of the mean gradient is kept each step."),
        "weight_decay": decay(0.01, DECOUPLED),
    },
    remembers={"m": "running mean of the gradient"},
    source="Su 2023; pytorch_optimizer.Tiger",
    family=FAMILY,
)
