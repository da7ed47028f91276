"""One run, recorded: a surface, an optimizer and a start become a trajectory."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz.argument import number, point
from gdviz.argument import steps as counted
from gdviz.descent.door import NO_RULE, settings_of, surface_of
from gdviz.descent.run_inputs import AnyBatches, Batches, batches_of, graph_inputs, surface_oracles
from gdviz.kernel import evaluate
from gdviz.optimizers import Method, Optimizer, Oracle, optimizer_of
from gdviz.rule.loop import Loop
from gdviz.rule.program import Program, option_lines
from gdviz.rule.recorded import Recording, Run, recorded
from gdviz.rule.step_graph import Form, Formula, StepGraph, step_graph
from gdviz.settings import NEVER, Settings, Stop, stop_of
from gdviz.surface import Surface
from gdviz.trajectory import Evaluations, Trajectory


def follow(settings: Settings, steps: int, run: Callable[[np.ndarray], Recording]) -> tuple[Recording, np.ndarray]:
    """Run with a schedule's rates.

    Where it depends on the losses, rates and run are computed in turn until they agree; as a rate depends on earlier
    losses only, every round settles at least one more change.
    """
    rates = settings.rates(steps)
    recording = run(rates)
    while settings.plan is not None and settings.plan.needs_losses:
        again = settings.rates(steps, np.resize(recording.rows[:, 2], steps))
        done = len(recording.rows) - 1
        if np.array_equal(again[:done], rates[:done]):
            break
        rates, recording = again, run(again)
    return recording, rates


def descend(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    *,
    batches: AnyBatches | None = None,
    stop: Stop | None = None,
    bound: float = 1e6,
    settings: Settings | None = None,
    **arguments: Any,
) -> Trajectory:
    """Run an optimizer (or its key) on a surface (or its text) and record every step: gdviz.descend, undiagnosed.

    arguments: schedule, noise, clip_norm, clip_value, weight_decay_l2, seed, knobs by name; or all of them as settings.
    Evaluations are those of the optimizer, without what only the record needs; values recorded on batches are those of
    the whole surface. Arguments and errors are those of gdviz.descend.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    settings = settings_of(chosen, arguments, settings)
    first = point(surface.start if start is None else start)
    steps = counted(steps)
    limit = number(bound, "bound", low=0.0, finite=False)
    stop = stop_of(stop)
    if isinstance(chosen, Method):
        if batches is not None:
            raise TypeError(NO_RULE.format(chosen.name))
        return chosen.run(Oracle(surface), first, steps, settings.knobs, stop, limit)
    return run_rule(surface, chosen, first, steps, settings, batches_of(surface, batches, steps), stop, limit)


def run_rule(
    surface: Surface,
    optimizer: Optimizer,
    start: np.ndarray,
    steps: int,
    settings: Settings,
    batches: Batches | None = None,
    stop: Stop = NEVER,
    bound: float = 1e6,
    draws: np.ndarray | None = None,
) -> Trajectory:
    """A run of a rule: its loop from the cache, its inputs, its rows made a trajectory.

    draws (steps, 2): the normal numbers of the noise in place of those of the seed.
    """
    zeros = frozenset(name for name, value in settings.knobs.items() if value == 0.0)
    formula = surface.evaluator if surface.symbolic else None
    steady = settings.plan is None
    options = frozenset(settings.changes)
    loop = scalar_loop(formula, optimizer.program, options, zeros, batches is not None, steady)
    if "noise" in options and draws is None:
        draws = settings.draws(steps)
    inputs = graph_inputs(surface, settings.numbers, steps, draws)
    ask = surface_oracles(surface, batches) if loop.points is None else {}  # a formula is in the loop itself

    def run(rates: np.ndarray) -> Recording:
        inputs["alpha"] = float(rates[:1].sum()) if steady else rates
        begin = first_row(loop, surface, start, inputs)
        return recorded(loop, Run(begin, dict(inputs), steps, stop, bound, ask))

    return trajectory(loop, *follow(settings, steps, run), settings, batches)


def first_row(loop: Loop, surface: Surface, start: np.ndarray, inputs: Mapping[str, np.ndarray | float]) -> np.ndarray:
    """The row of the start: point, value, gradient, and the states as they begin."""
    x, y = start.tolist()
    value, (gx, gy) = float(surface.value(x, y)), surface.gradient(x, y)
    row = {"theta_x": x, "theta_y": y, "f": value, "g_x": float(gx), "g_y": float(gy)}
    states = evaluate(loop.step.begin, {**inputs, **row})
    return np.array([*row.values(), *(float(state) for state in states)])


def trajectory(
    loop: Loop, recording: Recording, rates: np.ndarray, settings: Settings, batches: Batches | None
) -> Trajectory:
    """Rows as a trajectory."""
    rows, ending, states = recording
    steps = len(rows) - 1
    each = loop.step.evaluations
    count = Evaluations(each.value * steps, each.gradient * steps, each.hessian * steps)
    points, values, gradients = rows[:, :2].copy(), rows[:, 2].copy(), rows[:, 3:5].copy()
    rates = rates[:steps].copy()
    return Trajectory(points, values, gradients, rates, states, ending, count, settings=settings, batches=batches)


@lru_cache(maxsize=128)
def scalar_loop(
    formula: Formula | None,
    program: Program,
    options: frozenset[str],
    zeros: frozenset[str],
    batches: bool,
    steady: bool,
) -> Loop:
    """The compiled loop of this formula, rule and options; surfaces of one text share it."""

    def graph_of(fast: bool) -> StepGraph:
        form = Form(zeros, record_values=not fast, batches=batches, steady=steady, reduce_strength=fast)
        return step_graph(program, formula, option_lines(options), form)

    return Loop(graph_of, None if batches else formula)
