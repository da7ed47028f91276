"""Optimizers published since 2022: Adan, ADOPT, AdEMAMix, Prodigy, and averages in place of a schedule."""

from dataclasses import replace

from gdviz.knob import BETA1, BETA2, Knob, decay, eps, rate, share
from gdviz.rule import Optimizer

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
    family="Newer moments",
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
    family="Newer moments",
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
    family="Newer moments",
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
    family="Newer moments",
    note="No bias correction; the third beta is the root of beta2. The package begins with d0 = 1e-6.",
)

SCHEDULE_FREE_SGD = Optimizer(
    key="schedule_free_sgd",
    name="Schedule-free descent",
    rule="""
        top = max(top, alpha)
        weight = t^r*top^weight_lr_power
        total = total + weight
        c = weight/total
        z = z - alpha*g
        x = (1 - c)*x + c*z
        theta = (1 - momentum)*z + momentum*x
    """,
    knobs={
        "learning_rate": rate(0.02),
        "momentum": share(0.9, r"\beta", "How near the average gradients are taken."),
        "r": Knob(0.0, 0.0, 5.0, r"r", "Weighs later points more in the average."),
        "weight_lr_power": Knob(2.0, 0.0, 5.0, r"p", "Weighs points by this power of the largest rate so far."),
    },
    remembers={
        "top": "the largest rate so far",
        "total": "sum of the weights so far",
        "z": "the point that takes the steps",
        "x": "the average: the answer",
    },
    begins={"z": "theta", "x": "theta"},
    source="Defazio et al. 2024, arXiv:2405.15682; schedulefree.SGDScheduleFree",
    family="Averages",
    note="The points drawn are y, where gradients are taken; the answer is the average x.",
)

SCHEDULE_FREE_ADAMW = replace(
    SCHEDULE_FREE_SGD,
    key="schedule_free_adamw",
    name="Schedule-free AdamW",
    rule="""
        v = beta2*v + (1 - beta2)*g^2
        u = g/(sqrt(v/(1 - beta2^t)) + eps) + weight_decay*theta
        top = max(top, alpha)
        weight = t^r*top^weight_lr_power
        total = total + weight
        c = weight/total
        z = z - alpha*u
        x = (1 - c)*x + c*z
        theta = (1 - beta1)*z + beta1*x
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": share(0.9, r"\beta_1", "How near the average gradients are taken."),
        "beta2": BETA2,
        "weight_decay": decay(0.0),
        "r": SCHEDULE_FREE_SGD.knobs["r"],
        "weight_lr_power": SCHEDULE_FREE_SGD.knobs["weight_lr_power"],
        "eps": eps(),
    },
    remembers={"v": "running mean of the squared gradient", **SCHEDULE_FREE_SGD.remembers},
    source="Defazio et al. 2024, arXiv:2405.15682; schedulefree.AdamWScheduleFree",
)
