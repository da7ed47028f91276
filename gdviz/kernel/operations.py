"""The operations a graph may hold: how each is written for one float and which ufunc does it for many."""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Operation:
    """One operation.

    arity: number of operands. scalar: how Python floats write it, operands as {0} {1} {2}, always bracketed or a call.
    ufunc: the global name that does it on arrays, empty where the batch printer expands it.
    repeats: the scalar form names an operand twice, so operands must be locals.
    """

    arity: int
    scalar: str
    ufunc: str
    commutes: bool = False
    repeats: bool = False


def _call(scalar: str, ufunc: str, arity: int = 1, commutes: bool = False) -> Operation:
    return Operation(arity, f"{scalar}({', '.join(f'{{{i}}}' for i in range(arity))})", ufunc, commutes)


OPERATIONS: dict[str, Operation] = {
    "neg": Operation(1, "(-{0})", "np_negative"),
    "abs": _call("m_fabs", "np_absolute"),
    "sign": Operation(1, "(1.0 if {0} > 0.0 else -1.0 if {0} < 0.0 else {0})", "np_sign", repeats=True),
    "step": Operation(1, "(1.0 if {0} > 0.0 else 0.0 if {0} < 0.0 else 0.5 + {0})", "np_heaviside", repeats=True),
    "sqrt": _call("m_sqrt", "np_sqrt"),
    "cbrt": _call("m_cbrt", "np_cbrt"),
    "exp": _call("m_exp", "np_exp"),
    "log": _call("m_log", "np_log"),
    "log2": _call("m_log2", "np_log2"),
    "log10": _call("m_log10", "np_log10"),
    "sin": _call("m_sin", "np_sin"),
    "cos": _call("m_cos", "np_cos"),
    "tan": _call("m_tan", "np_tan"),
    "asin": _call("m_asin", "np_arcsin"),
    "acos": _call("m_acos", "np_arccos"),
    "atan": _call("m_atan", "np_arctan"),
    "sinh": _call("m_sinh", "np_sinh"),
    "cosh": _call("m_cosh", "np_cosh"),
    "tanh": _call("m_tanh", "np_tanh"),
    "asinh": _call("m_asinh", "np_arcsinh"),
    "acosh": _call("m_acosh", "np_arccosh"),
    "atanh": _call("m_atanh", "np_arctanh"),
    "floor": _call("m_floor", "np_floor"),
    "ceil": _call("m_ceil", "np_ceil"),
    "sigmoid": _call("m_sigmoid", ""),
    "softplus": _call("m_softplus", "np_logaddexp"),
    "add": Operation(2, "({0} + {1})", "np_add", commutes=True),
    "sub": Operation(2, "({0} - {1})", "np_subtract"),
    "mul": Operation(2, "({0} * {1})", "np_multiply", commutes=True),
    "div": Operation(2, "({0} / {1})", "np_divide"),
    "pow": _call("m_pow", "np_power", 2),
    # NaN in either operand comes out, as in NumPy
    "max": Operation(2, "({0} if {0} >= {1} or {0} != {0} else {1})", "np_maximum", repeats=True),
    "min": Operation(2, "({0} if {0} <= {1} or {0} != {0} else {1})", "np_minimum", repeats=True),
    "hypot": _call("m_hypot", "np_hypot", 2, commutes=True),
    "atan2": _call("m_atan2", "np_arctan2", 2),
    "lt": Operation(2, "({0} < {1})", "np_less"),
    "le": Operation(2, "({0} <= {1})", "np_less_equal"),
    "gt": Operation(2, "({0} > {1})", "np_greater"),
    "ge": Operation(2, "({0} >= {1})", "np_greater_equal"),
    "ne": Operation(2, "({0} != {1})", "np_not_equal"),
    "where": Operation(3, "({1} if {0} else {2})", ""),
}
OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "^": "pow", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
}  # fmt: skip
"""The operation of each sign of a tree."""
COMPARISONS = frozenset({"lt", "le", "gt", "ge", "ne"})


def _sigmoid(u: float) -> float:
    # below -700 the sum would overflow, and 1 + exp(-u) is exp(-u) to the last bit
    return math.exp(u) if u < -700.0 else 1.0 / (1.0 + math.exp(-u))


def _softplus(u: float) -> float:
    tail = math.log1p(math.exp(-abs(u)))
    return u + tail if u > 0.0 else tail


def hypot(u: np.ndarray, v: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """np.hypot, three times as fast: √(u² + v²) for all, and the library's for those whose squares leave the range."""
    if np.ndim(u) != 1 or np.ndim(v) != 1:
        return np.hypot(u, v, out=out)
    root = np.square(u)
    root += np.square(v)
    np.sqrt(root, out=root)
    outside = ~((root > 1e-150) & (root < 1e150))
    if outside.any():
        root[outside] = np.hypot(u[outside], v[outside])
    if out is None:
        return root
    np.copyto(out, root)
    return out


_MATH_NAMES = (
    *("fabs", "sqrt", "cbrt", "exp", "log", "log2", "log10", "pow", "hypot", "sin", "cos", "tan", "asin", "acos"),
    *("atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
)
MATH: dict[str, Callable[..., float]] = {
    **{f"m_{name}": getattr(math, name) for name in _MATH_NAMES},
    "m_floor": lambda u: float(math.floor(u)),
    "m_ceil": lambda u: float(math.ceil(u)),
    "m_sigmoid": _sigmoid,
    "m_softplus": _softplus,
}
UFUNCS: dict[str, Callable[..., object]] = {
    **{o.ufunc: getattr(np, o.ufunc.removeprefix("np_")) for o in OPERATIONS.values() if o.ufunc},
    "np_hypot": hypot,
    "np_square": np.square,
    "np_reciprocal": np.reciprocal,
    "np_copyto": np.copyto,
    "np_where": np.where,
    "np_empty": np.empty,
}


def fold(op: str, values: tuple[float, ...]) -> float | None:
    """The value of an operation on constants, or None where it has no finite real value (left to run time)."""
    try:
        result = float(_FOLDERS[op](*values))
    except (ArithmeticError, ValueError):
        return None
    return result if math.isfinite(result) else None


def _sign(u: float) -> float:
    return math.copysign(1.0, u) if u else 0.0


_FOLDERS: dict[str, Callable[..., float]] = {
    **{op: MATH[o.scalar.split("(")[0]] for op, o in OPERATIONS.items() if o.scalar.startswith("m_")},
    **{name: getattr(operator, name) for name in ("neg", "add", "sub", "mul", "lt", "le", "gt", "ge", "ne")},
    "div": operator.truediv,
    "sign": _sign,
    "step": lambda a: 0.5 + 0.5 * _sign(a),
    "max": max,
    "min": min,
    "where": lambda c, a, b: a if c else b,
}
