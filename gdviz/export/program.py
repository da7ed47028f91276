"""A run as a plain NumPy program: the optimizer's equations line by line, or a call of SciPy for some methods."""

from collections.abc import Iterator

from gdviz.export.formula import numpy_functions
from gdviz.export.rates import rate_call, rate_function
from gdviz.export.recipe import (
    Recipe,
    begin_lines,
    end_lines,
    function_names,
    knob_lines,
    memory_lines,
    states_of,
    step_lines,
)
from gdviz.export.words import CODING, INDENT, NUMPY, NotExported, Words, comment, floating, literal, stamp
from gdviz.optimizers import Method

SOLVE = """\
def solve(matrix, vector):
    (xx, xy), (yx, yy), (u, v) = matrix[0], matrix[1], vector
    determinant = xx*yy - xy*xy
    if abs(determinant) > 1e-15*(abs(xx*yy) + xy*xy):
        return stack([yy*u - xy*v, xx*v - xy*u])/determinant
    if not vector.any():
        return 0*vector
    square = (xx + yy)**2  # a singular matrix: the shortest solution, or none, which ends the run
    missed = abs(matrix @ (matrix @ vector) - square*vector).sum()
    return matrix @ vector/square if missed <= 1e-9*square*abs(vector).sum() else vector/0

"""
"""The solution of a symmetric system as `gdviz.rule.to_graph` has it."""
COUSIN = "The same method with another line search: it ends at the same minimum, but takes other steps on the way."
SAME_MOVES = {"reflection": 1.0, "expansion": 2.0, "contraction": 0.5, "shrink": 0.5}
ALIKE = {
    "nelder_mead": "The same steps, every one.",
    "trust_region": "The same steps where the Hessian is positive definite; where it is not, SciPy stops.",
    "bfgs": COUSIN,
    "lbfgs": COUSIN,
    "conjugate_gradient": COUSIN,
}
CALLS = {
    "nelder_mead": (
        'method="Nelder-Mead"',
        'options={{"maxiter": steps + 1, "maxfev": 10**9, "xatol": -1.0, "fatol": -1.0}}',
    ),
    "trust_region": (
        'method="dogleg", jac=gradient, hess=hessian',
        'options={{"maxiter": steps, "gtol": 0.0, "initial_trust_radius": {radius}, "max_trust_radius": {max_radius}, '
        '"eta": {eta}}}',
    ),
    "bfgs": ('method="BFGS", jac=gradient', 'options={{"maxiter": steps, "gtol": 1e-9, "c1": {c1}, "c2": {c2}}}'),
    "lbfgs": (
        'method="L-BFGS-B", jac=gradient',
        'options={{"maxiter": steps, "maxcor": {memory}, "ftol": 1e-15, "gtol": 1e-10}}',
    ),
    "conjugate_gradient": (
        'method="CG", jac=gradient',
        'options={{"maxiter": steps, "gtol": 1e-9, "c1": {c1}, "c2": {c2}}}',
    ),
}


def numpy_code(recipe: Recipe) -> str:
    """A program in NumPy (SciPy for some methods, which stop by rules of their own) that takes the steps of the run.

    It leaves the points in `path` and prints the last. Raises NotExported, with a sentence, for what has no program.
    """
    if isinstance(recipe.optimizer, Method):
        return scipy_program(recipe)
    orders = 2 if "hess" in function_names(recipe.rule.program) else 1
    rates = rate_function(recipe)
    lines = [*head(recipe), "", "import numpy as np", "", 'np.seterr(all="ignore")  # what is not finite ends the run']
    lines += ["", "", *numpy_functions(recipe.surface, orders), "", "", *helpers(recipe, NUMPY), "", ""]
    lines += [*rates, *(("", "") if rates else ())]
    lines += [*knob_lines(recipe, NUMPY), *run_lines(recipe)]
    lines += [f"theta = np.array([{literal_point(recipe)}])", *memory_lines(recipe, NUMPY)]
    return "\n".join([*lines, *_loop(recipe), ""])


def head(recipe: Recipe) -> Iterator[str]:
    """Coding, link, and what is run."""
    yield CODING
    yield from stamp(recipe.url)
    yield comment(
        f"{recipe.optimizer.name} ({recipe.optimizer.source}) on f = {recipe.surface.text}; written by gdviz."
    )


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
    yield from begin_lines(recipe, "np")
    inside = ["xi = draws[t - 1]"] if "noise" in recipe.options else []
    if not recipe.listed:
        inside += [f"alpha = np.float64({rate})", "t = np.float64(t)"]
    elif rule.uses("alpha"):
        inside += [f"alpha = {rate}"]
    inside += ["f = loss(theta)"] if rule.uses("f") else []
    inside += ["g = gradient(theta)", *step_lines(recipe, NUMPY)]
    yield from (INDENT + line for line in inside)
    finite = f"theta, loss(theta), gradient(theta){states_of(recipe)}"
    yield from end_lines(recipe, "np", "theta", finite, "np.abs(theta).max()")


def helpers(recipe: Recipe, words: Words) -> Iterator[str]:
    """Functions that the loop needs beside the surface's: finite, and solve where the rule asks for it."""
    if "solve" in function_names(recipe.rule.program):
        yield from SOLVE.replace("stack", "np.array" if words is NUMPY else "torch.stack").split("\n")
    yield "def finite(*numbers):"
    yield f"{INDENT}return all({words.library}.isfinite({words.sure.format('number')}).all() for number in numbers)"


def scipy_program(recipe: Recipe) -> str:
    """The program of a method; NotExported, with a sentence, where SciPy does something else."""
    key, knobs, name = recipe.optimizer.key, recipe.knobs, recipe.optimizer.name
    if key not in CALLS:
        raise NotExported(f"{name} has no twin in SciPy and is more than one rule, so it has no program to take away.")
    if key == "nelder_mead" and dict(knobs) != SAME_MOVES:
        moves = "reflection 1, expansion 2, contraction and shrink 1/2"
        raise NotExported(f"SciPy's {name} knows only the usual moves: {moves}.")
    if key == "conjugate_gradient" and (knobs["formula"] != 1 or knobs["restart_every"]):
        method = "Polak and Ribière's without regular restarts"
        raise NotExported(f"SciPy's conjugate gradients are {method}, so this has no program.")
    return "\n".join([*_scipy_lines(recipe), ""])


def _scipy_lines(recipe: Recipe) -> Iterator[str]:
    key = recipe.optimizer.key
    how, options = CALLS[key]
    integers = {name: knob.integer for name, knob in recipe.optimizer.knobs.items()}
    values = {name: literal(v) if integers[name] else floating(v) for name, v in recipe.knobs.items()}
    yield from (*head(recipe), comment(ALIKE[key]))
    yield from ("", "import numpy as np", "from scipy.optimize import minimize", "", "")
    yield from numpy_functions(recipe.surface, 2 if "hess=" in how else 1)
    yield from ("", "", f"steps = {recipe.steps}", f"theta = np.array([{literal_point(recipe)}])", "path = [theta]")
    yield "result = minimize("
    yield f"    loss, theta, {how},"
    yield f"    {options.format(**values)},"
    yield "    callback=lambda point: path.append(point.copy()),"
    yield ")"
    yield 'print(len(path) - 1, "steps, to", *result.x.tolist(), "where f =", float(loss(result.x)))'
