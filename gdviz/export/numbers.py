"""Runs as numbers for other programs: JSON, and NumPy's npz with every array of every run."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gdviz.export.contents import Contents
from gdviz.trajectory import Trajectory


def json_of_runs(contents: Contents) -> str:
    """The surface and every number of every run; a number that is not finite is null.

    Keys: title, formula, variables, parameters, window, start, link, critical_points (kind, point, value), runs (label,
    optimizer, settings, ending, fate, arrays as in `arrays`).
    """
    described = {
        "title": contents.title,
        "formula": contents.surface.text,
        "variables": contents.surface.variables,
        "parameters": dict(contents.surface.parameters),
        "window": contents.window,
        "start": contents.start,
        "link": contents.link,
        "critical_points": [
            {"kind": mark.kind, "point": mark.point, "value": mark.value}
            for mark in contents.marks
            if mark.run is None and mark.kind != "floor"
        ],
        "runs": [_run(contents, place) for place in range(len(contents.runs))],
    }
    return json.dumps(plain(described), ensure_ascii=False, allow_nan=False) + "\n"


def _run(contents: Contents, place: int) -> dict[str, Any]:
    drawn = contents.runs[place]
    run = drawn.trajectory
    return {
        "label": drawn.label,
        "optimizer": drawn.name,
        "settings": {**run.settings.numbers, "seed": run.settings.seed},
        "steps": run.steps,
        "ending": run.ending.value,
        "fate": contents.fates.get(drawn.id, {}).get("sentence", ""),
        **dict(arrays(run)),
    }


def arrays(run: Trajectory) -> Iterator[tuple[str, np.ndarray]]:
    """points (n+1, 2), values (n+1,), gradients (n+1, 2), rates (n,), each memory as state_…, row t after step t."""
    yield from (("points", run.points), ("values", run.values), ("gradients", run.gradients), ("rates", run.rates))
    yield from ((f"state_{name}", memory) for name, memory in run.states.items())


def npz_of_runs(contents: Contents) -> bytes:
    """What `numpy.load` reads: the arrays of the run, of several runs after run0_, run1_ …; their labels in `labels`.

    Besides: formula, link and window; all without pickles.
    """
    held: dict[str, Any] = {
        "labels": np.array([run.label for run in contents.runs], dtype=np.str_),
        "formula": np.array(contents.surface.text),
        "link": np.array(contents.link),
        "window": np.array(contents.window, dtype=np.float64),
    }
    alone = len(contents.runs) == 1
    for place, run in enumerate(contents.runs):
        prefix = "" if alone else f"run{place}_"
        held |= {prefix + name: values for name, values in arrays(run.trajectory)}
    file = io.BytesIO()
    np.savez_compressed(file, **held)
    return file.getvalue()


def plain(value: object) -> object:
    """Lists, dicts, texts and numbers alone, null for what is not finite."""
    if isinstance(value, Mapping):
        return {str(name): plain(inside) for name, inside in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(inside) for inside in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value
