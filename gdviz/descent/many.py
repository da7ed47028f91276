"""Many runs at once, of which only the ends are returned: for basin maps and sweeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gdviz import argument
from gdviz.descent.door import apart, keywords, renamed, settings_of, surface_of
from gdviz.descent.run_inputs import batch_oracles, graph_inputs
from gdviz.optimizers import Optimizer, optimizer_of
from gdviz.rule.active_set import Retirement
from gdviz.rule.batch_loop import BatchLoop, run_batch
from gdviz.rule.program import Program, option_lines, paced, plateau_numbers
from gdviz.rule.step_graph import Form, Formula, step_graph
from gdviz.schedule import AnySchedule, Scheduled
from gdviz.settings import Settings
from gdviz.surface import Surface

NO_LANES: Mapping[str, np.ndarray] = {}
STEPPED = frozenset(("alpha", "k_schedule_scale", "k_schedule_shift"))
"""Inputs with a number for each step of the schedule."""


@dataclass(frozen=True, eq=False, repr=False)
class Batch:
    """Where many runs ended: points (n, 2), values (n,), steps (n,), status (n,) int8: UNDER_WAY, SETTLED or LOST."""

    points: np.ndarray
    values: np.ndarray
    steps: NDArray[np.int64]
    status: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        going, settled, lost = (int(np.sum(self.status == status)) for status in (0, 1, 2))
        return f"<Batch: ends of {len(self)} runs, {settled} settled, {going} under way, {lost} lost>"


def descend_many(
    surface: Surface | str,
    optimizer: Optimizer | str,
    starts: ArrayLike,
    steps: int = 200,
    *,
    schedule: AnySchedule = None,
    noise: ArrayLike = 0.0,
    clip_norm: ArrayLike | None = None,
    clip_value: ArrayLike | None = None,
    weight_decay_l2: ArrayLike = 0.0,
    retire: bool | Retirement = True,
    seed: int = 0,
    bound: float = 1e6,
    threads: int = 1,
    settings: Settings | None = None,
    **knobs: ArrayLike,
) -> Batch:
    """Run an optimizer from many starts (n, 2), or with many values (n,) of its knobs, or both; returns only the ends.

    A path takes the steps that `descend` would take, to rounding (bit for bit on polynomials with one value for each
    knob and a rate that is known before the run). The options may be arrays (n,) too. settings: all but what is an
    array, as one value. retire: paths that are settled or lost are let go, looked at every 25 steps; False takes all
    steps of all. A lost path ends at its last finite point that was looked at. Noise is the same for every path.
    threads pay from about 60,000 paths. Raises as `descend`, and TypeError for a method, which has no batch form.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    if not isinstance(chosen, Optimizer):
        raise TypeError(f"{chosen.name} is a method: it runs one path at a time.")
    single, varied = apart(keywords(knobs, schedule, noise, clip_norm, clip_value, weight_decay_l2, seed))
    settings, lanes = settings_of(chosen, single, settings), renamed(chosen, varied)
    points = argument.points(starts)
    try:
        size = np.broadcast_shapes(points.shape[:1], *(lane.shape for lane in lanes.values()))
    except ValueError:
        lengths = ", ".join(f"{name} {lane.size}" for name, lane in varied.items())
        raise ValueError(f"starts are {len(points)}, {lengths}: as many of each, or one.") from None
    begin = np.broadcast_to(points.T, (2, *size)).copy()
    retirement = Retirement() if retire is True else retire or None
    if retirement is not None and not isinstance(retirement, Retirement):
        raise TypeError(f"retire is True or False, not {type(retire).__name__}.")
    steps, threads = argument.steps(steps), argument.count(threads, "threads", low=1)
    limit = argument.number(bound, "bound", low=0.0, finite=False)
    return run_many(surface, chosen, begin, steps, settings, lanes, retirement, limit, threads)


def run_many(
    surface: Surface,
    optimizer: Optimizer,
    points: np.ndarray,
    steps: int,
    settings: Settings,
    lanes: Mapping[str, np.ndarray] = NO_LANES,
    retirement: Retirement | None = None,
    bound: float = 1e6,
    threads: int = 1,
    planned: int | None = None,
) -> Batch:
    """Runs from points (2, n); lanes: knobs and options with a value (n,) for each run, in place of the settings'.

    planned: the steps that the schedule is made for, if these are only the first of them.
    """
    varied = {name: np.broadcast_to(lane, points.shape[1:]) for name, lane in lanes.items()}
    numbers = {name: number for name, number in settings.numbers.items() if name not in varied}
    zeros = frozenset(name for name in settings.knobs if numbers.get(name) == 0.0)
    options = frozenset(settings.changes) | (frozenset(varied) - frozenset(optimizer.knobs))
    rule = optimizer.program
    program, pace = pacing(rule, settings, planned or steps, varied)
    if program is not rule and "learning_rate" in varied:
        varied["schedule_base"] = varied["learning_rate"]
    draws = settings.draws(steps) if "noise" in options else None
    inputs = graph_inputs(surface, {**numbers, **varied, **pace}, steps, draws)
    named = frozenset(f"k_{name}" for name in varied)
    if program is rule and settings.plan is None and "learning_rate" in varied:
        inputs["alpha"], named = varied["learning_rate"], named | {"alpha"}
    else:
        inputs["alpha"] = 1.0 if program is not rule else settings.rates(planned or steps)
    inputs |= {
        name: np.asarray(inputs[name])[:steps] for name in STEPPED & inputs.keys() - named if np.ndim(inputs[name])
    }
    formula = surface.evaluator if surface.symbolic else None
    loop = batch_loop(formula, program, options, zeros, named)
    if not loop.finite(inputs, steps):
        loop = batch_loop(formula, program, options, zeros, named, reduce_strength=False)
    ends = run_batch(loop, points, inputs, steps, bound, retirement, batch_oracles(surface), threads)
    return Batch(ends.points.T, surface.value(*ends.points), ends.steps, ends.status)


def pacing(
    program: Program, settings: Settings, steps: int, varied: Mapping[str, np.ndarray]
) -> tuple[Program, dict[str, np.ndarray | float]]:
    """The program with its schedule as lines of its own, and the numbers of these lines; itself where none is needed.

    They are where each run has rates of its own: from its own losses, or from its own base rate (every schedule known
    before the run is of the form scale·base + shift).
    """
    plan = settings.plan
    if not isinstance(plan, Scheduled) or not program.uses("alpha"):
        return program, {}
    if not plan.needs_losses and "learning_rate" not in varied:
        return program, {}
    shift = np.zeros(steps) if plan.needs_losses else plan.values(steps, 0.0)
    numbers: dict[str, np.ndarray | float] = {
        "schedule_scale": plan.values(steps, 1.0) - shift,
        "schedule_shift": shift,
    }
    if plan.needs_losses:
        numbers |= plateau_numbers(plan.schedule.checked(plan.knobs))
    if "learning_rate" not in varied:
        numbers["schedule_base"] = settings.learning_rate
    return paced(program, plan.needs_losses), numbers


@lru_cache(maxsize=128)
def batch_loop(
    formula: Formula | None,
    program: Program,
    options: frozenset[str],
    zeros: frozenset[str],
    lanes: frozenset[str],
    reduce_strength: bool = True,
) -> BatchLoop:
    """The compiled loop of this formula, rule, options and varied knobs."""
    form = Form(zeros, lanes, record_values=False, reduce_strength=reduce_strength)
    return BatchLoop(step_graph(program, formula, option_lines(options), form), lanes)
