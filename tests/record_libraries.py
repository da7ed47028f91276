"""How each library takes a step, given a gradient: a stepper is a function that returns the next point."""

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import optax.contrib
import prodigyopt
import pytorch_optimizer
import schedulefree
import torch

from tests.record_surfaces import Array
from tests.record_table import Row

jax.config.update("jax_enable_x64", True)
# Otherwise NAdam's product of momenta and ASGD's rate are float32, whatever the parameters are.
torch.set_default_dtype(torch.float64)

Gradient = Callable[[Array], tuple[float, Array]]
Stepper = Callable[[], Array]
TORCH_FAMILY = {
    "torch": torch.optim,
    "pytorch_optimizer": pytorch_optimizer,
    "schedulefree": schedulefree,
    "prodigyopt": prodigyopt,
}


def arguments(row: Row, knobs: Mapping[str, Any]) -> dict[str, Any]:
    """The library's arguments, with our knobs' values put in."""
    values: dict[str, Any] = {}
    for name, meaning in row.arguments.items():
        if isinstance(meaning, tuple):
            values[name] = tuple(knobs[knob] for knob in meaning)
        else:
            values[name] = knobs.get(meaning, meaning) if isinstance(meaning, str) else meaning
    return {name: value for name, value in values.items() if not isinstance(value, str)}


def torch_optimizer(row: Row, knobs: Mapping[str, Any], point: torch.Tensor) -> Any:
    """A PyTorch-like optimizer of this point."""
    if not row.wraps:
        return getattr(TORCH_FAMILY[row.library], row.name)([point], **arguments(row, knobs))
    inner = getattr(torch.optim, row.wraps)([point], **arguments(row, knobs))
    return pytorch_optimizer.Lookahead(inner, k=int(knobs["k"]), alpha=knobs["slow"])


def torch_stepper(row: Row, knobs: Mapping[str, Any], start: Array, gradient: Gradient) -> Stepper:
    """Steps of a PyTorch-like optimizer, with PyTorch's clipping where the row asks for it."""
    point = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    optimizer = torch_optimizer(row, knobs, point)
    if row.library == "schedulefree":
        optimizer.train()

    def step() -> Array:
        point.grad = torch.tensor(gradient(point.detach().numpy())[1], dtype=torch.float64)
        if "clip_norm" in row.options:
            torch.nn.utils.clip_grad_norm_([point], row.options["clip_norm"])
        if "clip_value" in row.options:
            torch.nn.utils.clip_grad_value_([point], row.options["clip_value"])
        optimizer.step()
        return point.detach().numpy().copy()

    return step


def optax_transformation(row: Row, knobs: Mapping[str, Any]) -> optax.GradientTransformationExtraArgs:
    """An optax optimizer; SAM is built from an outer and an adversarial one, as its documentation shows."""
    if row.wraps:
        outer = getattr(optax, row.wraps)(**arguments(row, knobs))
        return optax.contrib.sam(outer, optax.chain(optax.contrib.normalize(), optax.sgd(knobs["rho"])), sync_period=2)
    module = optax.contrib if row.library == "optax.contrib" else optax
    return optax.with_extra_args_support(getattr(module, row.name)(**arguments(row, knobs)))


def optax_stepper(row: Row, knobs: Mapping[str, Any], start: Array, gradient: Gradient) -> Stepper:
    """Steps of an optax optimizer; SAM asks for two gradients a step."""
    transformation = optax_transformation(row, knobs)
    extra = {"value": 0.0} if row.name == "polyak_sgd" else {}
    point = jnp.array(start)
    state = transformation.init(point)

    @jax.jit
    def update(slope: Any, state: Any, point: Any, extra: Any) -> Any:
        change, state = transformation.update(slope, state, point, **extra)
        return optax.apply_updates(point, change), state

    def step() -> Array:
        nonlocal point, state
        for _ in range(2 if row.name == "sam" else 1):
            value, slope = gradient(np.asarray(point))
            point, state = update(jnp.array(slope), state, point, {"value": value} if extra else {})
        return np.asarray(point)

    return step


STEPPERS = dict.fromkeys(TORCH_FAMILY, torch_stepper) | {"optax": optax_stepper, "optax.contrib": optax_stepper}
