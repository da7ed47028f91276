"""From the points found to the survey: what is lowest, and what may be claimed."""

from dataclasses import replace

import numpy as np

from . import winding
from .chart import Array, Chart
from .critical import CriticalPoint, Kind
from .kinks import Lows, sort_out
from .newton import distinct
from .proof import complete
from .search import LISTED
from .stretch import merged
from .survey import Certificate, Survey
from .valley import Valley, number

ORDER = (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE)


def lowest(points: list[CriticalPoint], valleys: list[Valley]) -> CriticalPoint | None:
    """The lowest minimum; a valley's is stood for by one of its points."""
    nan = float("nan")
    best = min((p for p in points if p.is_minimum), key=lambda p: p.value, default=None)
    for valley in valleys:
        if valley.is_minimum and (best is None or valley.value < best.value):
            x, y = (float(k) for k in valley.points[len(valley.points) // 2])
            best = CriticalPoint(
                (x, y), valley.value, Kind.DEGENERATE, (nan, nan), ((nan, nan), (nan, nan)), None, True
            )
    return best


def index_sum(points: list[CriticalPoint], valleys: list[Valley]) -> int | None:
    """Sum of the indices of isolated points; None if one is unknown or a valley has part in it."""
    known = [p.index for p in points if p.index is not None]
    return sum(known) if len(known) == len(points) and not valleys else None


def crowded(chart: Chart, points: tuple[CriticalPoint, ...]) -> bool:
    """Are two simple points nearer to each other than a millionth of the window?"""
    u = chart.unit(np.array([p.point for p in points if p.kind is not Kind.DEGENERATE]).reshape(-1, 2).T)
    return len(distinct(u, np.zeros(u.shape[1]), tolerance=1e-6)) < u.shape[1]


def times(count: int | None) -> str:
    """ "once" or "−2 times"."""
    return "once" if count == 1 else f"{signed(count)} times"


def signed(count: int | None) -> str:
    """A whole number with a true minus sign."""
    return str(count).replace("-", "−")


def doubts(chart: Chart, found: Survey, mismatched: int) -> tuple[str, ...]:
    """Every reason not to call the list complete."""
    turns, total, points = found.winding, found.index_sum, found.critical_points
    many, valleys = len(points) >= LISTED, bool(found.valleys)
    undefined = ", ".join(f"({number(p.point[0])}, {number(p.point[1])})" for p in points if p.kink)
    reasons = {
        f"there are more than {LISTED} critical points, of which the lowest are listed": many,
        "the surface has kinks, where there is no gradient": not chart.surface.smooth,
        f"there is no gradient at {undefined}": chart.surface.smooth and bool(undefined),
        "f falls without bound": bool(found.poles),
        "some critical points are not isolated": valleys,
        "the gradient vanishes or is undefined on the window's edge": turns is None,
        f"the gradient turns {times(turns)} along the edge, the points found account for {signed(total)}": (
            None not in (turns, total) and turns != total and not many
        ),
        f"in {mismatched} cells of a grid the turns of the gradient are not accounted for": mismatched > 0
        and not valleys,
        "the index of a degenerate point could not be had": total is None and not valleys,
        "the formula takes so long to compute that the search was cut short": chart.work.over,
        "some points are too near to each other to be told apart": crowded(chart, points),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def conclude(
    chart: Chart,
    points: list[CriticalPoint],
    valleys: list[Valley],
    u: Array,
    grid: winding.Cells | None,
    lows: Lows,
    known: Array,
) -> Survey:
    """The survey, with its certificate."""
    sharp = sort_out(chart, lows.ends, known)
    every, valleys = [*points, *sharp.kinks], merged(chart, [*valleys, *sharp.valleys])
    found = Survey(
        window=chart.window,
        critical_points=tuple(sorted(every, key=lambda p: (ORDER.index(p.kind), p.value, p.point))),
        valleys=tuple(sorted(valleys, key=lambda v: v.value)),
        global_minimum=lowest(every, valleys),
        winding=winding.edge(chart),
        index_sum=index_sum(every, valleys),
        lowest_edge=lows.edge,
        poles=sharp.poles,
        falls=sharp.falls,
    )
    everywhere = np.concatenate([u, chart.unit(np.array([p.point for p in sharp.kinks]).reshape(-1, 2).T)], axis=1)
    indices = np.array([p.index or 0 for p in every], dtype=int)
    mismatched = int(grid.doubtful(everywhere, indices).sum()) if grid else 0
    return certify(chart, found, doubts(chart, found, mismatched))


def certify(chart: Chart, found: Survey, reasons: tuple[str, ...]) -> Survey:
    """The survey with the strongest certificate that can be had for it."""
    points = found.critical_points
    hopeless = not chart.surface.smooth or found.valleys or found.poles or len(points) >= LISTED
    contradicted = found.winding is not None and found.winding != found.index_sum
    if getattr(chart.surface, "symbolic", False) and not hopeless and not contradicted:
        simple, other = (
            [p.point for p in points if (p.kind is Kind.DEGENERATE or p.kink) is flag] for flag in (False, True)
        )
        if complete(chart, *(np.array(k).reshape(-1, 2).T for k in (simple, other))):
            return replace(found, certificate=Certificate.APART if other else Certificate.PROVED)
    return replace(found, certificate=Certificate.NONE if reasons else Certificate.COUNTED, doubts=reasons)
