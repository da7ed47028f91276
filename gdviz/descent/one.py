"""One run, recorded: a surface, an optimizer and a start become a trajectory."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from gdviz.descent.known import Batches, known, options_of, questions
from gdviz.descent.rates import AnySchedule, follow
from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method, Oracle
from gdviz.rule.ieee import evaluate
from gdviz.rule.loop import Loop
from gdviz.rule.options import option_lines
from gdviz.rule.plan import Plan, Terrain, plan
from gdviz.rule.program import Program
from gdviz.rule.recorded import NEVER, Recording, Run, Stop, recorded
from gdviz.rule.replay import Memories
from gdviz.surface import Surface
from gdviz.trajectory import Array, Evaluations, Trajectory


def descend(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    *,
    schedule: AnySchedule = None,
    noise: float = 0.0,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    weight_decay_l2: float = 0.0,
    batches: Batches | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    bound: float = 1e6,
    **knobs: float,
) -> Trajectory:
    """Run an optimizer (or its key) on a surface (or its text) and record every step.

    start: (x, y), the surface's own if None. steps: how many at most. schedule: see AnySchedule.
    noise: standard deviation of an isotropic Gaussian added to each gradient, drawn from `seed`. clip_norm,
    clip_value: bounds on the gradient, as PyTorch's clip_grad_norm_ and clip_grad_value_. weight_decay_l2: adds so
    much of theta to the gradient; `weight_decay` means the same for an optimizer without a knob of that name.
    batches: the surface whose gradient step t uses (the values recorded are the whole surface's).
    stop: tolerances, or None for all steps. bound: a coordinate beyond it ends the run. knobs: by name.
    Evaluations count what the optimizer asks, not what only the record needs. Raises ExpressionError for bad text,
    KeyError for an unknown key, TypeError for an unknown knob, and for a method with schedule, batches or options.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    first = np.array(surface.start if start is None else start, dtype=np.float64)
    stop = stop or NEVER
    if isinstance(optimizer, Method):
        if schedule is not None or batches is not None or noise or clip_norm or clip_value or weight_decay_l2:
            raise TypeError(f"{optimizer.name} is a method: it takes no schedule, batches or changes of the gradient.")
        return optimizer.run(Oracle(surface), first, steps, knobs, stop, bound)
    if "weight_decay" not in optimizer.knobs:
        weight_decay_l2 += knobs.pop("weight_decay", 0.0)
    options = options_of(noise, clip_norm, clip_value, weight_decay_l2)
    settings = optimizer.settings(**knobs)
    return _descend(surface, optimizer, first, steps, schedule, batches, stop, seed, bound, options, settings)


def _descend(
    surface: Surface,
    optimizer: Optimizer,
    start: Array,
    steps: int,
    schedule: AnySchedule,
    batches: Batches | None,
    stop: Stop,
    seed: int,
    bound: float,
    options: Mapping[str, float],
    settings: Mapping[str, float],
) -> Trajectory:
    """A run of a rule: its loop from the cache, its inputs, its rows made a trajectory."""
    zeros = frozenset(name for name, value in settings.items() if value == 0.0)
    terrain = surface.evaluator if surface.symbolic else None
    numbers = {name: float(value) for name, value in (*settings.items(), *options.items())}
    steady = schedule is None
    loop = scalar_loop(terrain, optimizer.program, frozenset(options), zeros, batches is not None, steady)
    inputs = known(surface, numbers, steps, seed, "noise" in options)
    ask = questions(surface, batches)

    def run(rates: Array) -> Recording:
        inputs["alpha"] = float(rates[:1].sum()) if steady else rates
        begin = first_row(loop, surface, start, inputs)
        return recorded(loop, Run(begin, dict(inputs), steps, stop, bound, ask))

    told = {**numbers, "seed": float(seed)}
    return trajectory(loop, *follow(schedule, steps, settings.get("learning_rate", 1.0), run), told)


def first_row(loop: Loop, surface: Surface, start: Array, inputs: Mapping[str, Array | float]) -> Array:
    """The row of the start: point, value, gradient, and the states as they begin."""
    x, y = start.tolist()
    value, (gx, gy) = float(surface.value(x, y)), surface.gradient(x, y)
    row = {"theta_x": x, "theta_y": y, "f": value, "g_x": float(gx), "g_y": float(gy)}
    states = evaluate(loop.plan.begin, {**inputs, **row})
    return np.array([*row.values(), *(float(state) for state in states)])


def trajectory(loop: Loop, recording: Recording, rates: Array, settings: Mapping[str, float]) -> Trajectory:
    """Rows as a trajectory."""
    rows, ending, memory = recording
    steps = len(rows) - 1
    asked = loop.plan.asked
    count = Evaluations(asked.value * steps, asked.gradient * steps, asked.hessian * steps)
    points, values, gradients = rows[:, :2].copy(), rows[:, 2].copy(), rows[:, 3:5].copy()
    states = Memories(loop.plan.states, memory)
    return Trajectory(points, values, gradients, rates[:steps].copy(), states, ending, count, settings=settings)


@lru_cache(maxsize=128)
def scalar_loop(
    terrain: Terrain | None,
    program: Program,
    options: frozenset[str],
    zeros: frozenset[str],
    batches: bool,
    steady: bool,
) -> Loop:
    """The compiled loop of this formula, rule and options; surfaces of one text share it."""

    def planned(cheapest: bool) -> Plan:
        return plan(
            program,
            terrain,
            options=option_lines(options),
            zeros=zeros,
            batches=batches,
            steady=steady,
            carried=not cheapest,
            cheapest=cheapest,
        )

    return Loop(planned, None if batches else terrain)
