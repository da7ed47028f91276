"""The ends of one start under many settings: recorded run by run when they are few, together when they are many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.runs import may_leave
from gdviz.analysis.diagnosis import Verdict
from gdviz.descent import LOST, OPTIONS, Retirement, descend, run_many
from gdviz.optimizers import Method, Optimizer, as_rule
from gdviz.settings import Settings
from gdviz.surface import Surface
from gdviz.trajectory import Ending, Trajectory

ASTRAY = (Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START)
RAN_AWAY = (Ending.OVERFLOW, Ending.BEYOND_BOUND)


class Exit(IntEnum):
    """How a run was lost, if it was."""

    NONE = 0
    DIVERGED = 1
    LEFT_DOMAIN = 2


@dataclass(frozen=True)
class Ends:
    """How runs ended.

    points (2, n): the last finite ones; final (n,): f there, inf where a run diverged upward. gain (n,): by how much
    the second half of a run is lower than its first. taken (n,): steps to tolerance, -1 for never. lost (n,): an
    Exit. verdicts (n,): those of the diagnoses of recorded runs, None where they were not recorded.
    """

    points: np.ndarray
    final: np.ndarray
    gain: np.ndarray
    taken: NDArray[np.int64]
    lost: NDArray[np.int64]
    verdicts: NDArray[np.object_] | None = None


def singly(
    surface: Surface,
    optimizer: Optimizer | Method,
    start: tuple[float, float],
    steps: int,
    slope: float,
    lanes: Mapping[str, np.ndarray],
    settings: Settings,
    judge: Callable[[Trajectory], Verdict],
) -> Ends:
    """Every run recorded; judge: run → verdict."""
    cells = [
        dict(zip(lanes, values, strict=True)) for values in zip(*map(np.ndarray.tolist, lanes.values()), strict=True)
    ]
    runs = [descend(surface, optimizer, start, steps, settings=with_values(settings, cell)) for cell in cells]
    lost = np.array(
        [Exit.DIVERGED if r.ending in RAN_AWAY else Exit.LEFT_DOMAIN if r.ending in ASTRAY else Exit.NONE for r in runs]
    )
    final = np.array([np.inf if r.ending in RAN_AWAY and r.values[-1] > r.values[0] else r.values[-1] for r in runs])
    taken = np.array([settled(r, slope) if e == Exit.NONE else -1 for r, e in zip(runs, lost, strict=True)])
    verdicts = np.array([judge(r) for r in runs], dtype=object)
    return Ends(np.array([r.points[-1] for r in runs]).T, final, np.zeros(len(runs)), taken, lost, verdicts)


def with_values(settings: Settings, values: Mapping[str, float]) -> Settings:
    """The settings with these knobs, options and noise, by the names of settings."""
    options = {name: value for name, value in values.items() if name in OPTIONS}
    knobs = {name: value for name, value in values.items() if name not in options and name != "noise"}
    noise = values.get("noise", settings.noise)
    return replace(settings.turned(**knobs), options=replace(settings.options, **options), noise=noise)


def settled(run: Trajectory, slope: float) -> int:
    """The step after which the gradient stays no longer than `slope`; -1 for none."""
    steep = np.flatnonzero(~(np.hypot(*run.gradients.T) <= slope))
    after = int(steep[-1]) + 1 if steep.size else 0
    return after if after <= run.steps else -1


def together(
    surface: Surface,
    optimizer: Optimizer | Method,
    start: tuple[float, float],
    steps: int,
    slope: float,
    lanes: Mapping[str, np.ndarray],
    settings: Settings,
) -> Ends:
    """All runs at once, looked at now and then; where rest may not last, once more to the end."""
    rule = as_rule(optimizer)
    assert rule is not None
    size = next(iter(lanes.values())).size
    starts = np.repeat(np.array(start)[:, None], size, axis=1)
    rest = None if settings.noise or "noise" in lanes else Retirement(gradient=min(slope, 1e-3))
    batch = run_many(surface, rule, starts, steps, settings, lanes, rest, threads=2)
    steps_taken = batch.steps
    if rest and may_leave(rule, settings):
        batch = run_many(surface, rule, starts, steps, settings, lanes, threads=2)
    lost = np.where(batch.status == LOST, Exit.DIVERGED, Exit.NONE)
    lost[np.isnan(batch.values)] = Exit.LEFT_DOMAIN
    steep = np.hypot(*surface.gradient(*batch.points.T))
    taken = np.where((lost == Exit.NONE) & (steep <= slope), steps_taken, -1)
    final = np.where((lost == Exit.DIVERGED) & (batch.values > float(surface.value(*start))), np.inf, batch.values)
    gain = np.zeros(size)
    going = np.flatnonzero((lost == Exit.NONE) & (taken < 0))
    if going.size:
        part = {name: lane[going] for name, lane in lanes.items()}
        half = run_many(surface, rule, starts[:, going], steps // 2, settings, part, threads=2, planned=steps)
        gain[going] = half.values - batch.values[going]
    return Ends(batch.points.T, final, gain, taken, lost)
