"""A step function of one's own, and points that were recorded elsewhere."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdviz.optimizers.methods import Oracle
from gdviz.trajectory import Array
from gdviz.watching.watched import Stepper, pair


class Path(NamedTuple):
    """start (2,), how many points follow it, and these as steps."""

    start: Array
    length: int
    steps: Callable[[Oracle, Array], Iterator[Array]]


def own_steps(step: Any) -> Stepper:
    """The steps of a function (point), (point, gradient) or (point, gradient, t). Raises TypeError for any other."""
    takes = _positional(step)

    def steps(oracle: Oracle, start: Array) -> Iterator[Array]:
        point, t = start, 0
        while True:
            t += 1
            arguments = (point.copy(), *((oracle.gradient(point),) if takes > 1 else ()), t)[:takes]
            point = pair(step(*arguments))
            yield point

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
    needed = sum(one.kind in kinds and one.default is one.empty for one in parameters)
    if any(one.kind is one.VAR_POSITIONAL for one in parameters):
        return max(needed, 2)
    if not 1 <= needed <= 3:
        raise TypeError(f"step takes (point), (point, gradient) or (point, gradient, t), not {needed} arguments.")
    return needed


def recorded_points(points: ArrayLike) -> Path:
    """Points (n, 2), the start first; what is not finite ends the run. Raises TypeError and ValueError."""
    try:
        rows = np.array(points, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError("points are numbers, one point (x, y) in each row.") from None
    if rows.ndim != 2 or rows.shape[1] != 2 or not len(rows):
        advice = " Transpose them." if rows.ndim == 2 and rows.shape[0] == 2 else ""
        raise ValueError(f"points are of shape (n, 2), one a row, the start first, not {rows.shape}.{advice}")
    if not np.isfinite(rows[0]).all():
        raise ValueError("points begin with a start of finite numbers.")
    return Path(rows[0], len(rows) - 1, lambda oracle, start: iter(rows[1:]))
