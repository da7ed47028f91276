"""The schedules as functions of a program, and as PyTorch's schedulers."""

from collections.abc import Iterator, Mapping

from gdviz.export.formula import INDENT, NotExported
from gdviz.export.names import comment, literal
from gdviz.export.recipe import Recipe
from gdviz.schedule import SCHEDULES, Schedule

COSINE = "return min_rate + (alpha - min_rate)*(1 + np.cos(np.pi*{part}))/2"
BODIES: Mapping[str, tuple[str, ...]] = {
    "constant": ("return alpha",),
    "step": ("return alpha*gamma**(n // step_size)",),
    "multi_step": (
        "milestones = [milestone1, milestone2, milestone3]",
        "return alpha*gamma**sum(0 < milestone <= n for milestone in milestones)",
    ),
    "exponential": ("return alpha*gamma**n",),
    "polynomial": ("return alpha*(1 - min(n, total)/total)**power",),
    "linear": ("return alpha*(start_factor + (end_factor - start_factor)*min(n, total)/total)",),
    "cosine": (COSINE.format(part="n/total"),),
    "cosine_restarts": (
        "while n >= period:",
        "    n, period = n - period, period*period_factor",
        COSINE.format(part="n/period"),
    ),
    "one_cycle": (
        "def blend(start, end, part):",
        "    part = part if linear else (1 - np.cos(np.pi*part))/2",
        "    return start + (end - start)*part",
        "",
        "first, last = alpha/div_factor, alpha/(div_factor*final_div_factor)",
        "turn, end = pct_start*total - 1, total - 1",
        "if n <= turn:",
        "    return blend(first, alpha, n/turn) if turn > 0 else alpha",
        "start = max(turn, 0)",
        "return blend(alpha, last, (min(n, end) - start)/(end - start) if end > start else 1)",
    ),
    "cyclic": (
        "part = n % (step_size_up + step_size_down)",
        "height = part/step_size_up if part < step_size_up else 1 - (part - step_size_up)/step_size_down",
        "return alpha*(low_factor + (1 - low_factor)*height)",
    ),
    "inverse_sqrt": ("t = n + 1", "return alpha*min(t/peak, np.sqrt(peak/t))"),
}
PLATEAU = (
    "class Plateau:",
    '    """PyTorch\'s ReduceLROnPlateau: lower the rate when the loss has not improved for a while."""',
    "",
    "    def __init__(self, alpha, factor, patience, threshold, cooldown, min_rate):",
    "        self.alpha, self.factor, self.patience = alpha, factor, patience",
    "        self.threshold, self.cooldown, self.min_rate = threshold, cooldown, min_rate",
    "        self.best, self.bad_steps, self.cooling = float('inf'), 0, 0",
    "",
    "    def next(self, loss):",
    '        """The rate of the coming step; the loss before it counts for the steps after."""',
    "        alpha = self.alpha",
    "        if loss < self.best*(1 - self.threshold):",
    "            self.best, self.bad_steps = loss, 0",
    "        else:",
    "            self.bad_steps += 1",
    "        if self.cooling > 0:",
    "            self.cooling, self.bad_steps = self.cooling - 1, 0",
    "        if self.bad_steps > self.patience:",
    "            lower = max(alpha*self.factor, self.min_rate)",
    "            self.alpha = lower if alpha - lower > 1e-8 else alpha",
    "            self.cooling, self.bad_steps = self.cooldown, 0",
    "        return alpha",
)
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


def knobs_of(recipe: Recipe, schedule: Schedule) -> dict[str, float]:
    """The schedule's knobs; a total of 0 is the run without its warm-up."""
    knobs = schedule.checked(recipe.schedule_knobs)
    knobs["warm_up"] = float(min(round(knobs["warm_up"]), recipe.steps))
    if "total" in knobs:
        knobs["total"] = knobs["total"] or max(recipe.steps - knobs["warm_up"], 1.0)
    return knobs


def rate_function(recipe: Recipe) -> list[str]:
    """Lines that define rate(n, loss): the rate after n steps; nothing for a constant rate."""
    schedule = recipe.schedule
    if schedule is None:
        return []
    if not isinstance(schedule, Schedule):
        return [f"rates = [{', '.join(literal(float(rate)) for rate in schedule)}]"]
    if SCHEDULES.get(schedule.key) is not schedule:
        raise NotExported("This schedule is not one of the list, so it has no program to take away.")
    knobs, base = knobs_of(recipe, schedule), literal(recipe.knobs.get("learning_rate", 1.0))
    warm, begin = round(knobs.pop("warm_up")), knobs.pop("warm_up_start")
    told = [f"{name}={literal(value)}" for name, value in knobs.items()]
    lines = [comment(f"The schedule: {schedule.name} ({schedule.source}). n steps have been done.")]
    growth = [
        f"{INDENT}if n < {warm}:",
        f"{INDENT}{INDENT}return alpha*({literal(begin)} + {literal(1 - begin)}*n/{warm})",
        f"{INDENT}n = n - {warm}",
    ]
    growth = growth if warm else []
    if schedule.needs_losses:
        plateau = f"plateau = Plateau({base}, {', '.join(told)})"
        return [*PLATEAU, "", "", plateau, "", "", *lines, f"def rate(n, loss, alpha={base}):", *growth[:2],
                f"{INDENT}return plateau.next(loss)"]  # fmt: skip
    head = f"def rate({', '.join(('n', f'alpha={base}', *told))}):"
    return [*lines, head, *growth, *(f"{INDENT}{line}".rstrip() for line in BODIES[schedule.key])]


def rate_call(recipe: Recipe) -> str:
    """How the loop asks for the rate of step t."""
    schedule = recipe.schedule
    if schedule is None:
        kept = "learning_rate" not in {line.target for line in recipe.rule.program.lines}
        known = "learning_rate" in recipe.knobs
        return "learning_rate" if known and kept else literal(recipe.knobs.get("learning_rate", 1.0))
    if not isinstance(schedule, Schedule):
        return "rates[t - 1]"
    return "rate(t - 1, float(loss(theta)))" if schedule.needs_losses else "rate(t - 1)"


def scheduler(recipe: Recipe) -> list[str] | None:
    """Lines that make PyTorch's scheduler of the recipe's schedule, or None where it has no equal."""
    schedule = recipe.schedule
    if not isinstance(schedule, Schedule) or SCHEDULES.get(schedule.key) is not schedule:
        return None
    knobs = knobs_of(recipe, schedule)
    warm = round(knobs["warm_up"])
    if warm and schedule.key in WARMED_ALONE:
        return None
    if schedule.key == "one_cycle" and knobs["total"] + warm < recipe.steps:
        return None  # PyTorch refuses to go on after the cycle
    told = {name: literal(value) for name, value in knobs.items()}
    told["milestones"] = str(sorted(round(v) for name, v in knobs.items() if name.startswith("milestone") and v > 0))
    told["strategy"] = '"linear"' if knobs.get("linear") else '"cos"'
    own = f"torch.optim.lr_scheduler.{LIBRARY[schedule.key].format(**told)}"
    if not warm:
        return [f"scheduler = {own}"]
    growth = f"torch.optim.lr_scheduler.LinearLR(optimizer, start_factor={told['warm_up_start']}, total_iters={warm})"
    both = f"torch.optim.lr_scheduler.SequentialLR(optimizer, [warming, planned], milestones=[{warm}])"
    return [f"warming = {growth}", f"planned = {own}", f"scheduler = {both}"]


WARMED_ALONE = frozenset(("reduce_on_plateau", "one_cycle", "cyclic", "cosine_restarts"))
"""Schedulers that PyTorch cannot put after a warm-up without changing their rates."""


def describes(recipe: Recipe) -> Iterator[str]:
    """The schedule in a comment, for programs that leave it to a library."""
    if isinstance(recipe.schedule, Schedule):
        yield comment(f"The schedule: {recipe.schedule.name} ({recipe.schedule.source}).")
