"""Start and learning rates for a new surface: away from its minima, below the stability limit; how runs went."""

from typing import Any, NamedTuple

import numpy as np

from gdviz.analysis.sweep.choice import rounded_down
from gdviz.analysis.theory.stability import rate_limit, sharpness
from gdviz.descent import descend, settings_of
from gdviz.numeral import rounded
from gdviz.optimizers import Optimizer
from gdviz.surface import Point, Surface, Window, diagonal
from gdviz.trajectory import Ending, Trajectory

TOLERANCE = 1e-3
"""A run has settled when its slope stays below this share of the slope at the start."""
SAME_DEPTH = 1e-4
"""Runs that settle within this share of the whole descent of each other are equally deep."""
TAIL = 0.2
"""What has not settled is judged by the highest value of this share of its steps, the last ones."""
GONE = {Ending.OVERFLOW, Ending.BEYOND_BOUND, Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START}


class Outcome(NamedTuple):
    """How a run went: did it leave the window or diverge, after how many steps did it settle, and how low is it."""

    lost: bool
    settled: int | None
    value: float


def outcome(trajectory: Trajectory, window: Window) -> Outcome:
    """How a run went, over the steps it took."""
    (left, right), (bottom, top) = window
    x, y = trajectory.points.T
    stays = bool(np.all((left <= x) & (x <= right) & (bottom <= y) & (y <= top)))
    if trajectory.ending in GONE or not stays:
        return Outcome(True, None, -float(trajectory.steps))
    slopes = np.hypot(*trajectory.gradients.T)
    steep = np.flatnonzero(~(slopes <= TOLERANCE * slopes[0]))
    settled = int(steep[-1]) + 1 if steep.size else 0
    if settled <= trajectory.steps:
        return Outcome(False, settled, float(trajectory.values[-1]))
    last = max(1, round(TAIL * len(trajectory.values)))
    return Outcome(False, None, float(trajectory.values[-last:].max()))


def ranked(outcomes: list[Outcome]) -> list[int]:
    """Places of the outcomes, the best first: settled before moving, then by depth, steps to settle, and value."""
    depths = depth_classes(outcomes)

    def rank(place: int) -> tuple[bool, bool, int, float, float]:
        one = outcomes[place]
        if one.settled is None:
            return (one.lost, True, 0, 0.0, one.value)
        return (False, False, depths[place], one.settled, one.value)

    return sorted(range(len(outcomes)), key=rank)


def depth_classes(outcomes: list[Outcome]) -> list[int]:
    """For each outcome how many SAME_DEPTHs of the whole descent it lies above the lowest that settled."""
    lowest = min((one.value for one in outcomes if one.settled is not None), default=0.0)
    highest = max((one.value for one in outcomes if not one.lost), default=0.0)
    room = SAME_DEPTH * (highest - lowest)
    return [int((one.value - lowest) / room) if room > 0 and one.settled is not None else 0 for one in outcomes]


PLACES = (
    (0.15, 0.8), (0.85, 0.8), (0.15, 0.2), (0.85, 0.2), (0.8, 0.85), (0.2, 0.85), (0.2, 0.15), (0.8, 0.15),
    (0.58, 0.85), (0.15, 0.42), (0.42, 0.15), (0.85, 0.58),
)  # fmt: skip
"""Starts that are tried, as shares of the window: two thirds out, off the axes and off the diagonals; the last four for
surfaces with a minimum in every corner."""
AWAY = 0.25
"""A start is well away when no low place of the window is nearer than this share of its diagonal."""
CELLS = 25
SHARES = np.geomspace(8e-4, 0.8, 13)
"""Rates that are tried, as shares of the stability limit at the start."""
REACHES = np.geomspace(1e-4, 0.1, 13)
"""… and by the length of the first step, as shares of the window's diagonal, for a rule without such a limit."""
PROBE = 1e-6
MOST_STEPS = 500
SOON = 0.6
"""Share of the steps within which a run should settle: of the rates that do so the smallest, whose path shows most."""


def opening_start(surface: Surface, window: Window | None = None) -> Point | None:
    """The first of PLACES well away from every low place, else the one farthest from them; None if f has none there.

    A low place is a cell of a grid whose neighbours are all higher. At the start f and its gradient are defined, and
    the gradient is not zero.
    """
    window = window or surface.window
    corner, sides = np.array(window)[:, 0], np.ptp(np.array(window), axis=1)
    places = [corner + np.array(share) * sides for share in PLACES]
    usable = [place for place in places if _slope(surface, place) > 0]
    if not usable:
        return None
    low = (low_places(surface, window) - corner) / sides
    distances = [float(np.hypot(*(low - (place - corner) / sides).T).min(initial=9.0)) for place in usable]
    far = next((k for k, distance in enumerate(distances) if distance >= AWAY * 2**0.5), int(np.argmax(distances)))
    x, y = usable[far]
    return (rounded(x), rounded(y))


def low_places(surface: Surface, window: Window) -> np.ndarray:
    """Middles (n, 2) of the cells of a grid that are lower than the eight around them; the edge counts as higher."""
    xs, ys, heights = surface.grid(window, (CELLS, CELLS))
    padded = np.pad(np.where(np.isfinite(heights), heights, np.inf), 1, constant_values=np.inf)
    shifts = [(i, j) for i in range(3) for j in range(3) if (i, j) != (1, 1)]
    around = np.min([padded[i : i + CELLS, j : j + CELLS] for i, j in shifts], axis=0)
    rows, columns = np.nonzero((padded[1:-1, 1:-1] < around) & np.isfinite(heights))
    return np.stack((xs[columns], ys[rows]), axis=1)


def _slope(surface: Surface, place: np.ndarray) -> float:
    value, slope = surface.value(*place), float(np.hypot(*surface.gradient(*place)))
    return slope if np.isfinite(value) and np.isfinite(slope) else 0.0


def opening_rate(
    surface: Surface, optimizer: Optimizer, start: Point, steps: int, window: Window | None = None, **arguments: Any
) -> float | None:
    """The learning rate of a run on a new surface; None where the optimizer has none or nothing can be tried.

    Thirteen rates over three decades are tried from the start, the largest at 0.8 of the stability limit for the
    curvature there. A rate above the limit for the largest curvature on its own path is left out, so is one that leaves
    the window. Of those that settle equally deep, the smallest that settles soon; of those that do not, the one that
    stays lowest. arguments: knobs, options and schedule as `descend` takes them; their learning rate does not count.
    """
    knob, window = optimizer.knobs.get("learning_rate"), window or surface.window
    if knob is None or not _slope(surface, np.asarray(start)) > 0:
        return None
    arguments = {name: value for name, value in arguments.items() if name != "learning_rate"}
    steps = min(steps, MOST_STEPS)
    rates = sorted(
        {rounded_down(float(knob.clamp(rate))) for rate in _tried(surface, optimizer, start, window, arguments)}
    )
    if not rates:
        return None
    runs = [descend(surface, optimizer, start=start, steps=steps, learning_rate=rate, **arguments) for rate in rates]
    limited = [
        _limited(outcome(run, window), surface, optimizer, run, arguments, rate)
        for run, rate in zip(runs, rates, strict=True)
    ]
    return rates[_best(limited, steps)]


def _tried(
    surface: Surface, optimizer: Optimizer, start: Point, window: Window, arguments: dict[str, Any]
) -> np.ndarray:
    """Rates by the stability limit where there is one; else by how far the first step goes."""
    limit = rate_limit(optimizer.key, settings_of(optimizer, arguments), float(sharpness(surface, start)[0]))
    if limit is not None and np.isfinite(limit):
        return SHARES * limit
    first = descend(surface, optimizer, start=start, steps=1, learning_rate=PROBE, **arguments)
    reach = float(np.hypot(*(first.points[-1] - first.points[0]))) / PROBE
    return REACHES * diagonal(window) / reach if reach > 0 and np.isfinite(reach) else np.array([])


def _limited(
    one: Outcome, surface: Surface, optimizer: Optimizer, run: Trajectory, arguments: dict[str, Any], rate: float
) -> Outcome:
    """The outcome; lost where the rate is above the limit for the largest curvature on the path."""
    if one.lost:
        return one
    steepest = float(np.nanmax(sharpness(surface, run.points), initial=-np.inf))
    limit = rate_limit(optimizer.key, settings_of(optimizer, arguments), steepest)
    return one if limit is None or rate < limit else Outcome(True, None, -float(run.steps))


def _best(outcomes: list[Outcome], steps: int) -> int:
    """The place of the rate, ascending, that is taken."""
    depths, best = depth_classes(outcomes), ranked(outcomes)[0]
    if outcomes[best].lost:
        return 0
    soon = (
        place
        for place, one in enumerate(outcomes)
        if one.settled is not None and one.settled <= SOON * steps and depths[place] == depths[best]
    )
    return next(soon, best) if outcomes[best].settled is not None else best
