"""The ends of one start under many settings: recorded run by run when they are few, together when they are many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.basins.runs import as_rule
from gdviz.descent import LOST, Retirement, descend, descend_many
from gdviz.optimizers import Optimizer
from gdviz.optimizers.methods import Method
from gdviz.surface import Surface
from gdviz.trajectory import Array, Ending, Trajectory

ASTRAY = (Ending.LEFT_DOMAIN, Ending.DIVISION_BY_ZERO, Ending.UNDEFINED_START)
RAN_AWAY = (Ending.OVERFLOW, Ending.BEYOND_BOUND)
OFTEN, CHANCE = 0.05, 0.1
"""A share of steps upward beyond which a run swings; the share of its swing by which chance may move the median."""
SHORTEST, TO_AND_FRO = 11, 0.2
"""Points of a tail that can be told to hover, and the share of its steps that lead away."""
HERE, AWAY, OUT = 0, 1, 2
"""How a run was lost: not at all, by divergence, out of the domain."""


@dataclass(frozen=True)
class Ends:
    """How runs ended.

    points (2, n): the last finite ones; final (n,): f there, inf where a run diverged upward. gain (n,): by how much
    the second half of a run is lower than its first. taken (n,): steps to tolerance, -1 for never. lost (n,): HERE,
    AWAY or OUT. tails: points (k, 2) of the last quarter of each recorded run.
    """

    points: Array
    final: Array
    gain: Array
    taken: NDArray[np.int64]
    lost: NDArray[np.int64]
    tails: tuple[Array, ...] = ()

    def hovers(self, run: int, place: tuple[float, float], reach: float) -> bool:
        """Does the last quarter of a recorded run stay within reach of a place, to and fro, as a diagnosis asks?"""
        if not self.tails or len(self.tails[run]) < SHORTEST:
            return False
        away = np.hypot(*(self.tails[run] - place).T)
        return bool(away.max() < reach and (np.diff(away) > 0).mean() > TO_AND_FRO)


def singly(
    surface: Surface,
    optimizer: Optimizer | Method,
    start: tuple[float, float],
    steps: int,
    slope: float,
    lanes: Mapping[str, Any],
    fixed: Mapping[str, Any],
) -> Ends:
    """Every run recorded."""
    settings = [
        dict(zip(lanes, values, strict=True)) for values in zip(*map(np.ndarray.tolist, lanes.values()), strict=True)
    ]
    runs = [descend(surface, optimizer, start, steps, **fixed, **setting) for setting in settings]
    lost = np.array([AWAY if r.ending in RAN_AWAY else OUT if r.ending in ASTRAY else HERE for r in runs])
    final = np.array([np.inf if r.ending in RAN_AWAY and r.values[-1] > r.values[0] else r.values[-1] for r in runs])
    gain = np.array([gained(r.values) for r in runs])
    taken = np.array([settled(r, slope) if e == HERE else -1 for r, e in zip(runs, lost, strict=True)])
    tails = tuple(r.points[-(r.steps // 4) - 1 :] for r in runs)
    return Ends(np.array([r.points[-1] for r in runs]).T, final, gain, taken, lost, tails)


def gained(values: Array) -> float:
    """How much lower the second half of a run is than its second quarter; of one that rises often, in the median."""
    half = len(values) // 2
    before, after = values[half // 2 : half + 1], values[half:]
    if np.mean(np.diff(after) > 0) < OFTEN:
        return float(before.min() - after.min())
    return float(np.median(before) - np.median(after) - CHANCE * np.ptp(after))


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
    lanes: Mapping[str, Any],
    fixed: Mapping[str, Any],
) -> Ends:
    """All runs at once, looked at now and then."""
    rule = as_rule(optimizer)
    assert rule is not None
    size = next(iter(lanes.values())).size
    starts = np.repeat(np.array(start)[:, None], size, axis=1)
    rest = False if fixed.get("noise") else Retirement(gradient=min(slope, 1e-3))
    batch = descend_many(surface, rule, starts, steps, retire=rest, threads=2, **fixed, **lanes)
    lost = np.where(batch.status == LOST, AWAY, HERE)
    lost[np.isnan(batch.values)] = OUT
    steep = np.hypot(*surface.gradient(*batch.points))
    taken = np.where((lost == HERE) & (steep <= slope), batch.steps, -1)
    final = np.where((lost == AWAY) & (batch.values > float(surface.value(*start))), np.inf, batch.values)
    gain = np.zeros(size)
    going = np.flatnonzero((lost == HERE) & (taken < 0))
    if going.size:
        part: dict[str, Any] = {name: lane[going] for name, lane in lanes.items()}
        half = descend_many(surface, rule, starts[:, going], steps // 2, retire=False, **fixed, **part)
        gain[going] = half.values - batch.values[going]
    return Ends(batch.points, final, gain, taken, lost)
