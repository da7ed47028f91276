"""A critical point and its kind, by the eigenvalues of the Hessian."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .chart import Array, Chart, Mask, eigen
from .newton import finite, length
from .winding import circle

NAN = float("nan")
DELTA = 1e-8  # how far (share of the window) a polished point may be from the truth, at worst


class Kind(StrEnum):
    """What a critical point is; the value is the word shown."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    SADDLE = "saddle"
    DEGENERATE = "degenerate"


@dataclass(frozen=True)
class CriticalPoint:
    """A point where the gradient is 0, or (kink) a minimum where there is none.

    eigenvalues of the Hessian, ascending, with their unit eigenvectors in the same order (NaN at a kink).
    index: by how many turns ∇f winds round the point (minimum, maximum 1, saddle -1, monkey saddle -2); None: unknown.
    is_minimum: f is lower here than all around, which a degenerate point may be too.
    """

    point: tuple[float, float]
    value: float
    kind: Kind
    eigenvalues: tuple[float, float]
    eigenvectors: tuple[tuple[float, float], tuple[float, float]]
    index: int | None
    is_minimum: bool
    kink: bool = False


def degenerate(chart: Chart, u: Array, distance: Array) -> Mask:
    """Which columns have a Hessian whose smaller eigenvalue is 0 as far as can be told.

    Told by moving as far as the point may be wrong: an eigenvalue that this changes by its own size is not known to
    differ from 0.
    """
    with np.errstate(all="ignore"):
        h = chart.hessian(u)
        least = np.abs(eigen(h)[0]).min(axis=0)
        reach = np.maximum(DELTA, 100 * distance)
        moved = [
            chart.hessian(u + reach * np.array(d)[:, None]) for d in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7))
        ]
        change = np.nanmax([np.abs(m - h).max(axis=0) for m in moved], axis=0)
        return ~finite(h) | (least <= 2 * change + 1e-13 * np.abs(h).max(axis=0))


def lowest_around(chart: Chart, u: Array, radius: float) -> bool:
    """Is f at u (2,) lower than on small circles about it?"""
    angles = np.arange(64) * (2 * np.pi / 64) + 0.01
    ring = np.stack([np.cos(angles), np.sin(angles)])
    here = chart.value(u[:, None])[0]
    rings = [chart.value(u[:, None] + r * ring) for r in (radius, radius / 4)]
    return bool(all((values > here).all() for values in rings))


def uphill_all_round(chart: Chart, u: Array) -> bool:
    """Does the gradient point outward on small circles round u (2,)? Beside a smooth slope or valley it does not."""
    angles = np.arange(64) * (2 * np.pi / 64) + 0.01
    ring = np.stack([np.cos(angles), np.sin(angles)])
    with np.errstate(all="ignore"):
        return bool(all(((chart.gradient(u[:, None] + r * ring) * ring).sum(axis=0) > 0).all() for r in (1e-5, 1e-8)))


def jumps(chart: Chart, u: Array) -> bool:
    """Is u (2,) a minimum with a kink: uphill all round, by a slope that does not fade as the circle shrinks?"""
    far, near = (length(chart.gradient(u[:, None] + np.array([[r], [r / 3]])))[0] for r in (1e-5, 1e-8))
    return bool(near > 0.1 * far) and uphill_all_round(chart, u)


def describe(chart: Chart, u: Array, flat: bool, radius: float) -> CriticalPoint:
    """The record of one critical point at unit coordinates u (2,); radius: a circle free of other critical points."""
    x, y = (float(k) for k in chart.plane(u[:, None])[:, 0])
    value = float(chart.value(u[:, None])[0])
    with np.errstate(all="ignore"):
        second = chart.surface.hessian(np.array([x]), np.array([y]))
    hessian = np.stack([np.broadcast_to(np.asarray(h, dtype=float), 1) for h in second])
    values, large = eigen(hessian)
    low, high = (float(k) for k in values[:, 0])
    vector = float(large[0, 0]), float(large[1, 0])
    common = ((x, y), value), ((low, high), ((-vector[1], vector[0]), vector))
    if flat and jumps(chart, u):
        nans = ((NAN, NAN), ((NAN, NAN), (NAN, NAN)))
        return CriticalPoint(*common[0], Kind.MINIMUM, *nans, 1, True, kink=True)
    if flat:
        is_minimum = lowest_around(chart, u, radius)
        return CriticalPoint(*common[0], Kind.DEGENERATE, *common[1], circle(chart, u, radius), is_minimum)
    kind = Kind.MINIMUM if low > 0 else Kind.MAXIMUM if high < 0 else Kind.SADDLE
    return CriticalPoint(*common[0], kind, *common[1], -1 if kind is Kind.SADDLE else 1, kind is Kind.MINIMUM)


def clearance(u: Array, i: int, others: Array, most: float = 1e-3) -> float:
    """A radius (share of the window) round column i that keeps well away from the other points (2, k)."""
    gaps = length(others - u[:, i : i + 1])
    gaps = gaps[gaps > 0]
    return min(most, float(gaps.min()) / 3) if gaps.size else most
