"""Runs as numbers, every digit kept: a table as CSV or for pandas, JSON, and arrays as NumPy's npz."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from csv import writer
from importlib import import_module
from typing import Any

import numpy as np

from gdviz.export.contents import Contents
from gdviz.export.words import stamp
from gdviz.figures import DrawnRun
from gdviz.numeral import plain
from gdviz.trajectory import Trajectory

OWN = ("run", "step", "f", "gradient_norm", "rate")
"""Names of columns that no coordinate may have beside them: a table is read by its names."""


def csv(trajectory: Trajectory, variables: tuple[str, str] = ("x", "y"), url: str | None = None) -> str:
    """Comma-separated values, one row for each frame, the start first; numbers read back exactly.

    Columns: step; the coordinates, under the surface's own `variables` (f_ for one called f); f; the gradient g_…;
    gradient_norm; rate, the one used by the step that led to this row (empty at the start); every memory as state_…,
    one column for each coordinate where it has several. The link, if given, is a comment line with # before the header.
    """
    table = dict(_columns(trajectory, variables))
    return csv_text(table, zip(*table.values(), strict=True), url)


def csv_of_runs(runs: Mapping[str, Trajectory], variables: tuple[str, str] = ("x", "y"), url: str | None = None) -> str:
    """The tables of several runs (label → trajectory) below one another, under a first column `run` with the label.

    A memory that a run does not have is empty in its rows. A single run has the table of `csv`.
    """
    if len(runs) == 1:
        return csv(next(iter(runs.values())), variables, url)
    tables = {label: dict(_columns(run, variables)) for label, run in runs.items()}
    names = list(dict.fromkeys(name for table in tables.values() for name in table))
    rows: list[Sequence[str]] = []
    for label, table in tables.items():
        empty = [""] * len(table["step"])
        rows += zip([label] * len(empty), *(table.get(name, empty) for name in names), strict=True)
    return csv_text(["run", *names], rows, url)


def csv_text(head: Iterable[str], rows: Iterable[Sequence[object]], url: str | None = None) -> str:
    """Comma-separated values below their names; the link, if given, in a comment above."""
    text = io.StringIO()
    text.writelines(f"{line}\n" for line in stamp(url))
    writer(text, lineterminator="\n").writerows([head, *rows])
    return text.getvalue()


def dataframe(trajectory: Trajectory, variables: tuple[str, str] = ("x", "y")) -> Any:
    """The table of `csv` as a pandas DataFrame. Raises ImportError, with the command to install it, without pandas."""
    try:
        pandas = import_module("pandas")
    except ImportError as missing:
        raise ImportError("run.to_dataframe needs pandas. Install it: pip install pandas.") from missing
    columns = dict(_columns(trajectory, variables))
    steps = [int(step) for step in columns.pop("step")]
    return pandas.DataFrame(
        {"step": steps} | {name: [float(c or "nan") for c in cells] for name, cells in columns.items()}
    )


def _columns(run: Trajectory, variables: tuple[str, str]) -> Iterator[tuple[str, list[str]]]:
    first, second = variables
    yield "step", [str(step) for step in range(run.steps + 1)]
    for name, column in zip(variables, run.points.T, strict=True):
        yield (f"{name}_" if name in OWN else name), _written(column)
    yield "f", _written(run.values)
    yield f"g_{first}", _written(run.gradients[:, 0])
    yield f"g_{second}", _written(run.gradients[:, 1])
    yield "gradient_norm", _written(np.hypot(run.gradients[:, 0], run.gradients[:, 1]))
    yield "rate", ["", *_written(run.rates)]
    for name, memory in run.states.items():
        if memory.ndim == 1:
            yield f"state_{name}", _written(memory)
        else:
            for coordinate, column in zip(_coordinates(variables, memory), memory.T, strict=True):
                yield f"state_{name}_{coordinate}", _written(column)


def _coordinates(variables: tuple[str, str], memory: np.ndarray) -> tuple[str, ...]:
    wide = memory.shape[1]
    return variables if wide == 2 else tuple(str(place + 1) for place in range(wide))


def _written(column: np.ndarray) -> list[str]:
    """The shortest digits that read back as the same number."""
    return [repr(number) for number in np.asarray(column, dtype=np.float64).tolist()]


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
        "runs": [_run(contents, run) for run in contents.runs],
    }
    return json.dumps(plain(described), ensure_ascii=False, allow_nan=False) + "\n"


def _run(contents: Contents, drawn: DrawnRun) -> dict[str, Any]:
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
    content: dict[str, Any] = {
        "labels": np.array([run.label for run in contents.runs], dtype=np.str_),
        "formula": np.array(contents.surface.text),
        "link": np.array(contents.link),
        "window": np.array(contents.window, dtype=np.float64),
    }
    alone = len(contents.runs) == 1
    for place, run in enumerate(contents.runs):
        prefix = "" if alone else f"run{place}_"
        content |= {prefix + name: values for name, values in arrays(run.trajectory)}
    file = io.BytesIO()
    np.savez_compressed(file, **content)
    return file.getvalue()
