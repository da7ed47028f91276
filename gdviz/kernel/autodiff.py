"""Exact derivatives of a function that is written in PyTorch or JAX, whichever the caller has loaded."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

Order = Callable[[np.ndarray], np.ndarray]


class Exact(NamedTuple):
    """Value (2, n) → (n,), gradient → (2, n), Hessian → (3, n) as xx, xy, yy; library: whose derivatives they are."""

    value: Order
    gradient: Order
    hessian: Order
    library: str


def functions_of(f: Callable[..., Any], sample: np.ndarray, loaded: Mapping[str, ModuleType | None]) -> Exact | None:
    """The exact functions of f, None if it is written in neither library.

    A function is written in a library if it takes that library's arrays and gives one back, but gives no NumPy array
    for NumPy's; one of + and * alone is taken for it too, as its derivatives are then exact. loaded: sys.modules, as
    whoever has written f in a library has loaded it.
    """
    for name, make in (("torch", of_torch), ("jax", of_jax)):
        library = loaded.get(name)  # None stands there where an import is barred
        if library is not None:
            exact = make(f, library)
            try:
                exact.hessian(sample)
            except Exception:  # another's function may raise anything here: then it is not of this library
                continue
            return exact
    return None


def of_torch(f: Callable[..., Any], torch: Any) -> Exact:
    """By torch.autograd, in double precision."""

    def traced(points: np.ndarray) -> tuple[Any, list[Any]]:
        inputs = [torch.tensor(np.array(row), dtype=torch.float64, requires_grad=True) for row in points]
        result = f(*inputs)
        if not isinstance(result, torch.Tensor):
            raise TypeError("f gives no tensor.")
        return result, inputs

    def slopes(result: Any, inputs: list[Any]) -> list[Any]:
        """Derivatives of the sum: each point's own, as no point depends on another."""
        if not result.requires_grad:
            return [torch.zeros_like(one) for one in inputs]
        parts = torch.autograd.grad(result.sum(), inputs, create_graph=True, allow_unused=True)
        return [torch.zeros_like(one) if part is None else part for part, one in zip(parts, inputs, strict=True)]

    def value(points: np.ndarray) -> np.ndarray:
        return np.broadcast_to(traced(points)[0].detach().numpy(), points.shape[1:])

    def gradient(points: np.ndarray) -> np.ndarray:
        return np.stack([part.detach().numpy() for part in slopes(*traced(points))])

    def hessian(points: np.ndarray) -> np.ndarray:
        result, inputs = traced(points)
        gx, gy = slopes(result, inputs)
        rows = [*slopes(gx, inputs), slopes(gy, inputs)[1]]
        return np.stack([part.detach().numpy() for part in rows])

    return Exact(value, gradient, hessian, "PyTorch")


def double_precision(jax: Any) -> AbstractContextManager[Any]:
    """JAX counts with 64 bits in here; its default is 32."""
    if hasattr(jax, "enable_x64"):
        context: AbstractContextManager[Any] = jax.enable_x64(True)
        return context
    from importlib import import_module

    older: AbstractContextManager[Any] = import_module("jax.experimental").enable_x64()
    return older


def of_jax(f: Callable[..., Any], jax: Any) -> Exact:
    """By jax.grad and jax.hessian, in double precision."""

    def single(x: Any, y: Any) -> Any:
        result = f(x, y)
        if not isinstance(result, jax.Array):
            raise TypeError("f gives no JAX array.")
        return result

    def second(x: Any, y: Any) -> Any:
        (xx, xy), (_, yy) = jax.hessian(single, argnums=(0, 1))(x, y)
        return xx, xy, yy

    def over(function: Callable[..., Any]) -> Order:
        mapped = jax.jit(jax.vmap(function))

        def rows(points: np.ndarray) -> np.ndarray:
            with double_precision(jax):
                return np.asarray(mapped(*np.asarray(points, np.float64)), np.float64)

        return rows

    return Exact(over(single), over(jax.grad(single, argnums=(0, 1))), over(second), "JAX")
