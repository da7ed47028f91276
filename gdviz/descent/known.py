"""What a run knows before its first step: numbers by the names of the graph's inputs, and who answers for a surface."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from gdviz.rule.chunk import ManyQuestions
from gdviz.rule.scalar import Questions
from gdviz.surface import Surface
from gdviz.trajectory import Array

Batches = Callable[[int], Surface]
"""t → the surface that step t sees."""
ORDERS = {"value": 0, "grad": 1, "hess": 2}


def options_of(
    noise: float, clip_norm: float | None, clip_value: float | None, weight_decay_l2: float
) -> dict[str, float]:
    """The options that are asked for."""
    wanted = {"noise": noise or None, "clip_value": clip_value, "clip_norm": clip_norm}
    wanted |= {"weight_decay_l2": weight_decay_l2 or None}
    return {name: float(value) for name, value in wanted.items() if value is not None}


def known(
    surface: Surface, numbers: Mapping[str, Array | float], steps: int, seed: int, noisy: bool
) -> dict[str, Array | float]:
    """Everything but the rates that is known before the run, by the names of the graph's inputs."""
    inputs: dict[str, Array | float] = {f"k_{name}": value for name, value in numbers.items()}
    inputs |= {f"p_{name}": float(value) for name, value in surface.parameters.items()}
    inputs["t"] = np.arange(1.0, steps + 1.0)
    if noisy:
        inputs["xi_x"], inputs["xi_y"] = np.random.default_rng(seed).standard_normal((steps, 2)).T
    return inputs


def questions(surface: Surface, batches: Batches | None) -> Questions:
    """How a loop asks a surface without a formula, and a step's mini-batch."""

    def ask(order: int) -> Callable[[float, float], Sequence[float]]:
        return lambda x, y: surface.evaluator.at_point(order, x, y, surface.parameters)

    def ask_batch(order: int, of: Batches) -> Callable[[int, float, float], Sequence[float]]:
        def answer(t: int, x: float, y: float) -> Sequence[float]:
            part = of(t)
            return part.evaluator.at_point(order, x, y, part.parameters)

        return answer

    found: dict[str, Callable[..., Sequence[float]]] = {word: ask(order) for word, order in ORDERS.items()}
    if batches is not None:
        found |= {f"batch_{word}": ask_batch(order, batches) for word, order in ORDERS.items()}
    return found


def many_questions(surface: Surface) -> ManyQuestions:
    """How a loop of many paths asks: arrays x, y → arrays."""

    def ask(order: int) -> Callable[[Array, Array], Sequence[Array]]:
        return lambda x, y: list(surface.evaluator.at_points(order, np.stack((x, y)), surface.parameters))

    return {word: ask(order) for word, order in ORDERS.items()}
