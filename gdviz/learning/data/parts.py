"""Rows set apart to check on: train and validation, folds, and the frame at which to stop early."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from gdviz.expression import declaration
from gdviz.learning.data.batches import Indices
from gdviz.learning.data.loss_surface import data_surface, loss_of, surface_of_rows
from gdviz.learning.data.minima import lowest
from gdviz.surface import Minimum, Surface
from gdviz.trajectory import Trajectory


class Parts(NamedTuple):
    """Indices of the rows that are learned from, and of those that are only looked at; both ascending."""

    train: Indices
    validation: Indices


def split(count: int, train: int | float = 0.7, seed: int = 0) -> Parts:
    """Part `count` rows at random: `train` rows, or that share of them, to learn from; the rest to check on.

    Raises ValueError unless both parts have a row.
    """
    size = train if isinstance(train, int) else round(train * count)
    if not 1 <= size < count:
        raise ValueError(f"From 1 to {count - 1} rows can be learned from.")
    order = np.random.default_rng(seed).permutation(count)
    return Parts(np.sort(order[:size]), np.sort(order[size:]))


def folds(count: int, k: int, seed: int = 0) -> tuple[Parts, ...]:
    """k parts of almost equal size, each of them once to check on while the others are learned from.

    Raises ValueError for k outside 2 … count.
    """
    if not 2 <= k <= count:
        raise ValueError(f"From 2 to {count} folds can be made.")
    order = np.random.default_rng(seed).permutation(count)
    checks = [np.sort(part) for part in np.array_split(order, k)]
    return tuple(Parts(np.setdiff1d(np.arange(count), check), check) for check in checks)


def surfaces_of(surface: Surface, parts: Parts) -> tuple[Surface, Surface]:
    """The training and the validation surface of a data surface, each with its own minima."""
    starts = tuple(minimum.point for minimum in surface.minima) or ((0.0, 0.0),)
    surfaces = []
    for rows in parts:
        part = surface_of_rows(surface, rows)
        surfaces.append(replace(part, minima=lowest(part, starts)))
    return surfaces[0], surfaces[1]


def values_along(surface: Surface, run: Trajectory) -> np.ndarray:
    """The surface's values (n + 1,) along a run made on another surface: a validation curve."""
    return np.asarray(surface.value(*run.points.T))


def turns_up(validation: ArrayLike) -> int | None:
    """The frame at which to stop early: the lowest validation loss, if by the end it has risen by a hundredth of it.

    None for a curve that does not turn up, and without any number.
    """
    values = np.asarray(validation, dtype=np.float64)
    if not np.isfinite(values).any():
        return None
    lowest_at = int(np.argmin(np.where(np.isfinite(values), values, np.inf)))
    end, least = values[-1], values[lowest_at]
    return None if end <= least + 0.01 * max(abs(least), 1e-12) else lowest_at


def with_decay(surface: Surface, amount: float = 0.1) -> Surface:
    """A data surface with weight decay: plus amount/2 times the squared length of the weights.

    The amount becomes a slider, the first of lambda, mu, nu that the formula does not have. Its minimum is that of the
    penalised loss. The option weight_decay_l2 of `descend` follows the gradient of the same surface.
    """
    loss = loss_of(surface)
    letter = next(name for name in ("lambda", "mu", "nu") if name not in loss.parameters)
    w, b = loss.variables
    formula = declaration.right_side(loss.typed)
    text = f"({formula}) + {letter}/2*({w}^2 + {b}^2)"
    columns = dict(zip(loss.formula.columns, loss.columns, strict=True))
    about: dict[str, Any] = {"name": surface.name, "window": surface.window, "start": surface.start}
    penalised = data_surface(text, (w, b), columns, values={**surface.parameters, letter: amount}, **about)
    starts = tuple(minimum.point for minimum in surface.minima) or ((0.0, 0.0),)
    return replace(penalised, minima=lowest(penalised, starts))


def decayed_minima(surface: Surface, amounts: Sequence[float]) -> tuple[Minimum | None, ...]:
    """Where the minimum goes under more and more weight decay: one for each amount, None where there is none."""
    return tuple(next(iter(with_decay(surface, amount).minima), None) for amount in amounts)
