"""The table of references, continued: optimizers that PyTorch does not have, from optax or their authors' packages."""

from tests.record_table import BETAS, OPTAX_BETAS, RATES, Row

SCHEDULE_FREE = {"lr": "learning_rate", "r": "r", "weight_lr_power": "weight_lr_power"}
LOOKAHEAD = {"k": "k", "alpha": "slow"}
SIGN_RATES = RATES[2:]
SAM = {"rho": 0.05}
SAM_NOTE = "two gradients a step; without the 1e-12 that some PyTorch copies add to the norm"

OPTAX = (
    Row(
        "lion",
        "optax",
        "lion",
        {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.01},
        {"learning_rate": "learning_rate", "b1": "beta1", "b2": "beta2", "weight_decay": "weight_decay"},
        ladder=("learning_rate", SIGN_RATES),
        note="as lion-pytorch; only the default weight decay differs",
    ),
    Row(
        "adabelief",
        "optax",
        "adabelief",
        {"beta1": 0.9, "beta2": 0.999, "eps": 1e-16},
        OPTAX_BETAS | {"eps_root": "eps"},
        note="eps is added to the memory s at every step and again to its root, as in the authors' code",
    ),
    Row(
        "yogi",
        "optax",
        "yogi",
        {"beta1": 0.9, "beta2": 0.999, "eps": 1e-3},
        OPTAX_BETAS,
        note="both memories begin at 1e-6 and are divided by 1 - beta^t all the same",
    ),
    Row(
        "adan",
        "pytorch_optimizer",
        "Adan",
        {"beta1": 0.98, "beta2": 0.92, "beta3": 0.99, "eps": 1e-8},
        {"lr": "learning_rate", "betas": ("beta1", "beta2", "beta3"), "eps": "eps"},
        note="as in the authors' code (sail-sg/Adan); its betas are 'one minus' the paper's",
    ),
    Row(
        "adopt",
        "optax.contrib",
        "adopt",
        {"beta1": 0.9, "beta2": 0.9999, "eps": 1e-6},
        OPTAX_BETAS,
        note="the first step only fills v; each normalised gradient is clipped to (t - 1)^(1/4)",
    ),
    Row(
        "ademamix",
        "optax.contrib",
        "ademamix",
        {"beta1": 0.9, "beta2": 0.999, "beta3": 0.9999, "mix": 5.0, "eps": 1e-8},
        OPTAX_BETAS | {"b3": "beta3", "alpha": "mix"},
        note="constant mix and beta3: no warm-up of either",
    ),
    Row("sign_sgd", "optax", "sign_sgd", {}, {"learning_rate": "learning_rate"}, ("learning_rate", SIGN_RATES)),
    Row(
        "polyak_sgd",
        "optax",
        "polyak_sgd",
        {"f_min": 0.0},
        {"max_learning_rate": "learning_rate", "f_min": "f_min"},
        note="learning_rate is the largest rate allowed; f_min is the surface's lowest value",
    ),
    Row("sam", "optax.contrib", "sam", SAM, {"learning_rate": "learning_rate"}, wraps="sgd", note=SAM_NOTE),
    Row("sam_adam", "optax.contrib", "sam", SAM | BETAS, OPTAX_BETAS, wraps="adam", note=SAM_NOTE),
)

AUTHORS = (
    Row(
        "prodigy",
        "prodigyopt",
        "Prodigy",
        {"d0": 0.01} | BETAS,
        {"lr": "learning_rate", "betas": ("beta1", "beta2"), "eps": "eps", "d0": "d0", "weight_decay": 0.0},
        ladder=("learning_rate", (1.0, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05)),
        note="no bias correction; beta3 = sqrt(beta2)",
    ),
    Row(
        "schedule_free_sgd",
        "schedulefree",
        "SGDScheduleFree",
        {"momentum": 0.9, "r": 0.0, "weight_lr_power": 2.0},
        SCHEDULE_FREE | {"momentum": "momentum"},
        note="points are y, where gradients are taken; the answer is the average x = (y - (1 - momentum) z)/momentum",
    ),
    Row(
        "schedule_free_adamw",
        "schedulefree",
        "AdamWScheduleFree",
        BETAS | {"weight_decay": 0.01, "r": 0.0, "weight_lr_power": 2.0},
        SCHEDULE_FREE | {"betas": ("beta1", "beta2"), "eps": "eps", "weight_decay": "weight_decay"},
        note="points are y, where gradients are taken and weights decay; the answer is the average x",
    ),
    Row(
        "lookahead",
        "pytorch_optimizer",
        "Lookahead",
        {"momentum": 0.9, "k": 5, "slow": 0.5},
        {"lr": "learning_rate", "momentum": "momentum"},
        wraps="SGD",
        note="fast weights; the inner memory is kept when they are pulled back",
    ),
    Row(
        "lookahead_adam",
        "pytorch_optimizer",
        "Lookahead",
        BETAS | {"k": 5, "slow": 0.5},
        {"lr": "learning_rate", "betas": ("beta1", "beta2"), "eps": "eps"},
        wraps="Adam",
        note="fast weights; the inner memory is kept when they are pulled back",
    ),
    Row(
        "qhm",
        "pytorch_optimizer",
        "QHM",
        {"momentum": 0.95, "nu": 0.7},
        {"lr": "learning_rate", "momentum": "momentum", "nu": "nu"},
        note="the buffer is a running mean (weight 1 - momentum on the gradient), as in the paper",
    ),
    Row(
        "aggmo",
        "pytorch_optimizer",
        "AggMo",
        {"beta1": 0.0, "beta2": 0.9, "beta3": 0.99},
        {"lr": "learning_rate", "betas": ("beta1", "beta2", "beta3")},
    ),
    Row(
        "tiger",
        "pytorch_optimizer",
        "Tiger",
        {"beta": 0.965, "weight_decay": 0.01},
        {"lr": "learning_rate", "beta": "beta", "weight_decay": "weight_decay"},
        ladder=("learning_rate", SIGN_RATES),
        note="decoupled weight decay, before the step",
    ),
)
