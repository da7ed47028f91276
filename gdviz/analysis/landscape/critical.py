"""A critical point and its kind, by the eigenvalues of the Hessian."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gdviz.analysis.landscape.downhill import is_lowest, lowest_around, lowest_on_circles, uphill_all_round
from gdviz.analysis.landscape.newton import Points
from gdviz.analysis.landscape.unit_square import Chart, Mask, eigen, finite, length, ring
from gdviz.analysis.landscape.winding import circles
from gdviz.checkpoint import checkpoint

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
    eigenvalues: tuple[float, float] = (NAN, NAN)
    eigenvectors: tuple[tuple[float, float], tuple[float, float]] = ((NAN, NAN), (NAN, NAN))
    index: int | None = None
    is_minimum: bool = False
    kink: bool = False


def degenerate(chart: Chart, u: np.ndarray, distance: np.ndarray) -> Mask:
    """Which columns have a Hessian whose smaller eigenvalue is 0 as far as can be told.

    Told by moving as far as the point may be wrong: an eigenvalue that this changes by its own size is not known to
    differ from 0.
    """
    with np.errstate(all="ignore"):
        h = chart.hessian(u)
        least = np.abs(eigen(h)[0]).min(axis=0)
        reach = np.clip(100 * distance, DELTA, 0.01)
        moved = [
            chart.hessian(u + reach * np.array(d)[:, None]) for d in ((1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7))
        ]
        change = np.fmax.reduce([np.abs(m - h).max(axis=0) for m in moved])
        return np.asarray(~finite(h) | (least <= 2 * change + 1e-13 * np.abs(h).max(axis=0)))


def one_sided(chart: Chart, u: np.ndarray) -> Mask:
    """Which columns have one curvature that is slight, and another one a thousandth of the window away?

    Such a point may be a degenerate one that Newton has not reached, and more critical points may be near.
    """
    least, most = np.sort(np.abs(eigen(chart.hessian(u))[0]), axis=0)
    return np.asarray(least < 1e-3 * most) & degenerate(chart, u, np.full(u.shape[1], 1e-5))


def isolated(chart: Chart, u: np.ndarray) -> Mask:
    """Is the gradient far smaller at the points u (2, n), of unknown order, than anywhere on a circle about each?

    On a tail too flat for double precision, or a part of one, it is not; nor is it known once the work is over.
    """
    least, most = np.sort(np.abs(eigen(chart.hessian(u))[0]), axis=0)
    flat = least < 1e-6 * most
    alone = np.full(u.shape[1], not chart.work.over)
    some = np.flatnonzero(flat & alone)
    alone[some[chart.work.affords(1000 * chart.weights[1]) :]] = False
    some = some[alone[some]]

    def slope(place: np.ndarray) -> np.ndarray:
        return length(chart.gradient(place))

    if some.size:
        lows = lowest_on_circles(chart, u[:, some], np.full(len(some), 1e-3), slope)
        alone[some] = (slope(u[:, some]) < 1e-2 * slope(lows)) & (not chart.work.over)
    return alone


def stand_alone(chart: Chart, u: np.ndarray) -> Mask:
    """Does the gradient vanish at each u (2, n), and nowhere on a small circle about it as it would on a curve?"""
    # a curve through the point passes within 0.0123 of one of the angles
    around = (u[:, :, None] + 1e-3 * ring(256)[:, None, :]).reshape(2, -1)
    slopes = length(chart.gradient(around)).reshape(-1, 256)
    return np.asarray((slopes.min(axis=1) > 0.02 * slopes.max(axis=1)) & (length(chart.gradient(u)) < slopes[:, 0]))


def jumps(chart: Chart, u: np.ndarray) -> bool:
    """Is u (2,) a minimum with a kink: uphill all round, by a slope that does not fade as the circle shrinks?"""
    far, near = (length(chart.gradient(u[:, None] + np.array([[r], [r / 3]])))[0] for r in (1e-5, 1e-8))
    return bool(near > 0.1 * far) and uphill_all_round(chart, u) and bool(is_lowest(chart, u[:, None])[0])


def describe(chart: Chart, points: Points, everything: np.ndarray) -> list[CriticalPoint]:
    """The records of isolated critical points, everything: all that were found (2, k), in unit coordinates."""
    u, places, heights = points.u, chart.plane(points.u).T, chart.value(points.u)
    values, large = eigen(chart.curvatures(u))
    dim = np.flatnonzero(points.order == 0).tolist()
    room = np.array([clearance(u[:, i], everything) for i in dim])
    turns = dict(zip(dim, circles(chart, u[:, dim], np.minimum(room, 1e-3)), strict=True))
    lowest = dict(zip(dim, lowest_around(chart, u[:, dim], room), strict=True))
    described = []
    for i, (x, y) in enumerate(places.tolist()):
        (low, high), (p, q) = curved(values[:, i], points.sign[i]), large[:, i].tolist()
        common = ((x, y), float(heights[i])), ((low, high), ((-q, p), (p, q)))
        rises = points.sign[i] > 0 and points.strong[i] > 0
        if points.order[i] == 1:
            signs = (points.sign[i], points.strong[i]) if points.sign[i] else (low, high)
            kind = Kind.MINIMUM if min(signs) > 0 else Kind.MAXIMUM if max(signs) < 0 else Kind.SADDLE
            index = -1 if kind is Kind.SADDLE else 1
            described.append(CriticalPoint(*common[0], kind, *common[1], index, kind is Kind.MINIMUM))
        elif points.order[i] > 1:
            odd = points.order[i] % 2 == 1
            turn = round(points.sign[i] * points.strong[i]) if odd else 0
            described.append(CriticalPoint(*common[0], Kind.DEGENERATE, *common[1], turn, bool(odd and rises)))
        elif jumps(chart, u[:, i]):
            described.append(kink(chart, u[:, i]))
        else:
            described.append(CriticalPoint(*common[0], Kind.DEGENERATE, *common[1], turns[i], bool(lowest[i])))
    return described


def curved(values: np.ndarray, sign: float) -> tuple[float, float]:
    """Two eigenvalues (2,) ascending, the slighter 0 where rounding noise denies its known sign (0: none)."""
    low, high = (float(k) for k in values)
    slighter = low if abs(low) < abs(high) else high
    if slighter * sign >= 0:
        return low, high
    return (0.0, high) if slighter == low else (low, 0.0)


def kink(chart: Chart, u: np.ndarray) -> CriticalPoint:
    """The record of a minimum without gradient at u (2,)."""
    x, y = (float(k) for k in chart.plane(u[:, None])[:, 0])
    value = float(chart.value(u[:, None])[0])
    return CriticalPoint((x, y), value, Kind.MINIMUM, index=1, is_minimum=True, kink=True)


def clearance(u: np.ndarray, others: np.ndarray, most: float = 0.02) -> float:
    """A radius (share of the window) round u (2,) that keeps well away from the other points (2, k)."""
    checkpoint()
    gaps = length(others - u[:, None])
    gaps = gaps[gaps > 0]
    return min(most, float(gaps.min()) / 3) if gaps.size else most
