"""The scales of a run in its window: by them lengths, heights and slopes are called large or small."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gdviz.analysis.landscape import Survey
from gdviz.lazy import lazy_property
from gdviz.surface import Surface, Window, diagonal
from gdviz.trajectory import Trajectory


@dataclass(frozen=True)
class Scales:
    """A trajectory on a surface, seen in the window of a survey."""

    surface: Surface
    trajectory: Trajectory
    survey: Survey

    @lazy_property
    def values(self) -> np.ndarray:
        return self.trajectory.values

    @lazy_property
    def diagonal(self) -> float:
        """Length of the window's diagonal, by which "visible" is meant."""
        return diagonal(self.survey.window)

    @lazy_property
    def heights(self) -> tuple[float, float, float]:
        """The 2 % lowest, the median and the 2 % highest f of the window."""
        return heights(self.surface, self.survey.window)

    @lazy_property
    def steepness(self) -> float:
        """A typical slope: the height of the window over its diagonal."""
        low, _, high = self.heights
        return (high - low) / self.diagonal

    @lazy_property
    def gentleness(self) -> float:
        """A typical slope of the lower half of the window, which no steep rim makes large."""
        low, middle, _ = self.heights
        return (middle - low) / self.diagonal

    @lazy_property
    def height(self) -> float:
        """The heights that matter: those of the run, but no larger than the window's, and no smaller than rounding."""
        low, _, high = self.heights
        window = high - low or float(np.ptp(self.values))
        return min(max(float(np.ptp(self.values)), 1e-6 * window), window) or 1e-300

    @lazy_property
    def floor(self) -> float:
        """The lowest value known: of the minima, of the window's edge and of the run.

        Beside a pole any value is known: edge and run count down to ten heights of the window below it.
        """
        low, _, high = self.heights
        others = min(float(self.values.min()), self.survey.lowest_edge[1])
        known = [max(others, low - 10 * (high - low)), *([self.deepest[1]] if self.deepest else [])]
        return min(k for k in known if np.isfinite(k))

    @lazy_property
    def minima(self) -> tuple[tuple[tuple[float, float], float], ...]:
        """Every minimum known, (point, value), deepest first: the survey's and the surface's own."""
        minima = [(m.point, m.value) for m in self.survey.minima]
        for own in self.surface.minima:
            if all(np.hypot(*np.subtract(own.point, p)) > 1e-3 * self.diagonal for p, _ in minima):
                minima.append((own.point, own.value))
        return tuple(sorted(minima, key=lambda m: m[1]))

    @lazy_property
    def deepest(self) -> tuple[tuple[float, float], float] | None:
        """The lowest minimum known, (point, value): the survey's, or the surface's own if that is deeper."""
        best = self.survey.global_minimum
        minima = [*self.minima, *([(best.point, best.value)] if best else [])]
        return min(minima, key=lambda m: m[1], default=None)

    def height_to_go(self, i: int) -> float:
        """Height above the deepest minimum, or that of the window's lower half, which no pole makes large."""
        low, middle, _ = self.heights
        deepest = self.minima[0][1] if self.minima else np.inf
        return max(middle - low, float(self.values[i]) - deepest)

    def slope_to_go(self, i: int) -> float:
        """Height above the lowest known value over the window's diagonal: how steep the way down is on average."""
        return (float(self.values[i]) - self.floor) / self.diagonal


@lru_cache(maxsize=64)
def heights(surface: Surface, window: Window) -> tuple[float, float, float]:
    """The 2 % lowest, the median and the 2 % highest f of a window, kept for the next run in it."""
    _, _, z = surface.grid(window, (33, 33))
    z = z[np.isfinite(z)]
    low, middle, high = np.percentile(z, (2, 50, 98)) if z.size else (0.0, 1.0, 1.0)
    return float(low), float(middle), float(high)
