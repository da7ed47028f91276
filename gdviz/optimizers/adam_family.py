"""Adam, momentum and a rate for each coordinate together, and its variants: other moments, other bias corrections."""

from gdviz.knob import BETA1, BETA2, Knob, decay, eps, rate
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
        "weight_decay": decay(0.01),
        "eps": eps(),
    },
    remembers=REMEMBERS,
    source="Loshchilov & Hutter 2019, arXiv:1711.05101; torch.optim.AdamW",
    family=FAMILY,
    torch="AdamW(betas=(beta1, beta2), weight_decay=weight_decay, eps=eps)",
)

AMSGRAD = Optimizer(
    key="amsgrad",
    name="AMSGrad",
    rule="""
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        v_max = max(v_max, v)
        m_hat = m/(1 - beta1^t)
        v_hat = v_max/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(v_hat) + eps)
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps()},
    remembers={
        "m": "running mean of the gradient",
        "v": "running mean of its square",
        "v_max": "the largest v so far: rates never grow back",
    },
    source="Reddi, Kale & Kumar 2018, arXiv:1904.09237; torch.optim.Adam(amsgrad=True)",
    family=FAMILY,
    note="PyTorch keeps the maximum of v and corrects it afterwards; optax keeps the maximum of the corrected v.",
    torch="Adam(betas=(beta1, beta2), eps=eps, amsgrad=True)",
)

ADAMAX = Optimizer(
    key="adamax",
    name="Adamax",
    rule="""
        m = beta1*m + (1 - beta1)*g
        u = max(beta2*u, abs(g) + eps)
        theta = theta - alpha/(1 - beta1^t) * m/u
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps()},
    remembers={"m": "running mean of the gradient", "u": "decaying maximum of the gradient's size"},
    source="Kingma & Ba 2015, §7.1, arXiv:1412.6980; torch.optim.Adamax",
    family=FAMILY,
    torch="Adamax(betas=(beta1, beta2), eps=eps)",
)

NADAM = Optimizer(
    key="nadam",
    name="NAdam",
    rule="""
        mu = beta1*(1 - 0.5*0.96^(t*momentum_decay))
        mu_next = beta1*(1 - 0.5*0.96^((t + 1)*momentum_decay))
        p = mu*p
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        u = (1 - mu)/(1 - p)*g + mu_next/(1 - p*mu_next)*m
        theta = theta - alpha*u/(sqrt(v/(1 - beta2^t)) + eps)
    """,
    knobs={
        "learning_rate": rate(0.1),
        "beta1": BETA1,
        "beta2": BETA2,
        "momentum_decay": Knob(0.004, 0.0, 1.0, r"\psi", "How fast the share of momentum grows.", log=True),
        "eps": eps(),
    },
    remembers={
        "p": "product of all shares of momentum so far",
        "m": "running mean of the gradient",
        "v": "running mean of its square",
    },
    begins={"p": "1"},
    source="Dozat 2016; torch.optim.NAdam",
    family=FAMILY,
    note="optax has no momentum decay.",
    torch="NAdam(betas=(beta1, beta2), momentum_decay=momentum_decay, eps=eps)",
)

RADAM = Optimizer(
    key="radam",
    name="RAdam",
    rule="""
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        rho_max = 2/(1 - beta2) - 1
        rho = rho_max - 2*t*beta2^t/(1 - beta2^t)
        r = sqrt((rho - 4)*(rho - 2)*rho_max/((rho_max - 4)*(rho_max - 2)*rho))
        c = where(rho > 5, r*sqrt(1 - beta2^t), 0)
        u = where(rho > 5, c/(sqrt(v) + eps), 1)
        theta = theta - alpha/(1 - beta1^t)*m*u
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps()},
    remembers={"m": "running mean of the gradient", "v": "running mean of its square"},
    source="Liu et al. 2020, arXiv:1908.03265; torch.optim.RAdam",
    family=FAMILY,
    note="Plain momentum until v can be trusted. PyTorch adds eps before correcting the bias of v; optax after.",
    torch="RAdam(betas=(beta1, beta2), eps=eps)",
)

ADABELIEF = Optimizer(
    key="adabelief",
    name="AdaBelief",
    rule="""
        m = beta1*m + (1 - beta1)*g
        s = beta2*s + (1 - beta2)*(g - m)^2 + eps
        m_hat = m/(1 - beta1^t)
        s_hat = s/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(s_hat) + eps)
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps(1e-16)},
    remembers={"m": "running mean of the gradient", "s": "running mean of the squared surprise g - m"},
    source="Zhuang et al. 2020, arXiv:2010.07468; optax.adabelief",
    family=FAMILY,
    note="eps is added to s at every step and again to its root, as in the authors' code.",
)

YOGI = Optimizer(
    key="yogi",
    name="Yogi",
    rule="""
        m = beta1*m + (1 - beta1)*g
        v = v - (1 - beta2)*sign(v - g^2)*g^2
        m_hat = m/(1 - beta1^t)
        v_hat = v/(1 - beta2^t)
        theta = theta - alpha*m_hat/(sqrt(v_hat) + eps)
    """,
    knobs={"learning_rate": rate(0.1), "beta1": BETA1, "beta2": BETA2, "eps": eps(1e-3)},
    remembers={"m": "running mean of the gradient", "v": "size of the squared gradient, moved by a bounded amount"},
    begins={"m": "1e-6", "v": "1e-6"},
    source="Zaheer et al. 2018; optax.yogi",
    family=FAMILY,
    note="Both memories begin at 1e-6 and are corrected all the same.",
)
