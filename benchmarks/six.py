"""The six surfaces of every benchmark: as typed here, and as one writes them for another library `m`."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Six:
    """A surface: its text, a start and a rate for Adam, and f(m, x, y) with m = torch or jax.numpy."""

    name: str
    text: str
    start: tuple[float, float]
    rate: float
    f: Callable[[Any, Any, Any], Any]


def _rastrigin(m: Any, x: Any, y: Any) -> Any:
    return 20 + x**2 - 10 * m.cos(2 * math.pi * x) + y**2 - 10 * m.cos(2 * math.pi * y)


def _ackley(m: Any, x: Any, y: Any) -> Any:
    far = -20 * m.exp(-0.2 * m.sqrt(0.5 * (x**2 + y**2)))
    return far - m.exp(0.5 * (m.cos(2 * math.pi * x) + m.cos(2 * math.pi * y))) + math.e + 20


def _goldstein(m: Any, x: Any, y: Any) -> Any:
    one = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    two = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return one * two


SIX = (
    Six(
        "Rosenbrock",
        "100(y - x^2)^2 + (1 - x)^2",
        (-1.2, 1.0),
        0.02,
        lambda m, x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2,
    ),
    Six(
        "Himmelblau",
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        (0.5, -0.5),
        0.05,
        lambda m, x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    ),
    Six(
        "Beale",
        "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        (1.0, 1.5),
        0.02,
        lambda m, x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    ),
    Six("Rastrigin", "20 + x^2 - 10cos(2pi x) + y^2 - 10cos(2pi y)", (2.3, -1.7), 0.05, _rastrigin),
    Six(
        "Ackley",
        "-20exp(-0.2sqrt(0.5(x^2 + y^2))) - exp(0.5(cos(2pi x) + cos(2pi y))) + e + 20",
        (2.3, -1.7),
        0.05,
        _ackley,
    ),
    Six(
        "Goldstein-Price",
        "(1 + (x+y+1)^2 (19-14x+3x^2-14y+6x*y+3y^2)) (30 + (2x-3y)^2 (18-32x+12x^2+48y-36x*y+27y^2))",
        (-0.5, -0.3),
        0.01,
        _goldstein,
    ),
)
