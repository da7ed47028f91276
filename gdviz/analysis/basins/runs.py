"""The ends of many runs, whatever the optimizer; and whether runs at rest at a minimum stay there."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import Goals, Labels, diagonal_of
from gdviz.checkpoint import checkpoint
from gdviz.descent import LOST, SETTLED, UNDER_WAY, Batch, Retirement, Stop, descend, run_many
from gdviz.descent.many import NO_LANES
from gdviz.kernel import Graph, reachable
from gdviz.optimizers import Method, Optimizer, as_rule
from gdviz.rule.step_reason import scaled
from gdviz.settings import Settings
from gdviz.surface import Surface
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
    retire: Retirement | bool = True,
    threads: int = 2,
    lanes: Mapping[str, np.ndarray] = NO_LANES,
) -> Batch:
    """Where runs from starts (2, n) end; lanes: knobs and options with a value for each run. Noise is never retired."""
    rule = as_rule(optimizer)
    if rule is None:
        return one_by_one(surface, optimizer, starts, steps, settings)
    if has_edges(surface, starts):
        rule = replace(rule, rule=f"{NOWHERE}\n{rule.rule}")
    rest = Retirement() if retire is True else retire or None
    if settings.noise or "noise" in lanes:
        rest = None
    threads = threads if starts.shape[1] >= THREADS_PAY else 1
    return run_many(surface, rule, starts, steps, settings, lanes, rest, threads=threads)


def has_edges(surface: Surface, starts: np.ndarray) -> bool:
    """Is f undefined somewhere, as far as a coarse look at thrice the starts' extent can tell?"""
    (x, y), (wide, high) = starts.mean(axis=1), 1.5 * np.ptp(starts, axis=1) + diagonal_of(surface.window)
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
    stop = stop or Stop(gradient=1e-9, step=1e-7 * diagonal_of(surface.window))
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
