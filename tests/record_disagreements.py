"""Where other libraries take other steps than the recorded one, and why: python -m tests.record_disagreements.

Runs a second library with the knobs of a recorded run on Himmelblau, and writes how far apart the two get in 200 steps
to references/disagreements.json. Needs what record_references.py needs, and lion_pytorch and adabelief_pytorch.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

import adabelief_pytorch
import lion_pytorch
import numpy as np

from tests.record_libraries import STEPPERS, TORCH_FAMILY, torch_stepper
from tests.record_loader import FOLDER, Run, recorded_runs
from tests.record_references import path
from tests.record_surfaces import SURFACES, value_and_gradient
from tests.record_table import OPTAX_BETAS, TORCH_BETAS, Row
from tests.record_table_more import SCHEDULE_FREE

RATE = {"learning_rate": "learning_rate"}
HIMMELBLAU = next(surface for surface in SURFACES if surface.name == "himmelblau")
THREE_BETAS = {"lr": "learning_rate", "betas": ("beta1", "beta2", "beta3"), "eps": "eps"}
RPROP = {"eta_minus": "eta_minus", "eta_plus": "eta_plus", "min_step_size": "step_min", "max_step_size": "step_max"}
LION = {"lr": "learning_rate", "betas": ("beta1", "beta2"), "weight_decay": "weight_decay"}
AVERAGED = SCHEDULE_FREE | {"betas": ("beta1", "beta2"), "eps": "eps", "weight_decay": "weight_decay"}


@dataclass(frozen=True)
class Other:
    """A second library for one optimizer, and why its steps differ, if they do."""

    key: str
    library: str
    name: str
    arguments: Mapping[str, object]
    why: str = ""


OTHERS = (
    Other("sgd", "optax", "sgd", RATE),
    Other("momentum", "optax", "sgd", RATE | {"momentum": "momentum"}),
    Other("nesterov", "optax", "sgd", RATE | {"momentum": "momentum", "nesterov": True}),
    Other(
        "adagrad",
        "optax",
        "adagrad",
        RATE | {"eps": "eps", "initial_accumulator_value": 0.0},
        "optax adds eps under the root (too little to matter here), and begins its sum at 0.1 by default",
    ),
    Other("rmsprop", "optax", "rmsprop", RATE | {"decay": "rho", "eps": "eps"}, "optax adds eps under the root"),
    Other("adadelta", "optax", "adadelta", RATE | {"rho": "rho", "eps": "eps"}),
    Other("adam", "optax", "adam", OPTAX_BETAS),
    Other("adamw", "optax", "adamw", OPTAX_BETAS | {"weight_decay": "weight_decay"}),
    Other(
        "amsgrad", "optax", "amsgrad", OPTAX_BETAS, "optax keeps the maximum of the corrected v, PyTorch of v itself"
    ),
    Other("adamax", "optax", "adamax", OPTAX_BETAS),
    Other("nadam", "optax", "nadam", OPTAX_BETAS, "optax has no momentum decay"),
    Other("radam", "optax", "radam", OPTAX_BETAS),
    Other("rprop", "optax", "rprop", RATE | RPROP, "optax takes every step one step late"),
    Other("lion", "lion_pytorch", "Lion", LION),
    Other("adabelief", "adabelief_pytorch", "AdaBelief", TORCH_BETAS | {"rectify": False, "print_change_log": False}),
    Other(
        "adabelief",
        "pytorch_optimizer",
        "AdaBelief",
        TORCH_BETAS,
        "pytorch_optimizer does not correct the bias of the mean",
    ),
    Other("yogi", "pytorch_optimizer", "Yogi", TORCH_BETAS),
    Other(
        "adan",
        "optax",
        "adan",
        OPTAX_BETAS | {"b3": "beta3", "eps_root": 0.0},
        "optax weighs the gradient's change by 1 - beta2 where the authors have beta2 (google-deepmind/optax #1715)",
    ),
    Other(
        "adopt", "pytorch_optimizer", "ADOPT", TORCH_BETAS, "pytorch_optimizer clips to t^(1/4), optax to (t - 1)^(1/4)"
    ),
    Other(
        "ademamix",
        "pytorch_optimizer",
        "AdEMAMix",
        THREE_BETAS | {"alpha": "mix"},
        "pytorch_optimizer divides the slow mean too by the fast mean's bias correction",
    ),
    Other("sign_sgd", "pytorch_optimizer", "SignSGD", {"lr": "learning_rate", "momentum": 0.0}),
    Other("prodigy", "pytorch_optimizer", "Prodigy", TORCH_BETAS | {"d0": "d0"}),
    Other(
        "prodigy",
        "optax.contrib",
        "prodigy",
        RATE | {"betas": ("beta1", "beta2"), "eps": "eps", "estim_lr0": "d0"},
        "optax corrects Adam's biases, prodigyopt does not unless asked",
    ),
    Other("schedule_free_sgd", "pytorch_optimizer", "ScheduleFreeSGD", SCHEDULE_FREE | {"momentum": "momentum"}),
    Other("schedule_free_adamw", "pytorch_optimizer", "ScheduleFreeAdamW", AVERAGED),
)


def first_plain_run(key: str) -> Run:
    """The recorded run on Himmelblau, without options."""
    return next(run for run in recorded_runs(key) if run.surface_name == "himmelblau" and not run.options)


def measured(other: Other) -> dict[str, object]:
    """How far the second library's run is from the recorded one."""
    run = first_plain_run(other.key)
    row = Row(other.key, other.library, other.name, arguments=other.arguments)
    points = path(row, dict(run.knobs), run.start, lambda point: value_and_gradient(HIMMELBLAU, point))
    assert points is not None
    away = np.abs(points - run.points).max(axis=1)
    package = other.library.split(".")[0].replace("_", "-")
    library = f"{other.library}.{other.name} {version(package)}"
    distances = {"first_step": float(f"{away[1]:.1e}"), "200_steps": float(f"{away.max():.1e}")}
    return {"optimizer": other.key, "recorded": run.library, "other": library, "apart": distances, "why": other.why}


def main() -> None:
    """Measure and write all."""
    for name, module in (("lion_pytorch", lion_pytorch), ("adabelief_pytorch", adabelief_pytorch)):
        TORCH_FAMILY[name], STEPPERS[name] = module, torch_stepper
    found = [measured(other) for other in OTHERS]
    (FOLDER / "disagreements.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf8")
    for entry in found:
        print(entry["optimizer"], entry["other"], entry["apart"], entry["why"])


if __name__ == "__main__":
    main()
