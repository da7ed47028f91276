"""Many runs at once: where they end, whether those at rest at a minimum stay, and at which rate most of them settle."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import Goals, Labels, goals
from gdviz.analysis.landscape import Survey
from gdviz.checkpoint import checkpoint
from gdviz.descent import (
    LOST,
    NO_LANES,
    SETTLED,
    UNDER_WAY,
    Batch,
    Retirement,
    Stop,
    descend,
    run_many,
    settings_of,
    surface_of,
)  # fmt: skip
from gdviz.kernel import Graph, reachable
from gdviz.optimizers import Method, Optimizer, as_rule, optimizer_of
from gdviz.rule.step_reason import scaled
from gdviz.settings import Settings
from gdviz.surface import Surface, Window, diagonal
from gdviz.trajectory import Ending, Trajectory

NOWHERE = "g = g + 0*f"
"""Where f has no real value, a run has left the domain even if the formula of its gradient goes on."""
RESTING = (Ending.GRADIENT_SMALL, Ending.STEP_SMALL)
THREADS_PAY = 50_000

SLICE = 65_536
"""Starts between two looks at a map, at most."""
WORK, RULE = 800_000_000, 15
"""Operations between two looks, some 1.5 s of CPU: of the gradient and, about, of a rule, for all steps and starts."""


def starts_at_once(surface: Surface, steps: int) -> int:
    """How many starts are run between two looks at the map: fewer under a long formula, or for many steps."""
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    operations = len(reachable(surface.instantiate(graph, x, y, 1))) if surface.symbolic else 0
    return int(min(SLICE, max(256, WORK // (max(steps, 1) * (operations + RULE)))))


def ends(
    surface: Surface,
    optimizer: Optimizer | Method,
    starts: np.ndarray,
    steps: int,
    settings: Settings,
    retire: bool = True,
    threads: int = 2,
    lanes: Mapping[str, np.ndarray] = NO_LANES,
) -> Batch:
    """Where runs from starts (2, n) end; lanes: knobs and options with a value for each run. Noise is never retired."""
    rule = as_rule(optimizer)
    if rule is None:
        return one_by_one(surface, optimizer, starts, steps, settings)
    if has_edges(surface, starts):
        rule = replace(rule, rule=f"{NOWHERE}\n{rule.rule}")
    rest = None if not retire or settings.noise or "noise" in lanes else Retirement()
    threads = threads if starts.shape[1] >= THREADS_PAY else 1
    return run_many(surface, rule, starts, steps, settings, lanes, rest, threads=threads)


def has_edges(surface: Surface, starts: np.ndarray) -> bool:
    """Is f undefined somewhere, as far as a coarse look at thrice the starts' extent can tell?"""
    (x, y), (wide, high) = starts.mean(axis=1), 1.5 * np.ptp(starts, axis=1) + diagonal(surface.window)
    return not np.isfinite(surface.grid(((x - wide, x + wide), (y - high, y + high)), (48, 48))[2]).all()


def one_by_one(
    surface: Surface,
    optimizer: Optimizer | Method,
    starts: np.ndarray,
    steps: int,
    settings: Settings,
    stop: Stop | None = None,
) -> Batch:
    """The same by single runs, each stopped when it is at rest."""
    stop = stop or Stop(gradient=1e-9, step=1e-7 * diagonal(surface.window))
    runs = []
    for start in starts.T:
        checkpoint()
        runs.append(descend(surface, optimizer, start, steps, stop=stop, settings=settings))
    points = np.array([run.points[-1] for run in runs]).reshape(-1, 2)
    values = np.array([run.values[-1] for run in runs])
    status = np.array([status_of(run) for run in runs], dtype=np.int8)
    return Batch(points, values, np.array([run.steps for run in runs], dtype=np.int64), status)


def status_of(run: Trajectory) -> int:
    """As in a batch."""
    return SETTLED if run.ending in RESTING else UNDER_WAY if run.ending is Ending.ALL_STEPS else LOST


WITNESSES = 256
"""Runs at rest that take all their steps before the others are let go."""


def may_leave(optimizer: Optimizer | Method, settings: Settings) -> bool:
    """May a run leave a minimum at which it rests? A rule of one constant rate does not."""
    rule = as_rule(optimizer)
    return rule is not None and (scaled(rule) or settings.plan is not None)


def witnesses(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Some of the cells (n,), evenly spread."""
    return cells[np.unique(np.linspace(0, len(cells) - 1, min(len(cells), WITNESSES)).astype(int))]


def stay(
    goals: Goals, optimizer: Optimizer | Method, starts: np.ndarray, labels: Labels, steps: int, settings: Settings
) -> bool:
    """Do runs from starts (2, n) have these labels (n,) after all their steps too?"""
    batch = ends(goals.surface, optimizer, starts, steps, settings, retire=False)
    return not (batch.status == LOST).any() and bool((goals.label(batch.points.T) == labels).all())


RATES = tuple(float(f"{digit}e{decade}") for decade in range(-6, 2) for digit in (1, 1.6, 2.5, 4, 6.3))
"""Rates that are tried: five a decade, each of two digits."""
SIDE = 10
"""Starts are the middles of so many by so many cells."""
AS_MANY, FEW = 0.01, 0.1
"""Shares of starts that differ by less than this are equal; a share below FEW says little of a rate."""
SOON = 0.25
"""Share of the steps within which starts should settle: a smaller rate follows the slope more closely."""


def suitable_rate(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    window: Window | None = None,
    steps: int = 1000,
    *,
    survey: Survey | None = None,
    settings: Settings | None = None,
    **arguments: Any,
) -> float | None:
    """The smallest rate of RATES with which starts settle within a quarter of `steps` steps, and as many as can.

    10 × 10 starts over the window are tried. Where none is so soon, the soonest of the rates with which most settle;
    where hardly any start settles, the rate with the lowest median f at the end. None where no start settles at any
    rate (there may be no minimum), and for an optimizer without a learning rate or that runs one start at a time.
    settings: as in `basins`; the learning rate in it does not count. Raises as `descend` does.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    knob, settings = chosen.knobs.get("learning_rate"), settings_of(chosen, arguments, settings)
    if knob is None or as_rule(chosen) is None:
        return None
    window = surface.window if window is None else window
    rates = np.array([rate for rate in RATES if knob.low <= rate <= knob.high])
    starts = middles(window)
    many, lanes = np.tile(starts, len(rates)), {"learning_rate": np.repeat(rates, starts.shape[1])}
    batch = ends(surface, chosen, many, steps, settings, lanes=lanes)
    _, labels = goals(surface, window, survey).classify(batch.points.T, batch.status == LOST)
    shape = (len(rates), starts.shape[1])
    ended = np.where(batch.status == LOST, np.inf, batch.values).reshape(shape)
    return chosen_of(rates, (labels >= 0).reshape(shape), batch.steps.reshape(shape), ended, steps)


def chosen_of(
    rates: np.ndarray, settled: NDArray[np.bool_], taken: NDArray[np.int64], ended: np.ndarray, steps: int
) -> float | None:
    """The rate (of n, ascending) by whether, when and how low the starts (n, m) ended."""
    share = settled.mean(axis=1)
    if not share.any():
        return None
    if share.max() < FEW:
        return float(rates[np.median(np.where(np.isfinite(ended), ended, np.inf), axis=1).argmin()])
    good = np.flatnonzero(share >= share.max() - AS_MANY)
    mean = np.where(settled, taken, 0).sum(axis=1)[good] / settled.sum(axis=1)[good]
    soon = good[mean <= SOON * steps]
    return float(rates[soon[0] if soon.size else good[mean.argmin()]])


def middles(window: Window) -> np.ndarray:
    """The starts (2, n)."""
    (left, right), (bottom, top) = window
    shares = (np.arange(SIDE) + 0.5) / SIDE
    x, y = np.meshgrid(left + shares * (right - left), bottom + shares * (top - bottom))
    return np.stack((x.ravel(), y.ravel()))
