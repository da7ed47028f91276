"""gdviz.watch: another library's optimizer, a step function, or points recorded elsewhere, as an explained run."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.analysis.diagnosis.explained_run import Explained, explained
from gdviz.descent import surface_of
from gdviz.optimizers import Oracle
from gdviz.settings import Stop, stop_of
from gdviz.surface import Surface
from gdviz.watching.optax_transformations import optax_steps
from gdviz.watching.stepper import Stepped, Stepper, pair, remembered, watched
from gdviz.watching.torch_optimizers import torch_steps

STEPS = 200
"""At most, where nothing is said."""


def watch(
    surface: Surface | str,
    *,
    torch: Callable[..., Any] | None = None,
    optax: Any = None,
    step: Callable[..., ArrayLike] | None = None,
    points: ArrayLike | Iterable[ArrayLike | Mapping[Any, Any]] | None = None,
    start: ArrayLike | None = None,
    steps: int | None = None,
    name: str = "",
    create_graph: bool = False,
    stop: Stop | None = None,
    bound: float = 1e6,
) -> Explained:
    """Step somebody else's optimizer on a surface (or its text), and record it as `descend` records ours.

    One of these, in double precision:
    torch: parameter (2,) → torch.optim.Optimizer, or (optimizer, schedulers …); of two arguments, each a number, for
    groups with rates of their own. A closure is handed to a `step` that takes one; create_graph: gradients that can be
    differentiated again, for optimizers that look at curvature.
    optax: a gradient transformation; value, grad and value_fn are handed to one that takes them.
    step: (point, gradient) or (point, gradient, t) → next point, t from 1; or point → next point.
    points (n, 2): recorded elsewhere, the start first, as by a callback of SciPy; rows may be dicts, as optimagic's.
    start: (x, y), the surface's own if None. steps: at most, 200 if None. name: for people. stop, bound: as `descend`.
    Values and gradients that the optimizer asks for are counted. rates are those of torch's first group or of
    optax.inject_hyperparams, NaN where they are not known. states are what the library's own state holds in the shape
    of the two weights, by its names there (an object's attributes, of a step that is one), NaN before they exist;
    events and verdict use points, gradients and Hessians alone, as the rule is unknown.
    Raises ValueError or TypeError with a sentence for what cannot be drawn on two coordinates, ModuleNotFoundError
    without the library, and whatever the optimizer itself raises in a step.
    """
    surface, limit = surface_of(surface), argument.number(bound, "bound", low=0.0, finite=False)
    ways = {"torch": torch, "optax": optax, "step": step, "points": points}
    chosen = [key for key, value in ways.items() if value is not None]
    if len(chosen) != 1:
        raise TypeError(f"Give one of torch, optax, step and points, not {' and '.join(chosen) or 'none of them'}.")
    tolerances = stop_of(stop)
    if points is not None:
        if start is not None or steps is not None:
            raise TypeError("points are all of a run: start and steps are for an optimizer that is stepped.")
        rows = recorded_points(points)
        stepper, begin, length = recorded_steps(rows), rows[0], len(rows) - 1
    else:
        begin = argument.point(surface.start if start is None else start)
        length = argument.steps(STEPS if steps is None else steps)
        stepper = _stepper(torch, optax, step, begin, create_graph)
    stepper = stepper._replace(name=argument.text(name, "name") or stepper.name)
    run, optimizer = watched(stepper, surface, begin, length, tolerances, limit)
    return explained(run, surface, optimizer)


def _stepper(torch: Any, optax: Any, step: Any, begin: np.ndarray, create_graph: bool) -> Stepper:
    if torch is not None:
        return torch_steps(torch, begin, create_graph)
    return optax_steps(optax) if optax is not None else _own_steps(step)


def _own_steps(step: Any) -> Stepper:
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


def recorded_steps(rows: np.ndarray) -> Stepper:
    """The points (n, 2) after the first, as steps; one that is not finite ends the run."""

    def steps(oracle: Oracle, start: np.ndarray) -> Iterator[Stepped]:
        return map(Stepped, rows[1:])

    return Stepper("Recorded points", steps)
