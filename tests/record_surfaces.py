"""The six surfaces that references are recorded on: typed text, the same in PyTorch, and in SymPy as a witness."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import sympy
import torch
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pair = tuple[float, float]


@dataclass(frozen=True)
class RecordedSurface:
    """A surface: the text in gdviz's language, the formula over a module of functions, its lowest value, two starts."""

    name: str
    text: str
    formula: Callable[[Any, Any, ModuleType], Any]
    lowest: float
    starts: tuple[Pair, Pair]


def rosenbrock(x: Any, y: Any, m: ModuleType) -> Any:
    return 100 * (y - x**2) ** 2 + (1 - x) ** 2


def himmelblau(x: Any, y: Any, m: ModuleType) -> Any:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def beale(x: Any, y: Any, m: ModuleType) -> Any:
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def rastrigin(x: Any, y: Any, m: ModuleType) -> Any:
    return 20 + x**2 + y**2 - 10 * m.cos(2 * np.pi * x) - 10 * m.cos(2 * np.pi * y)


def ackley(x: Any, y: Any, m: ModuleType) -> Any:
    hump = m.exp((m.cos(2 * np.pi * x) + m.cos(2 * np.pi * y)) / 2)
    return -20 * m.exp(-m.sqrt((x**2 + y**2) / 2) / 5) - hump + np.e + 20


def goldstein_price(x: Any, y: Any, m: ModuleType) -> Any:
    left = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    right = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return left * right


SURFACES = (
    RecordedSurface("rosenbrock", "(1 - x)^2 + 100(y - x^2)^2", rosenbrock, 0, ((-1.2, 1.0), (0.3, 1.4))),
    RecordedSurface("himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2", himmelblau, 0, ((0.0, 0.0), (-1.0, 3.5))),
    RecordedSurface(
        "beale",
        "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        beale,
        0,
        ((1.0, 1.0), (-0.5, -1.2)),
    ),
    RecordedSurface(
        "rastrigin",
        "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)",
        rastrigin,
        0,
        ((2.2, -1.3), (0.35, 3.6)),
    ),
    RecordedSurface(
        "ackley",
        "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + e + 20",
        ackley,
        0,
        ((2.4, 1.7), (-1.3, 0.8)),
    ),
    RecordedSurface(
        "goldstein_price",
        "(1 + (x + y + 1)^2 (19 - 14x + 3x^2 - 14y + 6x y + 3y^2))"
        "(30 + (2x - 3y)^2 (18 - 32x + 12x^2 + 48y - 36x y + 27y^2))",
        goldstein_price,
        3,
        ((-0.5, 0.3), (0.5, -1.5)),
    ),
)


def value_and_gradient(surface: RecordedSurface, point: Array) -> tuple[float, Array]:
    """f and its gradient (2,) by PyTorch's autograd."""
    leaf = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    value = surface.formula(leaf[0], leaf[1], torch)
    value.backward()
    return value.item(), leaf.grad.numpy()


@cache
def symbolic_gradient(surface: RecordedSurface) -> Callable[[float, float], Pair]:
    """The gradient by SymPy: the same mathematics in another order of operations."""
    x, y = sympy.symbols("x y", real=True)
    expression = sympy.nsimplify(surface.formula(x, y, sympy), [sympy.pi, sympy.E])
    return sympy.lambdify((x, y), [expression.diff(x), expression.diff(y)], "math")
