"""A run as a plain NumPy program: the surface, its gradient, and the optimizer's equations line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from numpy.typing import ArrayLike

from gdviz.export import body
from gdviz.export.formula import INDENT, NotExported, numpy_functions
from gdviz.export.names import CODING, comment, floating, literal, stamp
from gdviz.export.rates import rate_call, rate_function
from gdviz.export.recipe import Recipe, recipe
from gdviz.export.scipy_call import scipy_program
from gdviz.export.words import NUMPY
from gdviz.optimizers import Method, Optimizer, as_rule
from gdviz.rule.recorded import Stop
from gdviz.schedule import AnySchedule
from gdviz.settings import Settings
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
    wanted = recipe(surface, optimizer, start, steps, knobs, options, schedule, url, stop, settings)
    return numpy_program(wanted)


def numpy_program(wanted: Recipe) -> str:
    """The program of a settled recipe."""
    if isinstance(wanted.optimizer, Method):
        rule = written_as_rule(wanted)
        if rule is None:
            return scipy_program(wanted)
        wanted = rule
    orders = 2 if "hess" in body.asked(wanted.rule.program) else 1
    rates = rate_function(wanted)
    lines = [*head(wanted), "import numpy as np", "", 'np.seterr(all="ignore")  # what is not finite ends the run']
    lines += ["", "", *numpy_functions(wanted.surface, orders), "", "", *body.helpers(wanted, "np"), "", ""]
    lines += [*rates, *(("", "") if rates else ())]
    lines += [*body.knob_lines(wanted, "np.float64({})"), *run_lines(wanted)]
    lines += [f"theta = np.array([{literal_point(wanted)}])"]
    lines += body.memory_lines(wanted, NUMPY, "np.float64({})")
    return "\n".join([*lines, *_loop(wanted), ""])


def written_as_rule(wanted: Recipe) -> Recipe | None:
    """The recipe with a method as an update rule, where it is one; methods take neither options nor a schedule."""
    rule = as_rule(wanted.optimizer)
    return None if rule is None else replace(wanted, optimizer=rule, listed=True)


def head(wanted: Recipe) -> Iterator[str]:
    """Coding, link, and what is run."""
    yield CODING
    yield from stamp(wanted.url)
    yield comment(
        f"{wanted.optimizer.name} ({wanted.optimizer.source}) on f = {wanted.surface.text}; written by gdviz."
    )
    yield ""


def run_lines(wanted: Recipe) -> Iterator[str]:
    """How many steps, how far, and the noise."""
    yield f"steps = {wanted.steps}"
    yield f"bound = {literal(wanted.bound)}  # beyond it the run has diverged"
    if "noise" in wanted.options:
        yield f"draws = np.random.default_rng({wanted.settings.seed}).standard_normal((steps, 2))"


def literal_point(wanted: Recipe) -> str:
    """The start, in full."""
    return ", ".join(floating(number) for number in wanted.start)


def _loop(wanted: Recipe) -> Iterator[str]:
    rule, rate = wanted.rule.program, rate_call(wanted)
    yield from ("path = [theta]", "", "if not finite(loss(theta), gradient(theta)):")
    yield f'{INDENT}raise SystemExit("The function has no real value or gradient at the start.")'
    yield from body.begin_lines(wanted, "np")
    inside = ["xi = draws[t - 1]"] if "noise" in wanted.options else []
    if not wanted.listed:
        inside += [f"alpha = np.float64({rate})", "t = np.float64(t)"]
    elif rule.uses("alpha"):
        inside += [f"alpha = {rate}"]
    inside += ["f = loss(theta)"] if rule.uses("f") else []
    inside += ["g = gradient(theta)", *body.step_lines(wanted, NUMPY)]
    yield from (INDENT + line for line in inside)
    yield f"{INDENT}if not finite(theta, loss(theta), gradient(theta){body.states_of(wanted)}):"
    yield f"{INDENT}{INDENT}break  # the last finite point is kept"
    yield f"{INDENT}path.append(theta)"
    yield from body.stop_lines(wanted, "np", "np.abs(theta).max()")
    yield from ("", *ending(wanted))


def ending(wanted: Recipe) -> Iterator[str]:
    """What is printed: the last point, in full."""
    yield 'print(len(path) - 1, "steps, to", *path[-1].tolist(), "where f =", float(loss(path[-1])))'


__all__ = ["NotExported", "numpy_code"]
