"""Read the recorded reference runs and schedules: NumPy only, so that tests need neither PyTorch nor optax.

    from tests.record_loader import recorded_runs, recorded_schedules
    for run in recorded_runs("adam"):              # or recorded_runs() for every optimizer
        path = descend(run.surface, run.optimizer, run.start, steps=200, **run.knobs, **run.options)
        assert abs(path.points - run.points).max() < 1e-9

`tests/references/<key>.npz` holds one optimizer: float64 arrays r0, r1, … and a JSON index beside them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "references"
SCHEDULES = "schedules"


@dataclass(frozen=True)
class Run:
    """One recorded run of 200 steps.

    knobs are spelled as in gdviz; options compose with any rule (clip_norm, clip_value, weight_decay_l2).
    points (201, 2), row 0 the start: what the library holds in its parameters after each step.
    library is its name and version; note says where libraries or conventions disagree.
    slack is how far the run moves when its gradients are wrong by a few units in the last place.
    """

    optimizer: str
    knobs: Mapping[str, float]
    options: Mapping[str, float]
    surface_name: str
    surface: str
    start: tuple[float, float]
    library: str
    note: str
    slack: float
    points: NDArray[np.float64] = field(repr=False)


@dataclass(frozen=True)
class Rates:
    """PyTorch's learning rates for 200 steps: rates[t - 1] is used by step t.

    arguments are spelled as PyTorch's (`scheduler` is its class). `losses` (200,), for reduce on plateau only, else
    empty: losses[t - 1] is what the scheduler is told after step t.
    """

    schedule: str
    scheduler: str
    base_rate: float
    arguments: Mapping[str, object]
    library: str
    rates: NDArray[np.float64] = field(repr=False)
    losses: NDArray[np.float64] = field(repr=False)


def recorded_keys() -> tuple[str, ...]:
    """The optimizers that have recorded runs."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.npz") if path.stem != SCHEDULES))


def recorded_runs(*optimizers: str) -> Iterator[Run]:
    """Every recorded run of these optimizers, or of all."""
    for key in optimizers or recorded_keys():
        with np.load(FOLDER / f"{key}.npz") as arrays:
            for number, row in enumerate(json.loads(str(arrays["index"]))):
                yield Run(**row | {"start": tuple(row["start"]), "points": arrays[f"r{number}"]})


def recorded_schedules() -> Iterator[Rates]:
    """Every recorded schedule."""
    with np.load(FOLDER / f"{SCHEDULES}.npz") as arrays:
        for number, row in enumerate(json.loads(str(arrays["index"]))):
            yield Rates(**row, rates=arrays[f"r{number}"], losses=arrays[f"l{number}"])


def write(name: str, index: list[dict[str, object]], arrays: Mapping[str, NDArray[np.float64]]) -> None:
    """Write one file of references."""
    np.savez_compressed(FOLDER / f"{name}.npz", index=np.array(json.dumps(index)), **arrays)
