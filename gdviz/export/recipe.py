"""A run as programs are written from it: its settings, and its rule as knobs, memory at the start and one step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.descent import settings_of, surface_of
from gdviz.export.printer import Printer
from gdviz.export.words import INDENT, Words, comment, floating, identifier, literal
from gdviz.expression import Call, names_in, walk
from gdviz.optimizers import OPTIMIZERS, Method, Optimizer, as_rule, optimizer_of
from gdviz.rule.kinds import SCALAR, VECTOR, Kind
from gdviz.rule.program import CONSTANTS, PREDEFINED, Program, RuleLine, option_lines
from gdviz.schedule import ListedRates, Schedule, Scheduled
from gdviz.settings import OPTIONS, Settings, Stop, stop_of
from gdviz.surface import Surface

ENDING = 'print(len(path) - 1, "steps, to", *path[-1].tolist(), "where f =", float(loss(path[-1])))'
"""What is printed: the last point, in full."""
_KINDS: dict[str, Kind] = {**PREDEFINED, **dict.fromkeys(CONSTANTS, SCALAR)}


@dataclass(frozen=True)
class Recipe:
    """settings: with all knobs of the optimizer. listed: the optimizer is one of ours, in whose rule plain Python
    numbers do not fail where arrays would go on.
    """

    surface: Surface
    optimizer: Optimizer | Method
    start: tuple[float, float]
    steps: int
    settings: Settings
    bound: float
    url: str | None
    listed: bool
    stop: Stop

    @property
    def rule(self) -> Optimizer:
        """The optimizer, which must be a rule."""
        assert isinstance(self.optimizer, Optimizer)
        return self.optimizer

    @property
    def knobs(self) -> Mapping[str, float]:
        """The optimizer's, all of them."""
        return self.settings.knobs

    @property
    def options(self) -> Mapping[str, float]:
        """What is done to the gradient, in the order it is done."""
        changes = self.settings.changes
        return {name: changes[name] for name in OPTIONS if name in changes}

    @property
    def schedule(self) -> Schedule | np.ndarray | None:
        """A schedule, the rates (n,), or None."""
        plan = self.settings.plan
        if isinstance(plan, ListedRates):
            return np.array(plan.rates[: self.steps])
        return None if plan is None else plan.schedule

    @property
    def schedule_knobs(self) -> Mapping[str, float]:
        """All of the schedule's."""
        plan = self.settings.plan
        return plan.schedule.checked(plan.knobs) if isinstance(plan, Scheduled) else {}


def recipe_of(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    *,
    settings: Settings | None = None,
    stop: Stop | None = None,
    bound: float = 1e6,
    url: str | None = None,
    **changes: Any,
) -> Recipe:
    """The run that `descend` makes with the same arguments, and its errors. url: where it can be seen again."""
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    complete = settings_of(chosen, changes, settings)
    complete.rates(steps)
    x, y = argument.point(surface.start if start is None else start).tolist()
    bound = argument.number(bound, "bound", low=0.0, finite=False)
    listed, rule = OPTIMIZERS.get(chosen.key) is chosen, as_rule(chosen) or chosen
    return Recipe(surface, rule, (x, y), argument.count(steps, "steps"), complete, bound, url, listed, stop_of(stop))


def knob_lines(recipe: Recipe, words: Words) -> Iterator[str]:
    """Every knob with its value and what it does; a visitor's knob is an array scalar."""
    form = "{}" if recipe.listed else words.scalar
    for name, value in recipe.knobs.items():
        about = comment(recipe.optimizer.knobs[name].help)
        yield f"{identifier(name)} = {form.format(_knob(recipe, name, value))}  {about}"
    for name, value in recipe.options.items():
        yield f"{option_names(recipe)[name]} = {literal(value)}  {comment(OPTIONS[name].knob.help)}"


def option_names(recipe: Recipe) -> dict[str, str]:
    """The options as Python names, out of the way of a rule that uses the word for something else."""
    return {name: f"{name}_" if name in recipe.rule.program.kinds else name for name in recipe.options}


def _knob(recipe: Recipe, name: str, value: float) -> str:
    """Whole numbers without a point where the knob counts, with one elsewhere."""
    return literal(value) if recipe.optimizer.knobs[name].integer and recipe.listed else floating(value)


def function_names(program: Program) -> frozenset[str]:
    """The functions a rule uses."""
    trees = [*(line.tree for line in program.lines), *program.begins.values()]
    return frozenset(node.function for tree in trees for node in walk(tree) if isinstance(node, Call))


def memory_lines(recipe: Recipe, words: Words) -> Iterator[str]:
    """The states as they begin, each with what it is; a visitor's state is an array scalar."""
    rule = recipe.rule.program
    reads = {name for tree in rule.begins.values() for name in names_in(tree)}
    yield from ("g = gradient(theta)",) if "g" in reads else ()
    yield from ("f = loss(theta)",) if "f" in reads else ()
    for name in rule.states:
        about = recipe.optimizer.remembers.get(name)
        value = _begin(rule, name, words, "{}" if recipe.listed else words.scalar)
        yield f"{identifier(name)} = {value}" + (f"  {comment(about)}" if about else "")


def _begin(rule: Program, name: str, words: Words, number: str) -> str:
    """A state's first value: zero if nothing is said."""
    wide, tree = rule.states[name] is VECTOR, rule.begins.get(name)
    if tree is None:
        return words.zeros if wide else number.format("0.0")
    printer = Printer(words, kinds=_KINDS | dict.fromkeys(rule.knobs, SCALAR))
    if printer.kind(tree) is VECTOR:
        return printer.text(tree)
    return (words.full if wide else number).format(printer.text(tree))


def step_lines(recipe: Recipe, words: Words) -> Iterator[str]:
    """The lines of one step: those of the options, then those of the rule."""
    rule, options = recipe.rule.program, option_lines(frozenset(recipe.options))
    kinds = _KINDS | dict.fromkeys((*rule.knobs, *recipe.options), SCALAR) | dict(rule.states)
    first: list[RuleLine] = list(options.lines[:-1]) if options else []
    for place, line in enumerate((*first, *rule.lines)):
        printer = Printer(words, option_names(recipe) if place < len(first) else {}, kinds)
        text, kind = printer.text(line.tree), printer.kind(line.tree)
        wide = line.target in ("theta", "g") or rule.states.get(line.target, SCALAR) is VECTOR
        if wide and kind is SCALAR:
            text, kind = words.full.format(text), VECTOR
        kinds[line.target] = kind
        yield f"{identifier(line.target)} = {text}"


def begin_lines(recipe: Recipe, library: str) -> Iterator[str]:
    """The head of the loop; no step is taken where the start is as good as asked for."""
    if recipe.stop.gradient is not None:
        yield f"if {library}.linalg.norm(gradient(theta)) < {literal(recipe.stop.gradient)}:"
        yield f"{INDENT}steps = 0"
    yield "for t in range(1, steps + 1):"


def end_lines(recipe: Recipe, library: str, point: str, numbers: str, far: str) -> Iterator[str]:
    """The end of the loop: a step counts where `numbers` are finite, the run stops where it should; then the result."""
    stop, length = recipe.stop, f"{library}.linalg.norm"
    endings = [(f"{far} > bound", "diverged")]
    if stop.gradient is not None:
        endings.append((f"{length}(gradient(theta)) < {literal(stop.gradient)}", "the gradient is small"))
    if stop.step is not None:
        endings.append((f"{length}(path[-1] - path[-2]) < {literal(stop.step)}", "the step is small"))
    if stop.value is not None:
        endings.append((f"abs(loss(path[-1]) - loss(path[-2])) < {literal(stop.value)}", "the value has settled"))
    yield f"{INDENT}if not finite({numbers}):"
    yield f"{INDENT}{INDENT}break  # the last finite point is kept"
    yield f"{INDENT}path.append({point})"
    for condition, about in endings:
        yield f"{INDENT}if {condition}:"
        yield f"{INDENT}{INDENT}break  {comment(about)}"
    yield from ("", ENDING)


def states_of(recipe: Recipe) -> str:
    """The states as further arguments of `finite`."""
    return "".join(f", {identifier(name)}" for name in recipe.rule.program.states)
