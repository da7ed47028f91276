"""A run as a small program to take away: plain NumPy, or PyTorch; it repeats the run's points."""

import re
from collections.abc import Iterator

import numpy as np

from gdviz.expression.tree import Call
from gdviz.kernel import Graph, scalar_block
from gdviz.kernel.formula import Formula
from gdviz.rule.code.printer import Words, identifier, number, python
from gdviz.rule.code.words import NUMPY, TORCH
from gdviz.rule.kinds import SCALAR
from gdviz.rule.optimizer import Optimizer
from gdviz.rule.options import OPTIONS, option_lines
from gdviz.rule.program import Program, walk
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory

INDENT = "    "
HELPERS = {
    "m_sigmoid": "def sigmoid(u):\n    return 1/(1 + math.exp(-u)) if u > -700 else math.exp(u)\n",
    "m_softplus": "def softplus(u):\n    return max(u, 0.0) + math.log1p(math.exp(-abs(u)))\n",
}
CONSTANTS = {"pi": "math.pi", "e": "math.e"}


def numpy_code(surface: Surface, optimizer: Optimizer, run: Trajectory) -> str:
    """A program in NumPy; its list `points` is the run's. Raises TypeError for a surface without a formula."""
    formula = _formula(surface)
    asked = _asked(optimizer.program)
    text = [f'"""{optimizer.name}, as gdviz ran it."""', "", "import math", "", "import numpy as np", "", ""]
    if "where" in asked:
        text += ['np.seterr(divide="ignore", invalid="ignore")  # where() works out both of its cases', "", ""]
    text += _functions(surface, formula, 2 if "hess" in asked else 1)
    text += _settings(surface, optimizer, run, "{}")
    text += [
        f"theta = np.array({_start(run)})",
        *_memory(optimizer, NUMPY, "np.zeros(2)", "0.0", "theta + np.zeros(2)*({})"),
    ]
    return _loop(text, optimizer, run, NUMPY, "t", "float(rates[t - 1])", "xi[t - 1]", "theta.copy()")


def torch_code(surface: Surface, optimizer: Optimizer, run: Trajectory) -> str:
    """A program in PyTorch, with autograd and with torch.optim where it has the optimizer; `points` are the run's.

    Raises TypeError for a surface without a formula.
    """
    formula = _formula(surface)
    text = [
        f'"""{optimizer.name}, as gdviz ran it."""',
        "",
        "import math",
        "",
        "import numpy as np",
        "import torch",
        "",
    ]
    text += ["torch.set_default_dtype(torch.float64)", "", "", "def surface(theta):"]
    names = CONSTANTS | {name: identifier(name) for name in (*surface.variables, *surface.parameters)}
    first, second = (names[name] for name in surface.variables)
    text += [f"{INDENT}{first}, {second} = theta"]
    text += [f"{INDENT}{names[name]} = torch.tensor({value!r})" for name, value in surface.parameters.items()]
    value = python(formula.reading.tree, TORCH, names)
    text += [f"{INDENT}return {value} + 0*{first}", "", ""]
    if optimizer.torch:
        return _library_loop(text, optimizer, run)
    text += ["def gradient(theta):", f"{INDENT}theta = theta.detach().requires_grad_()"]
    text += [f"{INDENT}return torch.autograd.grad(surface(theta), theta)[0]", "", ""]
    text += ["def hessian(theta):", f"{INDENT}return torch.autograd.functional.hessian(surface, theta)", "", ""]
    text += _settings(surface, optimizer, run, "torch.tensor({})", parameters=False)
    text += [f"theta = torch.tensor({_start(run)})"]
    text += _memory(optimizer, TORCH, "torch.zeros(2)", "torch.tensor(0.0)", "theta + torch.zeros(2)*({})")
    step, rate, draw = "torch.tensor(float(t))", "torch.tensor(float(rates[t - 1]))", "torch.tensor(xi[t - 1])"
    return _loop(text, optimizer, run, TORCH, step, rate, draw, "theta.clone()")


def _formula(surface: Surface) -> Formula:
    if not isinstance(surface.evaluator, Formula):
        raise TypeError("This surface is made of data: there is no formula to print.")
    return surface.evaluator


def _functions(surface: Surface, formula: Formula, order: int) -> Iterator[str]:
    """surface, gradient and, if asked for, hessian, from the kernels' own graph."""
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    nodes = formula.instantiate(graph, x, y, order)
    names = {x: "x", y: "y"} | {graph.input(f"p_{name}"): f"p_{name}" for name in surface.parameters}
    found: list[str] = []
    for name, part in (("surface", nodes[:1]), ("gradient", nodes[1:3]), ("hessian", nodes[3:]))[: order + 1]:
        lines, results = scalar_block(graph, part, names, "v")
        found += [f"def {name}(theta):", f"{INDENT}x, y = theta.tolist()", *(INDENT + line for line in lines)]
        xx = results[0]
        forms = {1: f"{xx}", 2: f"np.array([{', '.join(results)}])"}
        square = "np.array([[{0}, {1}], [{1}, {2}]])"
        found += [f"{INDENT}return {forms.get(len(results)) or square.format(*results)}", "", ""]
    source = "\n".join(found)
    for helper, definition in HELPERS.items():
        if helper in source:
            yield from (*definition.split("\n"), "")
    plain = re.sub(r"\bm_(sigmoid|softplus)\b", r"\1", source)
    yield from re.sub(r"\bm_(\w+)", r"math.\1", plain).split("\n")


def _settings(
    surface: Surface, optimizer: Optimizer, run: Trajectory, form: str, parameters: bool = True
) -> Iterator[str]:
    """Parameters, knobs, options and rates."""
    if parameters:
        yield from (f"p_{name} = {value!r}" for name, value in surface.parameters.items())
    for name, value in run.settings.items():
        if name in optimizer.program.knobs or name in OPTIONS:
            yield f"{identifier(name)} = {form.format(repr(value))}"
    yield f"steps = {run.steps}"
    yield f"rates = {_rates(run)}"
    if "noise" in run.settings:
        yield f"xi = np.random.default_rng({int(run.settings['seed'])}).standard_normal((steps, 2))"


def _rates(run: Trajectory) -> str:
    if run.steps and np.ptp(run.rates) == 0:
        return f"np.full(steps, {float(run.rates[0])!r})"
    return f"np.array({run.rates.tolist()!r})"


def _start(run: Trajectory) -> str:
    return repr(run.points[0].tolist())


def _memory(optimizer: Optimizer, words: Words, vector: str, scalar: str, grown: str) -> Iterator[str]:
    """The states as they begin."""
    rule = optimizer.program
    if any("g" in text for text in optimizer.begins.values()):
        yield "g = gradient(theta)"
    for name, kind in rule.states.items():
        empty = scalar if kind is SCALAR else vector
        tree = rule.begins.get(name)
        yield f"{identifier(name)} = " + (
            f"{empty} + {_bracketed(python(tree, words, {}))}" if tree is not None else empty
        )


def _bracketed(text: str) -> str:
    return text if text.isidentifier() else f"({text})"


def _loop(
    text: list[str], optimizer: Optimizer, run: Trajectory, words: Words, step: str, rate: str, draw: str, copy: str
) -> str:
    """The steps, line by line as the rule has them."""
    rule, options = optimizer.program, option_lines(frozenset(run.settings) & frozenset(OPTIONS))
    body = [f"alpha = {rate}", "g = gradient(theta)"]
    body += ["f = surface(theta)"] if rule.uses("f") else []
    names = CONSTANTS | {"t": step, "xi": draw}
    names.pop("e")
    for line in (*(options.lines[:-1] if options else ()), *rule.lines):
        body.append(f"{identifier(line.target)} = {python(line.tree, words, names)}")
    text += [f"points = [{copy}]", "for t in range(1, steps + 1):"]
    text += [INDENT + line for line in (*body, f"points.append({copy})")]
    return "\n".join((*text, "print(points[-1])", ""))


def _library_loop(text: list[str], optimizer: Optimizer, run: Trajectory) -> str:
    """The steps of an optimizer that torch.optim has."""
    settings = {name: number(value) for name, value in run.settings.items()}
    rate = number(float(run.rates[0])) if run.steps else settings.get("learning_rate", "0.1")
    name, _, arguments = optimizer.torch.partition("(")
    words = re.sub(r"(?<![\w.])([A-Za-z]\w*)(?!\w*\s*=)", lambda match: settings.get(match[1], match[1]), arguments)
    text += [f"steps = {run.steps}", f"theta = torch.tensor({_start(run)}, requires_grad=True)"]
    text += [f"optimizer = torch.optim.{name}([theta], lr={rate}{', ' if words != ')' else ''}{words}"]
    body = []
    if run.steps and np.ptp(run.rates) > 0:
        text += [f"rates = {_rates(run)}"]
        body += ["for group in optimizer.param_groups:", f'{INDENT}group["lr"] = float(rates[t - 1])']
    body += ["optimizer.zero_grad()", "surface(theta).backward()"]
    if "noise" in settings:
        text += [f"xi = np.random.default_rng({settings['seed']}).standard_normal((steps, 2))"]
        body += [f"theta.grad += {settings['noise']}*torch.tensor(xi[t - 1])"]
    if "clip_value" in settings:
        body += [f"torch.nn.utils.clip_grad_value_([theta], {settings['clip_value']})"]
    if "clip_norm" in settings:
        body += [f"torch.nn.utils.clip_grad_norm_([theta], {settings['clip_norm']})"]
    if "weight_decay_l2" in settings:
        body += [f"theta.grad += {settings['weight_decay_l2']}*theta.detach()"]
    body += ["optimizer.step()", "points.append(theta.detach().clone())"]
    text += ["points = [theta.detach().clone()]", "for t in range(1, steps + 1):", *(INDENT + line for line in body)]
    return "\n".join((*text, "print(points[-1])", ""))


def _asked(rule: Program) -> frozenset[str]:
    return frozenset(node.function for line in rule.lines for node in walk(line.tree) if isinstance(node, Call))
