"""Planes through weight space, along a path's principal components or at random, and the loss on them."""

from dataclasses import dataclass

import numpy as np

from gdviz.learning.training.fit import Objective
from gdviz.learning.training.network import Network
from gdviz.surface import Surface, Window

PRINCIPAL = (
    "A slice: the plane in which the path moves most. What happens at right angles to it is not shown, and the path's "
    "own points may lie off the plane, at another loss than the map has there."
)
RANDOM = (
    "A slice through the last weights in two directions drawn at random, each as long as the weights it changes. It "
    "shows how steep and rough the loss is near by, not where training goes: the path is seen as its shadow."
)


@dataclass(frozen=True, eq=False)
class Plane:
    """origin + a first + b second: weights (d,) each. explained: share of the path's variation about its end along
    each direction, NaN for random directions. sentence: what such a slice can and cannot show.
    """

    origin: np.ndarray
    first: np.ndarray
    second: np.ndarray
    explained: tuple[float, float]
    sentence: str

    def weights(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """The weights (k, d) at coordinates a (k,), b (k,)."""
        return np.asarray(self.origin + np.outer(a, self.first) + np.outer(b, self.second))

    def coordinates(self, points: np.ndarray) -> np.ndarray:
        """The shadow (k, 2) of weights (k, d): the nearest points of the plane."""
        basis = np.column_stack((self.first, self.second))
        solution, *_ = np.linalg.lstsq(basis, (points - self.origin).T)
        return np.asarray(solution.T)

    def distances(self, points: np.ndarray) -> np.ndarray:
        """How far (k,) weights (k, d) lie off the plane."""
        shadow = self.coordinates(points)
        return np.asarray(np.linalg.norm(points - self.weights(*shadow.T), axis=1))

    def window(self, points: np.ndarray, margin: float = 0.25) -> Window:
        """A window of equal sides round the shadows of these points."""
        shadow = self.coordinates(points)
        low, high = shadow.min(axis=0), shadow.max(axis=0)
        half = (0.5 + margin) * max(float((high - low).max()), 1e-6)
        (a, b) = ((low + high) / 2).tolist()
        return (a - half, a + half), (b - half, b + half)

    def surface(self, objective: Objective, window: Window, name: str) -> Surface:
        """The loss on the plane as a surface, with exact derivatives along its directions.

        name must be unique to this plane and objective, as the surface's key is made from it.
        """

        def value(points: np.ndarray) -> np.ndarray:
            return objective.values(self.weights(*points))

        def gradient(points: np.ndarray) -> np.ndarray:
            slopes = [objective.gradient(theta) for theta in self.weights(*points)]
            return np.array([[slope @ self.first, slope @ self.second] for slope in slopes]).reshape(-1, 2).T

        def hessian(points: np.ndarray) -> np.ndarray:
            pairs = ((self.first, self.first), (self.first, self.second), (self.second, self.second))
            return np.stack([objective.curvature(self.weights(*points), *pair) for pair in pairs])

        about = {"variables": ("a", "b"), "window": window, "notes": (self.sentence,)}
        return Surface.of_functions(name, value, gradient, hessian, **about)


def principal_plane(points: np.ndarray) -> Plane:
    """The plane through the last of the points (n, d), n ≥ 2, along the two directions in which they vary most.

    Directions are of length 1: the principal directions of the differences from the last point, as in Li et al. 2018,
    arXiv:1712.09913, section 7, but not centred, so that the plane holds the end of the path and lies as near to all of
    it as such a plane can. explained: share of the sum of squared differences.
    """
    if len(points) < 2 or points.shape[1] < 2:
        raise ValueError("A plane needs at least two points of two weights.")
    moved = points - points[-1]
    _, sizes, directions = np.linalg.svd(moved, full_matrices=False)
    if len(sizes) < 2:
        directions, sizes = np.vstack((directions, _across(directions[0]))), np.append(sizes, 0.0)
    total = float(np.sum(sizes**2))
    share = sizes**2 / total if total else np.zeros_like(sizes)
    turned = [way * (1.0 if moved[0] @ way <= 0 else -1.0) for way in directions[:2]]  # the path comes from the left
    return Plane(points[-1].copy(), turned[0], turned[1], (float(share[0]), float(share[1])), PRINCIPAL)


def random_plane(network: Network, theta: np.ndarray, seed: int = 0) -> Plane:
    """Two random directions through weights theta (d,), filter-normalised: for each hidden unit, and for the output,
    the part of the direction that belongs to it is made as long as its weights. Li et al. 2018, arXiv:1712.09913.
    """
    random = np.random.default_rng(seed)
    first, second = (_normalised(network, random.standard_normal(theta.size), theta) for _ in range(2))
    return Plane(theta.copy(), first, second, (float("nan"), float("nan")), RANDOM)


def _normalised(network: Network, way: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """A filter is what a unit is fed through: its two weights and its bias; the output's are all of the last layer."""
    h = network.hidden
    unit = np.concatenate((np.repeat(np.arange(h), 2), np.arange(h), np.full(h + 1, h)))
    squares = np.bincount(unit, theta**2), np.bincount(unit, way**2)
    return np.asarray(way * np.sqrt(squares[0] / squares[1])[unit])


def _across(way: np.ndarray) -> np.ndarray:
    """Some direction of length 1 at right angles to this one."""
    axis = np.zeros_like(way)
    axis[int(np.argmin(np.abs(way)))] = 1.0
    other = axis - (axis @ way) * way
    return np.asarray(other / np.linalg.norm(other))
