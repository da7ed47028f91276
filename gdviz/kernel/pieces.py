"""Jumps of a formula that is made of pieces: looked for where its conditions change, along the lines of a grid."""

from collections.abc import Callable

import numpy as np

from gdviz.argument import Array
from gdviz.expression import Binary, Reading
from gdviz.expression.conditions import is_condition
from gdviz.expression.remarks import walk
from gdviz.kernel.array_eval import evaluate
from gdviz.kernel.graph import Graph
from gdviz.kernel.translate import from_tree
from gdviz.numeral import numeral

GRID = np.sinh(np.linspace(-7.0, 7.0, 42)) / 2.0 + 0.0137
"""Coordinates from -274 to 274, close together near 0, on none of the usual borders."""
MOST = 200
HALVINGS = 80
LEAST = 1e-6
"""A difference of values at neighbouring floats, in shares of 1 + their size, that is no rounding and no slope."""


def jump_notes(reading: Reading) -> tuple[str, ...]:
    """The sentence of a jump of f between its pieces, with its place, for parameters of 1; none where none is found."""
    compared = [node for node in walk(reading.tree) if isinstance(node, Binary) and is_condition(node)]
    if not compared or reading.columns:
        return ()
    graph = Graph()
    names = {name: graph.input(f"in{place}") for place, name in enumerate((*reading.variables, *reading.parameters))}
    outputs = [from_tree(graph, tree, names) for tree in (reading.tree, *compared)]
    others = {f"in{place}": 1.0 for place in range(2, len(names))}

    def values(points: Array) -> Array:
        with np.errstate(all="ignore"):
            rows = evaluate(outputs, {"in0": points[0], "in1": points[1], **others})
        return np.stack([np.broadcast_to(row, points.shape[1:]) for row in rows])

    found = _nearest_jump(values)
    if found is None:
        return ()
    (x, y), size = found
    return (f"It jumps where its pieces meet, as by {numeral(size)} at ({numeral(x)}, {numeral(y)}).",)


def _nearest_jump(values: Callable[[Array], Array]) -> tuple[Array, float] | None:
    """Nearest to 0, where f, the first row of values, differs from one side of a border to the other; by how much."""
    x, y = np.meshgrid(GRID, GRID)
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
        middle = (low + high) / 2.0
        same = (values(middle)[1:] == side).all(axis=0)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    before, after = values(low)[0], values(high)[0]
    jumps = np.abs(after - before)
    jumps[~(np.isfinite(jumps) & (jumps > LEAST * (1.0 + np.abs(before) + np.abs(after))))] = 0.0
    if not (jumps > 0.0).any():
        return None
    place = int(np.argmin(np.where(jumps > 0.0, np.hypot(*high), np.inf)))
    return np.where(np.abs(high[:, place]) < 1e-12, 0.0, high[:, place]), float(jumps[place])
