"""Record reference runs from PyTorch, optax and authors' packages: python -m tests.record_references [key …].

Needs torch, optax, pytorch_optimizer, schedulefree, prodigyopt and sympy; tests need none of them (record_loader.py).
Gradients come from PyTorch's autograd. A run is kept only if it moves, stays near, and is not chaotic: with gradients
from SymPy, disturbed by a few units in the last place, it must end up on the same points.
"""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version

import numpy as np

from tests import record_loader, record_schedules
from tests.record_libraries import STEPPERS
from tests.record_surfaces import SURFACES, Array, Pair, RecordedSurface, symbolic_gradient, value_and_gradient
from tests.record_table import FIRST_EIGHT, PYTORCH, Row
from tests.record_table_more import AUTHORS, OPTAX

STEPS = 200
REACH = 12.0
LEAST_TRAVEL = 0.05
MOST_SLACK = 1e-11
ROWS = FIRST_EIGHT + PYTORCH + OPTAX + AUTHORS
Gradient = Callable[[Array], tuple[float, Array]]


def path(row: Row, knobs: dict[str, float], start: Pair, gradient: Gradient) -> Array | None:
    """The run (201, 2), or nothing if it leaves the neighbourhood."""
    step = STEPPERS[row.library](row, knobs, np.array(start), gradient)
    points = [np.array(start)]
    for _ in range(STEPS):
        points.append(step())
        if not np.abs(points[-1]).max() < REACH:
            return None
    return np.array(points)


def disturbed(surface: RecordedSurface, seed: int) -> Gradient:
    """SymPy's gradient, each coordinate off by up to four units in the last place."""
    noise = np.random.default_rng(seed)
    slope = symbolic_gradient(surface)

    def gradient(point: Array) -> tuple[float, Array]:
        value, _ = value_and_gradient(surface, point)
        return value, np.array(slope(*point)) * (1 + 9e-16 * noise.uniform(-1, 1, 2))

    return gradient


def tamest(row: Row, surface: RecordedSurface, start: Pair) -> tuple[dict[str, float], Array, float]:
    """Knobs, points and slack of the first rung of the ladder that is worth recording."""
    name, rungs = row.ladder
    for rung in rungs:
        knobs = dict(row.knobs) | {name: rung}
        if "f_min" in knobs:
            knobs["f_min"] = surface.lowest
        points = path(row, knobs, start, lambda point: value_and_gradient(surface, point))
        if points is None or np.linalg.norm(points - points[0], axis=1).max() < LEAST_TRAVEL:
            continue
        others = [path(row, knobs, start, disturbed(surface, seed)) for seed in (1, 2)]
        slack = max(np.inf if other is None else float(np.abs(other - points).max()) for other in others)
        if slack < MOST_SLACK:
            return knobs, points, slack
    raise ValueError(f"{row.key} on {surface.name} from {start}: no rung of the ladder is tame")


def rows_of(key: str) -> Iterator[tuple[dict[str, object], Array]]:
    """Index entry and points of every run of one optimizer."""
    for row in (row for row in ROWS if row.key == key):
        for surface in SURFACES:
            for start in surface.starts:
                knobs, points, slack = tamest(row, surface, start)
                entry = {"optimizer": key, "knobs": knobs, "options": dict(row.options), "surface_name": surface.name}
                package = row.library.split(".")[0]
                library = f"{row.library}.{row.name} {version(package)}"
                entry |= {"surface": surface.text, "start": start, "library": library, "note": row.note}
                yield entry | {"slack": slack}, points


def record(key: str) -> None:
    """Write one optimizer's file."""
    entries, points = zip(*rows_of(key), strict=True)
    record_loader.write(key, list(entries), {f"r{number}": array for number, array in enumerate(points)})
    ladder = next(row.ladder[0] for row in ROWS if row.key == key)
    print(key, f"slack {max(e['slack'] for e in entries):.0e}", [f"{e['knobs'][ladder]:.0e}" for e in entries])


def main(keys: list[str]) -> None:
    """Record these optimizers, or all of them and the schedules."""
    if not keys:
        record_schedules.record()
    for key in keys or dict.fromkeys(row.key for row in ROWS):
        record(key)


if __name__ == "__main__":
    main(sys.argv[1:])
