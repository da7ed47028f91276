"""A few surfaces written out by hand, derivatives and all: witnesses that share nothing with gdviz."""

from collections.abc import Callable
from dataclasses import dataclass

Pair = tuple[float, float]


@dataclass(frozen=True)
class PlainSurface:
    """f, its gradient (gx, gy) and Hessian (hxx, hxy, hyy) as functions of x and y, a start, and its minima."""

    name: str
    value: Callable[[float, float], float]
    gradient: Callable[[float, float], Pair]
    hessian: Callable[[float, float], tuple[float, float, float]]
    start: Pair
    minima: tuple[Pair, ...] = ()


def quadratic(a: float, b: float, c: float, centre: Pair = (1.0, -2.0), start: Pair = (4.0, 3.0)) -> PlainSurface:
    """(a u² + 2 b u v + c v²)/2 about a centre."""
    p, q = centre
    return PlainSurface(
        f"quadratic {a:g} {b:g} {c:g}",
        lambda x, y: 0.5 * (a * (x - p) ** 2 + 2 * b * (x - p) * (y - q) + c * (y - q) ** 2),
        lambda x, y: (a * (x - p) + b * (y - q), b * (x - p) + c * (y - q)),
        lambda x, y: (a, b, c),
        start,
        (centre,),
    )


ROSENBROCK = PlainSurface(
    "Rosenbrock",
    lambda x, y: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
    lambda x, y: (2 - 400 * (y - x * x) + 800 * x * x, -400 * x, 200.0),
    (-1.2, 1.0),
    ((1.0, 1.0),),
)
HIMMELBLAU = PlainSurface(
    "Himmelblau",
    lambda x, y: (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
    lambda x, y: (
        4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
        2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
    ),
    lambda x, y: (12 * x * x + 4 * y - 42, 4 * x + 4 * y, 12 * y * y + 4 * x - 26),
    (0.0, 0.0),
    (
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286169),
        (3.584428340330492, -1.848126526964404),
    ),
)
BEALE_TERMS = ((1.5, 1), (2.25, 2), (2.625, 3))
BEALE = PlainSurface(
    "Beale",
    lambda x, y: sum((a - x + x * y**k) ** 2 for a, k in BEALE_TERMS),
    lambda x, y: (
        sum(2 * (a - x + x * y**k) * (y**k - 1) for a, k in BEALE_TERMS),
        sum(2 * (a - x + x * y**k) * x * k * y ** (k - 1) for a, k in BEALE_TERMS),
    ),
    lambda x, y: (
        sum(2 * (y**k - 1) ** 2 for a, k in BEALE_TERMS),
        sum(2 * (y**k - 1) * x * k * y ** (k - 1) + 2 * (a - x + x * y**k) * k * y ** (k - 1) for a, k in BEALE_TERMS),
        sum(
            2 * (x * k * y ** (k - 1)) ** 2
            + (2 * (a - x + x * y**k) * x * k * (k - 1) * y ** (k - 2) if k > 1 else 0.0)
            for a, k in BEALE_TERMS
        ),
    ),
    (1.0, 1.0),
    ((3.0, 0.5),),
)
BOOTH = PlainSurface(
    "Booth",
    lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    lambda x, y: (10 * x + 8 * y - 34, 8 * x + 10 * y - 38),
    lambda x, y: (10.0, 8.0, 10.0),
    (-5.0, 4.0),
    ((1.0, 3.0),),
)
VALLEY = quadratic(1.0, 0.3, 100.0)
CLASSICS = (ROSENBROCK, HIMMELBLAU, BEALE, BOOTH, VALLEY)
SADDLE = PlainSurface(  # a saddle at the origin, minima at (0, ±1)
    "double well",
    lambda x, y: x * x + (y * y - 1) ** 2,
    lambda x, y: (2 * x, 4 * y * (y * y - 1)),
    lambda x, y: (2.0, 0.0, 12 * y * y - 4),
    (1.0, 0.1),
    ((0.0, 1.0), (0.0, -1.0)),
)
