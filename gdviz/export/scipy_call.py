"""Methods that SciPy has too, as calls of scipy.optimize.minimize, with a word on how alike they are."""

from collections.abc import Iterator

from gdviz.export.formula import NotExported, numpy_functions
from gdviz.export.names import CODING, comment, floating, literal, stamp
from gdviz.export.recipe import Recipe

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


def refusal(recipe: Recipe) -> str | None:
    """The sentence that says why a method has no program, if it has none."""
    key, knobs, name = recipe.optimizer.key, recipe.knobs, recipe.optimizer.name
    if key not in CALLS:
        return f"{name} has no twin in SciPy and is more than one rule, so it has no program to take away."
    if key == "nelder_mead" and dict(knobs) != SAME_MOVES:
        return f"SciPy's {name} knows only the usual moves: reflection 1, expansion 2, contraction and shrink 1/2."
    if key == "conjugate_gradient" and (knobs["formula"] != 1 or knobs["restart_every"]):
        return "SciPy's conjugate gradients are Polak and Ribière's without regular restarts, so this has no program."
    return None


def scipy_program(recipe: Recipe) -> str:
    """The program; NotExported, with the sentence, where SciPy does something else."""
    sentence = refusal(recipe)
    if sentence:
        raise NotExported(sentence)
    return "\n".join([*_lines(recipe), ""])


def _lines(recipe: Recipe) -> Iterator[str]:
    key = recipe.optimizer.key
    how, options = CALLS[key]
    integers = {name: knob.integer for name, knob in recipe.optimizer.knobs.items()}
    values = {name: literal(v) if integers[name] else floating(v) for name, v in recipe.knobs.items()}
    yield CODING
    yield from stamp(recipe.url)
    yield comment(
        f"{recipe.optimizer.name} ({recipe.optimizer.source}) on f = {recipe.surface.text}; written by gdviz."
    )
    yield comment(ALIKE[key])
    yield from ("", "import numpy as np", "from scipy.optimize import minimize", "", "")
    yield from numpy_functions(recipe.surface, 2 if "hess=" in how else 1)
    yield from (
        "",
        "",
        f"steps = {recipe.steps}",
        f"theta = np.array([{', '.join(floating(n) for n in recipe.start)}])",
    )
    yield "path = [theta]"
    yield "result = minimize("
    yield f"    loss, theta, {how},"
    yield f"    {options.format(**values)},"
    yield "    callback=lambda point: path.append(point.copy()),"
    yield ")"
    yield 'print(len(path) - 1, "steps, to", *result.x.tolist(), "where f =", float(loss(result.x)))'
