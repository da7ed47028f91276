"""Bounds of a formula's graph for every point of a box: each operation's interval, in the order of the graph."""

from collections.abc import Callable

import numpy as np

from gdviz.analysis.landscape.interval import (
    PI,
    Interval,
    absolute,
    add,
    angle,
    divide,
    even,
    hypotenuse,
    logarithm,
    multiply,
    negative,
    power,
    rising,
    root,
    subtract,
    tangent,
    truth,
    wave,
    where,
    wider,
)
from gdviz.checkpoint import checkpoint
from gdviz.kernel.graph import Node, reachable

OPERATIONS: dict[str, Callable[..., Interval]] = {
    "neg": negative,
    "abs": absolute,
    "sign": rising(np.sign),
    "step": rising(lambda u: np.heaviside(u, 0.5)),
    "sqrt": root,
    "cbrt": rising(np.cbrt),
    "exp": rising(np.exp),
    "log": logarithm(np.log),
    "log2": logarithm(np.log2),
    "log10": logarithm(np.log10),
    "sin": wave(np.sin, PI / 2),
    "cos": wave(np.cos, 0.0),
    "tan": tangent,
    "asin": rising(np.arcsin),
    "acos": lambda a: wider(np.arccos(a[1]), np.arccos(a[0])),
    "atan": rising(np.arctan),
    "sinh": rising(np.sinh),
    "cosh": even(np.cosh),
    "tanh": rising(np.tanh),
    "asinh": rising(np.arcsinh),
    "acosh": rising(np.arccosh),
    "atanh": rising(np.arctanh),
    "floor": rising(np.floor),
    "ceil": rising(np.ceil),
    "sigmoid": rising(lambda u: 1 / (1 + np.exp(-u))),
    "softplus": rising(lambda u: np.logaddexp(u, 0.0)),
    "add": add,
    "sub": subtract,
    "mul": multiply,
    "div": divide,
    "pow": power,
    "max": lambda a, b: (np.maximum(a[0], b[0]), np.maximum(a[1], b[1])),
    "min": lambda a, b: (np.minimum(a[0], b[0]), np.minimum(a[1], b[1])),
    "hypot": hypotenuse,
    "atan2": angle,
    "lt": lambda a, b: truth(a[1] < b[0], a[0] < b[1]),
    "le": lambda a, b: truth(a[1] <= b[0], a[0] <= b[1]),
    "gt": lambda a, b: truth(a[0] > b[1], a[1] > b[0]),
    "ge": lambda a, b: truth(a[0] >= b[1], a[1] >= b[0]),
    "ne": lambda a, b: truth((a[1] < b[0]) | (a[0] > b[1]), (a[0] != b[1]) | (a[1] != b[0])),
    "where": where,
}


def enclose(outputs: tuple[Node, ...], inputs: dict[str, Interval], count: int) -> list[Interval]:
    """Bounds of the outputs on each of `count` boxes, given bounds of the inputs by name (arrays (count,))."""
    known: dict[Node, Interval] = {}
    with np.errstate(all="ignore"):
        for node in reachable(outputs):
            if node.is_constant:
                constant = np.full(count, node.value)
                known[node] = constant, constant
            elif node.op == "input":
                known[node] = inputs[node.name]
            else:
                checkpoint()
                known[node] = OPERATIONS[node.op](*(known[a] for a in node.arguments))
    return [known[output] for output in outputs]
