"""Making a map of basins: the middles of coarse cells, then what lies along the borders, then every cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz import argument
from gdviz.basins.goals import UNSETTLED, Goals, Labels, goals
from gdviz.basins.grid import Mask, Raster
from gdviz.basins.map import EXACT, PREVIEW, REFINED, Basins
from gdviz.basins.runs import as_rule, ends
from gdviz.descent import LOST, SETTLED, settings_of, surface_of
from gdviz.landscape import Survey
from gdviz.optimizers import Optimizer, optimizer_of
from gdviz.optimizers.methods import Method
from gdviz.settings import Settings
from gdviz.surface import Surface, Window
from gdviz.trajectory import Array

MOST = 4_000_000_000
"""Steps of all starts together."""
SLICE, METHOD_SLICE = 65_536, 128
"""Starts between two looks at the map; a method runs them one at a time."""
FOLLOWED = 4
"""How often the cells beside contradictions are computed before the map counts as refined."""
METHOD_SIDE, METHOD_COARSE = 48, 12
"""A method's map has no more rows and columns than this, and a preview of so many."""


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
    **given: Any,
) -> Basins:
    """The basin of every start on a raster (ny, nx) over the window (default: the surface's own), edges included.

    Each label is that of the end after all `steps` steps: near a minimum of the survey (of the surface's own window,
    if that holds this one), or near one that Newton's method finds beside an end at rest. Starts are let go early only
    where they rest at a minimum, or are lost.
    survey: if it is at hand. settings: schedule, noise, options, seed and knobs as one value; or given by name, as
    `descend` takes them. Noise is the same for every start.
    A method runs one start at a time, so its map has at most 48 rows and columns, as `note` says (not Newton's).
    Raises ValueError for more than four thousand million steps in all, and as `descend` does.
    """
    found = basins_progressively(
        surface, optimizer, window, shape, steps, survey=survey, threads=threads, preview=0, settings=settings, **given
    )
    return list(found)[-1]


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
    **given: Any,
) -> Iterator[Basins]:
    """The same map as it becomes known, exact at the last; to cancel, take no more.

    First `preview`² starts stand for the cells round them (0: no preview), then the cells along borders are computed,
    then all others. Nothing is computed twice, except ends that rest where there is no minimum: these take all steps.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    told = settings_of(chosen, given, settings)
    note, coarse, window = "", preview, argument.window(surface.window if window is None else window)
    steps, shape = argument.count(steps, "steps"), raster_shape(shape)
    if as_rule(chosen) is None:
        shape, note = fewer(shape, chosen.name)
        coarse = min(preview, METHOD_COARSE)
    if shape[0] * shape[1] * steps > MOST:
        raise ValueError(f"That is {shape[0] * shape[1] * steps:.2g} steps; a map takes at most {MOST:.2g}.")
    raster = Raster(window, shape, coarse or max(shape))
    making = Making(surface, chosen, steps, told, raster, goals(surface, window, survey), threads, note)
    return making.stages(coarse > 0)


def raster_shape(shape: tuple[int, int]) -> tuple[int, int]:
    """(ny, nx), both at least 1."""
    if np.shape(shape) != (2,):
        raise ValueError("shape is two whole numbers, (rows, columns).")
    return argument.count(shape[0], "shape", low=1), argument.count(shape[1], "shape", low=1)


def fewer(shape: tuple[int, int], name: str) -> tuple[tuple[int, int], str]:
    """The shape of a method's map, and the sentence that says so if it is not the one asked for."""
    rows, columns = (min(size, METHOD_SIDE) for size in shape)
    if (rows, columns) == shape:
        return shape, ""
    return (
        rows,
        columns,
    ), f"{name} runs one start at a time: {columns} × {rows} starts instead of {shape[1]} × {shape[0]}."


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
        self.known: Mask = np.zeros(shape, bool)
        self.doubtful: Mask = np.zeros(shape, bool)

    def stages(self, preview: bool) -> Iterator[Basins]:
        """The map each time it is better known."""
        if preview:
            self.compute(self.raster.preview())
            yield self.inferred(PREVIEW)
            yield from self.refinements()
        rest = ~self.known
        for part in self.parts(rest):
            self.compute(part)
            if preview and not self.known.all():
                yield self.inferred(REFINED)
        self.settle_doubts()
        yield self.map(self.labels, self.taken, EXACT)

    def refinements(self) -> Iterator[Basins]:
        """The map as the borders are followed: where a computed cell contradicts its neighbours, they are next."""
        border = self.raster.borders(self.labels) & ~self.known
        for _ in range(FOLLOWED):
            for number, part in enumerate(self.parts(border)):
                if number:
                    yield self.inferred(REFINED)
                self.compute(part)
            border = self.raster.ragged(self.spread(self.labels), self.known)
        yield self.inferred(REFINED)

    def spread(self, whole: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is known of the cells, and for the others the middles of their coarse cells."""
        return np.where(self.known, whole, self.raster.spread(whole[np.ix_(*self.raster.middles)]))

    def parts(self, mask: Mask) -> Iterator[Mask]:
        """The cells of a mask, some at a time."""
        cells = np.flatnonzero(mask)
        size = SLICE if as_rule(self.optimizer) else METHOD_SLICE
        for first in range(0, len(cells), size):
            part = np.zeros(mask.size, bool)
            part[cells[first : first + size]] = True
            yield part.reshape(mask.shape)

    def compute(self, mask: Mask) -> None:
        """Run the starts of these cells; those that rest where there is no minimum are doubtful."""
        batch = ends(
            self.surface, self.optimizer, self.raster.starts(mask), self.steps, self.settings, True, self.threads
        )
        labels = self.judged(batch.points.T, batch.status == LOST)
        self.labels[mask], self.taken[mask], self.known[mask] = labels, batch.steps, True
        early = (batch.status == SETTLED) & (labels < 0) & (batch.steps < self.steps)
        self.doubtful[mask] = early & (as_rule(self.optimizer) is not None)

    def settle_doubts(self) -> None:
        """What rests at a saddle or on a slope too flat to tell takes all its steps."""
        for part in self.parts(self.doubtful):
            batch = ends(
                self.surface, self.optimizer, self.raster.starts(part), self.steps, self.settings, False, self.threads
            )
            self.labels[part], self.taken[part] = self.judged(batch.points.T, batch.status == LOST), batch.steps
        self.doubtful[:] = False

    def judged(self, points: Array, lost: NDArray[np.bool_]) -> Labels:
        """Labels (n,) of ends (2, n); minima found here are goals from now on."""
        self.goals, labels = self.goals.judged(points, lost)
        return labels

    def inferred(self, stage: str) -> Basins:
        """The map with unknown cells as the middles of their coarse cells."""
        return self.map(self.spread(self.labels), self.spread(self.taken), stage)

    def map(self, labels: Labels, taken: NDArray[np.int64], stage: str) -> Basins:
        """The record as it stands."""
        raster, found = self.raster, self.goals
        return Basins(
            labels.copy(),
            taken.copy(),
            raster.xs,
            raster.ys,
            found.minima,
            found.deepest,
            found.near,
            found.floors,
            stage,
            float(self.known.mean()),
            self.note,
        )
