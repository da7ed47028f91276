"""The steps of an optimizer of PyTorch (or of its interface), on a loss whose derivatives are the surface's own."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from gdviz.optimizers import Oracle
from gdviz.watching.stepper import Stepped, Stepper, joined, remembered


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


class Made(NamedTuple):
    """The parameters (one of two numbers, or two of one each), their optimizer, and its schedulers."""

    parameters: Sequence[Any]
    optimizer: Any
    schedulers: Sequence[Any]


def torch_steps(factory: Callable[..., Any], start: np.ndarray, create_graph: bool = False) -> Stepper:
    """The optimizer that the factory makes for one parameter (2,), or two numbers, in double precision.

    Raises TypeError for what is no factory, ValueError for an optimizer that takes no such parameter.
    """
    if not callable(factory):
        raise TypeError("torch is a factory, as lambda p: torch.optim.Adam([p], lr=0.1), not an optimizer made before.")
    try:
        torch = import_module("torch")
    except ModuleNotFoundError:
        raise ModuleNotFoundError("watch(torch=…) needs PyTorch. Install it: pip install torch.") from None

    def steps(oracle: Oracle, start: np.ndarray) -> Iterator[Stepped]:
        parameters, optimizer, schedulers = fresh.pop() if fresh else _made(torch, factory, start)
        loss = loss_of(torch, oracle)

        def loss_here() -> Any:
            return loss(parameters[0] if len(parameters) == 1 else torch.stack(list(parameters)))

        def closure() -> Any:
            optimizer.zero_grad()
            value = loss_here()
            value.backward(create_graph=create_graph)
            return value

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
                _advance(scheduler, loss_here)
            point = np.array([parameter.detach().numpy() for parameter in parameters]).reshape(2)
            yield Stepped(point, rate, _memory(optimizer, parameters))

    fresh = [_made(torch, factory, start)]
    return Stepper(f"{type(fresh[0].optimizer).__name__} (PyTorch)", steps)


def _memory(optimizer: Any, parameters: Sequence[Any]) -> dict[str, np.ndarray]:
    state = getattr(optimizer, "state", {})
    return remembered(joined([dict(state.get(parameter, {})) for parameter in parameters]))


def _made(torch: Any, factory: Callable[..., Any], start: np.ndarray) -> Made:
    """The optimizer at a start, with its schedulers. Raises TypeError or ValueError with a sentence."""
    places = start if _takes_two(factory) else [start.copy()]
    parameters = [torch.nn.Parameter(torch.tensor(place, dtype=torch.float64)) for place in places]
    try:
        made = factory(*parameters)
    except (ValueError, TypeError, RuntimeError, AssertionError) as refusal:
        said = str(refusal).splitlines()[0] if str(refusal) else type(refusal).__name__
        raise ValueError(f"No optimizer of one parameter with two coordinates can be made so: {said}") from refusal
    optimizer, *schedulers = made if isinstance(made, tuple | list) else (made,)
    if not callable(getattr(optimizer, "step", None)) or not hasattr(optimizer, "param_groups"):
        raise TypeError(f"The factory returns a torch.optim.Optimizer, not {type(optimizer).__name__}.")
    of = [one for group in optimizer.param_groups for one in group["params"]]
    if not all(any(one is parameter for one in of) for parameter in parameters):
        raise ValueError("The optimizer is of other parameters than the one that the factory is given.")
    return Made(parameters, optimizer, schedulers)


def _takes_two(factory: Callable[..., Any]) -> bool:
    """Whether the factory needs two arguments, x and y."""
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):  # of a built-in
        return False
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(one.kind in kinds and one.default is one.empty for one in parameters) == 2


def _advance(scheduler: Any, loss_here: Callable[[], Any]) -> None:
    """A step of a scheduler; one that follows the loss is given it."""
    needs = [one for one in inspect.signature(scheduler.step).parameters.values() if one.default is one.empty]
    if needs:
        scheduler.step(loss_here().detach().item())
    else:
        scheduler.step()
