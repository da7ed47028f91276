"""Schedule-free optimizers: averages of the iterates in place of a learning-rate schedule."""

from gdviz.knob import Knob, rate
from gdviz.optimizers.shared import BETA2, DECOUPLED, decay, eps, share
from gdviz.rule import Optimizer

FAMILY = "Averages"

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
    family=FAMILY,
    note="The points drawn are y, where gradients are taken; the answer is the average x.",
)

SCHEDULE_FREE_ADAMW = Optimizer(
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
        "weight_decay": decay(0.0, DECOUPLED),
        "r": Knob(0.0, 0.0, 5.0, r"r", "Weighs later points more in the average."),
        "weight_lr_power": Knob(2.0, 0.0, 5.0, r"p", "Weighs points by this power of the largest rate so far."),
        "eps": eps(),
    },
    remembers={
        "v": "running mean of the squared gradient",
        "top": "the largest rate so far",
        "total": "sum of the weights so far",
        "z": "the point that takes the steps",
        "x": "the average: the answer",
    },
    begins={"z": "theta", "x": "theta"},
    source="Defazio et al. 2024, arXiv:2405.15682; schedulefree.AdamWScheduleFree",
    family=FAMILY,
    note="The points drawn are y, where gradients are taken; the answer is the average x.",
)
