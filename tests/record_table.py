"""The table of references: our key → library, class, and its arguments in terms of our knobs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = float | int | bool
RATES = tuple(float(f"{digit}e-{exponent}") for exponent in range(1, 7) for digit in (3, 1))


@dataclass(frozen=True)
class Row:
    """One recorded optimizer.

    knobs: values by our names; the one named by `ladder` takes the first (largest) rung that keeps the run tame.
    arguments: the library's argument → our knob's name, a tuple of names, or a fixed value.
    options: what composes with any rule; inner: the optimizer that a wrapper drives.
    """

    key: str
    library: str
    name: str
    knobs: Mapping[str, Value] = field(default_factory=dict)
    arguments: Mapping[str, object] = field(default_factory=dict)
    ladder: tuple[str, tuple[float, ...]] = ("learning_rate", RATES)
    options: Mapping[str, float] = field(default_factory=dict)
    wraps: str = ""
    note: str = ""


BETAS = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
TORCH_BETAS = {"lr": "learning_rate", "betas": ("beta1", "beta2"), "eps": "eps"}
OPTAX_BETAS = {"learning_rate": "learning_rate", "b1": "beta1", "b2": "beta2", "eps": "eps"}
RMSPROP = {"lr": "learning_rate", "alpha": "rho", "eps": "eps", "momentum": "momentum", "centered": "centered"}
SGD = {"lr": "learning_rate", "momentum": "momentum", "dampening": "dampening"}

FIRST_EIGHT = (
    Row("sgd", "torch", "SGD", {}, {"lr": "learning_rate"}),
    Row("sgd", "torch", "SGD", {}, {"lr": "learning_rate", "weight_decay": 0.02}, options={"weight_decay_l2": 0.02}),
    Row("sgd", "torch", "SGD", {}, {"lr": "learning_rate"}, options={"clip_value": 0.5}, note="clip_grad_value_"),
    Row(
        "sgd",
        "torch",
        "SGD",
        {},
        {"lr": "learning_rate"},
        options={"clip_norm": 0.7},
        note="clip_grad_norm_ multiplies by min(1, bound/(norm + 1e-6)); a hard bound differs by that 1e-6",
    ),
    Row("momentum", "torch", "SGD", {"momentum": 0.9, "dampening": 0.0}, SGD),
    Row(
        "momentum",
        "torch",
        "SGD",
        {"momentum": 0.8, "dampening": 0.3},
        SGD,
        note="the first gradient enters the buffer undamped",
    ),
    Row("nesterov", "torch", "SGD", {"momentum": 0.9}, SGD | {"dampening": 0.0, "nesterov": True}),
    Row("adagrad", "torch", "Adagrad", {"eps": 1e-10}, {"lr": "learning_rate", "eps": "eps"}),
    Row(
        "adagrad",
        "torch",
        "Adagrad",
        {"eps": 1e-8, "lr_decay": 0.02, "initial_accumulator": 0.5},
        {
            "lr": "learning_rate",
            "eps": "eps",
            "lr_decay": "lr_decay",
            "initial_accumulator_value": "initial_accumulator",
        },
    ),
    Row("rmsprop", "torch", "RMSprop", {"rho": 0.99, "eps": 1e-8, "momentum": 0.0, "centered": 0}, RMSPROP),
    Row("rmsprop", "torch", "RMSprop", {"rho": 0.95, "eps": 1e-8, "momentum": 0.8, "centered": 0}, RMSPROP),
    Row("rmsprop", "torch", "RMSprop", {"rho": 0.9, "eps": 1e-6, "momentum": 0.0, "centered": 1}, RMSPROP),
    Row(
        "adadelta",
        "torch",
        "Adadelta",
        {"rho": 0.9, "eps": 1e-6},
        {"lr": "learning_rate", "rho": "rho", "eps": "eps"},
        ladder=("learning_rate", (10.0, 3.0, 1.0, 0.3)),
    ),
    Row("adam", "torch", "Adam", BETAS, TORCH_BETAS),
    Row("adam", "torch", "Adam", BETAS, TORCH_BETAS | {"weight_decay": 0.02}, options={"weight_decay_l2": 0.02}),
    Row("adamw", "torch", "AdamW", BETAS | {"weight_decay": 0.01}, TORCH_BETAS | {"weight_decay": "weight_decay"}),
)

PYTORCH = (
    Row("amsgrad", "torch", "Adam", BETAS, TORCH_BETAS | {"amsgrad": True}, note="optax keeps the maximum of v-hat"),
    Row("adamax", "torch", "Adamax", BETAS, TORCH_BETAS),
    Row(
        "nadam",
        "torch",
        "NAdam",
        BETAS | {"momentum_decay": 0.004},
        TORCH_BETAS | {"momentum_decay": "momentum_decay"},
        note="optax has no momentum decay; the product of momenta is float32 unless PyTorch's default dtype is float64",
    ),
    Row(
        "radam",
        "torch",
        "RAdam",
        BETAS,
        TORCH_BETAS,
        note="PyTorch adds eps before correcting the bias of v; optax after",
    ),
    Row(
        "rprop",
        "torch",
        "Rprop",
        {"eta_minus": 0.5, "eta_plus": 1.2, "step_min": 1e-6, "step_max": 50.0},
        {"lr": "learning_rate", "etas": ("eta_minus", "eta_plus"), "step_sizes": ("step_min", "step_max")},
        note="learning_rate is the first step size; optax takes every step one step late",
    ),
    Row(
        "asgd",
        "torch",
        "ASGD",
        {"lambd": 1e-4, "power": 0.75, "t0": 1e6},
        {"lr": "learning_rate", "lambd": "lambd", "alpha": "power", "t0": "t0"},
        note="the iterates, not the average ax; rates are float32 unless PyTorch's default dtype is float64",
    ),
)
