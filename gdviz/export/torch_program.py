"""A run as a PyTorch program: autograd, and torch.optim where it has the optimizer; else the rule line by line."""

import re
from collections.abc import Callable, Iterator, Mapping

from gdviz.export.formula import torch_loss
from gdviz.export.program import head, helpers, literal_point, run_lines
from gdviz.export.rates import describes, rate_call, rate_function, scheduler
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
from gdviz.export.words import INDENT, TORCH, NotExported
from gdviz.optimizers import Method

_MAKING = re.compile(r"([A-Za-z]+)\(([A-Za-z0-9_=., ()]*)\)", re.ASCII)
ONLY_STEADY = {"asgd": "ASGD(lambd=lambd, alpha=power, t0=t0)"}
"""In torch.optim a change of the rate acts one step late."""
FITS: Mapping[str, Callable[[Mapping[str, float]], bool]] = {
    "momentum": lambda knobs: knobs["momentum"] > 0 or knobs["dampening"] == 0,
    "nesterov": lambda knobs: knobs["momentum"] > 0,
    "rprop": lambda knobs: 0 < knobs["eta_minus"] < 1 < knobs["eta_plus"],
    "rmsprop": lambda knobs: knobs["centered"] in (0, 1),
}
"""Where torch.optim does the same only for some values of the knobs."""
WITHOUT_DECAY = ("Rprop", "AdamW")
"""Classes whose weight_decay is missing or decoupled from the gradient."""


def pytorch_code(recipe: Recipe) -> str:
    """A program in PyTorch that takes the steps of the run.

    An optimizer, schedule or clipping that PyTorch has is PyTorch's own; anything else is written out. Noise is
    drawn by NumPy, as gdviz draws it. The program leaves the points in `path` and prints the last. Raises NotExported,
    with a sentence, for what has no program.
    """
    if isinstance(recipe.optimizer, Method):
        raise NotExported(f"PyTorch has no {recipe.optimizer.name} that takes the same steps.")
    made = making(recipe)
    return "\n".join([*(_with_library(recipe, *made) if made else _written_out(recipe)), ""])


def making(recipe: Recipe) -> tuple[str, str] | None:
    """The class of torch.optim and its arguments, if it takes the same steps with these knobs."""
    key = recipe.optimizer.key
    text = recipe.rule.torch or (ONLY_STEADY.get(key, "") if recipe.listed and recipe.schedule is None else "")
    made = _MAKING.fullmatch(text)
    if not made or not recipe.listed or not FITS.get(key, lambda knobs: True)(recipe.knobs):
        return None
    if recipe.schedule is not None and recipe.rule.program.uses("alpha") and scheduler(recipe) is None:
        return None
    return made[1], made[2]


def _imports(recipe: Recipe, arrays: bool) -> Iterator[str]:
    yield from (*head(recipe), "")
    yield from ("import numpy as np",) if arrays else ()
    yield from ("import torch", "", "torch.set_default_dtype(torch.float64)", "", "", *torch_loss(recipe.surface))
    yield from ("", "", "def gradient(point):", f"{INDENT}point = point.detach().requires_grad_()")
    yield from (f"{INDENT}return torch.autograd.grad(loss(point), point)[0]", "", "")


def _with_library(recipe: Recipe, made: str, arguments: str) -> Iterator[str]:
    options = recipe.options
    yield from _imports(recipe, "noise" in options)
    yield from (*helpers(recipe, TORCH), "", "", *knob_lines(recipe, TORCH), *run_lines(recipe))
    yield f"theta = torch.tensor([{literal_point(recipe)}], requires_grad=True)"
    keywords = [arguments] if arguments else []
    decays = "weight_decay_l2" in options and made not in WITHOUT_DECAY
    keywords += ["weight_decay=weight_decay_l2"] if decays else []
    yield f"optimizer = torch.optim.{made}({', '.join(('[theta]', 'lr=learning_rate', *keywords))})"
    planned = scheduler(recipe) if recipe.rule.program.uses("alpha") else None
    yield from (*describes(recipe), *planned) if planned else ()
    yield from ("path = [theta.detach().clone()]", "", *begin_lines(recipe, "torch"))
    inside = ["optimizer.zero_grad()", "f = loss(theta)", "f.backward()"]
    inside += ["theta.grad += noise*torch.from_numpy(draws[t - 1])"] if "noise" in options else []
    inside += ["torch.nn.utils.clip_grad_value_([theta], clip_value)"] if "clip_value" in options else []
    inside += ["torch.nn.utils.clip_grad_norm_([theta], clip_norm)"] if "clip_norm" in options else []
    if "weight_decay_l2" in options and not decays:
        inside += ["theta.grad += weight_decay_l2*theta.detach()"]
    inside += ["optimizer.step()"]
    inside += [f"scheduler.step({'f.detach()' if 'Plateau' in planned[0] else ''})"] if planned else []
    yield from (INDENT + line for line in inside)
    finite = "theta, loss(theta), gradient(theta), *optimizer.state[theta].values()"
    yield from end_lines(recipe, "torch", "theta.detach().clone()", finite, "theta.abs().max()")


def _written_out(recipe: Recipe) -> Iterator[str]:
    rule, rates = recipe.rule.program, rate_function(recipe)
    arrays = bool("noise" in recipe.options or any("np." in line for line in rates))
    yield from _imports(recipe, arrays)
    if "hess" in function_names(rule):
        yield from ("def hessian(point):", f"{INDENT}return torch.autograd.functional.hessian(loss, point)", "", "")
    yield from (*helpers(recipe, TORCH), "", "", *rates, *(("", "") if rates else ()))
    yield from (*knob_lines(recipe, TORCH), *run_lines(recipe))
    yield f"theta = torch.tensor([{literal_point(recipe)}])"
    yield from memory_lines(recipe, TORCH)
    yield from ("path = [theta]", "", *begin_lines(recipe, "torch"))
    inside = ["xi = torch.from_numpy(draws[t - 1])"] if "noise" in recipe.options else []
    inside += [f"alpha = {rate_call(recipe)}"] if rule.uses("alpha") else []
    inside += ["t = torch.tensor(float(t))"] if not recipe.listed else []
    inside += ["f = loss(theta)"] if rule.uses("f") else []
    inside += ["g = gradient(theta)", *step_lines(recipe, TORCH)]
    yield from (INDENT + line for line in inside)
    finite = f"theta, loss(theta), gradient(theta){states_of(recipe)}"
    yield from end_lines(recipe, "torch", "theta", finite, "theta.abs().max()")
