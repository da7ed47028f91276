"""The step that a run did not complete: where it leads, and what f is there with as many digits as it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import mpmath
import numpy as np

from gdviz.analysis.diagnosis.run import DiagnosedRun
from gdviz.checkpoint import checkpoint
from gdviz.kernel import Graph, from_tree, reachable
from gdviz.optimizers import Optimizer
from gdviz.rule.interpreter import changed, seen_surface, situation, step, surface_look
from gdviz.surface import Surface

DIGITS = (300, 3000)
"""Tried in turn: 1 - sigmoid(z) differs from 0 in so many digits up to z = 690 and 6900; more would take too long."""
MOST_ROWS, FEW_ROWS = 200, 20
Exact = Any  # mpmath has no type hints
OPERATIONS: Mapping[str, Callable[..., Exact]] = {
    "neg": lambda a: -a,
    "abs": abs,
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "pow": lambda a, b: a**b,
    "max": max,
    "min": min,
    "sign": mpmath.sign,
    "lt": lambda a, b: mpmath.mpf(a < b),
    "le": lambda a, b: mpmath.mpf(a <= b),
    "gt": lambda a, b: mpmath.mpf(a > b),
    "ge": lambda a, b: mpmath.mpf(a >= b),
    "ne": lambda a, b: mpmath.mpf(a != b),
    "log2": lambda a: mpmath.log(a, 2),
    "sigmoid": lambda a: 1 / (1 + mpmath.exp(-a)),
    "softplus": lambda a: mpmath.log1p(mpmath.exp(a)),
}


def next_point(run: DiagnosedRun) -> np.ndarray | None:
    """Where (2,) the step after the last leads, None where that is not a finite point or not known."""
    path, rate = run.trajectory, run.rate(run.count)
    if not isinstance(run.optimizer, Optimizer) or not np.isfinite(rate):
        return None
    longer = replace(path, rates=np.append(path.rates[: run.count], rate))
    look = surface_look(seen_surface(run.surface, longer, run.count + 1))
    names = changed(situation(run.optimizer, longer, run.count + 1), longer, look)
    point = np.asarray(step(run.optimizer.program, names, look)["theta"], dtype=float)
    return point if np.isfinite(point).all() else None


def exact_value(surface: Surface, point: np.ndarray) -> float | None:
    """f at a point (2,) from its formula, to as many DIGITS as it takes; None where it is not real or not to be had."""
    whole = surface.evaluator
    formula = getattr(whole, "formula", whole)
    reading, rows = getattr(formula, "reading", None), getattr(whole, "columns", ())
    if reading is None or (rows and len(rows[0]) > MOST_ROWS):
        return None
    fixed = dict(zip(reading.variables, map(float, point), strict=False)) | dict(surface.parameters)
    columns = dict(zip(getattr(formula, "columns", ()), rows, strict=True))
    entries = [
        fixed | {name: float(column[row]) for name, column in columns.items()}
        for row in range(len(rows[0]) if rows else 1)
    ]
    for digits in DIGITS if len(entries) <= FEW_ROWS else DIGITS[:1]:
        checkpoint()
        with mpmath.workdps(digits):
            values: list[Exact] = [computed(reading.tree, names) for names in entries]
            if any(value is None for value in values):
                return None
            if all(map(mpmath.isfinite, values)):
                return float(sum(values) / len(values))
    return None


def computed(tree: Any, names: Mapping[str, float]) -> Exact | None:
    """What a tree is worth for these numbers: infinite where more digits may help, as a part of it is 0 or infinite.

    None where it is not real, or an operation is not among ours.
    """
    graph = Graph()
    inputs = {name: graph.input(name) for name in names}
    output = from_tree(graph, tree, inputs)
    worth: dict[Any, Exact | None] = {}
    for node in reachable((output,)):
        if node.is_constant:
            worth[node] = mpmath.mpf(node.value)
        elif node.op == "input":
            worth[node] = mpmath.mpf(names[node.name])
        else:
            worth[node] = _applied(node.op, [worth[a] for a in node.arguments])
    return worth[output]


def _applied(op: str, operands: Sequence[Exact | None]) -> Exact | None:
    """An operation, which is not real or infinite where an operand is; a choice only where the one it takes is."""
    if op == "where" and operands[0] not in (None, mpmath.inf):
        return operands[1] if operands[0] else operands[2]
    if None in operands or mpmath.inf in operands:
        return None if None in operands else mpmath.inf
    try:
        value = (OPERATIONS.get(op) or getattr(mpmath, op))(*operands)
    except ZeroDivisionError:
        return mpmath.inf
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None
    if isinstance(value, mpmath.mpc) or mpmath.isnan(value):
        return None
    return mpmath.inf if mpmath.isinf(value) else value
