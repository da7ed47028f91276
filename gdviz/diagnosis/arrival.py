"""The minimum that a run comes to stay at."""

from dataclasses import dataclass

import numpy as np

from gdviz.landscape import Kind

from .moves import VISIBLE
from .rest import still
from .run import Run
from .words import Event, EventKind, place, say

AT = 2e-3  # share of the diagonal: so near a minimum is at it
NEWTON_REACH = 0.02


@dataclass(frozen=True)
class Place:
    """A minimum that a run ended at: where, how deep, number in the survey (None: not in it), words for it."""

    point: tuple[float, float]
    value: float
    number: int | None
    words: str


def at_a_minimum(run: Run) -> Place | None:
    """The isolated minimum or valley floor the last point lies at, else the minimum Newton's method finds beside it."""
    end = run.points[-1]
    for number, m in enumerate(run.survey.minima):
        away = float(np.hypot(*np.subtract(m.point, end)))
        gap = run.values[-1] - m.value
        settled = m.kind is Kind.DEGENERATE and away < NEWTON_REACH * run.diagonal and gap < 1e-4 * np.ptp(run.values)
        if away < AT * run.diagonal or settled:
            return Place(m.point, m.value, number, f"the minimum {place(m.point)}")
    for floor in run.survey.valleys:
        if floor.is_minimum and at_floor(run, floor.value, floor.distance(end)):
            x, y = (float(k) for k in end)
            return Place((x, y), floor.value, None, f"{place(end)}, one of the minima of {floor.shape}")
    return outside_minimum(run)


def at_floor(run: Run, value: float, away: float) -> bool:
    """Is the last point on a valley floor of this height?"""
    gap = float(run.values[-1]) - value
    return away < NEWTON_REACH * run.diagonal and gap <= 1e-6 * max(float(np.ptp(run.values)), 1e-300)


def outside_minimum(run: Run) -> Place | None:
    """A minimum that the survey does not list (outside its window, say), by Newton's method from the last point."""
    point = run.points[-1].copy()
    bounds = np.array(run.survey.window)
    outside = bool(((point < bounds[:, 0]) | (point > bounds[:, 1])).any())
    if run.survey.certified and not outside:
        return None
    for _ in range(20):
        hxx, hxy, hyy = (float(k) for k in run.surface.hessian(*point))
        h = np.array([[hxx, hxy], [hxy, hyy]])
        g = np.array([float(k) for k in run.surface.gradient(*point)])
        if not np.isfinite([*h.ravel(), *g]).all() or np.linalg.eigvalsh(h)[0] <= 1e-12 * np.abs(h).max():
            return None
        step = np.linalg.solve(h, g)
        point = point - step
        if np.hypot(*(point - run.points[-1])) > AT * run.diagonal:
            return None
    if np.hypot(*step) > 1e-12 * run.diagonal:
        return None
    x, y = (float(k) for k in point)
    words = f"the minimum {place((x, y))}{' outside the window' if outside else ''}"
    return Place((x, y), float(run.surface.value(x, y)), None, words)


def resting_place(run: Run) -> Place | None:
    """The minimum at which the run has come to rest, or about which it goes on hovering out of sight."""
    if run.noise:
        return at_a_minimum(run) if still(run) else None
    if run.count == 0 or float(run.lengths[-3:].max()) < 2 * AT * run.diagonal:
        found = at_a_minimum(run)
        if found:
            return found
    return hovering(run)


def hovering(run: Run) -> Place | None:
    """The minimum that the last quarter of the run stays VISIBLE near, to and fro."""
    quarter = run.count // 4
    if quarter < 10:
        return None
    last = run.points[-quarter - 1 :]
    for number, m in enumerate(run.survey.minima):
        away = np.hypot(*(last - np.array(m.point)).T)
        if away.max() < VISIBLE * run.diagonal and (np.diff(away) > 0).mean() > 0.2:
            words = f"the minimum {place(m.point)}, hovering within {say(float(away.max()))} of it"
            return Place(m.point, m.value, number, words)
    return None


def first_at(run: Run, found: Place) -> int:
    """The first frame from which the run stays at the minimum."""
    away = np.hypot(*(run.points - np.array(found.point)).T)
    far = np.flatnonzero(away > max(2 * AT * run.diagonal, 1.5 * float(away[-1 - run.count // 4 :].max())))
    return int(far[-1]) + 1 if far.size else 0


def arrival(run: Run) -> Event | None:
    """The mark where the run comes to stay at the minimum it ends at."""
    found = resting_place(run)
    if found is None:
        return None
    frame = first_at(run, found)
    slope = float(np.hypot(*run.trajectory.gradients[frame]))
    text = f"From frame {frame} on it stays at {found.words}: f = {say(run.values[frame])}, slope {say(slope)}."
    x, y = (float(k) for k in run.points[frame])
    return Event(EventKind.CONVERGENCE, frame, (x, y), text, run.count)
