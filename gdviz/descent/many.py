"""Many runs at once, of which only the ends are kept: for maps of basins and for sweeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz.descent.known import known, many_questions, options_of
from gdviz.descent.rates import AnySchedule, rates_of
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.rule.chunk import Retirement
from gdviz.rule.many import ManyLoop, many
from gdviz.rule.options import option_lines
from gdviz.rule.plan import Terrain, plan
from gdviz.rule.program import Program
from gdviz.surface import Surface
from gdviz.trajectory import Array


@dataclass(frozen=True)
class Batch:
    """Where many runs ended: points (2, n), values (n,), steps (n,), status (n,) int8: UNDER_WAY, SETTLED or LOST."""

    points: Array
    values: Array
    steps: NDArray[np.int64]
    status: NDArray[np.int8]


def descend_many(
    surface: Surface | str,
    optimizer: Optimizer | str,
    starts: ArrayLike,
    steps: int = 200,
    *,
    schedule: AnySchedule = None,
    noise: float = 0.0,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    weight_decay_l2: float = 0.0,
    retire: bool | Retirement = True,
    seed: int = 0,
    bound: float = 1e6,
    threads: int = 1,
    **knobs: ArrayLike,
) -> Batch:
    """Run an optimizer from many starts (2, n), or with many values (n,) of its knobs, or both; only the ends are kept.

    A path takes the steps that `descend` would take, to rounding (bit for bit on polynomials with one value for each
    knob). retire: paths that are settled or lost are let go, looked at every 25 steps; False takes all steps of all.
    A lost path ends at its last finite point that was looked at. Noise is the same for every path. threads pay from
    about 60,000 paths.
    Raises as `descend`; TypeError for a method, which has no batch form, and for a schedule with many learning rates.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    chosen = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    if not isinstance(chosen, Optimizer):
        raise TypeError(f"{chosen.name} is a method: it runs one path at a time.")
    options = options_of(noise, clip_norm, clip_value, weight_decay_l2)
    numbers: dict[str, Array] = {name: np.asarray(v, dtype=np.float64) for name, v in chosen.settings(**knobs).items()}
    size = np.broadcast_shapes(np.shape(starts)[1:], *(number.shape for number in numbers.values()))
    points = np.broadcast_to(np.asarray(starts, dtype=np.float64).reshape(2, -1), (2, *size)).copy()
    retirement = Retirement() if retire is True else retire or None
    return _descend_many(surface, chosen, points, steps, schedule, options, numbers, retirement, seed, bound, threads)


def _descend_many(
    surface: Surface,
    optimizer: Optimizer,
    points: Array,
    steps: int,
    schedule: AnySchedule,
    options: Mapping[str, float],
    numbers: Mapping[str, Array],
    retirement: Retirement | None,
    seed: int,
    bound: float,
    threads: int,
) -> Batch:
    """The loop from the cache, its inputs, and the values at the ends."""
    count = points.shape[1]
    varied = {name: np.broadcast_to(number, (count,)) for name, number in numbers.items() if number.ndim}
    zeros = frozenset(name for name, number in numbers.items() if not number.ndim and number == 0.0)
    terrain = surface.evaluator if surface.symbolic else None
    lanes = frozenset(f"k_{name}" for name in varied) | ({"alpha"} if "learning_rate" in varied else set())
    loop = many_loop(terrain, optimizer.program, frozenset(options), zeros, lanes)
    constants = {name: float(number) for name, number in numbers.items() if name not in varied}
    inputs = known(surface, {**constants, **varied, **options}, steps, seed, "noise" in options)
    if "learning_rate" in varied:
        if schedule is not None:
            raise TypeError("Many learning rates take no schedule.")
        inputs["alpha"] = varied["learning_rate"]
    else:
        inputs["alpha"] = rates_of(schedule, steps, constants.get("learning_rate", 1.0))
    if not loop.finite(inputs, steps):
        loop = many_loop(terrain, optimizer.program, frozenset(options), zeros, lanes, cheapest=False)
    ends = many(loop, points, inputs, steps, bound, retirement, many_questions(surface), threads)
    return Batch(ends.points, surface.value(*ends.points), ends.steps, ends.status)


@lru_cache(maxsize=128)
def many_loop(
    terrain: Terrain | None,
    program: Program,
    options: frozenset[str],
    zeros: frozenset[str],
    lanes: frozenset[str],
    cheapest: bool = True,
) -> ManyLoop:
    """The compiled loop of this formula, rule, options and varied knobs."""
    lines = option_lines(options)
    step = plan(program, terrain, options=lines, zeros=zeros, lanes=lanes, carried=False, cheapest=cheapest)
    return ManyLoop(step, lanes)
