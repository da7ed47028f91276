"""A map of basins: which minimum each start of a window reaches, in how many steps, and with what chance."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gdviz.analysis.basins.attractors import Labels
from gdviz.analysis.landscape import Valley
from gdviz.surface import Minimum
from gdviz.trajectory import Array

PREVIEW, REFINED, EXACT = "preview", "refined", "exact"


@dataclass(frozen=True, eq=False, repr=False)
class Basins:
    """The starts of a window by where they end.

    labels (ny, nx): index into minima, -1 not settled, -2 diverged or left the domain, -3 stalled at a saddle or
    maximum, -4 where f falls without bound. steps (ny, nx): steps taken until settled or lost (looked at every 25),
    else all. xs (nx,), ys (ny,): the starts. minima: place and value; valleys: index → the floor that it stands for.
    near: how close an end must be. stage: "preview", "refined", or "exact"; known: the share of cells computed rather
    than inferred. note: a sentence if the map is not what was asked for.
    """

    labels: Labels
    steps: NDArray[np.int64]
    xs: Array
    ys: Array
    minima: tuple[Minimum, ...]
    deepest: tuple[int, ...]
    near: float
    valleys: Mapping[int, Valley] = field(default_factory=dict)
    stage: str = EXACT
    known: float = 1.0
    note: str = ""

    def __repr__(self) -> str:
        rows, columns = self.labels.shape
        shares = ", ".join(
            f"{share:.1%} to ({minimum.point[0]:.4g}, {minimum.point[1]:.4g})"
            for minimum, share in zip(self.minima[:4], self.shares, strict=False)
        )
        return f"<Basins of {columns} × {rows} starts: {shares or 'no minimum'}>"

    @property
    def shares(self) -> Array:
        """The share of the starts that reaches each minimum (k,)."""
        return np.bincount(self.labels[self.labels >= 0], minlength=len(self.minima)) / self.labels.size

    def share_of(self, label: int) -> float:
        """The share of any label: negative ones too."""
        return float(np.mean(self.labels == label))

    @property
    def global_share(self) -> float:
        """The chance of the global minimum: the share of the starts that reach the deepest value known."""
        return float(self.shares[list(self.deepest)].sum())
