"""Basins of attraction: which minimum each start of a window reaches, coarse first, then along borders, then all."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz import argument
from gdviz.analysis.basins.attractors import DIVERGED, FALLING, STALLED, UNSETTLED, Goals, Labels, goals
from gdviz.analysis.basins.basin_map import (
    EXACT,
    PREVIEW,
    REFINED,
    Basins,
    Mask,
    Raster,
    chosen,
    fewer,
    parts,
    shared,
)  # fmt: skip
from gdviz.analysis.basins.escape_trials import STRATEGIES, Escape, classify_together, escape
from gdviz.analysis.basins.runs import RATES, ends, may_leave, starts_at_once, stay, suitable_rate, witnesses
from gdviz.analysis.landscape import Survey
from gdviz.descent import LOST, SETTLED, Batch, settings_of, surface_of
from gdviz.numeral import numeral
from gdviz.optimizers import Method, Optimizer, as_rule, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface, Window

MOST = 4_000_000_000  # steps of all starts together
METHOD_SLICE = 128  # starts of a method between two looks at the map: it runs them one at a time
FOLLOWED = 4  # times that the cells beside contradictions are computed before the map counts as refined
METHOD_COARSE = 12  # rows and columns of a method's preview


def basins(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    window: Window | None = None,
    shape: tuple[int, int] = (256, 256),
    steps: int = 2000,
    *,
    survey: Survey | None = None,
    threads: int = 2,
    settings: Settings | None = None,
    **arguments: Any,
) -> Basins:
    """The basin of every start on a raster (ny, nx) over the window (default: the surface's own), edges included.

    Each label is that of the end after all `steps` steps: near a minimum of the survey (of the surface's own window,
    if that holds this one), or near one that Newton's method finds beside an end at rest. Starts are let go early only
    where they are lost or rest at a minimum; and under a schedule, or by a rule that scales its steps, only if 256 of
    those at rest stay there to the end.
    survey: if it is at hand. settings: schedule, noise, options, seed and knobs as one value; or given by name, as
    `descend` takes them. Noise is the same for every start.
    A method runs one start at a time, so its map has at most 48 rows and columns, as `note` says (not Newton's).
    Raises ValueError for more than four thousand million steps in all, and as `descend` does.
    """
    arguments |= {"survey": survey, "threads": threads, "preview": 0, "settings": settings}
    return list(basins_progressively(surface, optimizer, window, shape, steps, **arguments))[-1]


def basins_progressively(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    window: Window | None = None,
    shape: tuple[int, int] = (256, 256),
    steps: int = 2000,
    *,
    survey: Survey | None = None,
    threads: int = 2,
    preview: int = 64,
    settings: Settings | None = None,
    **arguments: Any,
) -> Iterator[Basins]:
    """The same map as it becomes known, exact at the last; to cancel, take no more.

    First `preview`² starts stand for the cells round them (0: no preview), then the cells along borders are computed,
    then all others. Computed twice, with all steps, are only ends that rest where there is no minimum or do not stay.
    """
    surface, optimizer = surface_of(surface), optimizer_of(optimizer)
    settings = settings_of(optimizer, arguments, settings)
    note, coarse, window = "", preview, argument.window(surface.window if window is None else window)
    steps, shape = argument.count(steps, "steps"), argument.shape(shape)
    if as_rule(optimizer) is None:
        shape, note = fewer(shape, optimizer.name)
        coarse = min(preview, METHOD_COARSE)
    else:
        coarse = min(preview, math.isqrt(starts_at_once(surface, steps)))
    work = shape[0] * shape[1] * steps
    if work > MOST:
        raise ValueError(f"That is {numeral(work, 2)} steps; a map takes at most {numeral(MOST, 2)}.")
    raster = Raster(window, shape, coarse or max(shape))
    making = Making(surface, optimizer, steps, settings, raster, goals(surface, window, survey), threads, note)
    return making.stages(coarse > 0)


@dataclass
class Making:
    """A map while it is made: labels, steps and ends of the cells known so far."""

    surface: Surface
    optimizer: Optimizer | Method
    steps: int
    settings: Settings
    raster: Raster
    goals: Goals
    threads: int
    note: str

    def __post_init__(self) -> None:
        shape = self.raster.shape
        self.labels: Labels = np.full(shape, UNSETTLED)
        self.taken: NDArray[np.int64] = np.zeros(shape, np.int64)
        self.computed, self.doubtful, self.early = (np.zeros(shape, bool) for _ in range(3))
        self.slice = starts_at_once(self.surface, self.steps) if as_rule(self.optimizer) else METHOD_SLICE
        self.retire, self.unwitnessed = True, may_leave(self.optimizer, self.settings)

    def stages(self, preview: bool) -> Iterator[Basins]:
        """The map each time it is better known."""
        if preview:
            self.compute(self.raster.preview())
            yield self.inferred(PREVIEW)
            yield from self.witness()
            yield from self.refinements()
        for part in parts(~self.computed, self.slice):
            self.compute(part)
            if preview and not self.computed.all():
                yield self.inferred(REFINED)
        yield from self.witness()
        yield from self.settle_doubts()
        yield self.map(self.labels, self.taken, EXACT)

    def refinements(self) -> Iterator[Basins]:
        """The map as the borders are followed: where a computed cell contradicts its neighbours, they are next."""
        border = self.raster.borders(self.labels) & ~self.computed
        for _ in range(FOLLOWED):
            for number, part in enumerate(parts(border, self.slice)):
                if number:
                    yield self.inferred(REFINED)
                self.compute(part)
            border = self.raster.ragged(self.raster.filled(self.labels, self.computed), self.computed)
        yield self.inferred(REFINED)

    def run(self, mask: Mask, retire: bool) -> tuple[Batch, Labels]:
        """The ends of the starts of these cells, with labels; minima found here are goals from now on."""
        starts = self.raster.starts(mask)
        batch = ends(self.surface, self.optimizer, starts, self.steps, self.settings, retire, self.threads)
        self.goals, labels = self.goals.classify(batch.points.T, batch.status == LOST)
        return batch, labels

    def compute(self, mask: Mask) -> None:
        """Run the starts of these cells; those that rest where there is no minimum are doubtful."""
        batch, labels = self.run(mask, self.retire)
        self.labels[mask], self.taken[mask], self.computed[mask] = labels, batch.steps, True
        early = (batch.status == SETTLED) & (batch.steps < self.steps) & (as_rule(self.optimizer) is not None)
        self.doubtful[mask], self.early[mask] = early & (labels < 0), early

    def witness(self) -> Iterator[Basins]:
        """Where some of the starts that rest leave their minimum again, all of them take all their steps."""
        cells = np.flatnonzero(self.early & (self.labels >= 0))
        if not (self.unwitnessed and cells.size):
            return
        mask = chosen(self.early.shape, witnesses(cells))
        starts, labels = self.raster.starts(mask), self.labels[mask]
        self.unwitnessed = False
        self.retire = stay(self.goals, self.optimizer, starts, labels, self.steps, self.settings)
        if not self.retire:
            self.doubtful |= self.early
            yield from self.settle_doubts()

    def settle_doubts(self) -> Iterator[Basins]:
        """What rests at a saddle or on a slope too flat to tell takes all its steps."""
        for number, part in enumerate(parts(self.doubtful, self.slice)):
            if number:
                yield self.inferred(REFINED)
            batch, self.labels[part] = self.run(part, False)
            self.taken[part] = batch.steps
        self.doubtful[:] = self.early[:] = False

    def inferred(self, stage: str) -> Basins:
        """The map with unknown cells as the middles of their coarse cells."""
        labels, taken = (self.raster.filled(whole, self.computed) for whole in (self.labels, self.taken))
        return self.map(labels, taken, stage)

    def map(self, labels: Labels, taken: NDArray[np.int64], stage: str) -> Basins:
        """The record as it stands."""
        goals, known = self.goals, float(self.computed.mean())
        places = self.raster.xs, self.raster.ys, goals.minima, goals.deepest, goals.near, goals.floors
        return Basins(labels.copy(), taken.copy(), *places, stage, known, self.note)
