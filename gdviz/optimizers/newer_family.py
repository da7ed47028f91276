"""Recent optimizers: Adan, ADOPT, AdEMAMix, Prodigy."""

from gdviz.knob import Knob, rate
from gdviz.optimizers.shared import BETA1, BETA2, eps, share
from gdviz.rule import Optimizer

FAMILY = "Newer moments"

ADAN = Optimizer(
    key="adan",
    name="Adan",
    rule="""
        d = where(t > 1, g - g_old, 0)
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*d
        n = beta3*n + (1 - beta3)*(g + beta2*d)^2
        g_old = g
        u = m/(1 - beta1^t) + beta2*v/(1 - beta2^t)
        theta = theta - alpha*u/(sqrt(n/(1 - beta3^t)) + eps)
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": share(0.98, r"\beta_1", "How much of the mean gradient is kept each step."),
        "beta2": share(0.92, r"\beta_2", "How much of the mean change of the gradient is kept each step."),
        "beta3": share(0.99, r"\beta_3", "How much of the mean square is kept each step."),
        "eps": eps(),
    },
    remembers={
        "g_old": "the last gradient",
        "m": "running mean of the gradient",
        "v": "running mean of the gradient's change",
        "n": "running mean of the square of the look-ahead gradient",
    },
    source="Xie et al. 2022, arXiv:2208.06677; sail-sg/Adan, pytorch_optimizer.Adan",
    family=FAMILY,
    note="The betas are one minus the paper's. optax 0.2.8 weighs the gradient's change by 1 - beta2, a known fault.",
)

ADOPT = Optimizer(
    key="adopt",
    name="ADOPT",
    rule="""
        c = (t - 1)^0.25
        u = min(max(g/max(sqrt(v), eps), -c), c)
        m = beta1*m + (1 - beta1)*u
        b = where(t > 1, beta2, 0)
        v = b*v + (1 - b)*g^2
        theta = theta - alpha*m
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": BETA1,
        "beta2": share(0.9999, r"\beta_2", "How much of the mean square is kept each step."),
        "eps": eps(1e-6),
    },
    remembers={"v": "running mean of its square, of the steps before", "m": "running mean of the scaled gradient"},
    source="Taniguchi et al. 2024, arXiv:2411.02853; optax.contrib.adopt",
    family=FAMILY,
    note="The first step only fills v.",
)

ADEMAMIX = Optimizer(
    key="ademamix",
    name="AdEMAMix",
    rule="""
        m = beta1*m + (1 - beta1)*g
        s = beta3*s + (1 - beta3)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        theta = theta - alpha*(m_hat + mix*s)/(sqrt(v_hat) + eps)
    """,
    knobs={
        "learning_rate": rate(0.05),
        "beta1": BETA1,
        "beta2": BETA2,
        "beta3": Knob(0.9999, 0.0, 0.99999, r"\beta_3", "How much of the slow mean gradient is kept each step."),
        "mix": Knob(5.0, 0.0, 100.0, r"a", "How much the slow mean counts beside the fast one."),
        "eps": eps(),
    },
    remembers={
        "m": "fast running mean of the gradient",
        "s": "slow running mean of the gradient",
        "v": "running mean of its square",
    },
    source="Pagliardini, Ablin & Grangier 2024, arXiv:2409.03137; optax.contrib.ademamix",
    family=FAMILY,
    note="mix and beta3 are constant: no warm-up of either.",
)

PRODIGY = Optimizer(
    key="prodigy",
    name="Prodigy",
    rule="""
        a = d*alpha
        r = sqrt(beta2)*r + d/d0*a*dot(g, z - theta)
        m = beta1*m + (1 - beta1)*d*g
        v = beta2*v + (1 - beta2)*d^2*g^2
        s = sqrt(beta2)*s + d/d0*a*g
        q = sum(abs(s))
        d = max(d, where(q > 0, r/q, 0))
        theta = theta - a*m/(sqrt(v) + d*eps)
    """,
    knobs={
        "learning_rate": rate(1.0),
        "d0": Knob(0.01, 1e-09, 10.0, r"d_0", "The first guess of the distance to go.", log=True),
        "beta1": BETA1,
        "beta2": BETA2,
        "eps": eps(),
    },
    remembers={
        "d": "estimated distance from the start to the solution",
        "r": "evidence for that distance",
        "z": "where the run began",
        "m": "running mean of the gradient, times d",
        "v": "running mean of its square, times d squared",
        "s": "decaying sum of the gradients",
    },
    begins={"d": "d0", "z": "theta"},
    source="Mishchenko & Defazio 2024, arXiv:2306.06101; prodigyopt",
    family=FAMILY,
    note="No bias correction; the third beta is the root of beta2. The package begins with d0 = 1e-6.",
)
