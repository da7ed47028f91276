"""Jumps of a formula that is made of pieces: looked for where its conditions change, along the lines of a grid."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from gdviz.expression import Binary, Node, Reading, name_plain, walk
from gdviz.expression.syntax import COMPARED
from gdviz.kernel.array_eval import evaluate
from gdviz.kernel.graph import Graph
from gdviz.kernel.translate import from_tree
from gdviz.numeral import numeral
from gdviz.window import Window

FAR = np.sinh(np.linspace(-7.0, 7.0, 42)) / 2.0 + 0.0137
"""Coordinates from -274 to 274, close together near 0, on none of the usual borders."""
CELLS = 64
"""Of a grid over the window, along each axis."""
MOST = 200
HALVINGS = 80
LEAST = 1e-6
"""A difference of values at neighbouring floats, in shares of 1 + their size, that is no rounding and no slope."""
Values = Callable[[np.ndarray], np.ndarray]


def jump_notes(reading: Reading, window: Window, parameters: Mapping[str, float]) -> tuple[str, ...]:
    """The sentence of a jump of f between its pieces, in the window or else outside of it, for these parameters.

    Where none is found it says where was looked; there is no sentence for a formula without conditions.
    """
    compared = [node for node in walk(reading.tree) if isinstance(node, Binary) and node.operator in COMPARED]
    if not compared or reading.columns:
        return ()
    values = _values(reading, compared, parameters)
    letters = ", ".join(f"{name_plain(name)} = {numeral(parameters[name])}" for name in reading.parameters)
    where = f", for {letters}" if letters else ""
    xs, ys = (low + (high - low) * (np.arange(CELLS) + 0.4871) / CELLS for low, high in window)
    middle = np.mean(window, axis=1)
    if jump := _nearest_jump(values, xs, ys, middle):
        return (f"It jumps where its pieces meet, as {_words(*jump)}{where}.",)
    if jump := _nearest_jump(values, FAR, FAR, middle):
        return (
            f"In the window no jump was found where its pieces meet; outside there is one, {_words(*jump)}{where}.",
        )
    looked = f"on a grid of {CELLS} × {CELLS} over the window and a wider one to ±274"
    return (f"No jump was found where its pieces meet, {looked}{where}.",)


def _words(point: np.ndarray, size: float) -> str:
    return f"by {numeral(size)} at ({numeral(point[0])}, {numeral(point[1])})"


def _values(reading: Reading, compared: Sequence[Node], parameters: Mapping[str, float]) -> Values:
    """Points (2, …) → f in the first row, and 1 or 0 for each of the conditions."""
    graph = Graph()
    names = {name: graph.input(f"in{place}") for place, name in enumerate((*reading.variables, *reading.parameters))}
    outputs = [from_tree(graph, tree, names) for tree in (reading.tree, *compared)]
    others = {f"in{place}": parameters[name] for place, name in enumerate(reading.parameters, 2)}

    def values(points: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            rows = evaluate(outputs, {"in0": points[0], "in1": points[1], **others})
        return np.stack([np.broadcast_to(row, points.shape[1:]) for row in rows])

    return values


def _nearest_jump(
    values: Values, xs: np.ndarray, ys: np.ndarray, middle: np.ndarray
) -> tuple[np.ndarray, float] | None:
    """Nearest to a point, where f, the first row of values, differs across a border of a condition, and by how much.

    The borders are those that cross the lines of a grid.
    """
    x, y = np.meshgrid(xs, ys)
    grid = np.stack([x, y])
    sides = values(grid)[1:]
    across, up = ((sides != np.roll(sides, -1, axis)).any(axis=0) for axis in (2, 1))
    across[:, -1] = up[-1] = False
    low = np.concatenate([grid[:, across], grid[:, up]], axis=1)
    high = np.concatenate([np.roll(grid, -1, 2)[:, across], np.roll(grid, -1, 1)[:, up]], axis=1)
    few = np.linspace(0, low.shape[1] - 1, min(MOST, low.shape[1])).astype(int)
    low, high = low[:, few], high[:, few]
    side = values(low)[1:]
    for _ in range(HALVINGS):
        between = (low + high) / 2.0
        same = (values(between)[1:] == side).all(axis=0)
        low, high = np.where(same, between, low), np.where(same, high, between)
    before, after = values(low)[0], values(high)[0]
    jumps = np.abs(after - before)
    jumps[~(np.isfinite(jumps) & (jumps > LEAST * (1.0 + np.abs(before) + np.abs(after))))] = 0.0
    if not (jumps > 0.0).any():
        return None
    place = int(np.argmin(np.where(jumps > 0.0, np.hypot(*(high - middle[:, None])), np.inf)))
    return np.where(np.abs(high[:, place]) < 1e-12, 0.0, high[:, place]), float(jumps[place])
