"""Inputs of a compiled loop: numbers by the names of its graph's inputs, and functions that evaluate a surface."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from gdviz.learning.data import BatchPlan, BatchSurfaces, listed_batches, loss_of
from gdviz.rule.active_set import BatchOracles
from gdviz.rule.kinds import ORDERS
from gdviz.rule.loop import Oracles
from gdviz.surface import Surface

Batches = Callable[[int], Surface]
"""t → the surface whose gradient step t uses."""
AnyBatches = Batches | BatchPlan | Sequence[ArrayLike]
"""The same; or a plan, or for each step its row indices, for a surface made of rows."""


def batches_of(surface: Surface, batches: AnyBatches | None, steps: int) -> Batches | None:
    """t → surface. Raises TypeError for a surface without rows, ValueError for unknown rows or too few batches."""
    if batches is None or (callable(batches) and not isinstance(batches, BatchPlan)):
        return batches
    try:
        count = loss_of(surface).rows
    except TypeError:
        raise TypeError("batches need a surface made of rows, as gdviz.data_surface makes it.") from None
    if not isinstance(batches, BatchPlan | Iterable):
        raise TypeError(f"batches are the row indices of each step, as [[0, 1], [2]], not {type(batches).__name__}.")
    plan = batches if isinstance(batches, BatchPlan) else listed_batches(batches, count)
    if plan.count != count or plan.steps < steps:
        raise ValueError(f"batches are for {plan.steps} steps on {plan.count} rows, not {steps} steps on {count} rows.")
    return BatchSurfaces(surface, plan)


def graph_inputs(
    surface: Surface, numbers: Mapping[str, np.ndarray | float], steps: int, draws: np.ndarray | None
) -> dict[str, np.ndarray | float]:
    """Everything but the rates that a run is given, by the names of the graph's inputs.

    draws (steps, 2): the standard normal numbers of the noise, if there is any.
    """
    inputs: dict[str, np.ndarray | float] = {f"k_{name}": value for name, value in numbers.items()}
    inputs |= {f"p_{name}": float(value) for name, value in surface.parameters.items()}
    inputs["t"] = np.arange(1.0, steps + 1.0)
    if draws is not None:
        inputs["xi_x"], inputs["xi_y"] = draws.T
    return inputs


def surface_oracles(surface: Surface, batches: Batches | None) -> Oracles:
    """Evaluations of a surface without a formula, and of a step's mini-batch."""

    def at_point(order: int) -> Callable[[float, float], Sequence[float]]:
        return lambda x, y: surface.evaluator.at_point(order, x, y, surface.parameters)

    def at_point_of_batch(order: int, of: Batches) -> Callable[[int, float, float], Sequence[float]]:
        def evaluate(t: int, x: float, y: float) -> Sequence[float]:
            part = of(t)
            if not isinstance(part, Surface):
                raise TypeError(f"batches gives the surface of step {t}, not {type(part).__name__}; rows are listed.")
            return part.evaluator.at_point(order, x, y, part.parameters)

        return evaluate

    oracles: dict[str, Callable[..., Sequence[float]]] = {word: at_point(order) for word, order in ORDERS.items()}
    if batches is not None:
        oracles |= {f"batch_{word}": at_point_of_batch(order, batches) for word, order in ORDERS.items()}
    return oracles


def batch_oracles(surface: Surface) -> BatchOracles:
    """The same for many paths: arrays x, y → arrays."""

    def at_points(order: int) -> Callable[[np.ndarray, np.ndarray], Sequence[np.ndarray]]:
        return lambda x, y: list(surface.evaluator.at_points(order, np.stack((x, y)), surface.parameters))

    return {word: at_points(order) for word, order in ORDERS.items()}
