"""A run as a plain NumPy program: the surface, its gradient, and the optimizer's equations line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from numpy.typing import ArrayLike

from gdviz.export import body
from gdviz.export.formula import INDENT, NotExported, numpy_functions
from gdviz.export.names import CODING, comment, floating, literal, stamp
from gdviz.export.rates import rate_call, rate_function
from gdviz.export.recipe import Recipe, recipe_of
from gdviz.export.scipy_call import scipy_program
from gdviz.export.words import NUMPY
from gdviz.optimizers import Method, Optimizer, as_rule
from gdviz.schedule import AnySchedule
from gdviz.settings import Settings, Stop
from gdviz.surface import Surface


def numpy_code(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    start: ArrayLike | None = None,
    steps: int = 200,
    knobs: Mapping[str, float] | None = None,
    options: Mapping[str, float | None] | None = None,
    schedule: AnySchedule = None,
    url: str | None = None,
    stop: Stop | None = None,
    settings: Settings | None = None,
) -> str:
    """A program in NumPy (SciPy for some methods) that takes the steps `descend` takes with the same arguments.

    options: noise, clip_norm, clip_value, weight_decay_l2, seed, bound. url: where the run can be seen again. stop:
    as `descend`; SciPy's methods stop by rules of their own. settings: a run's, in place of knobs, options, schedule.
    The program leaves the points in `path` and prints the last. Raises NotExported, with a sentence, for what has
    no program; TypeError and KeyError as `descend`.
    """
    recipe = recipe_of(surface, optimizer, start, steps, knobs, options, schedule, url, stop, settings)
    return numpy_program(recipe)


def numpy_program(recipe: Recipe) -> str:
    """The program of a settled recipe."""
    if isinstance(recipe.optimizer, Method):
        rule = written_as_rule(recipe)
        if rule is None:
            return scipy_program(recipe)
        recipe = rule
    orders = 2 if "hess" in body.function_names(recipe.rule.program) else 1
    rates = rate_function(recipe)
    lines = [*head(recipe), "import numpy as np", "", 'np.seterr(all="ignore")  # what is not finite ends the run']
    lines += ["", "", *numpy_functions(recipe.surface, orders), "", "", *body.helpers(recipe, "np"), "", ""]
    lines += [*rates, *(("", "") if rates else ())]
    lines += [*body.knob_lines(recipe, "np.float64({})"), *run_lines(recipe)]
    lines += [f"theta = np.array([{literal_point(recipe)}])"]
    lines += body.memory_lines(recipe, NUMPY, "np.float64({})")
    return "\n".join([*lines, *_loop(recipe), ""])


def written_as_rule(recipe: Recipe) -> Recipe | None:
    """The recipe with a method as an update rule, where it is one; methods take neither options nor a schedule."""
    rule = as_rule(recipe.optimizer)
    return None if rule is None else replace(recipe, optimizer=rule, listed=True)


def head(recipe: Recipe) -> Iterator[str]:
    """Coding, link, and what is run."""
    yield CODING
    yield from stamp(recipe.url)
    yield comment(
        f"{recipe.optimizer.name} ({recipe.optimizer.source}) on f = {recipe.surface.text}; written by gdviz."
    )
    yield ""


def run_lines(recipe: Recipe) -> Iterator[str]:
    """How many steps, how far, and the noise."""
    yield f"steps = {recipe.steps}"
    yield f"bound = {literal(recipe.bound)}  # beyond it the run has diverged"
    if "noise" in recipe.options:
        yield f"draws = np.random.default_rng({recipe.settings.seed}).standard_normal((steps, 2))"


def literal_point(recipe: Recipe) -> str:
    """The start, in full."""
    return ", ".join(floating(number) for number in recipe.start)


def _loop(recipe: Recipe) -> Iterator[str]:
    rule, rate = recipe.rule.program, rate_call(recipe)
    yield from ("path = [theta]", "", "if not finite(loss(theta), gradient(theta)):")
    yield f'{INDENT}raise SystemExit("The function has no real value or gradient at the start.")'
    yield from body.begin_lines(recipe, "np")
    inside = ["xi = draws[t - 1]"] if "noise" in recipe.options else []
    if not recipe.listed:
        inside += [f"alpha = np.float64({rate})", "t = np.float64(t)"]
    elif rule.uses("alpha"):
        inside += [f"alpha = {rate}"]
    inside += ["f = loss(theta)"] if rule.uses("f") else []
    inside += ["g = gradient(theta)", *body.step_lines(recipe, NUMPY)]
    yield from (INDENT + line for line in inside)
    yield f"{INDENT}if not finite(theta, loss(theta), gradient(theta){body.states_of(recipe)}):"
    yield f"{INDENT}{INDENT}break  # the last finite point is kept"
    yield f"{INDENT}path.append(theta)"
    yield from body.stop_lines(recipe, "np", "np.abs(theta).max()")
    yield from ("", body.ENDING)


__all__ = ["NotExported", "numpy_code"]
