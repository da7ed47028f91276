"""SymPy expressions in our inert functions evaluated by plain `math`, without kernels."""

import math
from collections.abc import Mapping
from typing import Any

import sympy

PLAIN = (
    "sqrt",
    "cbrt",
    "exp",
    "log",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "hypot",
)
FUNCTIONS: dict[str, Any] = {
    "gabs": abs,
    "gsign": lambda u: float((u > 0) - (u < 0)),
    "groot": math.sqrt,
    "gstep": lambda u: 0.5 if u == 0 else float(u > 0),
    "gmax": max,
    "gmin": min,
    "gfloor": lambda u: float(math.floor(u)),
    "gceil": lambda u: float(math.ceil(u)),
    "fpow": math.pow,
    "gpowlog": lambda u, v, times: math.pow(u, v) * math.log(u) ** times,
    "gpeak": max,
    "gunit": lambda *u: u[0] / math.hypot(*u),
    "gaside": lambda *u: math.hypot(*u[1:]) / math.hypot(*u),
    "gradial": lambda p, *u: math.hypot(*u) ** p,
    "gpush": lambda q, *u: math.hypot(*u) ** q * u[0] / math.hypot(*u),
    "gfall": lambda u, v, times: math.prod(v - k for k in range(int(times))) * math.pow(u, v - times),
    "gsigmoid": lambda u: 1 / (1 + math.exp(-u)),
    "gsech": lambda u: 1 / math.cosh(u),
    "gcsch": lambda u: 1 / math.sinh(u),
    "gcoth": lambda u: math.cosh(u) / math.sinh(u),
    "gsoftplus": lambda u: math.log1p(math.exp(u)),
    **{f"g{name}": getattr(math, name) for name in PLAIN},
}


def evaluate(expression: Any, point: Mapping[str, float], seen: dict[Any, float] | None = None) -> float:
    """The value; raises ArithmeticError or ValueError where it is undefined."""
    seen = {} if seen is None else seen
    if expression not in seen:
        seen[expression] = _evaluate(expression, point, seen)
    return seen[expression]


def _evaluate(expression: Any, point: Mapping[str, float], seen: dict[Any, float]) -> float:
    if expression.is_Symbol:
        return point[expression.name]
    if not expression.args or expression.is_Rational:
        return float(expression)
    values = [evaluate(argument, point, seen) for argument in expression.args]
    if expression.is_Add:
        return math.fsum(values)
    if expression.is_Mul:
        return math.prod(values)
    if expression.is_Pow:
        assert isinstance(expression.exp, sympy.Integer)
        return values[0] ** int(expression.exp)
    return FUNCTIONS[type(expression).__name__](*values)
