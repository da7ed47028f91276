"""The player's second picture: the rows, what each run makes of them at every frame, and the batch it looks at."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from gdviz.figures.packing import digest, pack_floats
from gdviz.learning.data import BatchPlan, BatchRecord, Indices

MOST_INDICES = 120_000
"""Rows of batches that are sent for one run: 160 kB of base64, then a drawn batch is the last that is known."""
MOST_FRAMES = 400
"""Weight vectors that are sent for one run; between them the last one stands."""


@dataclass(frozen=True, eq=False)
class Scatter:
    """The rows as drawn. columns: in the model's units, inputs first, the target last, each (rows,).

    scales: column → (mean, spread) of its own units. labels: column → text on its axis. classes: names of the two
    values of the target, else empty. checked: indices of rows that are only looked at.
    """

    columns: Mapping[str, np.ndarray]
    labels: Mapping[str, str] = field(default_factory=dict)
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    classes: tuple[str, ...] = ()
    checked: Sequence[int] | Indices = ()


@dataclass(frozen=True, eq=False)
class FitRun:
    """What is known of a run besides its path, frame by frame.

    batches, record: the rows of each step and what they said, None for steps on all rows. seen (n + 1,): rows looked
    at. checked (n + 1,): the loss over the rows set apart, and stop, the frame where it is lowest. weights (n + 1, d):
    all weights, where the map shows only a plane of them. ball (k, 2): points among which noise keeps
    the run.
    """

    seen: np.ndarray | Indices
    batches: BatchPlan | None = None
    record: BatchRecord | None = None
    checked: np.ndarray | None = None
    stop: int | None = None
    weights: np.ndarray | None = None
    ball: np.ndarray | None = None


@dataclass(frozen=True, eq=False)
class OverlayContours:
    """Another loss on a window, drawn as thin level lines: z (ny, nx), and a word for it."""

    window: tuple[tuple[float, float], tuple[float, float]]
    z: np.ndarray
    word: str


@dataclass(frozen=True)
class Spot:
    """A point of the map with a word beside it."""

    point: tuple[float, float]
    word: str


class Best(NamedTuple):
    """Weights (d,) that no run needs to find, drawn beside the runs, and a word for them."""

    weights: np.ndarray
    word: str


def fit(
    scatter: Scatter,
    model: Mapping[str, Any],
    runs: Mapping[str, FitRun],
    *,
    ghost: OverlayContours | None = None,
    spots: Sequence[Spot] = (),
    trail: Sequence[tuple[float, float]] = (),
    words: str = "",
    per_epoch: int = 0,
    fixed: bool = False,
    best: Best | None = None,
) -> dict[str, Any]:
    """The part "fit" of the player's payload; runs: by the id of their DrawnRun.

    model: see `formula_model` and its like. trail: points joined by a thin line (a minimum that moves). words: one
    sentence under the picture. per_epoch: rows of one pass, all if 0. fixed: the start is not the visitor's to move.
    best: one more model, in ink.
    """
    view = {
        **_scatter(scatter),
        "model": dict(model), "runs": {run: _run(one) for run, one in runs.items()}, "ghost": _ghost(ghost),
        "spots": [{"point": list(map(float, spot.point)), "word": spot.word} for spot in spots],
        "trail": [[float(x), float(y)] for x, y in trail],
        "words": words,
        "per_epoch": per_epoch or len(next(iter(scatter.columns.values()))),
        "fixed": fixed,
        "best": best and {"weights": list(map(float, best.weights)), "word": best.word},
    }  # fmt: skip
    return {"key": digest(view), **view}


def _scatter(scatter: Scatter) -> dict[str, Any]:
    columns = list(scatter.columns)
    return {
        "columns": {name: pack_floats(np.asarray(column), 5) for name, column in scatter.columns.items()},
        "names": columns,
        "labels": [scatter.labels.get(name, name) for name in columns],
        "scales": [list(map(float, scatter.scales.get(name, (0.0, 1.0)))) for name in columns],
        "classes": list(scatter.classes),
        "checked": [int(row) for row in scatter.checked],
    }


def _run(run: FitRun) -> dict[str, Any]:
    steps = len(run.seen) - 1
    part: dict[str, Any] = {"seen": pack_floats(np.asarray(run.seen, dtype=np.float64), 5)}
    if run.batches is not None and run.batches.rows.shape[1] < run.batches.count:
        rows = run.batches.rows[:steps]
        rows = rows[: max(1, MOST_INDICES // rows.shape[1])]
        part |= {"size": int(rows.shape[1]), "batches": _indices(rows)}
    if run.record is not None:
        record = run.record
        part |= {"values": pack_floats(record.values, 4), "gradients": pack_floats(record.gradients.T, 4)}
        part |= {"angles": pack_floats(record.angles, 4)}
    if run.checked is not None:
        part |= {"checked": pack_floats(run.checked, 5), "stop": run.stop}
    if run.ball is not None and (drawn := ellipse(run.ball)) is not None:
        part["ball"] = drawn
    if run.weights is not None:
        stride = max(1, -(-steps // MOST_FRAMES))
        weights = run.weights[::stride]
        part |= {"weights": pack_floats(weights, 4), "dimension": int(weights.shape[1]), "stride": stride}
    return part


def _indices(rows: Indices) -> str:
    """Row numbers as unsigned 16-bit; 65535 where a batch is short."""
    return base64.b64encode(np.where(rows < 0, 65535, rows).astype("<u2").tobytes()).decode("ascii")


def _ghost(ghost: OverlayContours | None) -> dict[str, Any] | None:
    if ghost is None:
        return None
    z = np.broadcast_to(np.asarray(ghost.z, dtype=np.float64), ghost.z.shape)
    window = [[float(low), float(high)] for low, high in ghost.window]
    return {"window": window, "shape": [z.shape[1], z.shape[0]], "z": pack_floats(z, 4), "word": ghost.word}


def ellipse(points: np.ndarray) -> list[Any] | None:
    """[middle, [half axes], turn in radians] of one standard deviation about the mean of points (k, 2)."""
    if len(points) < 3 or not np.isfinite(points).all():
        return None
    sizes, ways = np.linalg.eigh(np.cov(points.T))
    if not np.isfinite(sizes).all():
        return None
    half = np.sqrt(np.maximum(sizes, 0.0))
    return [points.mean(axis=0).tolist(), half[::-1].tolist(), float(np.arctan2(ways[1, 1], ways[0, 1]))]
