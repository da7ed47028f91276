"""The door of `gdviz.watch`: one optimizer of one's own, or points recorded elsewhere, become an explained run."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.analysis.diagnosis.explained_run import Explained
from gdviz.descent import Stop, surface_of
from gdviz.optimizers.methods import Method, Oracle
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory
from gdviz.watching.optax_steps import optax_steps
from gdviz.watching.own_steps import own_steps, recorded_points
from gdviz.watching.torch_steps import torch_steps
from gdviz.watching.watched import watched

NEVER = Stop()


def watch(
    surface: Surface | str,
    *,
    torch: Callable[[Any], Any] | None = None,
    optax: Any = None,
    step: Callable[..., ArrayLike] | None = None,
    points: ArrayLike | None = None,
    start: ArrayLike | None = None,
    steps: int = 200,
    name: str = "",
    create_graph: bool = False,
    stop: Stop | None = None,
    bound: float = 1e6,
) -> Explained:
    """Step somebody else's optimizer on a surface (or its text), and record it as `descend` records ours.

    One of these, in double precision:
    torch: parameter (2,) → torch.optim.Optimizer, or (optimizer, schedulers …). A closure is handed to a `step` that
    takes one; create_graph: gradients that can be differentiated again, for optimizers that look at curvature.
    optax: a gradient transformation; value, grad and value_fn are handed to one that takes them.
    step: (point, gradient) or (point, gradient, t) → next point, t from 1; or point → next point.
    points (n, 2): recorded elsewhere, the start first, as by a callback of SciPy.
    start: (x, y), the surface's own if None. name: for people. stop, bound: as for `descend`.
    Values and gradients that the optimizer asks for are counted. rates are those of torch's first group, NaN where
    they are not known; events and verdict use points, gradients and Hessians alone, as the rule is unknown.
    Raises ValueError or TypeError with a sentence for what cannot be drawn on two coordinates, ModuleNotFoundError
    without the library, and whatever the optimizer itself raises in a step.
    """
    surface, begin = surface_of(surface), None if start is None else argument.point(start)
    given = {"torch": torch, "optax": optax, "step": step, "points": points}
    chosen = [key for key, value in given.items() if value is not None]
    if len(chosen) != 1:
        raise TypeError(f"Give one of torch, optax, step and points, not {' and '.join(chosen) or 'none of them'}.")
    if stop is not None and not isinstance(stop, Stop):
        raise TypeError(f"stop is a gdviz.Stop of tolerances, or None, not {type(stop).__name__}.")
    if points is not None:
        path = recorded_points(points)
        optimizer, begin, steps = watched(name or "Recorded points", path.steps), path.start, path.length
    else:
        begin = argument.point(surface.start) if begin is None else begin
        if torch is not None:
            stepper = torch_steps(torch, begin, create_graph)
        elif optax is not None:
            stepper = optax_steps(optax)
        else:
            stepper = own_steps(step)
        optimizer = watched(name or stepper.name, stepper.steps)
    return _recorded(surface, optimizer, begin, argument.count(steps, "steps"), stop or NEVER, bound)


def _recorded(
    surface: Surface, optimizer: Method, start: np.ndarray[Any, Any], steps: int, stop: Stop, bound: float
) -> Explained:
    limit = argument.number(bound, "bound", low=0.0, finite=False)
    run = optimizer.run(Oracle(surface), start, steps, {}, stop, limit)
    recorded = {part.name: getattr(run, part.name) for part in fields(Trajectory)}
    return Explained(**recorded, surface=surface, optimizer=optimizer)
