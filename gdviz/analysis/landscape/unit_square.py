"""A window stretched to the unit square, so that every tolerance is a share of it; and the work done there, counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gdviz import symmetric
from gdviz.checkpoint import checkpoint
from gdviz.kernel import Graph, Node, reachable
from gdviz.lazy import lazy_property
from gdviz.window import Window

CHEAP = frozenset(
    {"add", "sub", "neg", "mul", "div", "sqrt", "abs", "sign", "step", "max", "min", "floor", "ceil", "where"}
)
DEAR = 15.0  # what a sine, a logarithm or a power costs
LIMIT = 5e8  # additions of two floats, or what costs as much
PLAIN = 100.0  # of a surface without a formula
CALL = 3e4  # of calling NumPy for one more set of points, however few


@dataclass
class Work:
    """What has been computed so far, and how much there may be."""

    spent: float = 0.0
    limit: float = LIMIT

    def add(self, points: int, each: float) -> None:
        """Counts an evaluation of some points, each of some cost."""
        self.spent += points * each + CALL

    @property
    def over(self) -> bool:
        return self.spent > self.limit

    def affords(self, each: float) -> int:
        """How many more such pieces of work there may be."""
        return max(0, int((self.limit - self.spent) / each))


def weights(surface: Any) -> tuple[float, float, float]:
    """What value, gradient and Hessian cost at one point, in additions."""
    if not getattr(surface, "symbolic", False):
        return PLAIN, 2 * PLAIN, 3 * PLAIN
    graph = Graph()
    nodes = surface.instantiate(graph, graph.input("x"), graph.input("y"), order=2)
    return cost(nodes[:1]), cost(nodes[1:3]), cost(nodes[3:])


def cost(outputs: Sequence[Node]) -> float:
    """Of computing the outputs once, at least 1."""
    return 1.0 + sum(1.0 if node.op in CHEAP else DEAR for node in reachable(outputs) if node.arguments)


Mask = NDArray[np.bool_]


class Landscape(Protocol):
    """What a survey asks of a surface: exact value, gradient and Hessian on broadcastable arrays."""

    @property
    def smooth(self) -> bool: ...
    @property
    def window(self) -> Window: ...
    @property
    def variables(self) -> tuple[str, str]: ...
    def value(self, x: np.ndarray, y: np.ndarray) -> np.ndarray: ...
    def gradient(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]: ...
    def hessian(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]: ...


@dataclass(frozen=True)
class Chart:
    """A surface seen in coordinates u in [0, 1]²; points are (2, n), gradients (2, n), Hessians (3, n): uu, uv, vv."""

    surface: Landscape
    window: Window
    work: Work = field(default_factory=Work)

    @lazy_property
    def weights(self) -> tuple[float, float, float]:
        return weights(self.surface)

    @property
    def corner(self) -> np.ndarray:
        return np.array([[low] for low, _ in self.window])

    @property
    def size(self) -> np.ndarray:
        return np.array([[high - low] for low, high in self.window])

    @lazy_property
    def height(self) -> float:
        """Height of f in the window, by a coarse grid; 1 where it has none."""
        along = np.linspace(0.01, 0.99, 16)
        values = self.value(np.stack([k.ravel() for k in np.meshgrid(along, along)]))
        values = values[np.isfinite(values)]
        return float(np.ptp(values)) or 1.0 if values.size else 1.0

    def plane(self, u: np.ndarray) -> np.ndarray:
        """From the unit square to the surface's own coordinates."""
        return self.corner + self.size * u

    def unit(self, p: np.ndarray) -> np.ndarray:
        """From the surface's own coordinates to the unit square."""
        return (p - self.corner) / self.size

    def count(self, u: np.ndarray, order: int) -> None:
        """Note an evaluation of this order at points (2, n); a checkpoint, as it ends a slice of the survey."""
        checkpoint()
        self.work.add(u.shape[1], self.weights[order])

    def value(self, u: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            self.count(u, 0)
            x, y = self.plane(u)
            return np.asarray(self.surface.value(x, y), dtype=float) + np.zeros_like(x)

    def gradient(self, u: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            self.count(u, 1)
            x, y = self.plane(u)
            gx, gy = self.surface.gradient(x, y)
            return np.stack([gx + 0 * x, gy + 0 * x]) * self.size

    def curvatures(self, u: np.ndarray) -> np.ndarray:
        """The Hessian (3, n) in the surface's own coordinates."""
        with np.errstate(all="ignore"):
            self.count(u, 2)
            x, y = self.plane(u)
            return np.stack([h + 0 * x for h in self.surface.hessian(x, y)])

    def hessian(self, u: np.ndarray) -> np.ndarray:
        width, height = self.size[:, 0]
        with np.errstate(all="ignore"):
            return self.curvatures(u) * np.array([[width**2], [width * height], [height**2]])


def inside(u: np.ndarray, margin: float = 1e-9) -> Mask:
    """Which unit points (2, n) lie in the window, its edge included."""
    return np.all((u >= -margin) & (u <= 1 + margin), axis=0)


def ring(count: int, turned: float = 0.01) -> np.ndarray:
    """Unit vectors (2, count) of evenly spread directions, the first turned from the axis by so much."""
    angles = np.arange(count) * (2 * np.pi / count) + turned
    return np.stack([np.cos(angles), np.sin(angles)])


def finite(*arrays: np.ndarray) -> Mask:
    """Columns without inf or NaN."""
    return np.logical_and.reduce([np.isfinite(a).all(axis=0) for a in arrays], axis=0)


def length(vector: np.ndarray) -> np.ndarray:
    """Lengths (n,) of vectors (2, n)."""
    return np.hypot(vector[0], vector[1])


def distinct(u: np.ndarray, quality: np.ndarray, tolerance: float = 1e-7) -> NDArray[np.int64]:
    """Indices of one column for each place, the best (lowest quality number) of those nearer than the tolerance.

    Two such columns share a cell of twice the size in at least one of four grids, shifted by half a cell.
    """
    chosen = np.argsort(quality, kind="stable")
    for shift in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        column, row = np.floor(u[:, chosen] / (2 * tolerance) + np.array(shift)[:, None]).astype(np.int64)
        _, first = np.unique(column * 2**32 + row, return_index=True)
        chosen = chosen[np.sort(first)]
    return chosen


def eigen(h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues (2, n) ascending and the unit eigenvector (2, n) of the larger one, of symmetric (3, n)."""
    return symmetric.eigenvalues(h), symmetric.larger_eigenvector(h)


def lowest_first(values: np.ndarray, room: float) -> NDArray[np.int64]:
    """Indices of values (n,) by size; those that differ by less than room mixed, so that a cut favours no side."""
    mixed = np.random.default_rng(0).permutation(len(values))
    with np.errstate(all="ignore"):
        steps = np.round(values / room)
    return mixed[np.argsort(steps[mixed], kind="stable")]
