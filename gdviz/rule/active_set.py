"""The active set of a batch run: contiguous rows, checked every 25 steps, finished paths compacted away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdviz.checkpoint import checkpoint

CHECKED_EVERY = 25
"""Steps between two checks of which paths are done."""
SLICE = 200_000
"""Numbers that are worked anew between two checkpoints, those of points and memories: some milliseconds."""
UNDER_WAY, SETTLED, LOST = 0, 1, 2
"""Status of a path: took all steps; hardly moves where the gradient is small; not finite or beyond the bound."""

Inputs = Mapping[str, np.ndarray | float]
BatchOracles = Mapping[str, Callable[[np.ndarray, np.ndarray], Sequence[np.ndarray]]]
"""value, grad, hess: arrays x, y → arrays."""


@dataclass(frozen=True)
class Retirement:
    """When a path is settled: it moved less than `moved` in 25 steps, and its gradient is shorter than `gradient`."""

    moved: float = 1e-4
    gradient: float = 1e-3


@dataclass(frozen=True)
class Finished:
    """Where paths ended: points (2, n), steps (n,), status (n,) int8."""

    points: np.ndarray
    steps: NDArray[np.int64]
    status: NDArray[np.int8]


@dataclass
class Chunk:
    """Some of the active paths in contiguous arrays, which shrink as paths finish."""

    step: Callable[..., None]
    buffers: int
    masks: int
    words: tuple[str, ...]
    rows: np.ndarray
    lanes: np.ndarray
    places: NDArray[np.int64]
    finished: Finished
    bound: float
    retirement: Retirement | None
    ask: BatchOracles
    work: tuple[np.ndarray, NDArray[np.bool_]] = field(init=False)
    done: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        width = self.rows.shape[1]
        self.work = np.empty((self.buffers, width)), np.empty((self.masks, width), dtype=bool)
        self.done = np.zeros(width, dtype=bool)

    def run(self, fixed: Sequence[object], tables: Sequence[Sequence[object]], steps: int) -> None:
        """All steps, checked every 25 (once at the end without retirement)."""
        stride = CHECKED_EVERY if self.retirement else max(steps, 1)
        for first in range(0, steps, stride):
            last = min(first + stride, steps)
            before, count = self.rows[:2].copy(), max(1, SLICE // max(self.rows.size, 1))
            for done in range(first, last, count):
                until = min(done + count, last)
                self.advance(fixed, [column[done:until] for column in tables], until - done)
                checkpoint()
            self.check(before, last, last == steps)
            if not self.places.size:
                return
        if not steps:
            self.check(self.rows[:2].copy(), 0, True)

    def advance(self, fixed: Sequence[object], tables: Sequence[Sequence[object]], steps: int) -> None:
        """Some steps of all paths of the chunk, in place."""
        answers = (self.ask[word] for word in self.words)
        width = self.rows.shape[1]
        buffers, masks = (arrays[:, :width] for arrays in self.work)
        with np.errstate(all="ignore"):
            self.step(range(steps), *tables, *answers, *fixed, *self.rows, *self.lanes, *buffers, *masks)

    def check(self, before: np.ndarray, step: int, over: bool) -> None:
        """Record the paths that are done after this step; at the end, all of them."""
        points = self.rows[:2]
        with np.errstate(all="ignore"):
            size = np.abs(points).max(axis=0)
            lost = ~(size <= self.bound) & ~self.done
            still = np.zeros_like(lost)
            if self.retirement:
                still = (np.abs(points - before).max(axis=0) < self.retirement.moved) & ~self.done
                slope = self.ask["grad"](*points[:, still])
                still[still] = np.hypot(*slope) < self.retirement.gradient
        last = np.where(np.isfinite(points).all(axis=0), points, before)
        for status, which in ((LOST, lost), (SETTLED, still), (UNDER_WAY, ~(self.done | lost | still))):
            if status != UNDER_WAY or over:
                self.write(which, last, step, status)
        self.done |= lost | still
        if self.retirement and 8 * np.count_nonzero(self.done) >= self.done.size:
            self.compact()

    def write(self, which: NDArray[np.bool_], points: np.ndarray, step: int, status: int) -> None:
        """These paths end here."""
        places = self.places[which]
        self.finished.points[:, places] = points[:, which]
        self.finished.steps[places] = step
        self.finished.status[places] = status

    def compact(self) -> None:
        """Leave out the paths that are done."""
        going = ~self.done
        self.rows, self.lanes = self.rows[:, going], self.lanes[:, going]
        self.places, self.done = self.places[going], self.done[going]
