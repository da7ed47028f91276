"""The steps of an optimizer of PyTorch (or of its interface), on a loss whose derivatives are the surface's own."""

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np

from gdviz.optimizers.methods import Oracle
from gdviz.trajectory import Array
from gdviz.watching.watched import Stepper


def torch_steps(factory: Callable[[Any], Any], start: Array, create_graph: bool = False) -> Stepper:
    """The optimizer that the factory makes for one parameter (2,) in double precision, with its schedulers.

    Raises TypeError for what is no factory, ValueError for an optimizer that takes no such parameter.
    """
    if not callable(factory):
        raise TypeError("torch is a factory, as lambda p: torch.optim.Adam([p], lr=0.1), not an optimizer made before.")
    try:
        torch = import_module("torch")
    except ModuleNotFoundError:
        raise ModuleNotFoundError("watch(torch=…) needs PyTorch. Install it: pip install torch.") from None

    def made_at(place: Array) -> tuple[Any, Any, list[Any]]:
        parameter = torch.nn.Parameter(torch.tensor(place.copy(), dtype=torch.float64))
        return parameter, *_made(factory, parameter)

    def steps(oracle: Oracle, start: Array) -> Iterator[tuple[Array, float]]:
        parameter, optimizer, schedulers = fresh.pop() if fresh else made_at(start)
        loss_at = loss_of(torch, oracle)

        def closure() -> Any:
            optimizer.zero_grad()
            loss = loss_at(parameter)
            loss.backward(create_graph=create_graph)
            return loss

        takes_closure = "closure" in inspect.signature(optimizer.step).parameters
        if hasattr(optimizer, "train"):  # schedule-free optimizers have a mode
            optimizer.train()
        while True:
            rate = float(optimizer.param_groups[0].get("lr", np.nan))
            if takes_closure:
                optimizer.step(closure)
            else:
                closure()
                optimizer.step()
            for scheduler in schedulers:
                _advance(scheduler, loss_at, parameter)
            yield parameter.detach().numpy().copy(), rate

    fresh = [made_at(start)]
    return Stepper(f"{type(fresh[0][1]).__name__} (PyTorch)", steps)


def _made(factory: Callable[[Any], Any], parameter: Any) -> tuple[Any, list[Any]]:
    """The optimizer and its schedulers. Raises TypeError or ValueError with a sentence."""
    try:
        made = factory(parameter)
    except (ValueError, TypeError, RuntimeError, AssertionError) as refusal:
        said = str(refusal).splitlines()[0] if str(refusal) else type(refusal).__name__
        raise ValueError(f"No optimizer of one parameter with two coordinates can be made so: {said}") from refusal
    optimizer, *schedulers = made if isinstance(made, tuple | list) else (made,)
    if not callable(getattr(optimizer, "step", None)) or not hasattr(optimizer, "param_groups"):
        raise TypeError(f"The factory returns a torch.optim.Optimizer, not {type(optimizer).__name__}.")
    if not any(one is parameter for group in optimizer.param_groups for one in group["params"]):
        raise ValueError("The optimizer is of other parameters than the one that the factory is given.")
    return optimizer, schedulers


def _advance(scheduler: Any, loss_at: Callable[[Any], Any], parameter: Any) -> None:
    """A step of a scheduler; one that follows the loss is given it."""
    needs = [one for one in inspect.signature(scheduler.step).parameters.values() if one.default is one.empty]
    if needs:
        scheduler.step(loss_at(parameter).detach().item())
    else:
        scheduler.step()


def loss_of(torch: Any, oracle: Oracle) -> Callable[[Any], Any]:
    """parameter → loss, differentiable twice: by the surface's gradient, and that by its Hessian."""

    def tensor(value: object) -> Any:
        return torch.tensor(np.asarray(value), dtype=torch.float64)

    class Slope(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, point: Any) -> Any:
            ctx.save_for_backward(point)
            return tensor(oracle.gradient(point.detach().numpy()))

        @staticmethod
        def backward(ctx: Any, outer: Any) -> Any:
            (point,) = ctx.saved_tensors
            return tensor(oracle.hessian(point.detach().numpy())) @ outer

    class Loss(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, point: Any) -> Any:
            ctx.save_for_backward(point)
            return tensor(oracle.value(point.detach().numpy()))

        @staticmethod
        def backward(ctx: Any, outer: Any) -> Any:
            (point,) = ctx.saved_tensors
            return outer * Slope.apply(point)

    apply: Callable[[Any], Any] = Loss.apply
    return apply
