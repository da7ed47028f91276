"""Columns brought to mean 0 and spread 1, and what that does to the shape of the surface."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gdviz import symmetric
from gdviz.surface import Surface


@dataclass(frozen=True)
class Scaling:
    """What was taken from each column and what it was then divided by: name → (mean, standard deviation)."""

    by: Mapping[str, tuple[float, float]]

    def scaled(self, data: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The columns in standard units; those that are not known are left as they are."""
        return {name: self._scaled(name, column) for name, column in data.items()}

    def _scaled(self, name: str, column: np.ndarray) -> np.ndarray:
        mean, spread = self.by.get(name, (0.0, 1.0))
        return (column - mean) / spread


def scaling_of(data: Mapping[str, np.ndarray], names: Iterable[str]) -> Scaling:
    """Mean and standard deviation (divided by n, as scikit-learn's StandardScaler) of these columns.

    A column without spread is only centred.
    """
    scales = {}
    for name in names:
        mean, spread = float(np.mean(data[name])), float(np.std(data[name]))
        tiny = 1e-12 * max(1.0, abs(mean))
        scales[name] = (mean, spread if spread > tiny else 1.0)
    return Scaling(scales)


def condition_number(surface: Surface, point: tuple[float, float]) -> float:
    """The Hessian's largest eigenvalue over its smallest, in absolute value; inf if that is 0, NaN if undefined.

    For gradient descent it is how many times narrower the valley is than long, squared.
    """
    sizes = np.abs(symmetric.eigenvalues(surface.hessian(*point)))
    if np.isnan(sizes).any():
        return np.nan
    return float(sizes.max() / sizes.min()) if sizes.min() > 1e-15 * sizes.max() else np.inf
