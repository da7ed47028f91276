"""Critical points of a surface in a window, classified, with a certificate of completeness."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from gdviz import argument
from gdviz.analysis.landscape import kinks, winding
from gdviz.analysis.landscape.certificate import complete
from gdviz.analysis.landscape.certificate import is_global as is_global
from gdviz.analysis.landscape.critical import CriticalPoint as CriticalPoint
from gdviz.analysis.landscape.critical import Kind as Kind
from gdviz.analysis.landscape.extent import falls_ahead as falls_ahead
from gdviz.analysis.landscape.extent import merged
from gdviz.analysis.landscape.newton import minima_beside as minima_beside
from gdviz.analysis.landscape.newton import zeros
from gdviz.analysis.landscape.newton_search import LISTED, MANY, Search, flat_at, records, search
from gdviz.analysis.landscape.survey_result import Certificate as Certificate
from gdviz.analysis.landscape.survey_result import Survey as Survey
from gdviz.analysis.landscape.unit_square import Chart, Landscape, distinct, inside, ring
from gdviz.analysis.landscape.valley import Valley as Valley
from gdviz.analysis.landscape.valley import number
from gdviz.descent import surface_of
from gdviz.numeral import count_word
from gdviz.window import Window

NEAR, LEAST_DROP = 1e-7, 1e-6
"""The ring round a point (in shares of the window) on which f is compared, and how much lower it is behind a jump."""
ORDER = (Kind.MINIMUM, Kind.SADDLE, Kind.MAXIMUM, Kind.DEGENERATE)


def survey(surface: Landscape | str, window: Window | None = None) -> Survey:
    """All critical points of a surface in the window (default: its own), each polished until Newton's step is rounding.

    Newton's method from a grid finds them; the winding number of the gradient, round the window and round each cell of
    a grid (degree theory), says where to search again and whether the list is complete. The work is bounded by
    counting, so that an awkward surface gets a partial answer that says so. surface: or its text. Raises ValueError for
    a window that is not two finite intervals, lower end first, ExpressionError for bad text, TypeError for others.
    """
    if isinstance(surface, str):
        surface = surface_of(surface)
    if not hasattr(surface, "window"):
        raise TypeError(f"surface is a Surface or its formula as text, not {type(surface).__name__}.")
    chart = Chart(surface, argument.window(surface.window if window is None else window))
    candidates, plateaus = search(chart)
    lows = kinks.follow(chart, candidates.u)
    candidates.add(*zeros(chart, lows.ends[:, ~flat_at(chart, lows.ends)]))
    points, valleys, u = records(chart, candidates)
    grid = None
    if surface.smooth and not plateaus and len(points) < LISTED:
        grid = winding.cells(chart, 128 if len(points) > MANY else 64)
        for _ in range(2):
            doubtful = grid.doubtful(u, np.array([p.index or 0 for p in points], dtype=int))
            if not doubtful.any() or candidates.flat.sum() > 2 * LISTED:  # curves without end: nothing to be counted
                break
            candidates.add(*zeros(chart, grid.seeds(doubtful)))
            points, valleys, u = records(chart, candidates)
    return conclude(chart, points, [*valleys, *plateaus], u, grid, lows, candidates)


surveyed = lru_cache(maxsize=32)(survey)
"""The survey of a window, kept for the next question about it."""


def lowest(points: list[CriticalPoint], valleys: list[Valley]) -> CriticalPoint | None:
    """The lowest minimum; a valley's is stood for by one of its points."""
    best = min((p for p in points if p.is_minimum), key=lambda p: p.value, default=None)
    for valley in valleys:
        if valley.is_minimum and (best is None or valley.value < best.value):
            best = stand_in(valley.points[len(valley.points) // 2], valley.value)
    return best


def beside_a_drop(chart: Chart, point: CriticalPoint) -> bool:
    """Does f jump to lower values at a point, so that it is neither critical nor a minimum there?"""
    around = chart.unit(np.array(point.point)[:, None]) + NEAR * ring(16)
    drop = LEAST_DROP * (1.0 + abs(point.value))
    return point.is_minimum and bool((chart.value(around) < point.value - drop).any())


def undercut(chart: Chart, best: CriticalPoint | None, lows: kinks.Lows, points: np.ndarray) -> CriticalPoint | None:
    """Where f is lower inside than at the lowest minimum found and all along the edge, though nothing settled there."""
    tried = np.concatenate([lows.ends, points], axis=1)
    values = chart.value(tried)
    bar = min(lows.edge[1], best.value if best else math.inf)
    if not np.isfinite(values).any() or not np.nanmin(values) < bar - 1e-9 * max(abs(bar), 1e-9 * chart.height):
        return None
    start = tried[:, [int(np.nanargmin(values))]]
    end = kinks.go_down(chart, start)
    u = end if inside(end)[0] else start
    return stand_in(chart.plane(u)[:, 0], float(chart.value(u)[0]))


def stand_in(point: np.ndarray, value: float) -> CriticalPoint:
    """The record of a lowest place that is no isolated critical point."""
    x, y = (float(k) for k in point)
    return CriticalPoint((x, y), value, Kind.DEGENERATE, is_minimum=True)


def index_sum(points: list[CriticalPoint], valleys: list[Valley]) -> int | None:
    """Sum of the indices of isolated points; None if one is unknown or a valley has part in it."""
    indices = [p.index for p in points if p.index is not None]
    return sum(indices) if len(indices) == len(points) and not valleys else None


def crowded(chart: Chart, points: tuple[CriticalPoint, ...]) -> bool:
    """Are two simple points nearer to each other than a millionth of the window?"""
    u = chart.unit(np.array([p.point for p in points if p.kind is not Kind.DEGENERATE]).reshape(-1, 2).T)
    return len(distinct(u, np.zeros(u.shape[1]), tolerance=1e-6)) < u.shape[1]


def unsettled(search: Search, lower: CriticalPoint | None) -> tuple[str, ...]:
    """What was met, but is not known to be a critical point, in words."""
    count, words = search.unresolved, []
    if count:
        words.append(f"in {count_word(count, 'place')} f is too level to tell whether the slope is 0")
    if lower:
        x, y = map(number, lower.point)
        words.append(f"f is lowest near ({x}, {y}), where no minimum could be settled")
    return tuple(words)


def doubts(chart: Chart, survey: Survey, mismatched: int) -> tuple[str, ...]:
    """Every reason not to call the list complete."""
    turns, total, points = survey.winding, survey.index_sum, survey.critical_points
    many, valleys = len(points) >= LISTED, bool(survey.valleys)
    turned = "once" if turns == 1 else f"{number(turns or 0)} times"
    undefined = ", ".join(f"({number(p.point[0])}, {number(p.point[1])})" for p in points if p.kink)
    reasons = {
        f"there are more than {LISTED} critical points, of which the lowest are listed": many,
        "the surface has kinks or pieces, between which the gradient may jump": not chart.surface.smooth,
        f"there is no gradient at {undefined}": chart.surface.smooth and bool(undefined),
        "f falls without bound": bool(survey.poles),
        "some critical points are not isolated": valleys,
        "the gradient vanishes or is undefined on the window's edge": turns is None,
        f"the gradient turns {turned} along the edge, the points found account for {number(total or 0)}": (
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
    u: np.ndarray,
    grid: winding.Cells | None,
    lows: kinks.Lows,
    search: Search,
) -> Survey:
    """The survey, with its certificate."""
    sharp = kinks.classify_lows(chart, lows.ends, search.u)
    if not chart.surface.smooth:
        points = [p for p in points if not beside_a_drop(chart, p)]
    every, valleys = [*points, *sharp.kinks], merged(chart, [*valleys, *sharp.valleys])
    best = lowest(every, valleys)
    lower = None if sharp.poles else undercut(chart, best, lows, search.u)
    survey = Survey(
        window=chart.window,
        critical_points=tuple(sorted(every, key=lambda p: (ORDER.index(p.kind), p.value, p.point))),
        valleys=tuple(sorted(valleys, key=lambda v: v.value)),
        global_minimum=lower or best,
        winding=winding.edge(chart),
        index_sum=index_sum(every, valleys),
        lowest_edge=lows.edge,
        poles=sharp.poles,
        falls=sharp.falls,
    )
    everywhere = np.concatenate([u, chart.unit(np.array([p.point for p in sharp.kinks]).reshape(-1, 2).T)], axis=1)
    indices = np.array([p.index or 0 for p in every], dtype=int)
    mismatched = int(grid.doubtful(everywhere, indices).sum()) if grid else 0
    return certify(chart, survey, (*doubts(chart, survey, mismatched), *unsettled(search, lower)))


def certify(chart: Chart, survey: Survey, reasons: tuple[str, ...]) -> Survey:
    """The survey with the strongest certificate that can be had for it."""
    points = survey.critical_points
    hopeless = not chart.surface.smooth or survey.valleys or survey.poles or len(points) >= LISTED
    contradicted = survey.winding is not None and survey.winding != survey.index_sum
    if getattr(chart.surface, "symbolic", False) and not hopeless and not contradicted:
        simple, other = (
            [p.point for p in points if (p.kind is Kind.DEGENERATE or p.kink) is flag] for flag in (False, True)
        )
        if complete(chart, *(np.array(k).reshape(-1, 2).T for k in (simple, other))):
            return replace(survey, certificate=Certificate.APART if other else Certificate.PROVED)
    return replace(survey, certificate=Certificate.NONE if reasons else Certificate.COUNTED, doubts=reasons)
