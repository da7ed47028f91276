"""A typed formula made computable: its derivatives by SymPy, compiled for one point and for many."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from gdviz import expression
from gdviz.kernel.derivatives import CHUNK, Derivatives
from gdviz.kernel.graph import Graph, Node
from gdviz.kernel.pieces import jump_notes
from gdviz.kernel.source import define, scalar_block
from gdviz.window import Window

ANGLES = 0.3 + np.arange(4) * np.pi / 4
"""Of the lines through the point on which the limit is taken, none along an axis or a diagonal."""
RADII = 2.0 ** -np.arange(6, 32, 4)
"""Shares of the point's size, at least of 1, at which it is looked for; a feature finer than the last is not seen."""
AGREEMENT, ROUND = 1e-8, 1e-3
"""How near two limits are to each other, and the means of the four lines, in shares of 1 + the limit."""


def fill_in_limits(
    hessian: np.ndarray,
    points: np.ndarray,
    gradient: Callable[[np.ndarray], np.ndarray],
    curvatures: Callable[[np.ndarray], np.ndarray],
) -> None:
    """Where a Hessian (3, n) at points (2, n) is NaN and the gradient is finite: set it to its limit, else all NaN.

    Means over a circle lose what is odd there, and Richardson's extrapolation what grows as the square of its radius.
    """
    holes = np.flatnonzero(np.isnan(hessian).any(axis=0))
    if holes.size:
        holes = holes[np.isfinite(gradient(points[:, holes])).all(axis=0)]
    if not holes.size:
        return
    hessian[:, holes] = before = np.full((3, holes.size), np.nan)
    with np.errstate(all="ignore"):
        for radius in RADII:
            wide, round_wide = _mean(points[:, holes], radius, curvatures)
            narrow, round_narrow = _mean(points[:, holes], radius / 2, curvatures)
            limit = (4.0 * narrow - wide) / 3.0
            size = 1.0 + np.abs(limit).max(axis=0)
            settled = (np.abs(limit - before).max(axis=0) <= AGREEMENT * size) & (
                np.maximum(round_wide, round_narrow) <= ROUND * size
            )
            hessian[:, holes[settled]] = limit[:, settled]
            holes, before = holes[~settled], limit[:, ~settled]


def _mean(
    points: np.ndarray, radius: float, curvatures: Callable[[np.ndarray], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """The mean (3, n) over a circle about each point, and how far the mean of one of its lines is from it (n,)."""
    reach = radius * np.maximum(1.0, np.abs(points).max(axis=0))
    ways = np.stack([np.cos(ANGLES), np.sin(ANGLES)])[:, :, None] * reach
    around = np.concatenate([points[:, None] + ways, points[:, None] - ways], axis=1)
    values = curvatures(around.reshape(2, -1)).reshape(3, 2, len(ANGLES), -1).mean(axis=1)
    mean = values.mean(axis=1)
    return mean, np.abs(values - mean[:, None]).max(axis=(0, 1))


class Formula(Derivatives):
    """One per text, shared by every surface of that text; parameters are arguments, so no value of them recompiles."""

    symbolic = True

    def __init__(self, text: str) -> None:
        super().__init__(expression.read(text))
        reading = self.reading
        self.text = text
        self.variables, self.parameters = reading.variables, reading.parameters
        self.latex, self.readings = reading.latex, reading.readings
        self.notes = reading.notes
        self.smooth, self.one_variable = reading.smooth, reading.one_variable
        self._scalar: dict[int, Callable[..., tuple[float, ...]]] = {}

    def instantiate(self, graph: Graph, x: Node, y: Node, order: int) -> tuple[Node, ...]:
        """f, then gx, gy, then hxx, hxy, hyy, up to order, at (x, y) in a graph; parameters are its inputs p_<name>."""
        nodes = [node for o in range(order + 1) for node in self.outputs(o)]
        with self._lock:
            return graph.graft(nodes, dict(zip(self._inputs.values(), (x, y), strict=False)))

    def at_point(self, order: int, x: float, y: float, parameters: Mapping[str, float]) -> Sequence[float]:
        """One order at one point. Never raises: where Python floats would, IEEE answers."""
        try:
            values = self._scalar_kernel(order)(float(x), float(y), *parameters.values())
            if order < 2 or not any(map(math.isnan, values)):
                return values
        except (ArithmeticError, ValueError):
            pass  # as for a Hessian that may have a limit: by NumPy
        return [float(a[0]) for a in self.at_points(order, np.array([x, y], np.float64)[:, None], parameters)]

    def at_points(self, order: int, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """One order at points (2, n): (1, n), (2, n) or (3, n). Never warns; NaN or inf where undefined."""
        return self.at_orders((order,), points, parameters)

    def slopes(self, points: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
        """Gradient and Hessian at points (2, n): (5, n)."""
        return self.at_orders((1, 2), points, parameters)

    def at_orders(
        self, orders: tuple[int, ...], points: np.ndarray, parameters: Mapping[str, np.ndarray | float]
    ) -> np.ndarray:
        """Some orders at points (2, n) by one function, which computes what they share once: their rows, (…, n)."""
        rows = self._rows(orders, points, parameters)
        if 2 in orders:
            before = sum(order + 1 for order in orders[: orders.index(2)])
            slope, curvature = (lambda some, o=o: self._rows((o,), some, parameters) for o in (1, 2))
            fill_in_limits(rows[before : before + 3], points, slope, curvature)
        return rows

    def _rows(
        self, orders: tuple[int, ...], points: np.ndarray, parameters: Mapping[str, np.ndarray | float]
    ) -> np.ndarray:
        numbers = [np.array(value, np.float64) for value in parameters.values()]
        return self.batch_function(*orders).in_chunks(points, numbers, CHUNK)

    def _scalar_kernel(self, order: int) -> Callable[..., tuple[float, ...]]:
        if order not in self._scalar:
            with self._lock:
                names = {node: f"in{place}" for place, node in enumerate(self._inputs.values())}
                lines, expressions = scalar_block(self._graph, self.outputs(order), names)
                body = "".join(f"    {line}\n" for line in [*lines, f"return ({', '.join(expressions)},)"])
                self._scalar[order] = define("kernel", f"def kernel({', '.join(names.values())}):\n{body}")
        return self._scalar[order]

    @lru_cache(maxsize=256)  # noqa: B019 -- formulas are cached by the same number
    def jumps(self, window: Window, values: tuple[float, ...]) -> tuple[str, ...]:
        """The sentence on jumps between its pieces, for these values of its parameters, in their order."""
        return jump_notes(self.reading, window, dict(zip(self.parameters, values, strict=True)))

    def gradient_latex(self) -> tuple[str, ...]:
        """LaTeX of the two derivatives."""
        return expression.differentiate(self.reading).gradient_latex()

    def hessian_latex(self) -> tuple[str, ...]:
        """LaTeX of the second derivatives xx, xy, yy."""
        return expression.differentiate(self.reading).hessian_latex()


@lru_cache(maxsize=256)
def formula(text: str) -> Formula:
    """The shared Formula of a text; 256 are kept, as texts are the visitors' choice. Raises ExpressionError."""
    return Formula(text)
