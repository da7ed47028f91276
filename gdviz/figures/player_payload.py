"""All that the player draws, as one plain dict of short texts: a pure function of surface, runs and view."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gdviz.figures.packing import digest, map_payload, pack_floats
from gdviz.surface import Surface, Window
from gdviz.trajectory import Ending, Trajectory

DIVERGED = (Ending.OVERFLOW, Ending.BEYOND_BOUND)
STRAY = (Ending.DIVISION_BY_ZERO, Ending.LEFT_DOMAIN, Ending.UNDEFINED_START)


@dataclass(frozen=True)
class DrawnRun:
    """A run as drawn: its label ("Adam · α 0.1"), a colour of the palette and a line style beside it."""

    id: str
    name: str
    label: str
    color: str
    dash: str
    trajectory: Trajectory
    on: bool = True


@dataclass(frozen=True)
class Mark:
    """A sign on the map: kind is minimum, global, saddle, maximum, degenerate, floor (of a valley), event or arrival.

    point (2,); `text` is shown on hover; an event or arrival also names its frame and the id of its run, and has a
    phrase of at most four words that stands beside it while the run is played.
    """

    kind: str
    point: tuple[float, float]
    text: str = ""
    value: float | None = None
    frame: int | None = None
    run: str | None = None
    phrase: str = ""


@dataclass(frozen=True)
class View:
    """The switches of the player; they change the drawing only, never a number.

    levels: log, quantile or linear. loss: value or gradient. pause: at events, while it plays. size: "" or "projector".
    step: which is taken apart at a frame, made or next. inside: a run's id, or off.
    """

    levels: str = "log"
    arrows: bool = True
    loss: str = "value"
    loss_log: bool = True
    space: bool = False
    speed: float = 1.0
    loop: bool = False
    pause: bool = False
    step: str = "made"
    size: str = ""
    inside: str = "off"


def payload(
    surface: Surface,
    window: Window,
    runs: Sequence[DrawnRun],
    *,
    start: tuple[float, float],
    view: View | None = None,
    marks: Sequence[Mark] = (),
    frame: int | None = None,
    fates: Mapping[str, Mapping[str, str]] | None = None,
    inside: Mapping[str, Any] | None = None,
    points_in_view: bool = False,
) -> dict[str, Any]:
    """The player's data: JSON-ready, about 60 KB for the map and 30 bytes per step and run.

    window ((x0, x1), (y0, y1)). Runs with `on` false are left out. `frame` None opens on the last frame.
    fates: id of a run → word, tone and sentence of its verdict. inside: of the run that the view names (`inside.py`).
    points_in_view: the map also finds the critical points of whatever it shows, beside the window and in closer views.
    Keys: `surface.key` changes when the map must be drawn again, `run_key` when the paths must.
    """
    return {
        "surface": map_payload(surface, window),
        **moved_payload(runs, start, inside=inside),
        "marks": [_mark(mark) for mark in marks if np.isfinite(mark.point).all()],
        "view": asdict(view or View()),
        "frame": frame,
        "fates": dict(fates or {}),
        "points_in_view": points_in_view,
    }


def moved_payload(
    runs: Sequence[DrawnRun], start: tuple[float, float], *, inside: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What of a payload is new while a hand still moves: runs and start, and nothing of how the runs end."""
    drawn = [packed_run(run) for run in runs if run.on]
    return {
        "runs": drawn,
        "run_key": digest(drawn),
        "start": [float(start[0]), float(start[1])],
        "inside": inside,
    }


def packed_run(run: DrawnRun) -> dict[str, Any]:
    """One run as the browser reads it."""
    trajectory = run.trajectory
    return {
        "id": run.id,
        "name": run.name,
        "label": run.label,
        "color": run.color,
        "dash": run.dash,
        "steps": trajectory.steps,
        "points": pack_floats(trajectory.points.T, 5),
        "values": pack_floats(trajectory.values, 5),
        "gradients": pack_floats(trajectory.gradients.T, 4),
        **_rates(trajectory.rates),
        "ending": _ending(trajectory.ending),
    }


def _mark(mark: Mark) -> dict[str, Any]:
    # JSON has no NaN: a mark without a finite value has none.
    finite = mark.value is not None and np.isfinite(mark.value)
    return asdict(mark) | {
        "point": [float(mark.point[0]), float(mark.point[1])],
        "value": mark.value if finite else None,
    }


def _rates(rates: np.ndarray) -> Mapping[str, Any]:
    """One number while the rate is constant, the packed array otherwise."""
    if len(rates) == 0:
        return {"rate": None, "rates": None}
    if np.all(rates == rates[0]) and np.isfinite(rates[0]):
        return {"rate": float(rates[0]), "rates": None}
    return {"rate": None, "rates": pack_floats(rates, 4)}


def _ending(ending: Ending) -> dict[str, str]:
    kind = "diverged" if ending in DIVERGED else "stray" if ending in STRAY else "done"
    return {"kind": kind, "name": ending.name, "sentence": ending.value}
