"""The minimum that a run comes to stay at, or goes on hovering about."""

from dataclasses import dataclass

import numpy as np

from gdviz.analysis.diagnosis.climbs import bursts
from gdviz.analysis.diagnosis.moves import VISIBLE
from gdviz.analysis.diagnosis.rest import still
from gdviz.analysis.diagnosis.run import DiagnosedRun, once
from gdviz.analysis.diagnosis.words import PHRASES, Event, EventKind
from gdviz.analysis.landscape import Kind
from gdviz.analysis.landscape.newton import minima_beside
from gdviz.numeral import coordinates, numeral

AT = 2e-3  # share of the diagonal: so near a minimum is at it
GAP = 1e-5  # share of the heights: so little above a minimum is down at it
NEWTON_REACH = 0.02
HOVER = 10  # steps at least


@dataclass(frozen=True)
class Place:
    """A minimum that a run ended at: where, how deep, number in the survey (None: not in it), words for it.

    hover: how far from it the run keeps moving in its last quarter, None where it is at rest.
    """

    point: tuple[float, float]
    value: float
    number: int | None
    words: str
    hover: float | None = None


def down(run: DiagnosedRun, value: float) -> bool:
    """Is the run as low as a minimum of this value, but for GAP of the heights? Lower it is only across a jump of f."""
    return abs(float(run.values[-1]) - value) <= GAP * run.height


@once
def at_a_minimum(run: DiagnosedRun) -> Place | None:
    """The isolated minimum or valley floor the last point lies at, else the minimum Newton's method finds beside it."""
    end = run.points[-1]
    for number, m in enumerate(run.survey.minima):
        away = float(np.hypot(*np.subtract(m.point, end)))
        near = away < (NEWTON_REACH if m.kind is Kind.DEGENERATE else AT) * run.diagonal
        if near and down(run, m.value):
            return Place(m.point, m.value, number, f"the minimum {coordinates(m.point)}")
    for floor in run.survey.valleys:
        if floor.is_minimum and floor.distance(end) < NEWTON_REACH * run.diagonal and down(run, floor.value):
            x, y = (float(k) for k in end)
            return Place((x, y), floor.value, None, f"{coordinates(end)}, one of the minima of {floor.shape}")
    return outside_minimum(run)


def outside_minimum(run: DiagnosedRun) -> Place | None:
    """A minimum that the survey does not list (outside its window, numeral), by Newton's method from the last point."""
    bounds, end = np.array(run.survey.window), run.points[-1]
    outside = bool(((end < bounds[:, 0]) | (end > bounds[:, 1])).any())
    if run.survey.certified and not outside:
        return None
    minima = minima_beside(run.surface, end[:, None], AT * run.diagonal)
    if not minima.size:
        return None
    x, y = minima[:, 0].tolist()
    value = float(run.surface.value(x, y))
    if not down(run, value):
        return None
    return Place((x, y), value, None, f"the minimum {coordinates((x, y))}{' outside the window' if outside else ''}")


def resting_place(run: DiagnosedRun) -> Place | None:
    """The minimum at which the run has come to rest."""
    at_rest = still(run) if run.noise else run.count == 0 or float(run.lengths[-3:].max()) < 2 * AT * run.diagonal
    return at_a_minimum(run) if at_rest else None


def hovering(run: DiagnosedRun) -> Place | None:
    """The minimum that the last quarter of the run stays VISIBLE near, to and fro, without coming nearer for good."""
    quarter = run.count // 4
    if quarter < HOVER:
        return None
    last, half = run.points[-quarter - 1 :], quarter // 2
    back = (np.einsum("ij,ij->i", run.moves[1 - quarter :], run.moves[-quarter:-1]) < 0).mean()
    leaps = any(burst.until > run.count // 2 for burst in bursts(run, run.count))
    for number, m in enumerate(run.survey.minima):
        away = np.hypot(*(last - np.array(m.point)).T)
        to_and_fro = (np.diff(away) > 0).mean() > 0.2 or back > 0.5
        lasts = leaps or (to_and_fro and away[half:].max() > 0.8 * away[:half].max())
        if away.max() < VISIBLE * run.diagonal and lasts:
            return Place(m.point, m.value, number, f"the minimum {coordinates(m.point)}", float(away.max()))
    return None


def first_at(run: DiagnosedRun, place: Place) -> int:
    """The first frame from which the run stays at the minimum."""
    away = np.hypot(*(run.points - np.array(place.point)).T)
    far = np.flatnonzero(away > max(2 * AT * run.diagonal, 1.5 * float(away[-1 - run.count // 4 :].max())))
    return int(far[-1]) + 1 if far.size else 0


def arrival(run: DiagnosedRun, place: Place) -> Event:
    """The mark where the run comes to stay at the minimum it ends at."""
    frame = first_at(run, place)
    slope = float(np.hypot(*run.trajectory.gradients[frame]))
    reach = float(np.hypot(*(run.points[frame:] - np.array(place.point)).T).max())
    where = f"within {numeral(reach)} of" if reach else "at"
    text = f"From frame {frame} on it stays {where} {place.words}; in that frame f = {numeral(run.values[frame])}, "
    text += f"slope {numeral(slope)}."
    x, y = (float(k) for k in run.points[frame])
    return Event(EventKind.CONVERGENCE, frame, (x, y), text, run.count, PHRASES[EventKind.CONVERGENCE])
