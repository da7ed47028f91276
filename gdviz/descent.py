"""One run, recorded: a surface, an optimizer and a start become a trajectory."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method, Oracle
from gdviz.rule.ieee import evaluate
from gdviz.rule.options import option_lines
from gdviz.rule.plan import Terrain, plan
from gdviz.rule.program import Program
from gdviz.rule.recorded import Recording, Stop, recorded
from gdviz.rule.scalar import ScalarLoop
from gdviz.surface import Surface
from gdviz.trajectory import Array, Ending, Evaluations, Trajectory

Schedule = Any
NO_STOP = Stop()


def descend(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: tuple[float, float] | ArrayLike | None = None,
    steps: int = 200,
    *,
    schedule: Schedule = None,
    noise: float = 0.0,
    clip_norm: float | None = None,
    clip_value: float | None = None,
    weight_decay_l2: float = 0.0,
    stop: Stop | None = None,
    seed: int = 0,
    bound: float = 1e6,
    **knobs: float,
) -> Trajectory:
    """Run an optimizer (or its key) on a surface (or its text) and record every step.

    start: (x, y), the surface's own if None. steps: how many at most. schedule: the rates (steps,) of all steps, or
    whatever `rates` takes. noise: standard deviation of an isotropic Gaussian added to each gradient. clip_norm,
    clip_value: bounds on the gradient, as PyTorch's clip_grad_norm_ and clip_grad_value_. weight_decay_l2: adds so
    much of theta to the gradient; `weight_decay` means the same for an optimizer without a knob of that name.
    stop: tolerances, or None for all steps. bound: a coordinate beyond it ends the run. knobs: by name.
    Raises ExpressionError for bad text, KeyError for an unknown key, TypeError for an unknown knob.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    first = np.array(surface.start if start is None else start, dtype=np.float64)
    if isinstance(optimizer, Method):
        return optimizer.run(Oracle(surface), first, steps, knobs, stop, bound)
    if "weight_decay" not in optimizer.knobs:
        weight_decay_l2 += knobs.pop("weight_decay", 0.0)
    options = {"noise": noise, "clip_norm": clip_norm, "clip_value": clip_value, "weight_decay_l2": weight_decay_l2}
    asked = {name: float(value) for name, value in options.items() if value is not None and (value or "clip" in name)}
    return _descend(surface, optimizer, first, steps, schedule, asked, stop or NO_STOP, seed, bound, knobs)


def _descend(
    surface: Surface,
    optimizer: Optimizer,
    start: Array,
    steps: int,
    schedule: Schedule,
    options: Mapping[str, float],
    stop: Stop,
    seed: int,
    bound: float,
    knobs: Mapping[str, float],
) -> Trajectory:
    """A run of a rule: its loop from the cache, its inputs, its rows made a trajectory."""
    settings = optimizer.settings(**knobs)
    zeros = frozenset(name for name, value in settings.items() if value == 0.0)
    loop = scalar_loop(surface.evaluator, optimizer.program, frozenset(options), zeros)
    inputs = known(surface, {**settings, **options}, steps, seed, "noise" in options)
    base = settings.get("learning_rate", 1.0)

    def run(rates: Array) -> tuple[Recording, Array]:
        inputs["alpha"] = rates
        return recorded(loop, first_row(loop, surface, start, inputs), inputs, steps, stop, bound), rates

    return trajectory(loop, *follow(schedule, steps, base, run))


def known(
    surface: Surface, numbers: Mapping[str, float], steps: int, seed: int, noisy: bool
) -> dict[str, Array | float]:
    """Everything but the rates that is known before the run, by the names of the graph's inputs."""
    inputs: dict[str, Array | float] = {f"k_{name}": value for name, value in numbers.items()}
    inputs |= {f"p_{name}": float(value) for name, value in surface.parameters.items()}
    inputs["t"] = np.arange(1.0, steps + 1.0)
    if noisy:
        inputs["xi_x"], inputs["xi_y"] = np.random.default_rng(seed).standard_normal((steps, 2)).T
    return inputs


def first_row(loop: ScalarLoop, surface: Surface, start: Array, inputs: Mapping[str, Array | float]) -> Array:
    """The row of the start: point, value, gradient, and the states as they begin."""
    x, y = start.tolist()
    value, (gx, gy) = float(surface.value(x, y)), surface.gradient(x, y)
    row = {"theta_x": x, "theta_y": y, "f": value, "g_x": float(gx), "g_y": float(gy)}
    states = evaluate(loop.plan.begin, {**inputs, **row})
    return np.array([*row.values(), *(float(state) for state in states)])


def trajectory(loop: ScalarLoop, recording: Recording, rates: Array) -> Trajectory:
    """Rows as a trajectory."""
    rows, ending = recording
    steps = len(rows) - 1
    states, column = {}, 5
    for name, kind in loop.plan.states.items():
        states[name] = rows[:, column : column + kind].copy() if kind > 1 else rows[:, column].copy()
        column += kind
    asked = loop.plan.asked
    count = Evaluations(asked.value * steps, asked.gradient * steps, asked.hessian * steps)
    points, values, gradients = rows[:, :2].copy(), rows[:, 2].copy(), rows[:, 3:5].copy()
    return Trajectory(points, values, gradients, rates[:steps].copy(), states, ending, count)


def follow(
    schedule: Schedule, steps: int, base: float, run: Callable[[Array], tuple[Recording, Array]]
) -> tuple[Recording, Array]:
    """Run with a schedule's rates; again while the rates answer to the losses and have not settled."""
    if schedule is None:
        return run(np.full(steps, base))
    if isinstance(schedule, Sequence | np.ndarray):
        return run(np.array(schedule, dtype=np.float64))
    raise TypeError("A schedule is the rates of all steps.")


@lru_cache(maxsize=256)
def scalar_loop(terrain: Terrain, program: Program, options: frozenset[str], zeros: frozenset[str]) -> ScalarLoop:
    """The compiled loop of this formula, rule and options; surfaces of one text share it."""
    return ScalarLoop(plan(program, terrain, options=option_lines(options), zeros=zeros))


__all__ = ["Ending", "Stop", "descend"]
