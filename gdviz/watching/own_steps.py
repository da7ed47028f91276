"""A step function of one's own, and points that were recorded elsewhere."""

import inspect
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from gdviz.optimizers import Oracle
from gdviz.watching.memory import remembered
from gdviz.watching.watched import Stepped, Stepper, pair


def own_steps(step: Any) -> Stepper:
    """The steps of a function (point), (point, gradient) or (point, gradient, t). Raises TypeError for any other.

    The memory is that of an object with `__call__`, or of a method's object: its attributes.
    """
    takes = _positional(step)
    owner = getattr(step, "__self__", step)

    def steps(oracle: Oracle, start: np.ndarray) -> Iterator[Stepped]:
        point, t = start, 0
        while True:
            t += 1
            arguments = (point.copy(), *((oracle.gradient(point),) if takes > 1 else ()), t)[:takes]
            point = pair(step(*arguments))
            yield Stepped(point, memory=remembered(vars(owner)) if hasattr(owner, "__dict__") else {})

    name = getattr(step, "__name__", type(step).__name__)
    return Stepper("Your step" if name == "<lambda>" else name, steps)


def _positional(step: Any) -> int:
    """How many of (point, gradient, t) the function takes; those with defaults of its own are left to it, save two."""
    if not callable(step):
        raise TypeError(f"step is a function (point, gradient) → next point, not {type(step).__name__}.")
    try:
        parameters = inspect.signature(step).parameters.values()
    except (TypeError, ValueError):  # of a built-in
        return 2
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    named = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    if named:
        raise TypeError(f"step takes (point, gradient, t) by place, and this one needs {named[0]} by name.")
    needed = sum(one.kind in kinds and one.default is one.empty for one in parameters)
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return max(needed, 2)
    if not 1 <= needed <= 3:
        raise TypeError(f"step takes (point), (point, gradient) or (point, gradient, t), not {needed} arguments.")
    return needed


def recorded_points(points: object) -> np.ndarray:
    """Points (n, 2), the start first. Raises TypeError and ValueError with a sentence."""
    if isinstance(points, Iterable) and not hasattr(points, "shape") and not isinstance(points, str | bytes):
        points = [list(one.values()) if isinstance(one, Mapping) else one for one in points]
    try:
        rows = np.array(points)
        if np.iscomplexobj(rows):
            raise TypeError
        rows = rows.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise TypeError("points are numbers, one point (x, y) in each row.") from None
    if rows.ndim != 2 or rows.shape[1] != 2 or not len(rows):
        advice = " Transpose them." if rows.ndim == 2 and rows.shape[0] == 2 else ""
        raise ValueError(f"points are of shape (n, 2), one a row, the start first, not {rows.shape}.{advice}")
    if not np.isfinite(rows[0]).all():
        raise ValueError("points begin with a start of finite numbers.")
    return rows


def recorded_steps(rows: np.ndarray, name: str = "Recorded points") -> Stepper:
    """The points (n, 2) after the first, as steps; one that is not finite ends the run."""

    def steps(oracle: Oracle, start: np.ndarray) -> Iterator[Stepped]:
        return map(Stepped, rows[1:])

    return Stepper(name, steps)
