"""The runs of a race: who runs on which surface from where, and how far a budget of gradient evaluations takes each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.analysis.race.results import Entry
from gdviz.descent import descend, settings_of, surface_of
from gdviz.optimizers import Frame, Knobs, Method, NoNextStep, Optimizer, Oracle, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

MOST_STARTS = 10_000
NO_ENTRIES = "A race needs entries: a list of keys, as ['sgd', 'adam'], of optimizers or of gdviz.Entry."
NO_SURFACES = "A race needs a surface, or a list of them."


class Contender(NamedTuple):
    """An entry, its optimizer and its settings."""

    entry: Entry
    optimizer: Optimizer | Method
    settings: Settings


def problems_of(
    surfaces: Surface | str | Sequence[Surface | str], starts: ArrayLike | int | None, seed: int
) -> list[tuple[Surface, tuple[float, float]]]:
    """Every surface with every start."""
    chosen = [surfaces] if isinstance(surfaces, str | Surface) else surfaces
    if not isinstance(chosen, Sequence | Mapping):
        raise TypeError(NO_SURFACES)
    if not chosen:
        raise ValueError(NO_SURFACES)
    several = [surface_of(one) for one in (chosen.values() if isinstance(chosen, Mapping) else chosen)]
    if starts is None:
        return [(surface, surface.start) for surface in several]
    if isinstance(starts, int | np.integer):
        count = argument.count(starts, "starts", 1, MOST_STARTS)
        shares = np.random.default_rng(argument.count(seed, "seed")).random((count, 2))
        corners = [np.array(surface.window).T for surface in several]
        placed = [(low + shares * (high - low)).tolist() for low, high in corners]
        return [(surface, (x, y)) for surface, places in zip(several, placed, strict=True) for x, y in places]
    points = argument.points(starts, "starts").tolist()
    return [(surface, (x, y)) for surface in several for x, y in points]


def contenders(optimizers: Sequence[Entry | Optimizer | Method | str], seed: int) -> list[Contender]:
    """Every entry with its optimizer and settings. Raises TypeError and ValueError for what is no list of them."""
    if isinstance(optimizers, str | Entry | Optimizer | Method):
        return [_named(optimizers, seed)]
    if not isinstance(optimizers, Sequence):
        raise TypeError(NO_ENTRIES)
    if not optimizers:
        raise ValueError(NO_ENTRIES)
    return [_named(one, seed) for one in optimizers]


def _named(entry: Entry | Optimizer | Method | str, seed: int) -> Contender:
    """The entry with its optimizer and settings looked up."""
    entry = entry if isinstance(entry, Entry) else Entry(entry)
    chosen = optimizer_of(entry.optimizer)
    settings = replace(settings_of(chosen, entry.knobs, entry.settings), seed=seed)
    return Contender(replace(entry, optimizer=chosen, name=entry.name or chosen.name), chosen, settings)


def distinct_names(named: Sequence[Contender]) -> tuple[str, ...]:
    """The names of the entries; of those alike the later ones are numbered from 2."""
    names = [contender.entry.name for contender in named]
    return tuple(
        f"{name} ({names[:place].count(name) + 1})" if name in names[:place] else name
        for place, name in enumerate(names)
    )


class Meter(Oracle):
    """An oracle with a budget of gradient evaluations (of values, for a method without gradients)."""

    def __init__(self, surface: Surface, budget: int) -> None:
        super().__init__(surface)
        self.budget = budget
        self.readings: list[int] = []

    @property
    def spent(self) -> int:
        """What was asked so far."""
        return self.gradients_asked or self.values_asked

    def value(self, point: np.ndarray) -> float:
        if not self.gradients_asked and self.values_asked >= self.budget:
            raise NoNextStep(Ending.ALL_STEPS)
        return super().value(point)

    def gradient(self, point: np.ndarray) -> np.ndarray:
        if self.gradients_asked >= self.budget:
            raise NoNextStep(Ending.ALL_STEPS)
        return super().gradient(point)


def metered(
    surface: Surface, optimizer: Optimizer | Method, start: tuple[float, float], budget: int, settings: Settings
) -> tuple[Trajectory, NDArray[np.int64]]:
    """The run that the budget buys, and what was asked up to each frame (frames,).

    A rule evaluates equally often at every step. A method stops at the first evaluation beyond the budget, and where it
    cannot get any lower.
    """
    if isinstance(optimizer, Optimizer):
        one = descend(surface, optimizer, start, 1, settings=settings)
        cost = max(one.evaluations.gradient, 1)
        run = descend(surface, optimizer, start, budget // cost, settings=settings)
        return run, cost * np.arange(run.steps + 1)
    meter = Meter(surface, budget)

    def walk(oracle: Oracle, point: np.ndarray, knobs: Knobs) -> Iterator[Frame]:
        for frame in optimizer.walk(oracle, point, knobs):
            meter.readings.append(meter.spent)
            yield frame
        raise NoNextStep(Ending.ALL_STEPS)

    run = replace(optimizer, walk=walk).run(meter, np.array(start), budget, settings.knobs)
    return run, np.array(meter.readings[: run.steps + 1], dtype=np.int64)
