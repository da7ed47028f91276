"""Exported PyTorch programs: what was recorded from running them is the run, and they are still the same programs."""

import json
import re

import numpy as np
import pytest

from gdviz.export import NotExported
from gdviz.optimizers import RULES
from gdviz.surface import Surface
from tests.export_runs import CASES, LETTERS, WARM, WELLS, described, pytorch_code, rule
from tests.record_export import PATHS, TEXTS, digest

PROGRAMS: dict[str, str] = json.loads(TEXTS.read_text(encoding="utf-8"))["programs"]


@pytest.fixture(scope="module")
def paths() -> np.ndarray:
    with np.load(PATHS) as kept:
        return kept["paths"]


def test_every_case_is_recorded() -> None:
    assert list(PROGRAMS) == list(CASES)


@pytest.mark.parametrize("place", range(len(CASES)), ids=list(CASES))
def test_the_recorded_path_is_the_run(place: int, paths: np.ndarray) -> None:
    name = list(CASES)[place]
    assert digest(pytorch_code(*CASES[name])) == PROGRAMS[name], "Record again: python -m tests.record_export"
    points = described(CASES[name]).points
    assert np.isfinite(paths[place]).all(axis=1).sum() == len(points)
    assert np.abs(paths[place][: len(points)] - points).max() < 1e-9


IN_TORCH = {
    "sgd": "SGD",
    "momentum": "SGD|momentum=momentum, dampening=dampening",
    "nesterov": "SGD|momentum=momentum, nesterov=True",
    "asgd": "ASGD|lambd=lambd, alpha=power, t0=t0",
    "adagrad": "Adagrad|lr_decay=lr_decay, initial_accumulator_value=initial_accumulator, eps=eps",
    "rmsprop": "RMSprop|alpha=rho, momentum=momentum, centered=centered, eps=eps",
    "adadelta": "Adadelta|rho=rho, eps=eps",
    "adam": "Adam|betas=(beta1, beta2), eps=eps",
    "adamw": "AdamW|betas=(beta1, beta2), weight_decay=weight_decay, eps=eps",
    "amsgrad": "Adam|betas=(beta1, beta2), eps=eps, amsgrad=True",
    "adamax": "Adamax|betas=(beta1, beta2), eps=eps",
    "nadam": "NAdam|betas=(beta1, beta2), momentum_decay=momentum_decay, eps=eps",
    "radam": "RAdam|betas=(beta1, beta2), eps=eps",
    "rprop": "Rprop|etas=(eta_minus, eta_plus), step_sizes=(step_min, step_max)",
}


@pytest.mark.parametrize("optimizer", RULES, ids=lambda one: one.key)
def test_what_torch_has_is_torchs_and_the_rest_is_the_rule(optimizer: object) -> None:
    key = optimizer.key  # type: ignore[attr-defined]
    program = pytorch_code(LETTERS, key)
    if key in IN_TORCH:
        made, _, knobs = IN_TORCH[key].partition("|")
        told = f", {knobs}" if knobs else ""
        assert f"optimizer = torch.optim.{made}([theta], lr=learning_rate{told})\n" in program
        assert "alpha =" not in program
    else:
        assert "optimizer = " not in program
        assert program.count("\n    theta = ") == sum(line.target == "theta" for line in rule(key).program.lines)


@pytest.mark.parametrize(
    ("key", "knobs"),
    [
        ("momentum", {"momentum": 0, "dampening": 0.1}),
        ("nesterov", {"momentum": 0}),
        ("rprop", {"eta_plus": 1.0}),
        ("rmsprop", {"centered": 0.5}),
    ],
)
def test_where_torch_does_something_else_the_rule_is_written_out(key: str, knobs: dict[str, float]) -> None:
    assert "optimizer = " not in pytorch_code(LETTERS, key, knobs=knobs)


def test_schedules_and_clipping_are_torchs() -> None:
    options = {"clip_norm": 1.0, "clip_value": 2.0, "weight_decay_l2": 0.1}
    program = pytorch_code(WELLS, "adam", None, 50, options=options, schedule=("cosine", WARM))
    assert "CosineAnnealingLR(optimizer, T_max=43, eta_min=0)" in program
    assert "torch.nn.utils.clip_grad_norm_([theta], clip_norm)" in program
    assert "torch.nn.utils.clip_grad_value_([theta], clip_value)" in program
    assert "weight_decay=weight_decay_l2" in program
    assert program.index("clip_grad_value_") < program.index("clip_grad_norm_")


def test_noise_is_drawn_by_numpy_as_the_run_draws_it() -> None:
    program = pytorch_code(WELLS, "adam", options={"noise": 0.1, "seed": 12})
    assert "np.random.default_rng(12).standard_normal((steps, 2))" in program
    assert not re.search(r"torch\.(rand|randn|manual_seed)", program)


@pytest.mark.parametrize("key", ["damped_newton", "line_search", "bfgs", "lbfgs", "trust_region", "nelder_mead"])
def test_a_method_says_that_torch_has_no_twin(key: str) -> None:
    with pytest.raises(NotExported, match=r"PyTorch has no .* that takes the same steps"):
        pytorch_code(WELLS, key)


def test_newtons_method_is_a_rule() -> None:
    program = pytorch_code(Surface("x^4 + y^2 + x y"), "newton", (1.0, 2.0))
    assert "H = hessian(theta)\n" in program
    assert "theta = theta - alpha*solve(H, g)" in program
