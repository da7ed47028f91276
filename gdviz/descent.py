"""One run, recorded: a surface, an optimizer and a start become a trajectory."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from gdviz.optimizers import OPTIMIZERS, Optimizer
from gdviz.optimizers.methods import Method, Oracle
from gdviz.rule.ieee import evaluate
from gdviz.rule.options import option_lines
from gdviz.rule.plan import Terrain, plan
from gdviz.rule.program import Program
from gdviz.rule.recorded import Recording, recorded
from gdviz.rule.recorded import Stop as Stop
from gdviz.rule.scalar import Questions, ScalarLoop
from gdviz.schedule import SCHEDULES, Schedule
from gdviz.surface import Surface
from gdviz.trajectory import Array, Evaluations, Trajectory

AnySchedule = Schedule | str | tuple[Schedule | str, Mapping[str, float]] | ArrayLike | None
"""A schedule or its key, alone or with its knobs; or the rates (steps,) themselves; or None for a constant rate."""
Batches = Callable[[int], Surface]
"""t → the surface that step t sees."""


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
    Methods take no schedule, batches or gradient options. Evaluations count what the optimizer asks, not what only
    the record needs. Raises ExpressionError for bad text, KeyError for an unknown key, TypeError for an unknown knob.
    """
    surface = Surface(surface) if isinstance(surface, str) else surface
    optimizer = OPTIMIZERS[optimizer] if isinstance(optimizer, str) else optimizer
    first = np.array(surface.start if start is None else start, dtype=np.float64)
    stop = stop or Stop()
    if isinstance(optimizer, Method):
        return optimizer.run(Oracle(surface), first, steps, knobs, stop, bound)
    if "weight_decay" not in optimizer.knobs:
        weight_decay_l2 += knobs.pop("weight_decay", 0.0)
    wanted = {"noise": noise or None, "clip_value": clip_value, "clip_norm": clip_norm}
    wanted |= {"weight_decay_l2": weight_decay_l2 or None}
    options = {name: value for name, value in wanted.items() if value is not None}
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
    loop = scalar_loop(terrain, optimizer.program, frozenset(options), zeros, batches is not None)
    inputs = known(surface, {**settings, **options}, steps, seed, "noise" in options)
    ask = questions(surface, batches)

    def run(rates: Array) -> Recording:
        inputs["alpha"] = rates
        return recorded(loop, first_row(loop, surface, start, inputs), inputs, steps, stop, bound, ask)

    return trajectory(loop, *follow(schedule, steps, settings.get("learning_rate", 1.0), run))


def known(
    surface: Surface, numbers: Mapping[str, float], steps: int, seed: int, noisy: bool
) -> dict[str, Array | float]:
    """Everything but the rates that is known before the run, by the names of the graph's inputs."""
    inputs: dict[str, Array | float] = {f"k_{name}": float(value) for name, value in numbers.items()}
    inputs |= {f"p_{name}": float(value) for name, value in surface.parameters.items()}
    inputs["t"] = np.arange(1.0, steps + 1.0)
    if noisy:
        inputs["xi_x"], inputs["xi_y"] = np.random.default_rng(seed).standard_normal((steps, 2)).T
    return inputs


def questions(surface: Surface, batches: Batches | None) -> Questions:
    """How a loop asks a surface without a formula, and a step's mini-batch."""
    orders = {"value": 0, "grad": 1, "hess": 2}

    def ask(order: int) -> Callable[[float, float], Sequence[float]]:
        return lambda x, y: surface.evaluator.at_point(order, x, y, surface.parameters)

    def ask_batch(order: int, of: Batches) -> Callable[[int, float, float], Sequence[float]]:
        def answer(t: int, x: float, y: float) -> Sequence[float]:
            part = of(t)
            return part.evaluator.at_point(order, x, y, part.parameters)

        return answer

    found: dict[str, Callable[..., Sequence[float]]] = {word: ask(order) for word, order in orders.items()}
    if batches is not None:
        found |= {f"batch_{word}": ask_batch(order, batches) for word, order in orders.items()}
    return found


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
    schedule: AnySchedule, steps: int, base: float, run: Callable[[Array], Recording]
) -> tuple[Recording, Array]:
    """Run with a schedule's rates.

    A schedule that hears the losses is asked again after each run until its rates agree with the losses they lead to;
    as a rate depends on earlier losses only, every round settles at least one more change.
    """
    chosen, knobs = schedule if isinstance(schedule, tuple) else (schedule, None)
    chosen = SCHEDULES[chosen] if isinstance(chosen, str) else chosen
    if chosen is None:
        chosen = np.full(steps, base)
    if not isinstance(chosen, Schedule):
        rates = np.broadcast_to(np.asarray(chosen, dtype=np.float64), (steps,))
        return run(rates), rates
    rates = chosen.values(steps, base, knobs)
    recording = run(rates)
    while chosen.needs_losses:
        losses = np.resize(recording.rows[:, 2], steps)
        again = chosen.values(steps, base, knobs, losses)
        done = len(recording.rows) - 1
        if np.array_equal(again[:done], rates[:done]):
            break
        rates, recording = again, run(again)
    return recording, rates


@lru_cache(maxsize=256)
def scalar_loop(
    terrain: Terrain | None, program: Program, options: frozenset[str], zeros: frozenset[str], batches: bool
) -> ScalarLoop:
    """The compiled loop of this formula, rule and options; surfaces of one text share it."""
    return ScalarLoop(plan(program, terrain, options=option_lines(options), zeros=zeros, batches=batches))
