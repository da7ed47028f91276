"""The schedules as functions of a program, and as PyTorch's schedulers."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from gdviz.export.printer import Printer
from gdviz.export.recipe import Recipe
from gdviz.export.words import INDENT, NUMPY, NotExported, comment, literal
from gdviz.expression import names_in
from gdviz.rule.kinds import SCALAR
from gdviz.schedule import LEAST_CHANGE, MILESTONES, SCHEDULES, WARM_UP_RULE, Schedule, equations

WORDS = replace(NUMPY, pairs={"max": "max({0}, {1})", "min": "min({0}, {1})"})
"""Rates are numbers, so Python's own min and max do."""
LIBRARY: Mapping[str, str] = {
    "constant": "ConstantLR(optimizer, factor=1.0)",
    "step": "StepLR(optimizer, step_size={step_size}, gamma={gamma})",
    "multi_step": "MultiStepLR(optimizer, milestones={milestones}, gamma={gamma})",
    "exponential": "ExponentialLR(optimizer, gamma={gamma})",
    "polynomial": "PolynomialLR(optimizer, total_iters={total}, power={power})",
    "linear": "LinearLR(optimizer, start_factor={start_factor}, end_factor={end_factor}, total_iters={total})",
    "cosine": "CosineAnnealingLR(optimizer, T_max={total}, eta_min={min_rate})",
    "cosine_restarts": (
        "CosineAnnealingWarmRestarts(optimizer, T_0={period}, T_mult={period_factor}, eta_min={min_rate})"
    ),
    "one_cycle": (
        "OneCycleLR(optimizer, max_lr=learning_rate, total_steps={total}, pct_start={pct_start}, "
        "anneal_strategy={strategy}, div_factor={div_factor}, final_div_factor={final_div_factor}, "
        "cycle_momentum=False)"
    ),
    "cyclic": (
        "CyclicLR(optimizer, base_lr={low_factor}*learning_rate, max_lr=learning_rate, step_size_up={step_size_up}, "
        "step_size_down={step_size_down}, cycle_momentum=False)"
    ),
    "reduce_on_plateau": (
        "ReduceLROnPlateau(optimizer, factor={factor}, patience={patience}, threshold={threshold}, "
        "cooldown={cooldown}, min_lr={min_rate})"
    ),
    "inverse_sqrt": "LambdaLR(optimizer, lambda n: min((n + 1)/{peak}, ({peak}/(n + 1))**0.5))",
}
"""PyTorch's scheduler of each schedule; the rates are the same, step by step."""


def rate_function(recipe: Recipe) -> list[str]:
    """Lines that define rate(n, loss): the rate after n steps; nothing for a constant rate."""
    schedule = recipe.schedule
    if schedule is None:
        return []
    if not isinstance(schedule, Schedule):
        return [f"rates = [{', '.join(literal(float(rate)) for rate in schedule)}]"]
    if SCHEDULES.get(schedule.key) is not schedule:
        raise NotExported("This schedule is not one of the list, so it has no program to take away.")
    knobs, base = schedule.applied(recipe.schedule_knobs, recipe.steps), literal(recipe.knobs.get("learning_rate", 1.0))
    own = [f"{name}={literal(knobs[name])}" for name in schedule.own_knobs]
    lines = [comment(f"The schedule: {schedule.name} ({schedule.source}). n steps have been done.")]
    growth = _growth(knobs) if knobs["warm_up"] else []
    if schedule.method is not None:
        source = inspect.getsource(schedule.method).replace("LEAST_CHANGE", literal(LEAST_CHANGE))
        return [*source.splitlines(), "", "", f"plateau = Plateau({', '.join((base, *own))})", "", "", *lines,
                f"def rate(n, loss, alpha={base}):", *growth[:2], f"{INDENT}return plateau.next(loss)"]  # fmt: skip
    head = f"def rate({', '.join(('n', f'alpha={base}', *own))}):"
    return [*lines, head, *growth, *_body(schedule.rule)]


def _growth(knobs: Mapping[str, float]) -> list[str]:
    """The warm-up, whose steps the schedule does not count."""
    warm = literal(knobs["warm_up"])
    numbers = {"warm_up": warm, "warm_up_start": literal(knobs["warm_up_start"])}
    growth = [INDENT + line for line in _body(WARM_UP_RULE, numbers)]
    return [f"{INDENT}if n < {warm}:", *growth, f"{INDENT}n = n - {warm}"]


def _body(rule: str, names: Mapping[str, str] | None = None) -> list[str]:
    """The equations of a schedule as the lines of a function; names: those written otherwise."""
    lines = equations(rule).lines
    kinds = {name: SCALAR for line in lines for name in (line.target, *names_in(line.tree))}
    printer = Printer(WORDS, {"pi": "np.pi", **(names or {})}, kinds)
    *before, last = ((line.target, printer.text(line.tree)) for line in lines)
    return [*(f"{INDENT}{target} = {text}" for target, text in before), f"{INDENT}return {last[1]}"]


def rate_call(recipe: Recipe) -> str:
    """The rate of step t, as an expression in the loop."""
    schedule = recipe.schedule
    if schedule is None:
        is_assigned = "learning_rate" in {line.target for line in recipe.rule.program.lines}
        if "learning_rate" in recipe.knobs and not is_assigned:
            return "learning_rate"
        return literal(recipe.knobs.get("learning_rate", 1.0))
    if not isinstance(schedule, Schedule):
        return "rates[t - 1]"
    return "rate(t - 1, float(loss(theta)))" if schedule.needs_losses else "rate(t - 1)"


def scheduler(recipe: Recipe) -> list[str] | None:
    """Lines that make PyTorch's scheduler of the recipe's schedule, or None where it has no equal."""
    schedule = recipe.schedule
    if not isinstance(schedule, Schedule) or SCHEDULES.get(schedule.key) is not schedule:
        return None
    knobs = schedule.applied(recipe.schedule_knobs, recipe.steps)
    warm = round(knobs["warm_up"])
    if warm and schedule.key in WARMED_ALONE:
        return None
    if schedule.key == "one_cycle" and knobs["total"] + warm < recipe.steps:
        return None  # PyTorch refuses to go on after the cycle
    values = {name: literal(value) for name, value in knobs.items()}
    values["milestones"] = str(sorted(round(v) for name, v in knobs.items() if name in MILESTONES and v < np.inf))
    values["strategy"] = '"linear"' if knobs.get("linear") else '"cos"'
    own = f"torch.optim.lr_scheduler.{LIBRARY[schedule.key].format(**values)}"
    if not warm:
        return [f"scheduler = {own}"]
    growth = f"torch.optim.lr_scheduler.LinearLR(optimizer, start_factor={values['warm_up_start']}, total_iters={warm})"
    both = f"torch.optim.lr_scheduler.SequentialLR(optimizer, [warming, planned], milestones=[{warm}])"
    return [f"warming = {growth}", f"planned = {own}", f"scheduler = {both}"]


WARMED_ALONE = frozenset(("reduce_on_plateau", "one_cycle", "cyclic", "cosine_restarts"))
"""Schedulers that PyTorch cannot put after a warm-up without changing their rates."""


def describes(recipe: Recipe) -> Iterator[str]:
    """The schedule in a comment, for programs that leave it to a library."""
    if isinstance(recipe.schedule, Schedule):
        yield comment(f"The schedule: {recipe.schedule.name} ({recipe.schedule.source}).")
