"""Adam: momentum and a rate for each coordinate together."""

from gdviz.knob import rate
from gdviz.optimizers.shared import BETA1, BETA2, DECOUPLED, decay, eps
from gdviz.rule import Optimizer

FAMILY = "Adam and its kin"
REMEMBERS = {"m": "running mean of the gradient", "v": "running mean of its square"}

ADAM = Optimizer(
    key="adam",
    name="Adam",
    rule="""
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(v_hat) + eps)
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps()},
    remembers=REMEMBERS,
    source="Kingma & Ba 2015, arXiv:1412.6980; torch.optim.Adam",
    family=FAMILY,
    torch="Adam(betas=(beta1, beta2), eps=eps)",
)

ADAMW = Optimizer(
    key="adamw",
    name="AdamW",
    rule="""
        theta = (1 - alpha*weight_decay)*theta
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(v_hat) + eps)
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": BETA1,
        "beta2": BETA2,
        "weight_decay": decay(0.01, DECOUPLED),
        "eps": eps(),
    },
    remembers=REMEMBERS,
    source="Loshchilov & Hutter 2019, arXiv:1711.05101; torch.optim.AdamW",
    family=FAMILY,
    torch="AdamW(betas=(beta1, beta2), weight_decay=weight_decay, eps=eps)",
)
