"""A learning rate that suits a window: small enough to follow the slope, large enough to settle soon."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import goals
from gdviz.analysis.basins.runs import ends
from gdviz.analysis.landscape import Survey
from gdviz.descent import LOST, settings_of, surface_of
from gdviz.optimizers import Method, Optimizer, as_rule, optimizer_of
from gdviz.settings import Settings
from gdviz.surface import Surface, Window

RATES = tuple(float(f"{digit}e{decade}") for decade in range(-6, 2) for digit in (1, 1.6, 2.5, 4, 6.3))
"""Rates that are tried: five a decade, each of two digits."""
SIDE = 10
"""Starts are the middles of so many by so many cells."""
AS_MANY, FEW = 0.01, 0.1
"""Shares of starts that differ by less than this are equal; a share below FEW says little of a rate."""
SOON = 0.25
"""Share of the steps within which starts should settle: a smaller rate follows the slope more closely."""


def suitable_rate(
    surface: Surface | str,
    optimizer: Optimizer | Method | str,
    window: Window | None = None,
    steps: int = 1000,
    *,
    survey: Survey | None = None,
    settings: Settings | None = None,
    **arguments: Any,
) -> float | None:
    """The smallest rate of RATES with which starts settle within a quarter of `steps` steps, and as many as can.

    10 × 10 starts over the window are tried. Where none is so soon, the soonest of the rates with which most settle;
    where hardly any start settles, the rate with the lowest median f at the end. None where no start settles at any
    rate (there may be no minimum), and for an optimizer without a learning rate or that runs one start at a time.
    settings: as in `basins`; the learning rate in it does not count. Raises as `descend` does.
    """
    surface, chosen = surface_of(surface), optimizer_of(optimizer)
    knob, settings = chosen.knobs.get("learning_rate"), settings_of(chosen, arguments, settings)
    if knob is None or as_rule(chosen) is None:
        return None
    window = surface.window if window is None else window
    rates = np.array([rate for rate in RATES if knob.low <= rate <= knob.high])
    starts = middles(window)
    many, lanes = np.tile(starts, len(rates)), {"learning_rate": np.repeat(rates, starts.shape[1])}
    batch = ends(surface, chosen, many, steps, settings, lanes=lanes)
    _, labels = goals(surface, window, survey).classify(batch.points.T, batch.status == LOST)
    shape = (len(rates), starts.shape[1])
    ended = np.where(batch.status == LOST, np.inf, batch.values).reshape(shape)
    return chosen_of(rates, (labels >= 0).reshape(shape), batch.steps.reshape(shape), ended, steps)


def chosen_of(
    rates: np.ndarray, settled: NDArray[np.bool_], taken: NDArray[np.int64], ended: np.ndarray, steps: int
) -> float | None:
    """The rate (of n, ascending) by whether, when and how low the starts (n, m) ended."""
    share = settled.mean(axis=1)
    if not share.any():
        return None
    if share.max() < FEW:
        return float(rates[np.median(np.where(np.isfinite(ended), ended, np.inf), axis=1).argmin()])
    good = np.flatnonzero(share >= share.max() - AS_MANY)
    mean = np.where(settled, taken, 0).sum(axis=1)[good] / settled.sum(axis=1)[good]
    soon = good[mean <= SOON * steps]
    return float(rates[soon[0] if soon.size else good[mean.argmin()]])


def middles(window: Window) -> np.ndarray:
    """The starts (2, n)."""
    (left, right), (bottom, top) = window
    shares = (np.arange(SIDE) + 0.5) / SIDE
    x, y = np.meshgrid(left + shares * (right - left), bottom + shares * (top - bottom))
    return np.stack((x.ravel(), y.ravel()))
