"""The door of `gdviz.watch`: one optimizer of one's own, or points recorded elsewhere, become an explained run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gdviz import argument
from gdviz.analysis.diagnosis.explained_run import Explained
from gdviz.descent import Stop, surface_of
from gdviz.surface import Surface
from gdviz.trajectory import Trajectory
from gdviz.watching.optax_steps import optax_steps
from gdviz.watching.own_steps import own_steps, recorded_points, recorded_steps
from gdviz.watching.torch_steps import torch_steps
from gdviz.watching.watched import Stepper, watched

NEVER = Stop()
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
    if stop is not None and not isinstance(stop, Stop):
        raise TypeError(f"stop is a gdviz.Stop of tolerances, or None, not {type(stop).__name__}.")
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
    run, optimizer = watched(stepper, surface, begin, length, stop or NEVER, limit)
    recorded = {part.name: getattr(run, part.name) for part in fields(Trajectory)}
    return Explained(**recorded, surface=surface, optimizer=optimizer)


def _stepper(torch: Any, optax: Any, step: Any, begin: np.ndarray, create_graph: bool) -> Stepper:
    if torch is not None:
        return torch_steps(torch, begin, create_graph)
    return optax_steps(optax) if optax is not None else own_steps(step)
