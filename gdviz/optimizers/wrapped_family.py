"""Lookahead and sharpness-aware minimisation (SAM), each around another optimizer."""

from gdviz.knob import BETA1, BETA2, MOMENTUM, Knob, eps, rate
from gdviz.rule import Optimizer

FAMILY = "Around another optimizer"

LOOKAHEAD = Optimizer(
    key="lookahead",
    name="Lookahead (momentum)",
    rule="""
        m = momentum*m + g
        p = theta - alpha*m
        n = where(n + 1 < k, n + 1, 0)
        z = where(n < 1, z + slow*(p - z), z)
        theta = where(n < 1, z, p)
    """,
    knobs={
        "learning_rate": rate(0.01),
        "momentum": MOMENTUM,
        "k": Knob(5.0, 1.0, 100.0, r"k", "Steps between two looks back.", integer=True),
        "slow": Knob(0.5, 0.0, 1.0, r"\phi", "How far the slow point goes towards the fast one."),
    },
    remembers={"m": "velocity of the fast point", "n": "steps since the last look back", "z": "the slow point"},
    begins={"z": "theta"},
    source="Zhang et al. 2019, arXiv:1907.08610; pytorch_optimizer.Lookahead over torch.optim.SGD",
    family=FAMILY,
    note="The points drawn are the fast ones; the inner memory is kept when they are pulled back.",
)

LOOKAHEAD_ADAM = Optimizer(
    key="lookahead_adam",
    name="Lookahead (Adam)",
    rule="""
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        p = theta - alpha*m_hat/(sqrt(v_hat) + eps)
        n = where(n + 1 < k, n + 1, 0)
        z = where(n < 1, z + slow*(p - z), z)
        theta = where(n < 1, z, p)
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": BETA1,
        "beta2": BETA2,
        "eps": eps(),
        "k": Knob(5.0, 1.0, 100.0, r"k", "Steps between two looks back.", integer=True),
        "slow": Knob(0.5, 0.0, 1.0, r"\phi", "How far the slow point goes towards the fast one."),
    },
    remembers={
        "m": "running mean of the gradient",
        "v": "running mean of its square",
        "n": "steps since the last look back",
        "z": "the slow point",
    },
    begins={"z": "theta"},
    source="Zhang et al. 2019, arXiv:1907.08610; pytorch_optimizer.Lookahead over torch.optim.Adam",
    family=FAMILY,
)

SAM = Optimizer(
    key="sam",
    name="SAM (descent)",
    rule="""
        h = grad(theta + rho*g/norm(g))
        theta = theta - alpha*h
    """,
    knobs={
        "learning_rate": rate(0.01),
        "rho": Knob(0.05, 0.0, 10.0, r"\rho", "How far uphill the second gradient is taken.", log=True),
    },
    source="Foret et al. 2021, arXiv:2010.01412; optax.contrib.sam over sgd",
    family=FAMILY,
    note="Two gradients a step. Some copies add 1e-12 to the norm.",
)

SAM_ADAM = Optimizer(
    key="sam_adam",
    name="SAM (Adam)",
    rule="""
        h = grad(theta + rho*g/norm(g))
        m = beta1*m + (1 - beta1)*h
        v = beta2*v + (1 - beta2)*h^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(v_hat) + eps)
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": BETA1,
        "beta2": BETA2,
        "rho": Knob(0.05, 0.0, 10.0, r"\rho", "How far uphill the second gradient is taken.", log=True),
        "eps": eps(),
    },
    remembers={"m": "running mean of the gradient, taken uphill", "v": "running mean of its square"},
    source="Foret et al. 2021, arXiv:2010.01412; optax.contrib.sam over adam",
    family=FAMILY,
    note="Two gradients a step.",
)
