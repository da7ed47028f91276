"""Steps from one basin of steepest descent into another."""

from itertools import pairwise

import numpy as np

from gdviz.trajectory import Array

from .flow import Basins
from .run import Run
from .words import Event, EventKind, place, say

SAMPLES = 65
REACH = 0.03  # share of the window's diagonal
STAYS = 3  # frames on both sides that must agree


def labels(run: Run, basins: Basins) -> Array:
    """The basin of each frame (n+1,): looked at in a sample, and wherever two neighbours of it differ, in between."""
    known = np.full(run.count + 1, -2)
    ask = np.unique(np.linspace(0, run.count, min(SAMPLES, run.count + 1)).astype(int))
    while ask.size:
        known[ask] = basins.labels(run.points[ask])
        done = np.flatnonzero(known > -2)
        differ = np.flatnonzero((known[done[1:]] != known[done[:-1]]) & (np.diff(done) > 1))
        ask = (done[differ] + done[differ + 1]) // 2
    done = np.flatnonzero(known > -2)
    return known[done[np.searchsorted(done, np.arange(run.count + 1), side="right") - 1]]


def crossings(run: Run, basins: Basins) -> list[Event]:
    """Each change of basin that lasts: left by the step that crossed the ridge, entered where there was none before."""
    if len(basins.minima) < 2 or run.noisy:
        return []
    at = labels(run, basins)
    changes = np.flatnonzero(at[1:] != at[:-1])
    bounds = [0, *(changes + 1), run.count + 1]
    lasting = [(a, b) for a, b in pairwise(bounds) if b - a >= STAYS or a == 0 or b > run.count]
    events = []
    for (a, b), (c, d) in pairwise(lasting):
        if at[a] != at[c] and apart(run, (a, b), (c, d)):
            events.append(crossing_event(run, basins, int(at[a]), int(at[c]), c - 1, b - 1))
    return events


def apart(run: Run, old: tuple[int, int], new: tuple[int, int]) -> bool:
    """Do both stays, frames from first to before last, reach visibly away from where one goes over into the other?"""
    before, after = run.points[old[0] : old[1]], run.points[new[0] : new[1]]
    reach = min(np.hypot(*(before - after[0]).T).max(), np.hypot(*(after - before[-1]).T).max())
    return bool(reach > REACH * run.diagonal)


def crossing_event(run: Run, basins: Basins, old: int, new: int, into: int, out: int) -> Event:
    """The event of the step (from 0) that leads into basin `new`, or out of basin `old` into none."""
    if old < 0:
        name = place(basins.minima[new].point)
        height = say(basins.minima[new].value)
        text = (
            f"Step {into + 1} enters the basin of the minimum {name}, f = {height}: straight downhill now leads there."
        )
        return run.event(EventKind.BASIN_ENTERED, into, text)
    step = into if new >= 0 else out
    text = f"Step {step + 1} leaves the basin of the minimum {place(basins.minima[old].point)}"
    if new >= 0:
        text += f" for that of {place(basins.minima[new].point)}"
    length, value = say(run.lengths[step]), say(run.values[step])
    text += f": with a step of length {length} from f = {value} it crossed the ridge between them"
    return run.event(EventKind.BASIN_LEFT, step, text + ".")
