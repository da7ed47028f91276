"""Gradient descent, its classical accelerations, averaging, and the Polyak step size."""

from gdviz.knob import MOMENTUM, Knob, eps, rate, share
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

QHM = Optimizer(
    key="qhm",
    name="Quasi-hyperbolic momentum",
    rule="""
        m = momentum*m + (1 - momentum)*g
        theta = theta - alpha*((1 - nu)*g + nu*m)
    """,
    knobs={
        "learning_rate": rate(0.02),
        "momentum": share(0.999, r"\beta", "How much of the mean gradient is kept each step."),
        "nu": Knob(0.7, 0.0, 1.0, r"\nu", "How much the mean counts beside the gradient of now."),
    },
    remembers={"m": "running mean of the gradient"},
    source="Ma & Yarats 2019, arXiv:1810.06801; pytorch_optimizer.QHM",
    family=FAMILY,
)

AGGMO = Optimizer(
    key="aggmo",
    name="Aggregated momentum",
    rule="""
        a = beta1*a + g
        b = beta2*b + g
        c = beta3*c + g
        theta = theta - alpha/3*(a + b + c)
    """,
    knobs={
        "learning_rate": rate(0.01),
        "beta1": share(0.0, r"\beta_1", "How much of the first velocity is kept each step."),
        "beta2": share(0.9, r"\beta_2", "How much of the second velocity is kept each step."),
        "beta3": share(0.99, r"\beta_3", "How much of the third velocity is kept each step."),
    },
    remembers={"a": "short velocity", "b": "middle velocity", "c": "long velocity"},
    source="Lucas et al. 2019, arXiv:1804.00325; pytorch_optimizer.AggMo",
    family=FAMILY,
)

ASGD = Optimizer(
    key="asgd",
    name="Averaged descent",
    rule="""
        eta = alpha/(1 + lambd*alpha*(t - 1))^power
        p = (1 - lambd*eta)*theta - eta*g
        a = a + (p - a)/max(1, t - 1 - t0)
        theta = p
    """,
    knobs={
        "learning_rate": rate(0.01),
        "lambd": Knob(0.0001, 0.0, 1.0, r"\lambda", "How fast the rate and the point decay.", log=True),
        "power": Knob(0.75, 0.0, 1.0, r"\kappa", "The power with which the rate decays."),
        "t0": Knob(1000000.0, 0.0, 1000000.0, r"t_0", "The step at which averaging begins.", log=True),
    },
    remembers={"a": "average of the points since step t0"},
    source="Polyak & Juditsky 1992; torch.optim.ASGD",
    family=FAMILY,
    note="The points drawn are the iterates, not their average. A schedule acts at once; in PyTorch, one step late.",
)

POLYAK_SGD = Optimizer(
    key="polyak_sgd",
    name="Polyak step",
    rule="""
        q = dot(g, g)
        gamma = min((f - f_min)/max(q, eps), alpha)
        theta = theta - where(q > eps, gamma, 0)*g
    """,
    knobs={
        "learning_rate": rate(1.0, help="The longest rate allowed."),
        "f_min": Knob(0.0, -1000.0, 1000.0, r"f^\star", "The lowest value of the surface, as far as known."),
        "eps": eps(2.220446049250313e-16),
    },
    source="Polyak 1969; Loizou et al. 2021, arXiv:2002.10542; optax.polyak_sgd",
    family=FAMILY,
    note="The rate is what would reach f_min if the surface were a straight slope.",
)
