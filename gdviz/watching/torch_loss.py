"""The surface as a loss of PyTorch, whose first and second derivatives are the surface's own."""

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.optimizers.methods import Oracle


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
