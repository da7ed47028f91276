"""Record PyTorch's learning-rate schedules for 200 steps."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.optim import lr_scheduler

from tests import record_loader
from tests.record_loader import SCHEDULES

STEPS = 200
Arguments = dict[str, Any]


def warm_up_cosine(optimizer: torch.optim.Optimizer, start_factor: float, warm_up: int, steps: int, low: float) -> Any:
    """Linear warm-up, then half a cosine, joined as PyTorch joins them."""
    first = lr_scheduler.LinearLR(optimizer, start_factor=start_factor, total_iters=warm_up)
    second = lr_scheduler.CosineAnnealingLR(optimizer, T_max=steps - warm_up, eta_min=low)
    return lr_scheduler.SequentialLR(optimizer, [first, second], milestones=[warm_up])


def inverse_square_root(optimizer: torch.optim.Optimizer, warm_up: int) -> Any:
    """min(t/warm_up, sqrt(warm_up/t)) with t from 1: Vaswani et al. 2017, section 5.3, its peak at the base rate."""
    return lr_scheduler.LambdaLR(optimizer, lambda n: min((n + 1) / warm_up, (warm_up / (n + 1)) ** 0.5))


TABLE: tuple[tuple[str, float, Callable[..., Any], Arguments], ...] = (
    ("constant", 0.1, lr_scheduler.ConstantLR, {"factor": 1.0}),
    ("step", 0.1, lr_scheduler.StepLR, {"step_size": 30, "gamma": 0.5}),
    ("multi_step", 0.1, lr_scheduler.MultiStepLR, {"milestones": [40, 90, 150], "gamma": 0.3}),
    ("exponential", 0.1, lr_scheduler.ExponentialLR, {"gamma": 0.98}),
    ("polynomial", 0.1, lr_scheduler.PolynomialLR, {"total_iters": 150, "power": 2.0}),
    ("linear", 0.1, lr_scheduler.LinearLR, {"start_factor": 0.2, "end_factor": 1.0, "total_iters": 60}),
    ("linear", 0.1, lr_scheduler.LinearLR, {"start_factor": 1.0, "end_factor": 0.05, "total_iters": 200}),
    ("cosine", 0.1, lr_scheduler.CosineAnnealingLR, {"T_max": 200, "eta_min": 0.001}),
    ("cosine", 0.1, lr_scheduler.CosineAnnealingLR, {"T_max": 80, "eta_min": 0.0}),
    ("cosine_restarts", 0.1, lr_scheduler.CosineAnnealingWarmRestarts, {"T_0": 30, "T_mult": 2, "eta_min": 0.001}),
    ("cosine_restarts", 0.1, lr_scheduler.CosineAnnealingWarmRestarts, {"T_0": 50, "T_mult": 1, "eta_min": 0.0}),
    (
        "one_cycle",
        0.1,
        lr_scheduler.OneCycleLR,
        {"max_lr": 0.1, "total_steps": 200, "pct_start": 0.3, "div_factor": 25.0, "final_div_factor": 1e4},
    ),
    (
        "one_cycle",
        0.1,
        lr_scheduler.OneCycleLR,
        {"max_lr": 0.1, "total_steps": 200, "pct_start": 0.25, "anneal_strategy": "linear"},
    ),
    (
        "cyclic",
        0.01,
        lr_scheduler.CyclicLR,
        {"base_lr": 0.01, "max_lr": 0.1, "step_size_up": 25, "step_size_down": 40, "cycle_momentum": False},
    ),
    ("warm_up_cosine", 0.1, warm_up_cosine, {"start_factor": 0.01, "warm_up": 20, "steps": 200, "low": 0.0}),
    ("inverse_square_root", 0.1, inverse_square_root, {"warm_up": 25}),
    ("reduce_on_plateau", 0.1, lr_scheduler.ReduceLROnPlateau, {"factor": 0.5, "patience": 5, "threshold": 1e-4}),
    (
        "reduce_on_plateau",
        0.1,
        lr_scheduler.ReduceLROnPlateau,
        {"factor": 0.2, "patience": 3, "threshold": 1e-3, "cooldown": 4, "min_lr": 0.001},
    ),
)


def bumpy_losses() -> np.ndarray:
    """A falling loss with flat stretches and noise."""
    t = np.arange(STEPS)
    return 2.0 * np.exp(-t / 40) + 0.3 * np.cos(t / 9) ** 2 + 0.01 * np.random.default_rng(5).normal(size=STEPS)


def rates(base: float, scheduler: Callable[..., Any], arguments: Arguments, losses: np.ndarray) -> np.ndarray:
    """The rate of each of 200 steps."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))], lr=base)
    schedule = scheduler(optimizer, **arguments)
    used = []
    for loss in losses if len(losses) else np.zeros(STEPS):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if len(used) < STEPS:
            schedule.step(float(loss)) if len(losses) else schedule.step()
    return np.array(used, dtype=np.float64)


def record() -> None:
    """Write tests/references/schedules.npz."""
    index: list[dict[str, object]] = []
    arrays = {}
    for number, (key, base, scheduler, arguments) in enumerate(TABLE):
        losses = bumpy_losses() if key == "reduce_on_plateau" else np.zeros(0)
        arrays[f"r{number}"], arrays[f"l{number}"] = rates(base, scheduler, arguments, losses), losses
        entry = {"schedule": key, "scheduler": scheduler.__name__, "base_rate": base, "arguments": arguments}
        index.append(entry | {"library": f"torch {torch.__version__}"})
    record_loader.write(SCHEDULES, index, arrays)
