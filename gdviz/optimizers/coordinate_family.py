"""Optimizers with a step of its own for each coordinate: by the squares of its past gradients, or by its sign alone."""

from gdviz.knob import Knob, decay, eps, rate, share
from gdviz.rule import Optimizer

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
    family="Adaptive rates",
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
    family="Adaptive rates",
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
    family="Adaptive rates",
    torch="Adadelta(rho=rho, eps=eps)",
)

SIGN_SGD = Optimizer(
    key="sign_sgd",
    name="Sign descent",
    rule="""
        theta = theta - alpha*sign(g)
    """,
    knobs={"learning_rate": rate(0.01)},
    source="Bernstein et al. 2018, arXiv:1802.04434; optax.sign_sgd",
    family="Signs",
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
    family="Signs",
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
        "weight_decay": decay(0.0),
    },
    remembers={"m": "running mean of the gradient"},
    source="Chen et al. 2023, arXiv:2302.06675; optax.lion",
    family="Signs",
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
        "weight_decay": decay(0.01),
    },
    remembers={"m": "running mean of the gradient"},
    source="Su 2023; pytorch_optimizer.Tiger",
    family="Signs",
)
